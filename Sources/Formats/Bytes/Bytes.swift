/// Names of the bytes that readers look for.
extension UInt8 {
  static var tab: UInt8 { 0x09 }
  static var lineFeed: UInt8 { 0x0A }
  static var carriageReturn: UInt8 { 0x0D }
  static var space: UInt8 { 0x20 }
  static var quote: UInt8 { 0x22 }
  static var hash: UInt8 { 0x23 }
  static var ampersand: UInt8 { 0x26 }
  static var apostrophe: UInt8 { 0x27 }
  static var asterisk: UInt8 { 0x2A }
  static var comma: UInt8 { 0x2C }
  static var slash: UInt8 { 0x2F }
  static var colon: UInt8 { 0x3A }
  static var semicolon: UInt8 { 0x3B }
  static var less: UInt8 { 0x3C }
  static var greater: UInt8 { 0x3E }
  static var backslash: UInt8 { 0x5C }
  static var underscore: UInt8 { 0x5F }

  var isDigit: Bool { self &- 0x30 < 10 }
  var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  /// Whether a code point may start here in valid UTF-8.
  var startsCodePoint: Bool { self & 0xC0 != 0x80 }
}

/// White space and trimming in valid UTF-8, without decoding it to characters.
extension [UInt8] {
  /// The length in bytes of the white space at an offset, 0 for none.
  ///
  /// Besides ASCII it counts what editors leave behind unseen: NBSP, the spaces U+2000–U+200B,
  /// U+202F and U+FEFF.
  func whiteSpaceLength(at offset: Int, end: Int) -> Int {
    let byte = self[offset]
    if byte <= .space { return 1 }
    if byte < 0x80 { return 0 }
    if byte == 0xC2 { return offset + 1 < end && self[offset + 1] == 0xA0 ? 2 : 0 }
    guard offset + 2 < end else { return 0 }
    let (second, third) = (self[offset + 1], self[offset + 2])
    if byte == 0xE2, second == 0x80 { return third <= 0x8B || third == 0xAF ? 3 : 0 }
    return byte == 0xEF && second == 0xBB && third == 0xBF ? 3 : 0
  }

  /// The offset of the first byte at or after `start` that is no white space, or `end`.
  func skippingWhiteSpace(from start: Int, end: Int) -> Int {
    var offset = start
    while offset < end {
      let length = whiteSpaceLength(at: offset, end: end)
      if length == 0 { break }
      offset += length
    }
    return offset
  }

  /// A range without the white space at its ends; empty when it holds nothing else.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    let start = skippingWhiteSpace(from: range.lowerBound, end: range.upperBound)
    var end = range.upperBound
    while end > start {
      var last = end - 1
      while last > start, !self[last].startsCodePoint { last -= 1 }
      if whiteSpaceLength(at: last, end: end) != end - last { break }
      end = last
    }
    return start..<end
  }

  /// Adds text with each run of white space made one space, and none after one; returns whether it
  /// ends in one.
  mutating func append(collapsing text: some Sequence<UInt8>, _ isSpaced: Bool) -> Bool {
    var isSpaced = isSpaced
    for byte in text {
      let isSpace = byte <= .space
      if !isSpace || !isSpaced { append(isSpace ? .space : byte) }
      isSpaced = isSpace
    }
    return isSpaced
  }

  /// The bytes without the white space at their ends.
  func trimmed() -> [UInt8] {
    let words = trimmed(0..<count)
    return words.count == count ? self : Array(self[words])
  }

  /// Whether two ranges hold the same bytes.
  ///
  /// O(their length).
  func areEqual(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    guard a.count == b.count else { return false }
    for (i, j) in zip(a, b) where self[i] != self[j] { return false }
    return true
  }

  func string(_ range: Range<Int>) -> String { String(decoding: self[range], as: UTF8.self) }

  /// The number of code points in a range.
  func codePoints(in range: Range<Int>) -> Int {
    self[range].reduce(into: 0) { if $1.startsCodePoint { $0 += 1 } }
  }
}

/// A value as messages show it: quoted, on one line, without control characters, cut after 40
/// characters or as many as are asked for.
package func shown(_ value: some StringProtocol, atMost most: Int = 40) -> String {
  let printable = value.unicodeScalars.prefix(most + 1).map { scalar in
    scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
      ? "\u{FFFD}" : String(scalar)
  }
  return "'" + printable.prefix(most).joined() + (printable.count > most ? "…'" : "'")
}
