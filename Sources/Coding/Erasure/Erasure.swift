/// What stands in the place of erased words: a filler for each code point, so that no offset and no
/// line of what others say shifts.
package enum Erasure {
  /// U+2588, a full block: no character of words, so that no rule finds anything in it.
  package static let filler: [UInt8] = [0xE2, 0x96, 0x88]

  /// Valid UTF-8 with all code points in some ranges of bytes overwritten, but for line feeds.
  ///
  /// The ranges may overlap and come in any order; none splits a code point.
  package static func erase(_ ranges: [Range<Int>], of text: [UInt8]) -> [UInt8] {
    var erased: [UInt8] = []
    erased.reserveCapacity(text.count)
    var position = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard range.upperBound > position else { continue }
      let start = max(position, range.lowerBound)
      erased += text[position..<start]
      for byte in text[start..<range.upperBound] where byte & 0xC0 != 0x80 {
        if byte == UInt8(ascii: "\n") { erased.append(byte) } else { erased += filler }
      }
      position = range.upperBound
    }
    return erased + text[position...]
  }

  /// Whether nothing but fillers and line feeds is left.
  package static func isErased(_ text: UnsafeRawBufferPointer) -> Bool {
    var position = 0
    while position < text.count {
      if text[position] == UInt8(ascii: "\n") {
        position += 1
      } else if text[position...].prefix(filler.count).elementsEqual(filler) {
        position += filler.count
      } else {
        return false
      }
    }
    return true
  }
}
