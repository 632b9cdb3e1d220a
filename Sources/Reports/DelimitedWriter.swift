/// Writes rows of delimited cells as fast as they come, for exports of millions of rows.
///
/// Cells are appended to one buffer, which is handed over at the end of a row once it holds more
/// than 64 KB. Call `finish` at the end.
package struct DelimitedWriter: ~Copyable {
  package enum Style: Sendable {
    /// RFC 4180 with LF line ends: quotes where a cell needs them.
    case csv
    /// Never quotes: a separator or line end within a cell becomes a space.
    case tsv
  }
  package typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  private let separator: UInt8
  private let decimal: UInt8
  private let style: Style
  private let guardsFormulas: Bool
  private let sink: Sink
  private var buffer = ByteBuffer(capacity: 2 * threshold)
  private var startsRow = true

  private static let threshold = 1 << 16

  package init(
    _ style: Style, separator: UInt8? = nil, decimal: CSV.DecimalSign = .point,
    guardsFormulas: Bool = true, sink: @escaping Sink
  ) {
    self.decimal = decimal == .comma ? UInt8(ascii: ",") : UInt8(ascii: ".")
    self.separator = separator ?? (style == .csv ? UInt8(ascii: ",") : UInt8(ascii: "\t"))
    (self.style, self.guardsFormulas, self.sink) = (style, guardsFormulas, sink)
  }

  /// Tells spreadsheets that the file is UTF-8; comes before the first cell.
  package mutating func byteOrderMark() {
    buffer.reserve(3)
    for byte: UInt8 in [0xEF, 0xBB, 0xBF] { buffer.append(byte) }
  }

  /// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
  package mutating func text(_ text: String) {
    var text = text
    text.withUTF8 { self.text(utf8: $0) }
  }

  /// The same for bytes that are valid UTF-8.
  package mutating func text(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    separate(andReserve: 2 * bytes.count + 3)
    let isGuarded = guardsFormulas && startsFormula(bytes)
    guard isPlain(bytes) else { return appendSpecial(bytes, isGuarded) }
    if isGuarded { buffer.append(UInt8(ascii: "'")) }
    buffer.append(bytes)
  }

  package mutating func integer(_ number: Int) {
    separate(andReserve: 20)
    buffer.append(number)
  }

  /// Empty when the value is no finite number.
  package mutating func real(_ value: Double, decimals: Int) {
    if let fixed = Fixed(value, decimals: decimals) { return append(fixed) }
    separate(andReserve: 40)
    guard value.isFinite else { return }
    for byte in "\(value)".utf8 { buffer.append(byte == UInt8(ascii: ".") ? decimal : byte) }
  }

  /// Three cells: the count, the whole and the share, which is empty when the whole is 0.
  package mutating func share(_ count: Int, of whole: Int) {
    integer(count)
    integer(whole)
    if let fixed = Fixed(count, of: whole) { append(fixed) } else { empty() }
  }

  package mutating func empty() { separate(andReserve: 0) }

  /// Throws what the sink throws.
  package mutating func endRow() throws {
    buffer.reserve(1)
    buffer.append(UInt8(ascii: "\n"))
    startsRow = true
    if buffer.count > Self.threshold { try finish() }
  }

  /// Hands over what is buffered; throws what the sink throws.
  package mutating func finish() throws {
    guard buffer.count > 0 else { return }
    try sink(buffer.bytes)
    buffer.removeAll()
  }

  @inline(__always) private mutating func separate(andReserve count: Int) {
    buffer.reserve(count + 1)
    if startsRow { startsRow = false } else { buffer.append(separator) }
  }

  /// Eight bytes at a time: most of an export's time is spent on this question.
  @inline(__always) private func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    guard raw.count >= 8 else { return !bytes.contains { isSpecial($0) } }
    var found: UInt64 = 0
    for offset in stride(from: 0, to: raw.count - 8, by: 8) { found |= specials(raw, at: offset) }
    return found | specials(raw, at: raw.count - 8) == 0
  }

  /// Not 0 exactly when one of the eight bytes is special.
  @inline(__always)
  private func specials(_ raw: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
    let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    return zeros(word ^ (ones &* UInt64(separator))) | zeros(word ^ (ones &* 0x22))
      | zeros(word ^ (ones &* 0x0A)) | zeros(word ^ (ones &* 0x0D))
  }

  @inline(__always) private func isSpecial(_ byte: UInt8) -> Bool {
    byte == separator || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
  }

  private mutating func appendSpecial(_ bytes: UnsafeBufferPointer<UInt8>, _ isGuarded: Bool) {
    let quote = UInt8(ascii: "\"")
    if style == .csv { buffer.append(quote) }
    if isGuarded { buffer.append(UInt8(ascii: "'")) }
    for byte in bytes {
      switch style {
      case .csv:
        if byte == quote { buffer.append(quote) }
        buffer.append(byte)
      case .tsv:
        buffer.append(byte != quote && isSpecial(byte) ? UInt8(ascii: " ") : byte)
      }
    }
    if style == .csv { buffer.append(quote) }
  }

  private mutating func append(_ number: Fixed) {
    separate(andReserve: 40)
    if number.isNegative { buffer.append(UInt8(ascii: "-")) }
    buffer.append(number.whole)
    guard number.places > 0 else { return }
    buffer.append(decimal)
    buffer.append(UInt(number.fraction), places: number.places)
  }
}

private let ones: UInt64 = 0x0101_0101_0101_0101

/// Has a high bit exactly when one of the word's bytes is 0.
@inline(__always) private func zeros(_ word: UInt64) -> UInt64 {
  (word &- ones) & ~word & (ones &* 0x80)
}

/// Whether a spreadsheet might compute the cell: `= + - @` as ASCII or full-width, after spaces
/// of any kind; a tab or carriage return counts too, as some programs strip it.
@inline(__always) private func startsFormula(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let first = bytes.first else { return false }
  // Nearly every cell ends here: it starts with a letter or a digit.
  if first > 0x40 && first < 0x80 || first >= 0x30 && first < 0x3A { return false }
  return startsFormulaAfterSpaces(bytes)
}

private func startsFormulaAfterSpaces(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
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
