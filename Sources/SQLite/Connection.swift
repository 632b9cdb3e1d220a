import CSQLite

/// One open database file.
///
/// Not for use from two threads at once.
package final class Connection {
  let handle: OpaquePointer
  private var cached: [String: Statement] = [:]
  private var patience: Patience?

  package struct Options: OptionSet, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }
    package static let readOnly = Options(rawValue: SQLITE_OPEN_READONLY)
    package static let readWrite = Options(rawValue: SQLITE_OPEN_READWRITE)
    package static let create = Options(rawValue: SQLITE_OPEN_CREATE)
  }

  /// Opens a file, or `:memory:`.
  package convenience init(path: String, options: Options = .readWrite) throws(SQLiteError) {
    try self.init(name: path, flags: options.rawValue)
  }

  /// Opens what a `file:` address names, with what it says after `?`, for reading.
  convenience init(uri: String) throws(SQLiteError) {
    try self.init(name: uri, flags: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)
  }

  private init(name: String, flags: Int32) throws(SQLiteError) {
    var opened: OpaquePointer?
    let flags = flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let status = sqlite3_open_v2(name, &opened, flags, nil)
    guard status == SQLITE_OK, let opened else {
      let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(opened)
      throw SQLiteError(code: status, message: message)
    }
    handle = opened
  }

  deinit {
    cached.removeAll()
    sqlite3_close_v2(handle)
  }

  func error(_ code: Int32, sql: String? = nil) -> SQLiteError {
    SQLiteError(code: code, message: String(cString: sqlite3_errmsg(handle)), sql: sql)
  }

  /// How long to wait for another process's lock.
  package func setBusyTimeout(milliseconds: Int32) {
    let patience = Patience(milliseconds: milliseconds)
    patience.install(on: handle)
    self.patience = patience
  }

  /// Runs statements that bind nothing and give no rows: schemas and settings.
  package func execute(_ script: String) throws(SQLiteError) {
    let status = sqlite3_exec(handle, script, nil, nil, nil)
    guard status == SQLITE_OK else { throw error(status, sql: script) }
  }

  /// A compiled statement, kept for the next time the same text is asked for.
  package func prepare(_ text: String) throws(SQLiteError) -> Statement {
    if let statement = cached[text], !statement.isRunning {
      return statement
    }
    let statement = try Statement(text, on: self)
    cached[text] = statement
    return statement
  }

  /// Drops the compiled statements: a name in them may mean another table from now on.
  package func forgetStatements() { cached.removeAll() }

  package func run(_ sql: SQL) throws(SQLiteError) {
    let statement = try prepare(sql.text)
    defer { statement.reset() }
    try statement.bind(sql.bindings)
    while try statement.step() {}
  }

  /// Calls back for each row; the row is only valid during the call.
  package func forEach(_ sql: SQL, _ body: (Statement) throws -> Void) throws {
    let statement = try prepare(sql.text)
    defer { statement.reset() }
    try statement.bind(sql.bindings)
    while try statement.step() { try body(statement) }
  }

  package func all<Element>(
    _ sql: SQL, _ read: (Statement) throws -> Element
  ) throws -> [Element] {
    var elements: [Element] = []
    try forEach(sql) { elements.append(try read($0)) }
    return elements
  }

  /// What is read from the first row; nil without one.
  package func first<Element>(
    _ sql: SQL, _ read: (Statement) throws -> Element
  ) throws -> Element? {
    let statement = try prepare(sql.text)
    defer { statement.reset() }
    try statement.bind(sql.bindings)
    return try statement.step() ? try read(statement) : nil
  }

  package func integer(_ sql: SQL) throws -> Int? { try first(sql) { $0.integer(0) } }
  package func text(_ sql: SQL) throws -> String? { try first(sql) { $0.text(0) } }

  package var lastInsertID: Int { Int(sqlite3_last_insert_rowid(handle)) }
  package var changes: Int { Int(sqlite3_changes64(handle)) }
  /// Of rows, since the file was opened.
  package var totalChanges: Int { Int(sqlite3_total_changes64(handle)) }

  /// Runs the body in a transaction that no other writer can interrupt; all of it or nothing lands.
  package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    try execute("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // After some errors SQLite has rolled back already; a second time is no harm.
      if isInTransaction { try? execute("ROLLBACK") }
      throw error
    }
  }

  /// Whether a transaction is open.
  package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs the body on one unchanging view of the file.
  package func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
    try execute("BEGIN")
    defer { try? execute("ROLLBACK") }
    return try body()
  }

  /// Refuses what a hostile file could do: schema writes, shadow tables, functions in the schema.
  package func harden() {
    zicht_sqlite3_defend(handle)
  }

  /// Writes a whole, consistent copy of the database to a new file.
  package func backUp(to path: String) throws(SQLiteError) {
    try run("VACUUM INTO \(path)")
  }
}
