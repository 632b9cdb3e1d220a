import Coding
import SQLite

/// State tables apart from the file's own.
enum StateTables {
  /// Empty ones in memory, with a transaction under way that nobody commits.
  static func inMemory() throws -> Connection {
    let connection = try Connection(path: ":memory:")
    for schema in migrations { try connection.execute(schema) }
    try connection.execute("PRAGMA foreign_keys = OFF; BEGIN")
    return connection
  }
}

extension Project {
  /// Makes the state tables anew from the events, and changes the rows that differ.
  ///
  /// O(events).
  ///
  /// - Precondition: inside `change`.
  func restoreStateTables() throws {
    let rebuilt = try StateTables.inMemory()
    try replay(onto: Projection(connection: rebuilt, content: try currentContent()))
    try connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in Projection.tables { try restore(table.name, key: table.key, from: rebuilt) }
  }

  private func restore(_ table: String, key: String, from rebuilt: Connection) throws {
    try connection.execute("CREATE TEMP TABLE restored AS SELECT * FROM \(table) LIMIT 0")
    try copyRows(of: table, from: rebuilt)
    try connection.execute(
      """
      DELETE FROM \(table) WHERE (\(key)) IN (
        SELECT \(key) FROM (SELECT * FROM \(table) EXCEPT SELECT * FROM restored));
      INSERT INTO \(table) SELECT * FROM restored EXCEPT SELECT * FROM \(table);
      DROP TABLE restored;
      """)
  }

  private func copyRows(of table: String, from rebuilt: Connection) throws {
    let rows = try rebuilt.prepare("SELECT * FROM \(table)")
    defer { rows.reset() }
    let marks = Array(repeating: "?", count: Int(rows.columnCount)).joined(separator: ", ")
    let insert = try connection.prepare("INSERT INTO restored VALUES (\(marks))")
    while try rows.step() {
      try insert.bind((0..<rows.columnCount).map { rows.value($0) })
      try insert.runOnce()
    }
  }
}
