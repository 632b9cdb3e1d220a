import Coding

/// Code points before some byte offsets of a text, found in one walk.
struct CodePointOffsets {
  private var codePoints: [Int: Int] = [:]
  /// The code points of the text as far as it was walked: to its end.
  let end: Int

  /// O(text + n log n) for n offsets.
  init(_ bytes: [Int], in text: [UInt8]) {
    var walk = CodePoints(SourceText(validUTF8: text))
    for byte in bytes.sorted() { codePoints[byte] = walk.offset(ofByte: byte) }
    end = walk.offset(ofByte: text.count)
  }

  /// A range of bytes, both ends of which were asked for, in code points.
  subscript(range: Range<Int>) -> Range<Int> {
    let start = codePoints[range.lowerBound] ?? end
    return start..<max(start, codePoints[range.upperBound] ?? end)
  }
}
