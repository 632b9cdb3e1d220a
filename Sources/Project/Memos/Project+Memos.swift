import Coding
import SQLite

extension Project {
  /// Writes a memo down; title and text stand behind commitments, as they may quote.
  ///
  /// `uid` and `coder` are given for what another program's file brings, otherwise new and one's own.
  ///
  /// - Precondition: inside `change`.
  package func write(
    memo text: String, title: String = "", on subject: Memo.Subject, uid: String? = nil,
    coder: String? = nil, origin: [(String, JSON)] = []
  ) throws {
    var body: [(String, JSON)] = [
      ("uid", .string(try uid ?? newUID())), ("memo", try commit(.string(text))),
    ]
    if let coder { body.append(("coder", .string(coder))) }
    if !title.isEmpty { body.append(("title", try commit(.string(title)))) }
    try append(.memoWritten, .object(body + fields(of: subject) + origin))
  }

  private func fields(of subject: Memo.Subject) throws -> [(String, JSON)] {
    switch subject {
    case .project: return [("subject", "project")]
    case .code(let id):
      let code = try connection.first("SELECT codebook, path FROM code WHERE id = \(id)") {
        ($0.text(0), $0.text(1))
      }
      guard let code else { throw ProjectError.damaged(path, "a memo's code is missing") }
      return [
        ("subject", "code"), ("codebook", .string(code.0)), ("code", .string(code.1)),
      ]
    case .transcript(let version):
      let place = try place(ofVersion: version)
      return [
        ("subject", "transcript"), ("transcript", .string(place.transcript)),
        ("version", .integer(place.number)),
      ]
    case .passage(let version, let range):
      try require(range, in: version)
      let place = try place(ofVersion: version)
      let speaker = try connection.integer(
        """
        SELECT speaker FROM turn WHERE version = \(version) AND start < \(range.upperBound)
          AND end > \(range.lowerBound) AND speaker > 0 LIMIT 1
        """)
      return [
        ("subject", "passage"), ("transcript", .string(place.transcript)),
        ("version", .integer(place.number)), ("start", .integer(range.lowerBound)),
        ("end", .integer(range.upperBound)), ("speaker", .integer(speaker ?? 0)),
      ]
    }
  }

  /// Takes a memo back by its event; it stays in the ledger.
  ///
  /// - Precondition: inside `change`.
  package func retractMemo(ofEvent event: Int) throws {
    let uid = try connection.text(
      "SELECT uid FROM memo WHERE event = \(event) AND retracted IS NULL")
    guard let uid else {
      throw ProjectError.unknown(
        "event \(event) wrote no memo that stands", hint: "zicht memo list")
    }
    try append(.memoRetracted, ["uid": .string(uid)])
  }

  /// The memos that stand, in the order they were written; those whose words were erased are left
  /// out.
  package func memos() throws -> [Memo] {
    let rows = try connection.all(
      """
      SELECT m.uid, m.subject, m.code, m.version, m.start, m.end, m.title, m.text, m.coder,
        m.event, coalesce(json_extract(e.body, '$.made'), json_extract(e.body, '$.origin[2]'), e.time), coalesce(c.codebook || ':' || c.path, t.name, ''),
        substr(x.text, m.start + 1, m.end - m.start)
      FROM memo m JOIN event e ON e.number = m.event
      LEFT JOIN code c ON c.id = m.code
      LEFT JOIN version v ON v.id = m.version LEFT JOIN transcript t ON t.id = v.transcript
      LEFT JOIN source_text x ON x.version = m.version
      WHERE m.retracted IS NULL ORDER BY m.event
      """
    ) { row in
      (
        memo: Memo(
          uid: row.text(0), subject: Memo.Subject(row), title: "", text: "", coder: row.text(8),
          event: row.integer(9), time: row.text(10), about: row.text(11),
          quote: row.optionalText(12)),
        title: row.optionalText(6).flatMap(Digest.init(hex:)), text: Digest(hex: row.text(7))
      )
    }
    return try rows.compactMap { row in
      guard let text = try row.text.flatMap({ try content($0)?.string }) else { return nil }
      var memo = row.memo
      memo.text = text
      memo.title = try row.title.flatMap { try content($0)?.string } ?? ""
      return memo
    }
  }
}

extension Memo.Subject {
  fileprivate init(_ row: borrowing Statement) {
    switch row.text(1) {
    case "code": self = .code(row.integer(2))
    case "transcript": self = .transcript(row.integer(3))
    case "passage": self = .passage(row.integer(3), row.integer(4)..<row.integer(5))
    default: self = .project
    }
  }
}
