import Coding
import SQLite

/// Records transcripts one after another inside one `change`, numbering their words as it goes.
package final class TranscriptRecorder {
  package enum Outcome: Sendable, Equatable {
    case added
    case newVersion(Int)
    case unchanged
    /// The same bytes under another name: nothing is recorded.
    case duplicate(of: String)
    /// It holds words that were erased: nothing is recorded.
    case withdrawn(event: Int)
    /// It is what a transcript was before its names were replaced: nothing is recorded.
    case pseudonymised(event: Int)
  }

  private let project: Project
  private var vocabulary = Vocabulary(capacity: 65_536)
  private let firstNewWord: Int
  /// What became of codings on transcripts that were corrected.
  package private(set) var reanchored = Reanchored()
  private var hasReplaced = false
  /// The first new version that codings followed into.
  private var firstFollowed: Int?

  /// - Precondition: inside `Project.change`.
  package init(_ project: Project) throws {
    self.project = project
    vocabulary = try project.vocabulary()
    firstNewWord = vocabulary.count
  }

  /// What recording a file of this content under this name would do.
  ///
  /// O(log transcripts).
  package func outcome(name: String, sha256: Digest) throws -> Outcome {
    let erased = try project.connection.integer(
      """
      SELECT max(x.event) FROM version v JOIN redaction x ON x.version = v.id
      WHERE v.sha256 = \(sha256.hex)
      """)
    if let erased, erased > 0 { return .withdrawn(event: erased) }
    if let event = try project.replacement(of: sha256) { return .pseudonymised(event: event) }
    let same = try project.connection.all(
      """
      SELECT t.name FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE v.sha256 = \(sha256.hex) AND v.superseded IS NULL
      """
    ) { $0.text(0) }
    if same.contains(name) { return .unchanged }
    let isKnown =
      try project.connection.integer(
        """
        SELECT count(*) FROM version v JOIN transcript t ON t.id = v.transcript
        WHERE t.name = \(name) AND v.superseded IS NULL
        """) ?? 0 > 0
    // A known transcript may take over another's text: the two files may have been exchanged.
    if isKnown { return .newVersion(try nextVersion(of: name)) }
    return same.first.map { .duplicate(of: $0) } ?? .added
  }

  /// The same for a file that is in the project unchanged, but whose speakers a map has otherwise.
  package func outcome(ofReading prepared: PreparedTranscript) throws -> Outcome {
    let stored = try project.connection.all(
      """
      SELECT s.part, s.label FROM speaker s JOIN version v ON v.id = s.version
      JOIN transcript t ON t.id = v.transcript
      WHERE t.name = \(prepared.name) AND v.superseded IS NULL AND s.number > 0
      ORDER BY s.number
      """
    ) { [$0.text(0), $0.text(1)] }
    let speakers = prepared.transcript.speakers.map { [$0.part.rawValue, $0.label] }
    return stored == speakers ? .unchanged : .newVersion(try nextVersion(of: prepared.name))
  }

  /// Versions are numbered on, also past those that were undone.
  func nextVersion(of name: String) throws -> Int {
    let last = try project.connection.integer(
      """
      SELECT max(v.number) FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE t.name = \(name)
      """)
    return (last ?? 0) + 1
  }

  /// Records a new transcript or a new version of one.
  ///
  /// `respondents` has each speaker's id, nil for interviewers. `uid` is the identity of a new
  /// transcript that another program gave it. `edits` says what was replaced (code points), where the
  /// new version was made from the one before.
  package func record(
    _ prepared: PreparedTranscript, respondents: [String?], as outcome: Outcome,
    uid identity: String? = nil, edits: EditMap? = nil
  ) throws {
    let number: Int
    switch outcome {
    case .added: number = try nextVersion(of: prepared.name)
    case .newVersion(let next): (number, hasReplaced) = (next, true)
    case .unchanged, .duplicate, .withdrawn, .pseudonymised: return
    }
    let uids = try respondents.map { name in try name.map { try uid(of: $0, in: prepared) } }
    let transcript =
      try project.connection.text("SELECT uid FROM transcript WHERE name = \(prepared.name)")
      ?? (try identity ?? project.newUID())
    let content = try project.commit(prepared.content)
    let before = try project.connection.integer(
      """
      SELECT v.id FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE t.uid = \(transcript) AND v.superseded IS NULL
      """)
    try project.append(
      .transcriptRecorded,
      prepared.body(
        uid: transcript, version: number, content: content, respondents: uids))
    guard let version = try project.connection.integer("SELECT max(id) FROM version") else {
      return
    }
    try store(prepared, version: version)
    if let before { try follow(to: version, edits.map { (from: before, map: $0) }) }
  }

  private func follow(to new: Int, _ edits: (from: Int, map: EditMap)?) throws {
    let result = try project.reanchor(to: new, edits)
    reanchored.followed += result.followed
    reanchored.ambiguous += result.ambiguous
    reanchored.orphans += result.orphans
    if result.followed > 0, firstFollowed == nil { firstFollowed = new }
  }

  /// A respondent that no table brought is made from what the header says.
  private func uid(of name: String, in prepared: PreparedTranscript) throws -> String {
    if let known = try project.respondent(named: name), !known.isUndone { return known.uid }
    let attributes = prepared.transcript.header.filter {
      ["neighbourhood", "city", "role"].contains($0.key)
    }.map { Attribute(name: $0.key, value: $0.value) }
    _ = try project.record(respondents: [
      AttributeRow(id: name, attributes: attributes, place: Place(file: prepared.name))
    ])
    return try project.respondent(named: name)?.uid ?? ""
  }

  private func store(_ prepared: PreparedTranscript, version: Int) throws {
    let text = try project.connection.prepare("INSERT INTO source_text VALUES (?, ?, ?)")
    try text.bind(version, at: 1)
    try text.bind(utf8: prepared.transcript.text.utf8, at: 2)
    try text.bind(prepared.original.map { .blob($0) } ?? .null, at: 3)
    try text.runOnce()
    let row = try project.connection.prepare("INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?, ?)")
    for (number, turn) in prepared.turns.enumerated() {
      try row.bind(version, at: 1)
      try row.bind(number, at: 2)
      try row.bind(turn.range.lowerBound, at: 3)
      try row.bind(turn.range.upperBound, at: 4)
      try row.bind(turn.speaker, at: 5)
      let time = prepared.transcript.turns[number].time
      try row.bind(time.map { .integer(Int64($0.start)) } ?? .null, at: 6)
      try row.bind(time?.end.map { .integer(Int64($0)) } ?? .null, at: 7)
      try row.runOnce()
    }
    for (number, share) in prepared.speakers.enumerated() {
      try project.connection.run(
        "INSERT INTO speaker_salt VALUES (\(version), \(number), \(share.salt))")
    }
    let numbers = vocabulary.merge(prepared.vocabulary)
    var stream = prepared.stream
    for index in stream.types.indices { stream.types[index] = numbers[Int(stream.types[index])] }
    let words = try project.connection.prepare("INSERT INTO word_stream VALUES (?, ?, ?)")
    try words.bind(version, at: 1)
    try words.bind(Codebook.matchingVersion, at: 2)
    try words.bind(stream.encoded(), at: 3)
    try words.runOnce()
  }

  /// Keeps the words met for the first time, and drops the counts of what was replaced.
  ///
  /// Call it once, after the last transcript.
  package func finish() throws {
    if let firstFollowed {
      try project.updateTally(try project.codes().map(\.id), after: firstFollowed - 1)
    }
    if hasReplaced { try project.dropStaleTally() }
    guard vocabulary.count > firstNewWord else { return }
    let lines = vocabulary.lines(from: firstNewWord)
    try project.connection.run("INSERT INTO vocabulary VALUES (\(firstNewWord), \(lines))")
  }
}

extension PreparedTranscript {
  /// What is personal: the name, the header, the labels.
  fileprivate var content: JSON {
    var fields: [(String, JSON)] = [
      ("name", .string(name)),
      ("header", .array(transcript.header.map { .strings([$0.key, $0.value]) })),
      ("labels", .strings([""] + transcript.speakers.map(\.label))),
    ]
    if let mapping = transcript.mapping {
      fields.append(("map", .string(mapping.map.hex)))
      fields.append(("written", .array(([mapping.dropped] + mapping.written).map { .strings($0) })))
    }
    if let pattern = transcript.namePattern { fields.append(("name_pattern", .string(pattern))) }
    return .object(fields)
  }

  fileprivate func body(
    uid: String, version: Int, content: JSON, respondents: [String?]
  ) -> JSON {
    let parts = ["nobody"] + transcript.speakers.map(\.part.rawValue)
    let who = [nil] + respondents
    let shares = speakers.indices.map { number -> JSON in
      [
        "part": .string(parts[number]), "respondent": who[number].map { .string($0) } ?? .null,
        "turns": .integer(speakers[number].turns), "words": .integer(speakers[number].words),
        "commitment": .string(speakers[number].commitment.hex),
      ]
    }
    return [
      "transcript": .string(uid), "version": .integer(version), "content": content,
      "kind": .string(transcript.kind.rawValue), "sha256": .string(sha256.hex),
      "encoding": .string(transcript.encoding), "reader": .string(transcript.reader),
      "length": .integer(length), "turns": .string(turnDigest.hex), "speakers": .array(shares),
      "readings": "follow",
    ]
  }
}

extension Project {
  /// All distinct words of the project, by number.
  func vocabulary() throws -> Vocabulary {
    var vocabulary = Vocabulary(capacity: 65_536)
    try connection.forEach("SELECT words FROM vocabulary ORDER BY first") {
      vocabulary.add(lines: $0.bytesOfBlob(0))
    }
    return vocabulary
  }

  /// Names of all transcripts that have a current version.
  package func transcriptNames() throws -> [String] {
    try connection.all(
      """
      SELECT t.name FROM transcript t JOIN version v ON v.transcript = t.id
      WHERE v.superseded IS NULL ORDER BY t.name
      """
    ) { $0.text(0) }
  }
}
