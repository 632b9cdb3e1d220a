/// Writes rows of delimited cells as fast as they come, for exports of millions of rows.
///
/// Cells are appended to one buffer, which is handed over at the end of a row once it holds more
/// than 64 KB. Call `finish` at the end.
package struct DelimitedWriter {
  package enum Style: Sendable {
    /// RFC 4180 with LF line ends: quotes where a cell needs them.
    case csv
    /// Never quotes: a separator or line end within a cell becomes a space.
    case tsv
  }
  package typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  private let separator: UInt8
  private let style: Style
  private let guardsFormulas: Bool
  private let sink: Sink
  private var buffer: [UInt8] = []
  private var startsRow = true

  private static let threshold = 1 << 16

  package init(
    _ style: Style, separator: UInt8? = nil, guardsFormulas: Bool = true, sink: @escaping Sink
  ) {
    self.separator = separator ?? (style == .csv ? UInt8(ascii: ",") : UInt8(ascii: "\t"))
    (self.style, self.guardsFormulas, self.sink) = (style, guardsFormulas, sink)
    buffer.reserveCapacity(2 * Self.threshold)
  }

  /// Tells spreadsheets that the file is UTF-8.
  ///
  /// Before the first cell.
  package mutating func byteOrderMark() { buffer += [0xEF, 0xBB, 0xBF] }

  /// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
  package mutating func text(_ text: String) {
    separate()
    var text = text
    text.withUTF8 { append($0) }
  }

  package mutating func integer(_ number: Int) {
    separate()
    append(digits: number)
  }

  /// Empty when the value is no finite number.
  package mutating func real(_ value: Double, decimals: Int) {
    separate()
    if let text = decimal(value, decimals: decimals) { buffer += text.utf8 }
  }

  /// Three cells: the count, the whole and the share, which is empty when the whole is 0.
  package mutating func share(_ count: Int, of whole: Int) {
    integer(count)
    integer(whole)
    separate()
    if let text = Reports.share(count, of: whole) { buffer += text.utf8 }
  }

  package mutating func empty() { separate() }

  /// Throws what the sink throws.
  package mutating func endRow() throws {
    buffer.append(UInt8(ascii: "\n"))
    startsRow = true
    if buffer.count > Self.threshold { try finish() }
  }

  /// Hands over what is buffered.
  ///
  /// Throws what the sink throws.
  package mutating func finish() throws {
    guard !buffer.isEmpty else { return }
    try buffer.withUnsafeBytes(sink)
    buffer.removeAll(keepingCapacity: true)
  }

  @inline(__always) private mutating func separate() {
    if startsRow { startsRow = false } else { buffer.append(separator) }
  }

  private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    let isGuarded = guardsFormulas && startsFormula(bytes)
    guard bytes.contains(where: { isSpecial($0) }) else {
      if isGuarded { buffer.append(UInt8(ascii: "'")) }
      return buffer.append(contentsOf: bytes)
    }
    switch style {
    case .csv: appendQuoted(bytes, isGuarded)
    case .tsv: appendFlattened(bytes, isGuarded)
    }
  }

  @inline(__always) private func isSpecial(_ byte: UInt8) -> Bool {
    byte == separator || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
  }

  private mutating func appendQuoted(_ bytes: UnsafeBufferPointer<UInt8>, _ isGuarded: Bool) {
    let quote = UInt8(ascii: "\"")
    buffer.append(quote)
    if isGuarded { buffer.append(UInt8(ascii: "'")) }
    for byte in bytes {
      if byte == quote { buffer.append(quote) }
      buffer.append(byte)
    }
    buffer.append(quote)
  }

  private mutating func appendFlattened(_ bytes: UnsafeBufferPointer<UInt8>, _ isGuarded: Bool) {
    if isGuarded { buffer.append(UInt8(ascii: "'")) }
    for byte in bytes {
      let isBreak = byte == separator || byte == 0x0A || byte == 0x0D
      buffer.append(isBreak ? UInt8(ascii: " ") : byte)
    }
  }

  private mutating func append(digits number: Int) {
    if number < 0 { buffer.append(UInt8(ascii: "-")) }
    let start = buffer.count
    var rest = number.magnitude
    repeat {
      buffer.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    buffer[start...].reverse()
  }
}

/// Whether a spreadsheet might compute the cell: `= + - @` as ASCII or full-width, after spaces
/// of any kind; a tab or carriage return counts too, as some programs strip it.
private func startsFormula(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let first = bytes.first else { return false }
  // Nearly every cell ends here: it starts with a letter or a digit.
  if first > 0x40 && first < 0x80 || first >= 0x30 && first < 0x3A { return false }
  for scalar in String(decoding: bytes.prefix(64), as: UTF8.self).unicodeScalars {
    switch scalar {
    case "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠": return true
    case _ where scalar.properties.isWhitespace || scalar == "\u{FEFF}": continue
    default: return false
    }
  }
  // So many spaces hide something.
  return bytes.count > 64
}
