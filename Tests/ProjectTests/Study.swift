import Coding
import Formats
import Project
import SQLite
import Synchronization
import TestSupport

/// A project in a folder of its own, worked on as the commands do.
final class Study {
  let folder: TemporaryFolder
  let path: String
  private(set) var project: Project
  private let surroundings: Surroundings

  init(coder: String = "anna") throws {
    folder = try TemporaryFolder()
    path = folder.file("study.zicht")
    surroundings = .counting(coder: coder)
    project = try Project.create(path: path, surroundings: surroundings)
  }

  /// The project as another command would find it.
  func reopen(_ access: Project.Access = .write, coder: String = "anna") throws -> Project {
    try Project.open(
      path: path, for: access,
      surroundings: .counting(coder: coder, from: 1_000_000 * (events() + 1)))
  }

  @discardableResult
  func ingest(_ files: [(name: String, text: String)]) throws -> [TranscriptRecorder.Outcome] {
    try project.change {
      let recorder = try TranscriptRecorder(project)
      let known = KnownRespondents(try project.knownRespondents())
      let outcomes = try files.map { file in
        let prepared = try prepare(file.text, name: file.name)
        let outcome = try recorder.outcome(name: file.name, sha256: prepared.sha256)
        let speakers = SpeakerResolution(prepared.transcript, stem: file.name, known: known)
        try recorder.record(prepared, respondents: speakers.respondents, as: outcome)
        return outcome
      }
      try recorder.finish()
      return outcomes
    }
  }

  private func prepare(_ text: String, name: String) throws -> PreparedTranscript {
    let bytes = Array(text.utf8)
    guard let transcript = readTranscript(bytes, file: name).transcript else {
      throw ProjectError.unknown("no transcript", hint: nil)
    }
    return PreparedTranscript(
      name: name, path: name, bytes: bytes, transcript: transcript, surroundings: surroundings)
  }

  @discardableResult
  func add(_ codebook: String) throws -> Project.CodebookOutcome {
    let codebook = try CodebookReader.read(SourceText(codebook), file: "codebook")
    return try project.change { try project.record(codebook) }
  }

  @discardableResult
  func apply() throws -> AppliedRules { try project.change { try project.applyRules { _ in } } }

  func respondents(_ rows: [(id: String, attributes: [(String, String)])]) throws {
    _ = try project.change {
      try project.record(
        respondents: rows.map { row in
          AttributeRow(
            id: row.id, attributes: row.attributes.map { Attribute(name: $0.0, value: $0.1) },
            place: Place(file: "table"))
        })
    }
  }

  @discardableResult
  func decide(_ segment: SegmentRow, _ verdict: SegmentStatus?, reason: String? = nil) throws
    -> Bool
  {
    try project.change { try project.decide(segment, verdict, reason: reason) }
  }

  func segments(_ statuses: Set<SegmentStatus> = SegmentStatus.counted) throws -> [SegmentRow] {
    var query = SegmentQuery()
    query.statuses = statuses
    var rows: [SegmentRow] = []
    try project.forEachSegment(query) { rows.append($0) }
    return rows
  }

  /// The words of each segment, in order.
  func quotes(_ statuses: Set<SegmentStatus> = SegmentStatus.counted) throws -> [String] {
    try segments(statuses).map {
      QuoteReader(try project.text(ofVersion: $0.version)).quote($0.start..<$0.end)
    }
  }

  func events() throws -> Int { try project.head().number }

  func count(_ table: String) throws -> Int {
    try Connection(path: path, options: .readOnly).first(table: table)
  }
}

extension Connection {
  fileprivate func first(table: String) throws -> Int {
    let statement = try prepare("SELECT count(*) FROM \(table)")
    defer { statement.reset() }
    return try statement.step() ? statement.integer(0) : 0
  }
}

extension Surroundings {
  /// A clock that ticks and bytes that count up: nothing comes twice, everything comes again.
  static func counting(coder: String, from first: Int = 0) -> Surroundings {
    let clock = Ticks(first)
    let draws = Ticks(first)
    return Surroundings(
      now: { 1_577_836_800_000 + clock.next() },
      random: { count in
        var generator = Seeded(UInt64(draws.next()))
        return generator.bytes(count)
      }, coder: coder, program: "zicht test")
  }

  private final class Ticks: Sendable {
    private let value: Atomic<Int>
    init(_ first: Int) { value = Atomic(first) }
    func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).newValue }
  }
}

/// Small codebooks as JSON.
enum Books {
  /// One code and its rules, each as JSON.
  static func one(_ rules: String..., id: String = "repair") -> String {
    book(code(id, rules))
  }

  static func book(_ codes: String...) -> String {
    #"{"id": "wins", "label": {"nl": "W", "en": "W"}, "codes": [\#(codes.joined(separator: ","))]}"#
  }

  static func code(_ id: String, _ rules: [String], _ children: [String] = []) -> String {
    #"{"id": "\#(id)", "label": {"nl": "x", "en": "x"}, "definition": "x", "#
      + #""rules": [\#(rules.joined(separator: ","))], "codes": [\#(children.joined(separator: ","))]}"#
  }

  static func rule(_ find: String, unit: String = "sentence", speaker: String = "respondent")
    -> String
  {
    #"{"find": \#(quoted(find)), "unit": "\#(unit)", "speaker": "\#(speaker)"}"#
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
      + "\""
  }
}

/// A short interview.
func interview(_ respondent: String, _ turns: String...) -> String {
  "respondent: \(respondent)\n\n"
    + turns.map { "I: En de lamp?\n\n\(respondent): \($0)\n" }.joined(separator: "\n")
}
