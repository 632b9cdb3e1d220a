import Coding
import CommandLineKit
import Project
import Reports

/// Why counts differ between two moments, to read or as JSON: by event, then by code.
struct DifferenceText {
  private struct Line {
    var move: Difference.Move
    var address: String
    var code: String
    var quote: String
  }

  private struct Group {
    var event: Int
    var cause: Difference.Cause
    var heading: String
    var lines: [Line] = []
  }

  private struct Total {
    var code: String
    var before: Int
    var gained: Int
    var lost: Int
    var after: Int { before + gained - lost }
  }

  private let moments: [Moment]
  private let denominators: [(name: String, before: Int, after: Int)]
  private var groups: [Group] = []
  private var totals: [Total] = []
  private let limit: Int

  init(from old: Project, to new: Project, codes names: [String], limit: Int) throws {
    self.limit = limit
    moments = [old.moment, new.moment].compactMap { $0 }
    denominators = try Self.denominators(old, new)
    let codes = try new.codes(includingRetired: true)
    let wanted = try Set(names.flatMap { try new.subtree(new.code(named: $0)).map(\.id) })
    let difference = try new.difference(since: old)
    let isWanted = { (code: Int) in names.isEmpty || wanted.contains(code) }
    let paths = Dictionary(uniqueKeysWithValues: codes.map { ($0.id, $0.path) })
    try add(difference.moves.filter { isWanted($0.segment.code) }, paths, old, new)
    for code in codes where isWanted(code.id) {
      let moves = difference.moves.filter { $0.segment.code == code.id }
      let before = difference.before[code.id, default: 0]
      guard !moves.isEmpty else { continue }
      let gained = moves.count(where: \.isGained)
      totals.append(
        Total(code: code.path, before: before, gained: gained, lost: moves.count - gained))
    }
  }

  private static func denominators(
    _ old: Project, _ new: Project
  ) throws -> [(name: String, before: Int, after: Int)] {
    func numbers(_ project: Project) throws -> [Int] {
      let voices = try project.voices().filter { $0.part == .respondent }
      return [
        Set(voices.filter { $0.words > 0 }.compactMap(\.respondent)).count,
        Set(voices.map(\.version)).count, voices.reduce(0) { $0 + $1.words },
      ]
    }
    let (before, after) = (try numbers(old), try numbers(new))
    return zip(["respondents", "transcripts", "words of respondents"], zip(before, after)).map {
      ($0, $1.0, $1.1)
    }
  }

  private mutating func add(
    _ moves: [Difference.Move], _ paths: [Int: String], _ old: Project, _ new: Project
  ) throws {
    var texts: [Int: QuoteReader] = [:]
    for move in moves {
      if groups.last.map({ ($0.event, $0.cause) != (move.event, move.cause) }) ?? true {
        let heading = move.event == 0 ? "" : try new.heading(ofEvent: move.event)
        groups.append(Group(event: move.event, cause: move.cause, heading: heading))
      }
      let segment = move.segment
      let quotes =
        try texts[segment.version]
        ?? QuoteReader(new.text(ofVersion: segment.version))
      // Moves come event by event, but texts come back: a few are kept.
      if texts.count > 64 { texts.removeAll() }
      texts[segment.version] = quotes
      let file = try new.name(ofVersion: segment.version)
      groups[groups.count - 1].lines.append(
        Line(
          move: move, address: "\(file):\(segment.start)-\(segment.end)",
          code: paths[segment.code] ?? "", quote: quotes.quote(segment.start..<segment.end)))
    }
  }

  // MARK: Text

  func write(style: Style, to out: (String) -> Void) {
    out("from \(moments[0].text)\nto   \(moments[1].text)\n")
    for (name, before, after) in denominators where before != after {
      out("\(name): \(grouped(before)) → \(grouped(after))\n")
    }
    if groups.isEmpty { return out("no segment came or went\n") }
    for group in groups {
      let (gained, lost) = count(group.lines)
      let event = group.event == 0 ? "not traced to one event" : "event \(group.event)"
      out("\n" + style(.heading, sanitized("\(event)  \(group.heading)")))
      out("\n\(group.cause.rawValue): \(gained) came, \(lost) went\n")
      for line in group.lines.prefix(limit) {
        let sign = line.move.isGained ? style(.good, "+") : style(.error, "−")
        out("  \(sign) \(sanitized(line.address))  \(sanitized(line.code))\n")
        out("    \(style(.faint, sanitized(line.quote)))\n")
      }
      if group.lines.count > limit {
        out("  … and \(group.lines.count - limit) more: --limit \(group.lines.count) shows them\n")
      }
    }
    var table = Table(
      title: "",
      columns: [
        .init("code"), .init("before", .integer), .init("came", .integer),
        .init("went", .integer), .init("after", .integer),
      ])
    table.rows = totals.map {
      [
        .text($0.code), .integer($0.before), .integer($0.gained), .integer($0.lost),
        .integer($0.after),
      ]
    }
    table.notes = [
      "segments of respondents and documents; a code's own, without those below it"
    ]
    out("\n")
    TextTable(width: 80, color: style.color).write(table, to: out)
  }

  private func count(_ lines: [Line]) -> (gained: Int, lost: Int) {
    let gained = lines.count { $0.move.isGained }
    return (gained, lines.count - gained)
  }

  // MARK: JSON

  var json: JSON {
    [
      "from": .integer(moments[0].event), "to": .integer(moments[1].event),
      "denominators": .object(
        denominators.map { ($0.name, .array([.integer($0.before), .integer($0.after)])) }),
      "events": .array(
        groups.map { group in
          [
            "event": .integer(group.event), "cause": .string(group.cause.rawValue),
            "what": .string(group.heading), "segments": .array(group.lines.map(json)),
          ]
        }),
      "codes": .array(
        totals.map {
          [
            "code": .string($0.code), "before": .integer($0.before), "came": .integer($0.gained),
            "went": .integer($0.lost), "after": .integer($0.after),
          ]
        }),
    ]
  }

  private func json(_ line: Line) -> JSON {
    [
      "segment": .string(line.address), "code": .string(line.code), "quote": .string(line.quote),
      "gained": .bool(line.move.isGained),
    ]
  }
}
