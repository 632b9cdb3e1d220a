import Coding
import SQLite

/// A memo as a project knows it.
private struct MemoFact {
  var uid: String
  var subject: String
  var code: String?
  /// Row of the version.
  var version: Int?
  var range: Range<Int>?
  var title: String?
  var text: String
  var coder: String
  var event: Int
  /// The event that took it back; nil where it stands.
  var retracted: Int?
  var made: String?
  var speaker: Int?
}

extension Merger {
  /// Memos: those of both, but for those that either took back.
  func mergeMemos() throws {
    let own = Dictionary(uniqueKeysWithValues: try memos(of: mine).map { ($0.uid, $0) })
    let undone = try undoneMemos(of: mine)
    for memo in try memos(of: theirs)
    where isWanted(coder: memo.coder) && (scope == nil || memo.retracted == nil) {
      if let known = own[memo.uid] {
        guard known.retracted == nil, let event = memo.retracted else { continue }
        try append(.memoRetracted, [("uid", .string(memo.uid))], from: event)
        report.count(.takenBackMemos)
      } else if !undone.contains(memo.uid) {
        try add(memo)
      }
    }
    for uid in try undoneMemos(of: theirs).sorted()
    where own[uid]?.retracted == nil && own[uid] != nil {
      try append(.memoRetracted, [("uid", .string(uid))])
      report.count(.takenBackMemos)
    }
  }

  private func add(_ memo: MemoFact) throws {
    var body: [(String, JSON)] = [
      ("uid", .string(memo.uid)), ("subject", .string(memo.subject)),
      ("coder", .string(memo.coder)),
    ]
    if let code = memo.code {
      guard mine.codeRows[code] != nil else { return }
      body += mine.fields(ofCode: code)
    }
    if let row = memo.version {
      guard let place = place(ofVersion: row, speaker: memo.speaker) else { return }
      body += place
    }
    if let range = memo.range {
      body += [("start", .integer(range.lowerBound)), ("end", .integer(range.upperBound))]
      body.append(("speaker", .integer(memo.speaker ?? 0)))
    }
    guard let text = try adopt(memo.text) else { return }
    body.append(("memo", text))
    if let title = try adopt(memo.title) { body.append(("title", title)) }
    if let made = memo.made { body.append(("made", .string(made))) }
    try append(.memoWritten, body, from: memo.event)
    guard let event = memo.retracted else { return report.count(.memos) }
    try append(.memoRetracted, [("uid", .string(memo.uid))], from: event)
  }

  /// How bodies here name a version of the other's; nil where it is not here, or who spoke
  /// withdrew.
  func place(ofVersion row: Int, speaker: Int? = nil) -> [(String, JSON)]? {
    guard let version = theirs.versions[row], let uid = transcripts[version.transcript],
      scope?.transcripts.contains(version.transcript) ?? true,
      let here = mine.version(of: version.text, in: uid)
    else { return nil }
    if let speaker, mine.redactions.covers(version: here.id, speaker: speaker) { return nil }
    return [("transcript", .string(uid)), ("version", .integer(here.number))]
  }

  private func memos(of side: MergeSide) throws -> [MemoFact] {
    try side.connection.all(
      """
      SELECT m.uid, m.subject, m.code, m.version, m.start, m.end, m.title, m.text, m.coder, m.event,
        m.retracted, json_extract(e.body, '$.made'), json_extract(e.body, '$.speaker')
      FROM memo m JOIN event e ON e.number = m.event ORDER BY m.event
      """
    ) { row in
      MemoFact(
        uid: row.text(0), subject: row.text(1),
        code: row.optionalInteger(2).flatMap { side.codeNames[$0] },
        version: row.optionalInteger(3),
        range: row.isNull(4) ? nil : row.integer(4)..<row.integer(5),
        title: row.optionalText(6), text: row.text(7), coder: row.text(8), event: row.integer(9),
        retracted: row.optionalInteger(10), made: row.optionalText(11),
        speaker: row.optionalInteger(12))
    }
  }

  /// Memos whose writing was undone, and not because a merge was.
  private func undoneMemos(of side: MergeSide) throws -> Set<String> {
    let rows = try side.connection.all(
      """
      SELECT e.number, json_extract(e.body, '$.uid') FROM undone u JOIN event e ON e.number = u.event
      WHERE e.kind = \(LedgerEvent.Kind.memoWritten.rawValue)
      """
    ) { ($0.integer(0), $0.text(1)) }
    return Set(rows.filter { !side.unmerged.contains($0.0) }.map(\.1))
  }
}
