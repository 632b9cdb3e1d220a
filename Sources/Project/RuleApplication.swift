import Coding
import SQLite

/// One version of a transcript as rules need it.
struct VersionToMatch: Sendable {
  var id: Int
  var stream: [UInt8]
  var voices: TurnVoices
  /// Speaker number of each turn.
  var speakers: [Int]
}

/// Rules of the project compiled together, tied to its vocabulary.
struct ProjectRules {
  let rows: [Project.RuleRow]
  let set: RuleSet
  let matcher: Matcher

  init(_ rows: [Project.RuleRow], of project: Project) throws {
    var contexts: [String: RuleContext] = [:]
    var set = RuleSet()
    for row in rows {
      let context =
        try contexts[row.codebook] ?? project.codebook(row.codebook).codebook.ruleContext
      contexts[row.codebook] = context
      do {
        let rule = try RuleParser.parse(row.text, unit: row.unit, speaker: row.speaker)
        try set.add(rule, in: context)
      } catch {
        throw ProjectError.unknown(
          "a rule of \(row.codebook):\(row.path) can't be applied: \(error.message)",
          hint: "the rule reads: \(row.text)")
      }
    }
    (self.rows, self.set) = (rows, set)
    matcher = Matcher(set, vocabulary: try project.vocabulary())
  }
}

extension Project {
  /// Versions in force among those after one and through another, ascending.
  func versionsInForce(after: Int, through: Int) throws -> [Int] {
    try connection.all(
      """
      SELECT id FROM version WHERE id > \(after) AND id <= \(through) AND superseded IS NULL
      ORDER BY id
      """
    ) { $0.integer(0) }
  }

  /// The last of the versions in force: rules need not look beyond it.
  func lastVersion() throws -> Int {
    try connection.integer("SELECT max(id) FROM version WHERE superseded IS NULL") ?? 0
  }

  /// Matches rules on versions, on all cores, and hands over what each found, in order.
  func match(
    _ matcher: Matcher, _ set: RuleSet, versions: [Int],
    progress: (Int) throws -> Void = { _ in },
    _ found: (_ version: Int, Findings, _ speakers: [Int]) throws -> Void
  ) throws {
    let attributes = set.tests.isEmpty ? nil : try voiceAttributes()
    // Batches keep the database on this thread while others match.
    for batch in stride(from: 0, to: versions.count, by: 64) {
      let ids = Array(versions[batch..<min(batch + 64, versions.count)])
      let inputs = try ids.map { try versionToMatch($0, tests: set.tests, attributes) }
      try parallelMap(inputs) { input -> (Int, Findings, [Int])? in
        input.stream.withUnsafeBytes { bytes in
          WordStream(encoded: bytes).map {
            (input.id, matcher.findings(in: $0, voices: input.voices), input.speakers)
          }
        }
      } consume: { result in
        guard let (version, findings, speakers) = result else {
          throw ProjectError.damaged(path, "a word stream can't be read")
        }
        try found(version, findings, speakers)
      }
      try progress(ids.count)
    }
  }

  private func versionToMatch(
    _ version: Int, tests: [AttributeTest], _ attributes: VoiceAttributes?
  ) throws -> VersionToMatch {
    let stream = try connection.first("SELECT stream FROM word_stream WHERE version = \(version)") {
      $0.blob(0)
    }
    let isDocument =
      try connection.text("SELECT kind FROM version WHERE id = \(version)") == "document"
    var voiceOfSpeaker: [TurnVoices.Voice] = []
    try connection.forEach("SELECT part FROM speaker WHERE version = \(version) ORDER BY number") {
      row in
      switch row.text(0) {
      case "respondent": voiceOfSpeaker.append(.respondent)
      case "interviewer": voiceOfSpeaker.append(.interviewer)
      default: voiceOfSpeaker.append(isDocument ? .respondent : .nobody)
      }
    }
    let speakers = try connection.all(
      "SELECT speaker FROM turn WHERE version = \(version) ORDER BY number"
    ) { $0.integer(0) }
    let outcomes = tests.map { test in
      voiceOfSpeaker.indices.map { attributes?.holds(test, version: version, speaker: $0) ?? false }
    }
    return VersionToMatch(
      id: version, stream: stream ?? [],
      voices: TurnVoices(
        voices: speakers.map { voiceOfSpeaker[$0] },
        tests: outcomes.map { outcome in speakers.map { outcome[$0] } }),
      speakers: speakers)
  }
}
