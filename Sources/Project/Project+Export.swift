import Coding
import SQLite

/// A table of the state as a bundle has it.
package struct ExportedTable: Sendable {
  package let name: String
  let key: String
  /// Columns with names or labels of people: null in a redacted bundle.
  let personal: Set<String>
  /// Whether nothing of the table may stand in a redacted bundle.
  package let isPersonal: Bool

  fileprivate init(_ name: String, by key: String) {
    (self.name, self.key) = (name, key)
    personal = Self.personalColumns[name] ?? []
    isPersonal = ["respondent_attribute", "transcript_attribute", "speaker_salt"].contains(name)
  }

  private static let personalColumns: [String: Set<String>] = [
    "respondent": ["name"], "transcript": ["name"], "speaker": ["label"],
  ]

  /// All that follows from the events or is committed to by them, but for texts and content.
  package static let all =
    Projection.tables.map { ExportedTable($0.name, by: $0.key) } + [
      ExportedTable("turn", by: "version, number"),
      ExportedTable("speaker_salt", by: "version, number"),
      ExportedTable("proposal", by: "rule, version, start, end"),
    ]
}

extension Project {
  /// Rows of a table as canonical JSON objects, a line each; blobs are hexadecimal.
  ///
  /// O(rows), one in memory at a time. Columns come in the order of their names.
  package func exportRows(
    of table: ExportedTable, redacted: Bool, _ write: (String) throws -> Void
  ) throws {
    let columns = try connection.all(
      "SELECT name FROM pragma_table_info(\(table.name)) ORDER BY name"
    ) { $0.text(0) }
    let chosen = columns.map { name in
      redacted && table.personal.contains(name) ? "NULL AS \"\(name)\"" : "\"\(name)\""
    }
    let keys = columns.enumerated().map { ($0 == 0 ? "{\"" : ",\"") + $1 + "\":" }
    let rows = try connection.prepare(
      "SELECT \(chosen.joined(separator: ", ")) FROM \(table.name) ORDER BY \(table.key)")
    defer { rows.reset() }
    while try rows.step() {
      var line = ""
      for (index, key) in keys.enumerated() {
        line += key
        rows.value(Int32(index)).write(to: &line)
      }
      try write(line + "}\n")
    }
  }

  /// Each event as a canonical JSON object, its hash among its members.
  ///
  /// The entry that is hashed is the object without it.
  package func exportEvents(_ write: (String) throws -> Void) throws {
    try events { event, hash in
      var line = "{\"actor\":"
      JSON.quote(event.actor, into: &line)
      line += ",\"body\":\(event.body),\"hash\":\"\(hash.hex)\",\"kind\":"
      JSON.quote(event.kind.rawValue, into: &line)
      line += ",\"number\":\(event.number),\"program\":"
      JSON.quote(event.program, into: &line)
      line += ",\"time\":"
      JSON.quote(event.time, into: &line)
      try write(line + "}\n")
    }
  }

  /// What events commit to: body, hash and salt, in the order of hashes.
  package func exportContent(_ write: (String) throws -> Void) throws {
    try connection.forEach("SELECT body, hash, salt FROM content ORDER BY hash") { row in
      try write(
        "{\"body\":\(row.text(0)),\"hash\":\"\(row.blob(1).hex)\",\"salt\":\"\(row.blob(2).hex)\"}\n"
      )
    }
  }
}

/// A version of a transcript with its text.
package struct ExportedSource: Sendable {
  package var id: Int
  package var transcript: String
  package var number: Int
  package var kind: String
  package var isInForce: Bool
  package var sha256: String
}

extension Project {
  /// All versions of all transcripts, in the order they were recorded.
  package func sources() throws -> [ExportedSource] {
    try connection.all(
      """
      SELECT v.id, t.name, v.number, v.kind, v.superseded IS NULL, v.sha256
      FROM version v JOIN transcript t ON t.id = v.transcript ORDER BY v.id
      """
    ) { row in
      ExportedSource(
        id: row.integer(0), transcript: row.text(1), number: row.integer(2), kind: row.text(3),
        isInForce: row.integer(4) != 0, sha256: row.text(5))
    }
  }

  /// The bytes of a version's own file; nil where they are those of the stored text.
  package func original(ofVersion version: Int) throws -> [UInt8]? {
    try connection.first("SELECT original FROM source_text WHERE version = \(version)") {
      $0.isNull(0) ? nil : $0.blob(0)
    } ?? nil
  }

  /// Every version of every codebook, as JSON.
  package func codebookVersions() throws -> [(name: String, number: Int, codebook: JSON)] {
    try connection.all("SELECT name, number, body FROM codebook ORDER BY id") { row in
      (
        name: row.text(0), number: row.integer(1),
        codebook: try JSONReader.read(SourceText(row.text(2)), file: row.text(0))
      )
    }
  }
}

/// What stands for names where nobody may be named: the random numbers that events know them by.
package struct Pseudonyms: Sendable {
  fileprivate var transcripts: [Int: String] = [:]
  fileprivate var respondents: [Int: [Int: String]] = [:]

  package func transcript(of version: Int) -> String { transcripts[version] ?? "" }

  /// Empty where a speaker is no respondent.
  package func respondent(of version: Int, speaker: Int) -> String {
    respondents[version]?[speaker] ?? ""
  }
}

extension Project {
  package func pseudonyms() throws -> Pseudonyms {
    var pseudonyms = Pseudonyms()
    try connection.forEach(
      "SELECT v.id, t.uid FROM version v JOIN transcript t ON t.id = v.transcript"
    ) { pseudonyms.transcripts[$0.integer(0)] = $0.text(1) }
    try connection.forEach(
      """
      SELECT s.version, s.number, r.uid FROM speaker s JOIN respondent r ON r.id = s.respondent
      """
    ) { pseudonyms.respondents[$0.integer(0), default: [:]][$0.integer(1)] = $0.text(2) }
    return pseudonyms
  }
}

extension Value {
  fileprivate func write(to line: inout String) {
    switch self {
    case .null: line += "null"
    case .integer(let number): line += String(number)
    case .real(let number): line += JSON(.real(number)).canonical
    case .text(let text): JSON.quote(text, into: &line)
    case .blob(let bytes): line += "\"\(bytes.hex)\""
    }
  }
}
