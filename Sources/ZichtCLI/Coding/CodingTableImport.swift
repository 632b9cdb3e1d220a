import Coding
import CommandLineKit
import Formats
import Project
import Reports

/// Records codings from tables: all of a file, or nothing of it.
struct CodingTableImport {
  let project: Project
  /// Whose codings they are where a row does not say.
  let coder: String
  /// Whether codes that there are not are coined.
  var isCoining = false

  struct Report {
    var added = 0
    var known = 0
    var coined: [String] = []
    var diagnostics: [Diagnostic] = []
  }

  /// - Throws: `Rejected` with every fault of a file; then nothing at all is recorded.
  func run(_ paths: [String], _ progress: Progress) throws -> Report {
    try project.change {
      var report = Report()
      let recorder = try LayerRecorder(project, isSync: false)
      for path in paths { try record(path, recorder, &report, progress) }
      try recorder.finish()
      return report
    }
  }

  private func record(
    _ path: String, _ recorder: LayerRecorder, _ report: inout Report, _ progress: Progress
  ) throws {
    let table = try CodingTable(try FileSystem.read(path), file: path)
    report.diagnostics += table.diagnostics.filter { $0.severity != .error }
    var faults = table.diagnostics.filter { $0.severity == .error }
    var texts = VersionTexts(project)
    var groups: [Group: [HandCoding]] = [:]
    for row in table.rows {
      try Interrupt.check()
      do {
        let text = try texts.text(of: row.file)
        let coding = try coding(row, in: text, &report)
        groups[Group(version: text.id, coder: row.coder ?? coder), default: []].append(coding)
      } catch let error as ProjectError {
        faults.append(Diagnostic(.error, .fault(error.message), at: row.place, hint: error.hint))
      } catch let error as Failure {
        faults.append(
          Diagnostic(.error, .fault(error.message), at: row.place, hint: error.hint))
      }
    }
    guard faults.isEmpty else { throw Rejected(faults.sorted { $0.place < $1.place }) }
    for (group, codings) in groups.sorted(by: { $0.key < $1.key }) {
      let added = try recorder.add(codings, to: group.version, by: group.coder)
      report.added += added
      report.known += codings.count - added
      progress.advance(by: codings.count)
    }
  }

  private struct Group: Hashable, Comparable {
    var version: Int
    var coder: String
    static func < (a: Self, b: Self) -> Bool { (a.version, a.coder) < (b.version, b.coder) }
  }

  private func coding(
    _ row: CodingTable.Row, in text: VersionTexts.Text, _ report: inout Report
  ) throws -> HandCoding {
    let range = try range(of: row, in: text)
    let code = try self.code(row.code, &report)
    do {
      let (speaker, words) = try text.codable.passage(range)
      return HandCoding(
        range: range, speaker: speaker, words: words, code: code, memo: row.memo)
    } catch {
      throw Failure(error.description, hint: error.hint)
    }
  }

  private func code(_ name: String, _ report: inout Report) throws -> Int {
    do {
      let code = try project.code(named: name)
      guard !code.isRetired else {
        throw ProjectError.unknown(
          "the code '\(name)' is in no codebook any more", hint: "zicht codebook list")
      }
      return code.id
    } catch let error as ProjectError {
      guard isCoining, try project.codes().allSatisfy({ $0.path != name }) else { throw error }
      let id = try project.coin(name)
      report.coined.append(name)
      return id
    }
  }

  private func range(of row: CodingTable.Row, in text: VersionTexts.Text) throws -> Range<Int> {
    if let start = row.start, let end = row.end {
      guard end <= text.length else {
        throw Failure(
          "the text has \(text.length) characters, so \(start)-\(end) is not in it",
          hint: "offsets are code points of the text as zicht keeps it")
      }
      // Words beside the place prove that it is the one that was meant.
      guard let quote = row.quote, text.quotes.quote(start..<end) != quote else {
        return start..<end
      }
      throw Failure(
        "at \(start)-\(end) stands '\(text.quotes.quote(start..<end))', not '\(quote)'",
        hint: "leave start and end out to have the words looked for")
    }
    guard let turn = row.turn else {
      return try Quotation.find(row.quote ?? "", in: text.bytes, of: text.name)
    }
    let whole = try project.range(ofTurn: turn, in: text.id)
    guard let quote = row.quote else { return whole }
    let words = Array(text.quotes.quote(whole).utf8)
    let place = try Quotation.find(quote, in: words, of: "turn \(turn) of \(text.name)")
    return whole.lowerBound + place.lowerBound..<whole.lowerBound + place.upperBound
  }
}

/// Texts by the names that rows give them, each read once.
private struct VersionTexts {
  struct Text {
    var id: Int
    var name: String
    var bytes: [UInt8]
    var quotes: QuoteReader
    var codable: CodableVersion
    var length: Int
  }

  private let project: Project
  private var known: [String: Text] = [:]

  init(_ project: Project) { self.project = project }

  mutating func text(of name: String) throws -> Text {
    if let text = known[name] { return text }
    let version = try project.version(named: name)
    let bytes = try project.text(ofVersion: version.id)
    let text = Text(
      id: version.id, name: version.name, bytes: bytes, quotes: QuoteReader(bytes),
      codable: try project.codableVersion(version.id),
      length: bytes.count { $0 & 0xC0 != 0x80 })
    known[name] = text
    return text
  }
}

extension CodingTableImport.Report {
  var lines: [String] {
    var lines = ["\(counted(added, "coding")) added, \(grouped(known)) there already"]
    if !coined.isEmpty { lines.append("coined, as proposals: " + coined.joined(separator: ", ")) }
    return lines
  }

  var json: JSON {
    [
      "added": .integer(added), "known": .integer(known), "coined": .strings(coined),
      "diagnostics": .array(diagnostics.map(\.json)),
    ]
  }
}

extension Diagnostic.Message {
  fileprivate static func fault(_ text: String) -> Self { "\(text)" }
}
