import Coding
import SQLite

extension WithdrawalPlan {
  /// Where names of the respondent stand in what stays: only a person can tell who is meant.
  func mentions() throws -> [Withdrawal.Mention] {
    let eraser = TextEraser(who)
    let goes = Dictionary(
      uniqueKeysWithValues: withdrawal.texts.map { ($0.version, $0) })
    var mentions: [Withdrawal.Mention] = []
    for (version, file) in try versionsInForce() {
      let going = goes[version]
      if let going, going.extent == .whole { continue }
      let stored = try project.text(ofVersion: version)
      var text = stored
      if let going {
        var points = CodePoints(SourceText(validUTF8: stored))
        let turns = points.bytes(of: try project.turns(of: version))
        text = Erasure.erase(
          eraser.ranges(in: stored, turns: turns, of: going.speakers), of: stored)
      }
      mentions += self.mentions(in: text, eraser) { "\(file):\($0)" }
    }
    return try mentions + besideTexts(eraser)
  }

  private func versionsInForce() throws -> [(Int, String)] {
    try project.connection.all(
      """
      SELECT v.id, t.name FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE v.superseded IS NULL ORDER BY t.name
      """
    ) { ($0.integer(0), $0.text(1)) }
  }

  private func mentions(
    in text: [UInt8], _ eraser: TextEraser, at place: (String) -> String
  ) -> [Withdrawal.Mention] {
    var points = CodePoints(SourceText(validUTF8: text))
    let quotes = QuoteReader(text)
    return eraser.mentions(in: text).map { range in
      let start = points.offset(ofByte: range.lowerBound)
      let end = points.offset(ofByte: range.upperBound)
      return Withdrawal.Mention(
        place: place("\(start)-\(end)"), before: quotes.quote(max(0, start - 30)..<start),
        name: quotes.quote(start..<end), after: quotes.quote(end..<end + 30))
    }
  }

  /// Codebooks, reasons of decisions on other people's words, other people's attributes.
  private func besideTexts(_ eraser: TextEraser) throws -> [Withdrawal.Mention] {
    let places: [SQL] = [
      "SELECT 'codebook ' || name || ', version ' || number, body FROM codebook ORDER BY id",
      """
      SELECT 'attribute of ' || r.name || ': ' || a.name, a.value FROM respondent_attribute a
      JOIN respondent r ON r.id = a.respondent WHERE r.id <> \(who.id) ORDER BY r.id, a.position
      """,
    ]
    let texts = try places.flatMap { sql in
      try project.connection.all(sql) { ($0.text(0), Array($0.text(1).utf8)) }
    }
    let reasons = try project.reasons().filter { !goes($0) }.map { reason in
      let text = try project.content(reason.hash)?.string ?? ""
      return ("reason in event \(reason.event)", Array(text.utf8))
    }
    return (texts + reasons).flatMap { place, text in mentions(in: text, eraser) { _ in place } }
  }

  /// Whether a reason was given for words that go.
  func goes(_ reason: Reason) -> Bool {
    withdrawal.texts.contains {
      $0.version == reason.version && $0.speakers.contains(reason.speaker)
    }
  }
}

/// Why somebody decided on a passage or coded it: kept apart, as it may quote.
struct Reason {
  var event: Int
  var hash: Digest
  var version: Int
  var speaker: Int
}

extension Project {
  /// The reasons of all decisions, and all memos with their titles, that were ever written.
  func reasons() throws -> [Reason] {
    try connection.all(
      """
      WITH said AS (
        SELECT number, body, coalesce(json_extract(body, '$.reason'), json_extract(body, '$.memo'))
          AS hash
        FROM event WHERE kind IN (
          'segment.decided', 'segment.coded', 'memo.written', 'disagreement.settled')
        UNION ALL SELECT number, body, json_extract(body, '$.title') FROM event
        WHERE kind = 'memo.written')
      SELECT e.number, e.hash, coalesce(v.id, 0), coalesce(json_extract(e.body, '$.speaker'), 0)
      FROM said e LEFT JOIN transcript t ON t.uid = json_extract(e.body, '$.transcript')
      LEFT JOIN version v ON v.transcript = t.id AND v.number = json_extract(e.body, '$.version')
      WHERE e.hash IS NOT NULL
      ORDER BY e.number
      """
    ) { ($0.integer(0), $0.text(1), $0.integer(2), $0.integer(3)) }.compactMap { row in
      Digest(hex: row.1).map {
        Reason(event: row.0, hash: $0, version: row.2, speaker: row.3)
      }
    }
  }
}
