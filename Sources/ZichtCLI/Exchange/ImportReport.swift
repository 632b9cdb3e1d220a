import Coding
import Exchange
import Project

/// What an import took from a file, and what it did not.
struct ImportReport {
  /// New things and those that were known.
  struct Count {
    var added = 0
    var known = 0
  }

  var file: String
  var format: String
  var origin: String
  var coders: [String] = []
  var codes = Count()
  var transcripts = Count()
  var respondents = Count()
  var codings = Count()
  var memos = Count()
  var sets = Count()
  /// Codings without a place, which wait for a person.
  var orphans = 0
  /// What the offsets of each source were taken to count.
  var conventions: [(source: String, convention: ExchangeProject.Convention)] = []
  var leftOut: [ExchangeProject.LeftOut] = []
  /// What a person should know of what was taken.
  var notes: [String] = []

  mutating func leaveOut(_ element: String, _ reason: String) {
    leftOut.append(ExchangeProject.LeftOut(element: element, reason: reason, place: file))
  }

  private var counts: [(name: String, count: Count)] {
    [
      ("code", codes), ("transcript", transcripts), ("respondent", respondents),
      ("coding", codings), ("memo", memos), ("set", sets),
    ]
  }

  /// What a person reads at the end.
  func lines(isRehearsal: Bool) -> [String] {
    let verb = isRehearsal ? "would read" : "read"
    var lines = ["\(verb) \(file): \(format)" + (origin.isEmpty ? "" : " of \(origin)")]
    if !coders.isEmpty { lines.append("coders: " + coders.joined(separator: ", ")) }
    for (name, count) in counts where count.added + count.known > 0 {
      let known = count.known > 0 ? ", \(grouped(count.known)) known already" : ""
      lines.append("\(counted(count.added, "new \(name)"))\(known)")
    }
    if orphans > 0 {
      let what = orphans == 1 ? "coding has no place" : "codings have no place"
      lines.append("\(grouped(orphans)) \(what) in the text: see zicht orphans")
    }
    lines += conventionLines + notes
    if !leftOut.isEmpty { lines.append("\(counted(leftOut.count, "element")) not taken") }
    return lines
  }

  /// One line for all sources that were counted alike.
  private var conventionLines: [String] {
    var lines: [(text: String, sources: Int, fitting: Int, telling: Int)] = []
    // Where no selection tells, all ways to count mean the same places.
    for (_, convention) in conventions where convention.telling > 0 {
      let text = convention.text
      let index = lines.firstIndex { $0.text == text } ?? lines.count
      if index == lines.count { lines.append((text, 0, 0, 0)) }
      lines[index].sources += 1
      lines[index].fitting += convention.fitting
      lines[index].telling += convention.telling
    }
    return lines.map { line in
      let sure = "fits \(grouped(line.fitting)) of \(counted(line.telling, "telling selection"))"
      return "places count \(line.text) in \(counted(line.sources, "source")): \(sure)"
    }
  }

  /// The report as a file: all that was not taken, with the reason and the place.
  var text: String {
    var text = lines(isRehearsal: false).joined(separator: "\n") + "\n"
    let told = conventions.filter { $0.convention.telling > 0 }
    if !told.isEmpty {
      text += "\nHow places are counted\n"
      for (source, convention) in told {
        text +=
          "  \(source): \(convention.text), \(convention.fitting) of \(convention.telling) telling "
          + "selections fit"
        if convention.exceptions > 0 {
          text += ", \(convention.exceptions) counted otherwise by their quotes"
        }
        text += "\n"
      }
    }
    if !leftOut.isEmpty {
      text += "\nNot taken\n"
      for item in leftOut { text += "  \(item.place): \(item.element): \(item.reason)\n" }
    }
    return text
  }

  var json: JSON {
    let counts = counts.map { name, count in
      (name + "s", ["new": .integer(count.added), "known": .integer(count.known)] as JSON)
    }
    return .object(
      [
        ("file", .string(file)), ("format", .string(format)), ("origin", .string(origin)),
        ("coders", .strings(coders)),
      ] + counts + [
        ("orphans", .integer(orphans)),
        (
          "conventions",
          .array(
            conventions.filter { $0.convention.telling > 0 }.map {
              [
                "source": .string($0.source), "unit": .string($0.convention.unit.rawValue),
                "cr_lf": .integer($0.convention.countsCarriageReturns ? 2 : 1),
                "fitting": .integer($0.convention.fitting),
                "telling": .integer($0.convention.telling),
                "exceptions": .integer($0.convention.exceptions),
              ]
            })
        ),
        ("notes", .strings(notes)),
        (
          "not_taken",
          .array(
            leftOut.map {
              [
                "element": .string($0.element), "reason": .string($0.reason),
                "place": .string($0.place),
              ]
            })
        ),
      ])
  }
}

extension ExchangeProject.Convention {
  fileprivate var text: String {
    unit.rawValue + (countsCarriageReturns ? " with line ends of two" : "")
  }
}
