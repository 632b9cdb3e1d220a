import Coding
import SQLite

/// The SQLite file of another program, read with distrust: nothing in it or beside it is changed, and
/// only plain tables are asked.
struct PeerDatabase {
  /// Beyond this, what is read from it might not fit in memory.
  private static let largest = 256 << 20

  let file: String
  private let connection: Connection
  /// The columns of each table.
  private let tables: [String: Set<String>]

  /// - Throws: `Rejected` where it is no database, a damaged one, or one with unsettled changes.
  init(path: String) throws(Rejected) {
    file = path
    guard Connection.exists(path: path) else { throw Rejected(.missing, in: path) }
    guard !Connection.hasUnsettledChanges(path: path) else {
      throw Rejected(
        .unsettled, in: path, hint: "close the program that has it open, and try again")
    }
    do {
      connection = try .immutable(path: path)
      let size = try (connection.integer("PRAGMA page_count") ?? 0)
        .multipliedReportingOverflow(by: connection.integer("PRAGMA page_size") ?? 0)
      guard !size.overflow, size.partialValue <= Self.largest else {
        throw Rejected(.tooLarge, in: path)
      }
      tables = try Self.tables(connection)
    } catch {
      throw Rejected(reading: error, in: path)
    }
  }

  /// Tables that hold rows and nothing else: views, virtual tables and generated columns run whatever
  /// their author wrote.
  private static func tables(_ connection: Connection) throws -> [String: Set<String>] {
    let names = try connection.all(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ) { $0.text(0) }
    var tables: [String: Set<String>] = [:]
    for name in names {
      let columns = try connection.all("SELECT name, hidden FROM pragma_table_xinfo(\(name))") {
        (name: $0.text(0), isPlain: $0.integer(1) == 0)
      }
      if columns.allSatisfy(\.isPlain) { tables[name] = Set(columns.map(\.name)) }
    }
    return tables
  }

  func has(_ table: String) -> Bool { tables[table] != nil }
  func has(_ table: String, _ column: String) -> Bool { tables[table]?.contains(column) == true }

  /// - Throws: `Rejected` with every table and column that is missing.
  func require(_ needed: [(table: String, columns: [String])], of program: String) throws(Rejected)
  {
    let missing = needed.flatMap { table, columns -> [String] in
      guard has(table) else { return ["table '\(table)'"] }
      return columns.filter { !has(table, $0) }.map { "column '\(table).\($0)'" }
    }
    guard missing.isEmpty else {
      throw Rejected(
        .incomplete(program, missing), in: file,
        hint: "open it in a recent version of \(program), which brings it up to date, and close it")
    }
  }

  /// Calls back for each row of a table, in the order of a column; without a table for none.
  ///
  /// A column that the table lacks is NULL. The row is only valid during the call.
  func rows(
    _ table: String, _ columns: [String], by order: String, _ body: (PeerRow) throws -> Void
  ) throws(Rejected) {
    guard has(table) else { return }
    let list = columns.map { has(table, $0) ? "\"\($0)\"" : "NULL" }.joined(separator: ", ")
    let key = has(table, order) ? order : "rowid"
    let text = "SELECT \(list.isEmpty ? "NULL" : list) FROM \"\(table)\" ORDER BY \"\(key)\""
    let positions = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, Int32($0)) })
    do {
      if let fault = try connection.structuralFault(ofTable: table) {
        throw Rejected(.damaged(fault), in: file)
      }
      try connection.forEach(SQL(stringLiteral: text)) {
        try body(PeerRow(statement: $0, positions: positions))
      }
    } catch {
      throw Rejected(reading: error, in: file)
    }
  }

  /// What is made of each row of a table.
  func all<Element>(
    _ table: String, _ columns: [String], by order: String, _ read: (PeerRow) throws -> Element?
  ) throws(Rejected) -> [Element] {
    var elements: [Element] = []
    try rows(table, columns, by: order) { row in
      if let element = try read(row) { elements.append(element) }
    }
    return elements
  }
}

/// A row of another program's table, whatever types its values have.
struct PeerRow {
  fileprivate let statement: Statement
  fileprivate let positions: [String: Int32]

  /// Empty for NULL.
  func text(_ column: String) -> String {
    positions[column].map { statement.text($0) } ?? ""
  }

  /// Nil for NULL and for what is no whole number.
  func number(_ column: String) -> Int? {
    guard let position = positions[column] else { return nil }
    return switch statement.value(position) {
    case .integer(let number): Int(exactly: number)
    case .real(let number): Int(exactly: number)
    case .text(let text): Int(text)
    case .null, .blob: nil
    }
  }

  func isNull(_ column: String) -> Bool { positions[column].map { statement.isNull($0) } ?? true }
}

extension Rejected {
  init(_ message: Diagnostic.Message, in file: String, hint: String? = nil) {
    self.init([Diagnostic(.error, message, at: Place(file: file), hint: hint)])
  }

  /// What a fault while reading says to the user; a rejection stays what it is.
  fileprivate init(reading error: any Error, in file: String) {
    switch error {
    case let rejected as Rejected: self = rejected
    case let error as SQLiteError where error.isNotADatabase:
      self.init(.noDatabase, in: file)
    case let error as SQLiteError: self.init(.damaged(error.message), in: file)
    default: self.init(.damaged("\(error)"), in: file)
    }
  }
}

extension Diagnostic.Message {
  fileprivate static var missing: Self { "no such file, or an empty one" }
  fileprivate static var noDatabase: Self { "this is no SQLite database" }
  fileprivate static var unsettled: Self {
    "the database has changes beside it that are not settled (-wal or -journal)"
  }
  fileprivate static var tooLarge: Self { "the database is larger than 256 MiB" }
  fileprivate static func damaged(_ reason: String) -> Self {
    "the database can't be read: \(reason)"
  }
  fileprivate static func incomplete(_ program: String, _ missing: [String]) -> Self {
    "this is no project of \(program) as we know it: without \(missing.joined(separator: ", "))"
  }
}
