/// Where the words of a stretch of text stand.
///
/// Words are what rules take for words: apostrophes and hyphens part them. O(bytes).
enum WordSpans {
  static func ranges(in text: [UInt8], _ stretch: Range<Int>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    text.withUnsafeBufferPointer { text in
      WordCharacters.basicPlane.withUnsafeBufferPointer { plane in
        var position = stretch.lowerBound
        var start: Int?
        while position < stretch.upperBound {
          let (scalar, length) = scalar(in: text, at: position, end: stretch.upperBound)
          let isWord =
            scalar.value < 0x1_0000
            ? plane[Int(scalar.value)] : WordCharacters.contains(scalar)
          if !isWord {
            if let start { ranges.append(start..<position) }
            start = nil
          } else if start == nil, WordCharacters.starts(scalar) {
            start = position
          }
          position += length
        }
        if let start { ranges.append(start..<stretch.upperBound) }
      }
    }
    return ranges
  }

  @inline(__always)
  private static func scalar(
    in text: UnsafeBufferPointer<UInt8>, at index: Int, end: Int
  ) -> (Unicode.Scalar, length: Int) {
    let first = text[index]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = min(first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2, end - index)
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<max(length, 1) { value = value << 6 | UInt32(text[index + offset] & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }
}
