import Coding

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A text as lines, each with the range of its words.
struct Lines {
  struct Line {
    /// Where the line starts.
    var start: Int
    /// The line without the white space around; empty for a blank line.
    var words: Range<Int>
    var isBlank: Bool { words.isEmpty }
  }

  let bytes: [UInt8]
  let file: String
  private(set) var all: [Line] = []

  /// O(bytes).
  init(_ text: SourceText, file: String) {
    bytes = text.utf8
    self.file = file
    var start = 0
    while start < bytes.count {
      let end = Self.lineEnd(bytes, from: start)
      all.append(Line(start: start, words: bytes.trimmed(start..<end)))
      start = end + 1
    }
  }

  subscript(index: Int) -> Line { all[index] }
  var count: Int { all.count }

  private static func lineEnd(_ bytes: [UInt8], from start: Int) -> Int {
    bytes.withUnsafeBytes { buffer in
      guard
        let base = buffer.baseAddress,
        let found = memchr(base + start, Int32(UInt8.lineFeed), buffer.count - start)
      else { return buffer.count }
      return UnsafeRawPointer(found) - base
    }
  }

  /// The place of a byte in a line (an index from 0).
  ///
  /// O(the line's length).
  func place(of offset: Int, line: Int) -> Place {
    let column = bytes.codePoints(in: all[line].start..<offset) + 1
    return Place(file: file, line: line + 1, column: column)
  }
}
