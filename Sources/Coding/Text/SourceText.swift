/// The stored text of a transcript: valid UTF-8 with LF line ends, without a byte order mark.
///
/// In memory every range is one of UTF-8 bytes; at the border (database, exports, command line)
/// offsets are zero-based, half-open counts of Unicode code points. `CodePoints` converts.
package struct SourceText: Sendable, Equatable {
  package let utf8: [UInt8]

  /// - Precondition: `utf8` is valid UTF-8 with LF line ends; readers establish it.
  package init(validUTF8 utf8: [UInt8]) { self.utf8 = utf8 }

  /// The text of a string, its line ends made LF.
  package init(_ string: String) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(string.utf8.count)
    var previous: UInt8 = 0
    for byte in string.utf8 {
      if byte == UInt8(ascii: "\n"), previous == UInt8(ascii: "\r") {
        previous = byte
        continue
      }
      bytes.append(byte == UInt8(ascii: "\r") ? UInt8(ascii: "\n") : byte)
      previous = byte
    }
    utf8 = bytes
  }

  /// The words in a range of bytes.
  ///
  /// The range must not split a code point.
  package subscript(range: Range<Int>) -> String { String(decoding: utf8[range], as: UTF8.self) }

  package var string: String { String(decoding: utf8, as: UTF8.self) }

  /// Line and column (both from 1, the column in code points) of a byte offset.
  ///
  /// O(offset).
  package func lineAndColumn(at offset: Int) -> (line: Int, column: Int) {
    LineIndex.advance((1, 1), over: utf8.prefix(offset))
  }
}

/// Lines and columns of many offsets of one text: the text is read once, then at most 1,024 bytes
/// for each offset asked, in any order.
package struct LineIndex: Sendable {
  private static let step = 1024
  private let utf8: [UInt8]
  /// Line and column at each multiple of the step.
  private let marks: [(line: Int, column: Int)]

  package init(_ text: SourceText) {
    utf8 = text.utf8
    var marks = [(line: 1, column: 1)]
    for start in stride(from: 0, to: utf8.count, by: Self.step) {
      let end = min(start + Self.step, utf8.count)
      marks.append(Self.advance(marks[marks.count - 1], over: utf8[start..<end]))
    }
    self.marks = marks
  }

  /// As `SourceText.lineAndColumn(at:)` has it.
  package func lineAndColumn(at offset: Int) -> (line: Int, column: Int) {
    let end = min(offset, utf8.count)
    let mark = end / Self.step
    return Self.advance(marks[mark], over: utf8[mark * Self.step..<end])
  }

  fileprivate static func advance(
    _ place: (line: Int, column: Int), over bytes: ArraySlice<UInt8>
  ) -> (line: Int, column: Int) {
    var (line, column) = place
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        (line, column) = (line + 1, 1)
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return (line, column)
  }
}

/// Converts offsets of one text between bytes and code points, in one forward walk.
///
/// Ask in ascending order: the whole text is then read once; a step back starts over.
package struct CodePoints: Sendable {
  private let utf8: [UInt8]
  private var byte = 0
  private var codePoint = 0

  package init(_ text: SourceText) { utf8 = text.utf8 }

  /// The number of code points before a byte offset.
  package mutating func offset(ofByte target: Int) -> Int {
    if target < byte { (byte, codePoint) = (0, 0) }
    while byte < target {
      if utf8[byte] & 0xC0 != 0x80 { codePoint += 1 }
      byte += 1
    }
    return codePoint
  }

  /// The byte offset at which a code point starts; the text's end when it has no such code point.
  package mutating func byte(ofOffset target: Int) -> Int {
    if target < codePoint { (byte, codePoint) = (0, 0) }
    while byte < utf8.count, codePoint < target || utf8[byte] & 0xC0 == 0x80 {
      if utf8[byte] & 0xC0 != 0x80 { codePoint += 1 }
      byte += 1
      // Step over the rest of the code point just counted.
      while byte < utf8.count, utf8[byte] & 0xC0 == 0x80 { byte += 1 }
    }
    return byte
  }
}
