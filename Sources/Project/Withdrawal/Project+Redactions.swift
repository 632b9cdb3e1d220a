import Coding
import SQLite

/// Shares of texts whose words were erased: they are listed, counted and found nowhere.
struct Redactions {
  private var speakers: [Int: Set<Int>] = [:]

  init(_ project: Project) throws {
    try project.connection.forEach(
      "SELECT version, speaker FROM redaction WHERE commitment IS NULL"
    ) { speakers[$0.integer(0), default: []].insert($0.integer(1)) }
  }

  var isEmpty: Bool { speakers.isEmpty }

  /// Whether all words of a speaker in a version are gone.
  func covers(version: Int, speaker: Int) -> Bool {
    !isEmpty && speakers[version]?.contains(speaker) == true
  }
}

/// What replaced erased content.
struct Replacements {
  /// By the hash of what was erased; nil where nothing stands in its place.
  private(set) var byHash: [Digest: Digest?] = [:]

  init(_ project: Project) throws {
    try project.connection.forEach("SELECT hash, replacement FROM main.erased") { row in
      guard let hash = Digest(hex: row.text(0)) else { return }
      set(hash, row.optionalText(1).flatMap(Digest.init(hex:)))
    }
  }

  mutating func set(_ hash: Digest, _ replacement: Digest?) {
    byHash.updateValue(replacement, forKey: hash)
  }

  /// What stands for a hash now, itself where it was never erased; nil where nothing does.
  func current(_ hash: Digest) -> Digest? {
    var current = hash
    // Each step leads to a later event's content: a ring is no work of this program.
    for _ in 0...byHash.count {
      guard let next = byHash[current] else { return current }
      guard let next else { return nil }
      current = next
    }
    return nil
  }
}

extension Project {
  /// The event that erased a speaker's words in a version; nil where they stand.
  ///
  /// Also to a view of the past they are gone.
  package func erasure(ofVersion version: Int, speaker: Int) throws -> Int? {
    try connection.integer(
      """
      SELECT event FROM main.redaction
      WHERE version = \(version) AND speaker = \(speaker) AND commitment IS NULL
      """)
  }

  /// How many respondents withdrew, and how many transcripts were erased as a whole.
  package func withdrawals() throws -> (respondents: Int, transcripts: Int) {
    let transcripts =
      try connection.integer(
        """
        SELECT count(*) FROM version v WHERE v.superseded IS NULL
          AND EXISTS (SELECT 1 FROM redaction x WHERE x.version = v.id)
          AND NOT EXISTS (SELECT 1 FROM speaker s WHERE s.version = v.id AND NOT EXISTS (
            SELECT 1 FROM redaction x WHERE x.version = s.version AND x.speaker = s.number
              AND x.commitment IS NULL))
        """) ?? 0
    let respondents =
      try connection.integer("SELECT count(*) FROM respondent WHERE withdrawn IS NOT NULL") ?? 0
    return (respondents, transcripts)
  }

  /// The withdrawal whose erased pages were not yet seen to be written over; nil without one.
  func unfinishedErasure() throws -> Int? {
    guard let event = try connection.integer("SELECT max(withdrawn) FROM respondent"), event > 0
    else { return nil }
    let done = try connection.integer(
      "SELECT 1 FROM event WHERE number > \(event) AND kind = 'erasure.completed' LIMIT 1")
    return done == nil ? event : nil
  }

  /// Writes the whole file anew, so that pages that erased words once stood on are gone too.
  ///
  /// Outside of any transaction; O(file).
  func compact() throws {
    try Self.translating(path) { try connection.execute("VACUUM") }
  }

  /// Completes a withdrawal that was interrupted after it was recorded.
  func finishErasure() throws {
    guard let event = try unfinishedErasure() else { return }
    try compact()
    _ = try change { try append(.erasureCompleted, ["withdrawal": .integer(event)]) }
  }
}
