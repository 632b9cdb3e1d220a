import Coding
import SQLite

/// Rows that events name again and again: they are never deleted, and keep their numbers.
final class NumberedRows {
  /// By uid of the transcript and number.
  var versions: [String: [Int: Int]] = [:]
  /// By codebook and path.
  var codes: [String: [String: Int]] = [:]
}

/// Turns events into rows of the state tables.
///
/// The same code runs when an event is written and when `verify` rebuilds the tables in memory, so
/// the tables can't say anything that the events don't. Row numbers follow from the order of events.
struct Projection {
  let connection: Connection
  /// The content behind a commitment; nil once erased.
  let content: (Digest) throws -> JSON?
  let rows = NumberedRows()

  init(connection: Connection, content: @escaping (Digest) throws -> JSON?) {
    (self.connection, self.content) = (connection, content)
  }

  /// The tables that follow from the events alone, with the columns that order their rows.
  static let tables: [(name: String, key: String)] = [
    ("respondent", "id"), ("respondent_attribute", "respondent, name"),
    ("neighbourhood_attribute", "neighbourhood, name"), ("transcript", "id"), ("version", "id"),
    ("transcript_attribute", "version, position"), ("speaker", "version, number"),
    ("codebook", "id"), ("code", "id"), ("rule", "id"), ("application", "rule, through_version"),
    ("coding", "id"), ("decision", "version, start, end, code"), ("checkpoint", "name"),
    ("undone", "event"), ("redaction", "version, speaker"), ("erased", "hash"),
    ("reference_coder", "coder"), ("reading", "version, coder, code"), ("memo", "uid"),
    ("foreign_id", "kind, name"), ("collection", "uid"), ("coder", "coder"),
    ("assignment", "transcript, coder"), ("skipped", "version, start, end, code, coder"),
    ("settlement", "uid"), ("merged", "project, size"),
  ]

  /// - Throws: `Malformed` when a body lacks what its kind needs or its content is gone.
  func apply(_ event: LedgerEvent, body: JSON) throws {
    let fields = EventFields(event, body)
    switch event.kind {
    case .projectCreated: break
    case .respondentsRecorded: try respondents(fields)
    case .neighbourhoodsRecorded: try neighbourhoods(fields)
    case .transcriptRecorded: try transcript(fields)
    case .codebookRecorded: try codebook(fields)
    case .rulesApplied: try application(fields)
    case .segmentDecided: try decision(fields)
    case .segmentCoded: try coding(fields)
    case .codingRetracted: try retraction(fields)
    case .codingsReanchored: try reanchoring(fields)
    case .checkpointNamed: try checkpoint(fields)
    case .actUndone: try undoing(fields)
    case .coderRegistered: try registration(fields)
    case .transcriptCoded: try reading(fields)
    case .memoWritten: try memo(fields)
    case .memoRetracted: try memoRetraction(fields)
    case .projectImported: try importing(fields)
    case .collectionRecorded: try collection(fields)
    case .transcriptsAssigned: try assignment(fields)
    case .passageSkipped: try skipping(fields)
    case .disagreementSettled: try settlement(fields)
    case .projectMerged: try merging(fields)
    case .respondentWithdrawn: try withdrawal(fields)
    case .namesReplaced, .erasureCompleted: break
    }
  }

  func content(of field: JSON?, _ event: EventFields) throws -> JSON {
    guard let hash = field?.string.flatMap(Digest.init(hex:)), let content = try content(hash)
    else { throw event.malformed("content") }
    return content
  }

  // MARK: Checkpoints

  private func checkpoint(_ event: EventFields) throws {
    try connection.run(
      """
      INSERT INTO checkpoint VALUES (\(try event.string("name")), \(try event.integer("size")),
        \(try event.string("root")), \(event.number))
      """)
  }

  // MARK: Respondents

  private func respondents(_ event: EventFields) throws {
    for row in try event.array("respondents") {
      let uid = try event.string("uid", in: row)
      let content = try content(of: row["content"], event)
      let name = try event.string("id", in: content)
      try connection.run(
        """
        INSERT INTO respondent (uid, name, event) VALUES (\(uid), \(name), \(event.number))
        ON CONFLICT (uid) DO UPDATE
          SET name = excluded.name, event = excluded.event, undone = NULL
        """)
      guard let id = try connection.integer("SELECT id FROM respondent WHERE uid = \(uid)")
      else { throw event.malformed("uid") }
      try connection.run("DELETE FROM respondent_attribute WHERE respondent = \(id)")
      for (position, pair) in try event.array("attributes", in: content).enumerated() {
        let (name, value) = try event.pair(pair)
        try connection.run(
          "INSERT INTO respondent_attribute VALUES (\(id), \(position), \(name), \(value))")
      }
    }
  }

  private func neighbourhoods(_ event: EventFields) throws {
    for row in try event.array("neighbourhoods") {
      let id = try event.string("id", in: row)
      try connection.run("DELETE FROM neighbourhood_attribute WHERE neighbourhood = \(id)")
      for (position, pair) in try event.array("attributes", in: row).enumerated() {
        let (name, value) = try event.pair(pair)
        try connection.run(
          "INSERT INTO neighbourhood_attribute VALUES (\(id), \(position), \(name), \(value))")
      }
    }
  }

  // MARK: Transcripts

  private func transcript(_ event: EventFields) throws {
    let uid = try event.string("transcript")
    let content = try content(of: event.body["content"], event)
    try connection.run(
      """
      INSERT INTO transcript (uid, name) VALUES (\(uid), \(try event.string("name", in: content)))
      ON CONFLICT (uid) DO NOTHING
      """)
    guard let id = try connection.integer("SELECT id FROM transcript WHERE uid = \(uid)") else {
      throw event.malformed("transcript")
    }
    try connection.run(
      """
      UPDATE version SET superseded = \(event.number)
      WHERE transcript = \(id) AND superseded IS NULL
      """)
    let before = try connection.integer(
      "SELECT id FROM version WHERE superseded = \(event.number)")
    try connection.run(
      """
      INSERT INTO version
        (transcript, number, kind, sha256, encoding, reader, length, turns, event)
      VALUES (\(id), \(try event.integer("version")), \(try event.string("kind")),
        \(try event.string("sha256")), \(try event.string("encoding")),
        \(try event.string("reader")), \(try event.integer("length")),
        \(try event.string("turns")), \(event.number))
      """)
    let version = connection.lastInsertID
    for (position, pair) in try event.array("header", in: content).enumerated() {
      let (name, value) = try event.pair(pair)
      try connection.run(
        "INSERT INTO transcript_attribute VALUES (\(version), \(position), \(name), \(value))")
    }
    try speakers(event, version: version, labels: try event.array("labels", in: content))
    if let before, event.body["readings"]?.string == "follow" {
      try readings(of: before, followTo: version, event)
    }
  }

  private func speakers(_ event: EventFields, version: Int, labels: [JSON]) throws {
    for (number, speaker) in try event.array("speakers").enumerated() {
      guard number < labels.count, let label = labels[number].string else {
        throw event.malformed("labels")
      }
      let respondent = try speaker["respondent"]?.string.map { uid in
        try connection.integer("SELECT id FROM respondent WHERE uid = \(uid)")
      }
      try connection.run(
        """
        INSERT INTO speaker VALUES (\(version), \(number), \(label),
          \(try event.string("part", in: speaker)), \(respondent ?? nil),
          \(try event.integer("turns", in: speaker)), \(try event.integer("words", in: speaker)),
          \(try event.string("commitment", in: speaker)))
        """)
    }
  }
}

/// A body that does not hold what its kind of event needs.
struct Malformed: Error, CustomStringConvertible {
  let event: Int
  let field: String
  var description: String { "event \(event) has no readable '\(field)'" }
}

/// Typed access to an event's body.
struct EventFields {
  let number: Int
  let actor: String
  let body: JSON

  init(_ event: LedgerEvent, _ body: JSON) {
    (number, actor, self.body) = (event.number, event.actor, body)
  }

  func malformed(_ field: String) -> Malformed { Malformed(event: number, field: field) }

  func string(_ key: String, in json: JSON? = nil) throws -> String {
    guard let value = (json ?? body)[key]?.string else { throw malformed(key) }
    return value
  }

  func integer(_ key: String, in json: JSON? = nil) throws -> Int {
    guard let value = (json ?? body)[key]?.integer else { throw malformed(key) }
    return value
  }

  func array(_ key: String, in json: JSON? = nil) throws -> [JSON] {
    guard let value = (json ?? body)[key]?.array else { throw malformed(key) }
    return value
  }

  /// A list of two texts.
  func pair(_ json: JSON) throws -> (String, String) {
    guard let texts = json.array?.compactMap(\.string), texts.count == 2 else {
      throw malformed("attributes")
    }
    return (texts[0], texts[1])
  }
}
