/// Tags and text of a web page, however badly they are nested.
///
/// It never fails: what is no tag is text, as in a browser.
package struct HTMLLexer {
  package enum Token: Equatable {
    /// A name, and all of the tag.
    case start(String, Range<Int>)
    case end(String)
    /// Text that stands in the bytes as it is.
    case text(Range<Int>)
    case character(Unicode.Scalar)
  }

  /// What stands within these is no text.
  private static let raw: Set<String> = [
    "script", "style", "title", "noscript", "template", "textarea", "select", "svg", "math",
    "iframe",
  ]

  private let bytes: [UInt8]
  private var offset = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next token; nil at the end.
  ///
  /// O(its length).
  package mutating func next() -> Token? {
    while offset < bytes.count {
      let start = offset
      switch bytes[offset] {
      case .less: if let token = markup() { return token }
      case .ampersand:
        let (scalar, end) = Characters.reference(in: bytes, at: offset)
        offset = end
        return .character(scalar)
      default:
        while offset < bytes.count, bytes[offset] != .less, bytes[offset] != .ampersand {
          offset += 1
        }
        return .text(start..<offset)
      }
    }
    return nil
  }

  /// A tag; nil for a comment or a declaration, which is passed over.
  private mutating func markup() -> Token? {
    let next = offset + 1 < bytes.count ? bytes[offset + 1] : .space
    if next == 0x21 || next == 0x3F {
      let isComment = bytes[offset...].starts(with: "<!--".utf8)
      skip(past: isComment ? Array("-->".utf8) : [.greater])
      return nil
    }
    let isEnd = next == .slash
    let name = tagName(from: offset + (isEnd ? 2 : 1))
    guard !name.isEmpty else {
      offset += 1
      return .character("<")
    }
    let start = offset
    skipTag()
    if !isEnd, Self.raw.contains(name) {
      skip(past: Array("</\(name)".utf8))
      skip(past: [.greater])
      return nil
    }
    return isEnd ? .end(name) : .start(name, start..<offset)
  }

  private func tagName(from start: Int) -> String {
    var end = start
    while end < bytes.count, end - start < 16,
      bytes[end].isASCIILetter || (end > start && bytes[end].isDigit)
    {
      end += 1
    }
    return bytes.string(start..<end).lowercased()
  }

  /// To the tag's end, past the `>` that stand in quotes.
  private mutating func skipTag() {
    while offset < bytes.count, bytes[offset] != .greater {
      let byte = bytes[offset]
      offset += 1
      // A quote that is never closed is none.
      guard byte == .quote || byte == .apostrophe, bytes[offset - 2] == 0x3D,
        let close = bytes[offset...].prefix(65_536).firstIndex(of: byte)
      else { continue }
      offset = close + 1
    }
    offset = min(offset + 1, bytes.count)
  }

  private mutating func skip(past text: [UInt8]) {
    while offset < bytes.count {
      let matches =
        offset + text.count <= bytes.count
        && text.indices.allSatisfy { text[$0] == bytes[offset + $0].lowercased }
      if matches {
        offset += text.count
        return
      }
      offset += 1
    }
  }
}

extension UInt8 {
  fileprivate var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
