import Coding
import CommandLineKit
import Project
import Reports

/// A command that counts codes in groups of voices, so that a cell of its table has segments.
protocol CountingCommand: TableCommand {
  var counting: CountOptions { get }
  /// The attributes that its groups are made by.
  var groupNames: [String] { get }
}

/// The segments behind one cell of an exported table.
struct CellAudit {
  let title: String
  let code: CodeRow
  let audits: [SegmentAudit]
  let words: Int
  let respondents: Int
  /// Respondents that the cell's group has in all.
  let respondentsOf: Int
  let transcripts: Int

  /// Finds a cell by what its row and column are called, in any order: a code, and values of the
  /// attributes that the table groups by, or a respondent.
  init(_ command: any CountingCommand, labels: [String], in project: Project) throws {
    let selection = try command.counting.select(project)
    var finder = CellFinder(selection: selection, groups: command.groupNames)
    for label in labels { try finder.take(label) }
    code = try finder.foundCode()
    title = finder.title
    let voices = finder.voices
    let index = VoiceIndex(voices)
    var query = SegmentQuery()
    query.codes = Set(
      command.counting.noChildren ? [code.id] : try project.subtree(code).map(\.id))
    query.statuses = command.counting.status.statuses
    query.coder = command.counting.coder
    var segments: [SegmentRow] = []
    var places: Set<[Int]> = []
    var words = 0
    try project.forEachSegment(query) { segment in
      guard index[segment.version, segment.speaker] != nil else { return }
      segments.append(segment)
      if places.insert([segment.version, segment.start, segment.end]).inserted {
        words += segment.words
      }
    }
    self.words = words
    distinct = places.count
    audits = try segments.map { try project.audit($0) }
    respondents = Set(audits.compactMap(\.voice.respondent)).count
    respondentsOf = Set(voices.filter { $0.words > 0 }.compactMap(\.respondent)).count
    transcripts = Set(segments.map(\.version)).count
  }

  /// Passages: what the cell counts as segments.
  let distinct: Int

  var summary: String {
    let people =
      respondentsOf == 0 ? "" : ", \(respondents) of \(counted(respondentsOf, "respondent"))"
    return "\(counted(distinct, "segment"))\(people), \(counted(transcripts, "transcript")), "
      + "\(counted(words, "word"))"
  }

  var json: JSON {
    [
      "cell": .string(title), "segments": .integer(distinct), "words": .integer(words),
      "respondents": .integer(respondents), "respondents_of": .integer(respondentsOf),
      "transcripts": .integer(transcripts), "codings": .array(audits.map(\.json)),
    ]
  }
}

/// Finds what the labels of a cell mean.
private struct CellFinder {
  let selection: CountOptions.Selection
  let groups: [String]
  private(set) var voices: [Voice]
  private var code: CodeRow?
  private var parts: [String] = []
  /// Names of columns that say what is counted, not of what.
  private static let measures: Set<String> = [
    "all", "segments", "respondents", "transcripts", "documents", "words", "per_1000",
  ]

  init(selection: CountOptions.Selection, groups: [String]) {
    (self.selection, self.groups) = (selection, groups)
    voices = selection.voices
  }

  var title: String { ([code?.path ?? ""] + parts).joined(separator: " · ") }

  mutating func take(_ label: String) throws {
    if code == nil, let found = find(label) {
      code = found
    } else if let matches = grouped(label) ?? respondent(label) {
      voices = matches
      parts.append(label)
    } else if !Self.measures.contains(label) {
      throw UsageError(
        "'\(label)' names no row or column of this table",
        hint: "a cell is a code and "
          + (groups.isEmpty
            ? "a respondent" : "values of \(groups.joined(separator: ", "))")
          + ", with commas between")
    }
  }

  func foundCode() throws -> CodeRow {
    if let code { return code }
    throw UsageError(
      "the cell names no code", hint: "for example: --cell 'Moerwijk,physical-investment'")
  }

  /// By path, by path with its codebook, or by the last part where only one code is called so.
  private func find(_ label: String) -> CodeRow? {
    let codes = selection.codes
    let exact = codes.filter { $0.path == label || "\($0.codebook):\($0.path)" == label }
    if exact.count == 1 { return exact[0] }
    let named = codes.filter { $0.name == label }
    return named.count == 1 ? named[0] : nil
  }

  /// A value of one of the attributes, or of several with ` / ` between, as columns are called.
  private func grouped(_ label: String) -> [Voice]? {
    let values = label.split(separator: " / ").map(String.init)
    guard values.count == 1 || values.count == groups.count else { return nil }
    let candidates = values.count == 1 ? groups.map { [($0, label)] } : [Array(zip(groups, values))]
    for pairs in candidates {
      let matches = voices.filter { voice in
        pairs.allSatisfy { name, value in
          let own = voice.attributes[name] ?? ""
          return own.lowercased() == value.lowercased() || own.isEmpty && value == "(none)"
        }
      }
      if !matches.isEmpty { return matches }
    }
    return nil
  }

  private func respondent(_ label: String) -> [Voice]? {
    let matches = voices.filter { ($0.respondent ?? $0.transcript) == label }
    return matches.isEmpty ? nil : matches
  }
}
