import CSQLite

/// What SQLite refused: its extended result code, its words, and the statement it was about.
package struct SQLiteError: Error, Sendable, Equatable {
  package var code: Int32
  package var message: String
  package var sql: String?

  package init(code: Int32, message: String, sql: String? = nil) {
    (self.code, self.message, self.sql) = (code, message, sql)
  }

  package var primaryCode: Int32 { code & 0xFF }
  package var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }
  package var isReadOnly: Bool { primaryCode == SQLITE_READONLY }
  package var isFull: Bool { primaryCode == SQLITE_FULL }
  package var isNotADatabase: Bool { primaryCode == SQLITE_NOTADB }
  package var isCorrupt: Bool { primaryCode == SQLITE_CORRUPT }
  package var isCantOpen: Bool { primaryCode == SQLITE_CANTOPEN }
  /// The system reported an error of the disk or of what leads to it.
  package var isOfDisk: Bool { primaryCode == SQLITE_IOERR }
  /// Whether that happened while it was read, as against written or secured.
  package var isOfReading: Bool { [1, 2].contains(code >> 8) && isOfDisk }
}

extension SQLiteError: CustomStringConvertible {
  package var description: String {
    "SQLite: \(message) (\(code))" + (sql.map { " in: \($0.prefix(200))" } ?? "")
  }
}
