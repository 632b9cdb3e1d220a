import Coding
import SQLite

/// One of two projects of a merge: what is in it, told so that the other understands.
final class MergeSide {
  let project: Project
  let uid: String
  private(set) var clock: LedgerClock
  /// Events that were undone, and by which.
  let undone: [Int: Int]
  /// Undone events that a merge had made: it is as if they never were.
  let unmerged: Set<Int>
  /// By row.
  private(set) var versions: [Int: TextVersion] = [:]
  /// Transcripts by uid, those without a version in force too.
  private(set) var transcripts: [String: MergedTranscript] = [:]
  private(set) var codebooks: [String: Lineage] = [:]
  /// `codebook:path` of each code by row, and the other way round.
  private(set) var codeNames: [Int: String] = [:]
  private(set) var codeRows: [String: Int] = [:]
  let redactions: Redactions
  /// By transcript: the version that was in force at first.
  private var firstInForce: [String: Int] = [:]

  var connection: Connection { project.connection }

  init(_ project: Project) throws {
    self.project = project
    clock = try LedgerClock(project)
    uid = clock.project
    var undone: [Int: Int] = [:]
    try project.connection.forEach("SELECT event, by FROM undone") {
      undone[$0.integer(0)] = $0.integer(1)
    }
    self.undone = undone
    let merges = Set(
      try project.connection.all(
        """
        SELECT u.by FROM undone u JOIN event e ON e.number = u.event
        WHERE e.kind = \(LedgerEvent.Kind.projectMerged.rawValue)
        """
      ) { $0.integer(0) })
    unmerged = Set(undone.filter { merges.contains($0.value) }.keys)
    redactions = try Redactions(project)
    try readVersions()
    try readCodebooks()
    firstInForce = transcripts.compactMapValues { $0.inForce?.id }
  }

  /// Whether the version in force of a transcript is still the one that was in force at first.
  func isUntouched(_ transcript: String) -> Bool {
    firstInForce[transcript] == transcripts[transcript]?.inForce?.id
  }

  /// Reads versions and codebooks again, after some were recorded.
  func refresh() throws {
    try clock.readOn(in: project)
    try readVersions()
    try readCodebooks()
  }

  // MARK: Texts

  private func readVersions() throws {
    (versions, transcripts) = ([:], [:])
    let parts = try speakerParts()
    let rows = try connection.all(
      """
      SELECT v.id, t.uid, t.name, v.number, v.sha256, v.turns, v.event, v.superseded IS NULL,
        EXISTS (SELECT 1 FROM redaction x WHERE x.version = v.id)
      FROM version v JOIN transcript t ON t.id = v.transcript ORDER BY v.transcript, v.number
      """
    ) { row in
      (
        transcript: row.text(1), name: row.text(2),
        version: TextVersion(
          id: row.integer(0), transcript: row.text(1), number: row.integer(3),
          text: TextVersion.fingerprint(
            sha256: row.text(4), turns: row.text(5), parts: parts[row.integer(0)] ?? ""),
          event: row.integer(6), isInForce: row.integer(7) != 0, isRedacted: row.integer(8) != 0)
      )
    }
    for (uid, name, version) in rows {
      versions[version.id] = version
      transcripts[uid, default: MergedTranscript(uid: uid, name: name)].add(version)
    }
    let kinds: [LedgerEvent.Kind] = [.transcriptRecorded, .projectMerged]
    for record in try project.records(of: kinds) where undone[record.number] == nil {
      for head in record.mergedHeads where head.kind == .text {
        transcripts[head.name]?.lineage.note(head.version, recordedAt: head.time)
      }
      guard let uid = record.body["transcript"]?.string,
        let version = transcripts[uid]?.versions.first(where: { $0.event == record.number })
      else { continue }
      transcripts[uid]?.lineage.take(
        record.body, version: version.text, at: clock.time(of: record.number))
    }
  }

  private func speakerParts() throws -> [Int: String] {
    var parts: [Int: String] = [:]
    try connection.forEach("SELECT version, part FROM speaker ORDER BY version, number") {
      parts[$0.integer(0), default: ""] += $0.text(1) + " "
    }
    return parts
  }

  /// The last version with a text, in some transcript.
  func version(of text: String, in transcript: String) -> TextVersion? {
    transcripts[transcript]?.versions.last { $0.text == text }
  }

  // MARK: Codebooks

  private func readCodebooks() throws {
    (codebooks, codeNames, codeRows) = ([:], [:], [:])
    for record in try project.records(of: [.codebookRecorded, .projectMerged])
    where undone[record.number] == nil {
      for head in record.mergedHeads where head.kind == .codebook {
        codebooks[head.name]?.note(head.version, recordedAt: head.time)
      }
      guard let name = record.body["codebook"]?["id"]?.string,
        let hash = record.body["hash"]?.string
      else { continue }
      codebooks[name, default: Lineage()].take(
        record.body, version: hash, at: clock.time(of: record.number))
    }
    try connection.forEach("SELECT id, codebook || ':' || path FROM code") { row in
      codeNames[row.integer(0)] = row.text(1)
      codeRows[row.text(1)] = row.integer(0)
    }
  }

  /// The body of a codebook's version with a hash.
  func codebook(_ name: String, hash: String) throws -> Codebook? {
    let body = try connection.text(
      "SELECT body FROM codebook WHERE name = \(name) AND hash = \(hash) ORDER BY number DESC LIMIT 1"
    )
    return try body.map { try CodebookReader.read(SourceText($0), file: name) }
  }
}

/// A version of a transcript's text.
struct TextVersion: Equatable {
  var id: Int
  /// Its uid.
  var transcript: String
  var number: Int
  /// What tells its text and who speaks in it from any other, in every project.
  var text: String
  var event: Int
  var isInForce: Bool
  /// Whether some of its words were erased.
  var isRedacted: Bool

  /// Of the file's bytes, the turns and the parts of who speaks; labels are personal and left out.
  static func fingerprint(sha256: String, turns: String, parts: String) -> String {
    sha256 + "." + SHA256.digest(Array((turns + " " + parts).utf8)).hex.prefix(16)
  }
}

/// A transcript with all its versions.
struct MergedTranscript {
  let uid: String
  let name: String
  /// In the order of their numbers.
  private(set) var versions: [TextVersion] = []
  var lineage = Lineage()

  init(uid: String, name: String) { (self.uid, self.name) = (uid, name) }

  mutating func add(_ version: TextVersion) { versions.append(version) }

  var inForce: TextVersion? { versions.last(where: \.isInForce) }
}
