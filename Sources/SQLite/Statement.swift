import CSQLite

/// A compiled statement.
///
/// Columns and parameters are numbered from 0 and from 1, as in SQLite.
package final class Statement {
  private let handle: OpaquePointer
  private unowned let connection: Connection
  private let text: String
  private(set) var isRunning = false

  init(_ text: String, on connection: Connection) throws(SQLiteError) {
    var compiled: OpaquePointer?
    let status = sqlite3_prepare_v3(
      connection.handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, nil)
    guard status == SQLITE_OK, let compiled else { throw connection.error(status, sql: text) }
    handle = compiled
    self.connection = connection
    self.text = text
  }

  deinit { sqlite3_finalize(handle) }

  /// Steps to the next row; false when there is none.
  package func step() throws(SQLiteError) -> Bool {
    isRunning = true
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let status:
      let error = connection.error(status, sql: text)
      reset()
      throw error
    }
  }

  package func reset() {
    sqlite3_reset(handle)
    isRunning = false
  }

  /// Runs an insert or update with what is bound, ready for the next.
  package func runOnce() throws(SQLiteError) {
    _ = try step()
    reset()
  }

  // MARK: Binding

  package func bind(_ values: [Value]) throws(SQLiteError) {
    for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1)) }
  }

  package func bind(_ value: Value, at index: Int32) throws(SQLiteError) {
    switch value {
    case .null: try check(sqlite3_bind_null(handle, index))
    case .integer(let number): try check(sqlite3_bind_int64(handle, index, number))
    case .real(let number): try check(sqlite3_bind_double(handle, index, number))
    case .text(let text): try bind(text, at: index)
    case .blob(let bytes): try bind(bytes, at: index)
    }
  }

  package func bind(_ number: Int, at index: Int32) throws(SQLiteError) {
    try check(sqlite3_bind_int64(handle, index, Int64(number)))
  }

  package func bind(_ text: String?, at index: Int32) throws(SQLiteError) {
    guard var text else { return try check(sqlite3_bind_null(handle, index)) }
    let status = text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) {
        sqlite3_bind_text64(
          handle, index, $0.baseAddress ?? emptyText, UInt64($0.count), copied, UInt8(SQLITE_UTF8))
      }
    }
    try check(status)
  }

  package func bind(_ bytes: [UInt8], at index: Int32) throws(SQLiteError) {
    let status = bytes.withUnsafeBytes {
      $0.isEmpty
        ? sqlite3_bind_zeroblob(handle, index, 0)
        : sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), copied)
    }
    try check(status)
  }

  /// Binds bytes as text, without making a string of them.
  ///
  /// They must be valid UTF-8.
  package func bind(utf8 bytes: [UInt8], at index: Int32) throws(SQLiteError) {
    let status = bytes.withUnsafeBytes { raw in
      raw.withMemoryRebound(to: CChar.self) {
        sqlite3_bind_text64(
          handle, index, $0.baseAddress ?? emptyText, UInt64($0.count), copied, UInt8(SQLITE_UTF8))
      }
    }
    try check(status)
  }

  private func check(_ status: Int32) throws(SQLiteError) {
    guard status == SQLITE_OK else { throw connection.error(status, sql: text) }
  }

  // MARK: Columns

  package func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }
  package func real(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }
  package func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  package func text(_ column: Int32) -> String {
    String(decoding: bytesOfText(column), as: UTF8.self)
  }

  package func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
  package func optionalInteger(_ column: Int32) -> Int? {
    isNull(column) ? nil : integer(column)
  }

  /// A text column's UTF-8; valid until the next step.
  package func bytesOfText(_ column: Int32) -> UnsafeRawBufferPointer {
    let text = sqlite3_column_text(handle, column)
    return UnsafeRawBufferPointer(
      start: text, count: Int(sqlite3_column_bytes(handle, column)))
  }

  /// A blob column's bytes; valid until the next step.
  package func bytesOfBlob(_ column: Int32) -> UnsafeRawBufferPointer {
    let blob = sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(
      start: blob, count: Int(sqlite3_column_bytes(handle, column)))
  }

  package func blob(_ column: Int32) -> [UInt8] { Array(bytesOfBlob(column)) }

  package var columnCount: Int32 { sqlite3_column_count(handle) }

  package func value(_ column: Int32) -> Value {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
    case SQLITE_FLOAT: .real(real(column))
    case SQLITE_TEXT: .text(text(column))
    case SQLITE_BLOB: .blob(blob(column))
    default: .null
    }
  }
}

/// SQLite copies what it is given.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
/// An empty buffer has no address, which SQLite would read as NULL.
nonisolated(unsafe) private let emptyText: UnsafePointer<CChar> = {
  let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
  byte.initialize(to: 0)
  return UnsafePointer(byte)
}()
