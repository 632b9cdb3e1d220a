import Coding
import Project
import Reports

/// What an exported table needs to be checked, long after: the question, the state of the ledger
/// that it was asked of, and a hash of the answer.
struct TableReceipt: Equatable {
  static let kind = "zicht table receipt 1"
  /// Options that do not change what the table says.
  static let unasked: Set<String> = [
    "project", "coder", "json", "no-color", "quiet", "format", "output", "separator", "decimal",
    "bom", "receipt", "as-of",
  ]

  /// The command and its options, as they would be typed after `zicht`.
  var query: [String]
  var title: String
  /// Unit, statuses, filters, denominators, caveats: one statement each.
  var notes: [String]
  var columns: [String]
  var rows: Int
  /// SHA-256 of the table as Zicht writes it as TSV.
  var result: String
  var ledger: LedgerState
  var program: String
  /// The project's file, by its last name: told to people, and no part of what is checked.
  var file = ""

  init(query: [String], table: Table, caveats: [String], of project: Project) throws {
    try self.init(
      query: query, title: table.title,
      notes: table.notes + caveats.filter { !table.notes.contains($0) },
      columns: table.columns.map(\.name), rows: table.rows.count, result: Self.hash(table),
      of: project)
  }

  /// Of a table that was written row by row.
  init(
    query: [String], title: String, notes: [String], columns: [String], rows: Int, result: String,
    of project: Project
  ) throws {
    (self.query, self.title, self.notes, self.columns) = (query, title, notes, columns)
    (self.rows, self.result) = (rows, result)
    ledger = try project.ledgerState()
    program = "zicht \(Zicht.version)"
    file = FileSystem.name(of: project.path)
  }

  static func hash(_ table: Table) -> String {
    var hash = SHA256()
    TSV().write(table) { hash.update($0) }
    return hash.finish().hex
  }
}

// MARK: As JSON

extension TableReceipt {
  var json: JSON {
    [
      "receipt": .string(Self.kind), "query": .strings(query), "title": .string(title),
      "notes": .strings(notes), "columns": .strings(columns), "rows": .integer(rows),
      "result": .string(result), "project": .string(ledger.project),
      "ledger": [
        "size": .integer(ledger.size), "time": .string(ledger.time), "root": .string(ledger.root),
        "head": .string(ledger.head),
      ],
      "codebooks": .array(
        ledger.codebooks.map {
          ["id": .string($0.name), "version": .integer($0.version), "sha256": .string($0.hash)]
        }), "program": .string(program),
    ]
  }

  /// Nil when the value is no receipt of a table.
  init?(_ json: JSON) {
    func texts(_ key: String) -> [String]? { json[key]?.array?.compactMap(\.string) }
    guard json["receipt"]?.string == Self.kind, let query = texts("query"), !query.isEmpty,
      let title = json["title"]?.string, let notes = texts("notes"),
      let columns = texts("columns"), let rows = json["rows"]?.integer,
      let result = json["result"]?.string, let program = json["program"]?.string,
      let ledger = LedgerState(json)
    else { return nil }
    (self.query, self.title, self.notes, self.columns) = (query, title, notes, columns)
    (self.rows, self.result, self.ledger, self.program) = (rows, result, ledger, program)
  }
}

extension LedgerState {
  fileprivate init?(_ json: JSON) {
    guard let project = json["project"]?.string, let ledger = json["ledger"],
      let size = ledger["size"]?.integer, let time = ledger["time"]?.string,
      let root = ledger["root"]?.string, let head = ledger["head"]?.string
    else { return nil }
    let codebooks = json["codebooks"]?.array?.compactMap { book -> Codebook? in
      guard let name = book["id"]?.string, let version = book["version"]?.integer,
        let hash = book["sha256"]?.string
      else { return nil }
      return Codebook(name: name, version: version, hash: hash)
    }
    self.init(
      project: project, size: size, time: time, root: root, head: head, codebooks: codebooks ?? [])
  }
}
