import Coding
import SQLite

/// One open project file (`study.zicht`): the ledger, what projects from it, and the texts.
///
/// Rollback journal, `synchronous=EXTRA`: no acknowledged change is lost in a power cut. Writers
/// take turns for up to ten seconds. Every change goes through `change`.
package final class Project {
  package let path: String
  package let connection: Connection
  let surroundings: Surroundings
  /// The first event of the change under way: what belongs to one act says so.
  var act: Int?
  /// The point in the past that this reader sees; nil for the present.
  package internal(set) var moment: Moment?
  /// Whether some of what others coded is hidden from this reader.
  package internal(set) var isBlindfolded = false
  /// The last event that the change under way added, and its link.
  var written: (event: Int, hash: Digest)?
  /// What makes rows of the events of the change under way.
  var projection: Projection?
  /// The last events of the change under way, from where a tile begins.
  var tile = MerkleTree()

  private init(path: String, connection: Connection, surroundings: Surroundings) {
    (self.path, self.connection, self.surroundings) = (path, connection, surroundings)
  }

  /// Makes a new project file, readable by its owner alone.
  package static func create(path: String, surroundings: Surroundings) throws -> Project {
    restrictNewFiles()
    // Of two programs that make the same file at once, one makes it and the other is told.
    guard claimFile(path) else { throw ProjectError.exists(path) }
    return try translating(path) {
      do {
        let connection = try Connection(path: path, options: [.readWrite, .create])
        connection.setBusyTimeout(milliseconds: Int32(clamping: surroundings.patience))
        try connection.execute("PRAGMA page_size = 8192")
        try configure(connection)
        let project = Project(path: path, connection: connection, surroundings: surroundings)
        try project.fill()
        return project
      } catch {
        removeFile(path)
        throw error
      }
    }
  }

  private func fill() throws {
    try connection.transaction {
      try connection.execute("PRAGMA application_id = \(applicationID)")
      for schema in migrations { try connection.execute(schema) }
      try connection.execute("PRAGMA user_version = \(migrations.count)")
      try append(
        .projectCreated, ["schema": .integer(migrations.count), "uid": .string(try newUID())])
    }
  }

  package enum Access { case read, write }

  /// Opens a project file after looking whether it is one, whole, and of a version that is known.
  package static func open(
    path: String, for access: Access, surroundings: Surroundings
  ) throws -> Project {
    restrictNewFiles()
    guard fileExists(path) else { throw ProjectError.missing(path) }
    guard isRegularFile(path) else { throw ProjectError.foreign(path) }
    return try translating(path) {
      // Readers too may have to take back what a program left unfinished when it died.
      let connection = try Connection(path: path)
      connection.setBusyTimeout(milliseconds: Int32(clamping: surroundings.patience))
      try recognise(connection, path: path)
      try configure(connection)
      if access == .read { try connection.execute("PRAGMA query_only = ON") }
      try inspect(connection, path: path)
      if access == .write {
        try Migration.run(on: connection, path: path, steps: migrations)
      } else if try connection.integer("PRAGMA user_version") != migrations.count {
        throw ProjectError.older(path)
      }
      let project = Project(path: path, connection: connection, surroundings: surroundings)
      if access == .write, try project.lacksTiles() {
        try connection.transaction { try project.completeTiles() }
      }
      if access == .write { try project.finishErasure() }
      return project
    }
  }

  private static func configure(_ connection: Connection) throws {
    connection.harden()
    try connection.execute(
      """
      PRAGMA foreign_keys = ON;
      PRAGMA recursive_triggers = ON;
      PRAGMA journal_mode = DELETE;
      PRAGMA synchronous = EXTRA;
      PRAGMA cell_size_check = ON;
      PRAGMA secure_delete = ON;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -24576;
      """)
  }

  /// Before anything is set: another program's file must stay as it is.
  private static func recognise(_ connection: Connection, path: String) throws {
    guard try connection.integer("PRAGMA page_count") != 0 else { throw ProjectError.empty(path) }
    guard try connection.integer("PRAGMA application_id") == applicationID else {
      throw ProjectError.foreign(path)
    }
  }

  private static func inspect(_ connection: Connection, path: String) throws {
    let version = try connection.integer("PRAGMA user_version") ?? 0
    guard version <= migrations.count else {
      throw ProjectError.newer(path, found: version, known: migrations.count)
    }
    guard try schema(of: connection) == expectedSchema(version) else {
      throw ProjectError.altered(path)
    }
    try refuseTruncated(connection, path: path)
  }

  /// A file that lost its end still opens: its header says how many pages it should have.
  private static func refuseTruncated(_ connection: Connection, path: String) throws {
    let size = try connection.integer("PRAGMA page_size") ?? 0
    let pages = try connection.integer("PRAGMA page_count") ?? 0
    guard fileSize(path) >= size * pages else {
      throw ProjectError.damaged(path, "its end is missing")
    }
  }

  /// Every word of it, and that it is text: SQLite itself reads only some.
  ///
  /// `ANALYZE` may have added tables of its own.
  private static func schema(of connection: Connection) throws -> [String] {
    try connection.all(
      """
      SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') || ' '
        || typeof(type) || typeof(name) || typeof(tbl_name) || typeof(sql) FROM sqlite_schema
      WHERE substr(name, 1, 11) <> 'sqlite_stat' ORDER BY 1
      """
    ) { $0.text(0) }
  }

  private static func expectedSchema(_ version: Int) throws -> [String] {
    let connection = try Connection(path: ":memory:")
    for schema in migrations.prefix(version) { try connection.execute(schema) }
    return try schema(of: connection)
  }

  /// Runs a change in one transaction: what it records and the events that say so land together or
  /// not at all.
  ///
  /// Its events are one act: each but the first names the first in `act`.
  @discardableResult
  package func change<Result>(_ body: () throws -> Result) throws -> Result {
    forgetChange()
    defer { forgetChange() }
    do { return try Self.translating(path) { try connection.transaction(body) } } catch {
      if let event = eventThatLanded() { throw ProjectError.recorded(path, event: event) }
      throw error
    }
  }

  private func forgetChange() {
    (act, written, projection, tile) = (nil, nil, nil, MerkleTree())
  }

  /// What a change would give, without making it.
  package func rehearsing<Result>(_ body: () throws -> Result) throws -> Result {
    var result: Result?
    do {
      try change {
        result = try body()
        throw Rehearsed()
      }
    } catch is Rehearsed {}
    guard let result else { throw Rehearsed() }
    return result
  }

  /// The last event of a change that is in the file although an error was reported: where its journal
  /// is gone and the folder can't be synced, SQLite says that the commit failed.
  private func eventThatLanded() -> Int? {
    guard let written, !connection.isInTransaction, let head = try? head(),
      head == (written.event, written.hash)
    else { return nil }
    return written.event
  }

  /// Reads on one unchanging state of the project, whoever writes meanwhile.
  package func read<Result>(_ body: () throws -> Result) throws -> Result {
    try Self.translating(path) { try connection.snapshot(body) }
  }

  static func translating<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as SQLiteError {
      throw ProjectError(error, path: path)
    }
  }

  /// Sixteen bytes nobody can foresee, as hexadecimal; distinct in one project whatever draws them.
  func newUID() throws -> String {
    let (number, head) = try self.head()
    let seed = "\(number) \(head.hex) \(surroundings.random(16).hex)"
    return Array(SHA256.digest(Array(seed.utf8)).bytes.prefix(16)).hex
  }
}

/// Ends a rehearsal: the change is rolled back.
private struct Rehearsed: Error {}
