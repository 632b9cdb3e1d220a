import CSQLite

/// Files of other programs: opened so that nothing in them or beside them changes, and not trusted.
extension Connection {
  /// The longest text that is taken from another program's file, in bytes.
  private static let longestForeignText: Int32 = 64 << 20

  /// Opens a file that nobody writes to, as it is: no lock, no journal, no file beside it.
  ///
  /// A file with a journal beside it is not whole by itself: see `hasUnsettledChanges(path:)`.
  package static func immutable(path: String) throws(SQLiteError) -> Connection {
    // An address with two slashes would name a host.
    let start = path.hasPrefix("/") ? "file://" : "file:"
    let connection = try Connection(uri: start + escaped(path) + "?mode=ro&immutable=1")
    connection.harden()
    sqlite3_limit(connection.handle, SQLITE_LIMIT_LENGTH, longestForeignText)
    // Constraints are expressions that somebody wrote; a check of the structure needs none.
    try connection.execute(
      "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA ignore_check_constraints = ON")
    return connection
  }

  /// Whether changes to a database stand in a file beside it that only its own program can settle.
  package static func hasUnsettledChanges(path: String) -> Bool {
    exists(path: path + "-wal") || exists(path: path + "-journal")
  }

  /// Whether there is a file (or folder) of that name, as SQLite sees it.
  package static func exists(path: String) -> Bool {
    guard let system = sqlite3_vfs_find(nil), let access = system.pointee.xAccess else {
      return false
    }
    var answer: Int32 = 0
    return access(system, path, SQLITE_ACCESS_EXISTS, &answer) == SQLITE_OK && answer != 0
  }

  /// What SQLite's own check of a table's structure says: nil where it finds no fault.
  ///
  /// O(table).
  package func structuralFault(ofTable table: String) throws -> String? {
    let name = table.replacing("\"", with: "\"\"")
    let answer = try text(SQL(stringLiteral: "PRAGMA quick_check(\"\(name)\")")) ?? "no answer"
    return answer == "ok" ? nil : answer
  }

  /// A path as it stands in a `file:` address: everything but plain characters by number.
  private static func escaped(_ path: String) -> String {
    let plain = Set("/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    let bytes = path.utf8.flatMap { byte in
      plain.contains(byte)
        ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
