import Coding
import SQLite

/// Everything the project knows of one segment, for whoever doubts it.
package struct SegmentAudit: Sendable {
  package struct AppliedRule: Sendable, Equatable {
    package var text: String
    package var unit: String
    package var hash: String
    package var codebookVersion: Int
    package var places: [Range<Int>]
  }

  package var segment: SegmentRow
  package var code: CodeRow
  package var definition: String
  package var file: String
  package var version: Int
  package var sha256: String
  package var reader: String
  package var encoding: String
  package var line: Int
  package var turn: Int
  package var quote: String
  package var before: String
  package var after: String
  package var voice: Voice
  /// How often the same words stand in the transcript.
  package var occurrences: Int
  package var rules: [AppliedRule]
  package var reason: String?
  /// What the coder noted on the coding by hand.
  package var memo: String?
  /// In order: ingest, codebook, application, decisions.
  package var acts: [HistoryEntry]
  /// Whether text and turn still are what the ledger committed to.
  package var isSound: Bool
  /// The event that erased the words, when who said them withdrew.
  package var erasedBy: Int?
}

extension Project {
  /// Answers the auditor's questions about a segment.
  package func audit(_ segment: SegmentRow) throws -> SegmentAudit {
    guard
      let voice = try voices(includingErased: true).first(where: {
        $0.version == segment.version && $0.speaker == segment.speaker
      }),
      let code = try codes(includingRetired: true).first(where: { $0.id == segment.code }),
      let source = try sourceRow(segment.version)
    else { throw ProjectError.damaged(path, "a segment's transcript or code is missing") }
    let text = try self.text(ofVersion: segment.version)
    let quotes = QuoteReader(text)
    let quote = quotes.quote(segment.start..<segment.end)
    let rules = try appliedRules(segment)
    let decision = try self.decision(segment)
    var acts = [try act(source.event, "transcript read (version \(source.number))")]
    acts += try rules.events.map { try act($0.event, $0.what) }
    acts += try deeds(segment, code: code)
    let erasedBy = try erasure(ofVersion: segment.version, speaker: segment.speaker)
    // A view of the past has no later event.
    if let erasedBy, try head().number >= erasedBy {
      acts.append(try act(erasedBy, "words erased: who said them withdrew"))
    }
    return SegmentAudit(
      segment: segment, code: code,
      definition: try connection.text("SELECT definition FROM code WHERE id = \(code.id)") ?? "",
      file: voice.transcript, version: source.number, sha256: source.sha256,
      reader: source.reader, encoding: source.encoding,
      line: 1 + quotes.quote(0..<segment.start).utf8.count { $0 == 10 },
      turn: try turnNumber(segment), quote: quote,
      before: quotes.quote(max(0, segment.start - 80)..<segment.start),
      after: quotes.quote(segment.end..<segment.end + 80), voice: voice,
      occurrences: text.occurrences(of: Array(quote.utf8)), rules: rules.rules,
      reason: try decision?.reason.flatMap { try content($0)?.string },
      memo: try memo(of: segment),
      acts: acts.sorted { $0.event < $1.event },
      isSound: try isSound(segment.version, speaker: segment.speaker, text),
      erasedBy: erasedBy)
  }

  private struct SourceRow {
    var number: Int
    var sha256: String
    var reader: String
    var encoding: String
    var event: Int
  }

  private func sourceRow(_ version: Int) throws -> SourceRow? {
    try connection.first(
      "SELECT number, sha256, reader, encoding, event FROM version WHERE id = \(version)"
    ) {
      SourceRow(
        number: $0.integer(0), sha256: $0.text(1), reader: $0.text(2), encoding: $0.text(3),
        event: $0.integer(4))
    }
  }

  private func turnNumber(_ segment: SegmentRow) throws -> Int {
    let number = try connection.integer(
      """
      SELECT number FROM turn WHERE version = \(segment.version) AND start <= \(segment.start)
      ORDER BY number DESC LIMIT 1
      """)
    return (number ?? 0) + 1
  }

  private func appliedRules(
    _ segment: SegmentRow
  ) throws -> (rules: [SegmentAudit.AppliedRule], events: [(event: Int, what: String)]) {
    guard segment.origin == .rule else { return ([], []) }
    var events: [(event: Int, what: String)] = []
    let rules = try connection.all(
      """
      SELECT r.text, r.unit, r.hash, b.number, p.places, b.event, b.name,
        (SELECT a.event FROM application a WHERE a.rule = r.id
          AND a.after_version < p.version AND p.version <= a.through_version)
      FROM proposal p JOIN rule r ON r.id = p.rule JOIN codebook b ON b.id = r.codebook
      WHERE r.code = \(segment.code) AND r.retired IS NULL AND p.version = \(segment.version)
        AND p.start = \(segment.start) AND p.end = \(segment.end)
      ORDER BY r.id
      """
    ) { row in
      events.append(
        (row.integer(5), "codebook \(row.text(6)), version \(row.integer(3)), recorded"))
      if let applied = row.optionalInteger(7) { events.append((applied, "rules applied")) }
      return SegmentAudit.AppliedRule(
        text: row.text(0), unit: row.text(1), hash: row.text(2), codebookVersion: row.integer(3),
        places: row.optionalText(4).map(places) ?? [segment.start..<segment.end])
    }
    var seen: Set<Int> = []
    return (rules, events.filter { seen.insert($0.event).inserted })
  }

  private func places(_ text: String) -> [Range<Int>] {
    text.split(separator: " ").compactMap { pair in
      let bounds = pair.split(separator: "-").compactMap { Int($0) }
      return bounds.count == 2 && bounds[0] < bounds[1] ? bounds[0]..<bounds[1] : nil
    }
  }

  private func decision(_ segment: SegmentRow) throws -> (event: Int, reason: Digest?)? {
    try connection.first(
      """
      SELECT event, reason FROM decision WHERE version = \(segment.version)
        AND start = \(segment.start) AND end = \(segment.end) AND code = \(segment.code)
      """
    ) { ($0.integer(0), $0.optionalText(1).flatMap(Digest.init(hex:))) }
  }

  private func memo(of segment: SegmentRow) throws -> String? {
    guard let uid = segment.uid else { return nil }
    let hash = try connection.text(
      """
      SELECT json_extract(e.body, '$.memo') FROM coding c JOIN event e ON e.number = c.event
      WHERE c.uid = \(uid)
      """)
    return try hash.flatMap(Digest.init(hex:)).flatMap { try content($0)?.string }
  }

  /// What people did with the passage, and what corrections of its transcript did to that.
  private func deeds(_ segment: SegmentRow, code: CodeRow) throws -> [HistoryEntry] {
    let version = try connection.first(
      """
      SELECT t.uid, v.number FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE v.id = \(segment.version)
      """
    ) { (transcript: $0.text(0), number: $0.integer(1)) }
    guard let version else { return [] }
    let place = VersionPlace(version: version.number, range: segment.start..<segment.end)
    return try PassageHistory(
      self, transcript: version.transcript, at: place, code: "\(code.codebook):\(code.path)"
    ).deeds()
  }

  private func act(_ event: Int, _ what: String) throws -> HistoryEntry {
    guard let record = try records("number = \(event)").first else {
      throw ProjectError.damaged(path, "event \(event) is missing")
    }
    return HistoryEntry(record, what)
  }

  /// Whether a speaker's words in a version are those that the ledger committed to.
  func isSound(_ version: Int, speaker: Int, _ text: [UInt8]) throws -> Bool {
    var counter = CodePoints(SourceText(validUTF8: text))
    let turns = counter.bytes(of: try turns(of: version))
    if try erasure(ofVersion: version, speaker: speaker) != nil {
      return SpokenWords.isErased(text: text, turns: turns, speaker: speaker)
    }
    let row = try connection.first(
      """
      SELECT coalesce(r.commitment, s.commitment), x.salt FROM speaker s
      JOIN speaker_salt x ON x.version = s.version AND x.number = s.number
      LEFT JOIN main.redaction r ON r.version = s.version AND r.speaker = s.number
      WHERE s.version = \(version) AND s.number = \(speaker)
      """
    ) { ($0.text(0), $0.blob(1)) }
    guard let row else { return false }
    return SpokenWords.commitment(text: text, turns: turns, speaker: speaker, salt: row.1).hex
      == row.0
  }
}

extension [UInt8] {
  /// Non-overlapping occurrences of a run of bytes.
  fileprivate func occurrences(of needle: [UInt8]) -> Int {
    guard let first = needle.first else { return 0 }
    var (count, index) = (0, 0)
    while index + needle.count <= self.count {
      if self[index] == first, self[index..<index + needle.count].elementsEqual(needle) {
        count += 1
        index += needle.count
      } else {
        index += 1
      }
    }
    return count
  }
}
