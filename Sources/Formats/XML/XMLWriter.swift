/// Writes XML, element by element: UTF-8, LF, escaped, the same bytes for the same calls.
///
/// Characters that XML can't hold (controls but TAB, LF and CR; U+FFFE and U+FFFF) become U+FFFD. TAB
/// and line ends are written as references in attributes, CR also in text: so a reader gets them back.
package struct XMLWriter {
  package typealias Attribute = (name: StaticString, value: String?)

  package private(set) var bytes: [UInt8] = []

  package init() { append("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n") }

  /// Writes an element of elements, on a line of its own.
  ///
  /// Attributes without a value aren't written.
  package mutating func element(
    _ name: StaticString, _ attributes: [Attribute] = [], content: (inout XMLWriter) -> Void
  ) {
    open(name, attributes)
    let start = bytes.count
    append(">\n")
    let filled = bytes.count
    content(&self)
    if bytes.count == filled {
      bytes.removeSubrange(start...)
      append("/>\n")
    } else {
      close(name)
    }
  }

  /// Writes an element that has nothing in it.
  package mutating func element(_ name: StaticString, _ attributes: [Attribute]) {
    open(name, attributes)
    append("/>\n")
  }

  /// Writes an element of text, to the letter.
  package mutating func element(_ name: StaticString, text: String) {
    open(name, [])
    append(">")
    append(escaping: text, inAttribute: false)
    close(name)
  }

  /// Whether a text comes back from XML as it is.
  package static func canHold(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      scalar.value >= 0x20
        ? scalar.value != 0xFFFE && scalar.value != 0xFFFF : isSpace(scalar.value)
    }
  }

  private static func isSpace(_ value: UInt32) -> Bool { value == 9 || value == 10 || value == 13 }

  private mutating func open(_ name: StaticString, _ attributes: [Attribute]) {
    append("<")
    append(name)
    for (name, value) in attributes {
      guard let value else { continue }
      append(" ")
      append(name)
      append("=\"")
      append(escaping: value, inAttribute: true)
      append("\"")
    }
  }

  private mutating func close(_ name: StaticString) {
    append("</")
    append(name)
    append(">\n")
  }

  private mutating func append(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func append(escaping text: String, inAttribute: Bool) {
    for byte in text.utf8 {
      switch byte {
      case .ampersand: append("&amp;")
      case .less: append("&lt;")
      case .greater: append("&gt;")
      case .quote where inAttribute: append("&quot;")
      case .carriageReturn: append("&#13;")
      case .lineFeed where inAttribute: append("&#10;")
      case .tab where inAttribute: append("&#9;")
      case .lineFeed, .tab: bytes.append(byte)
      case ..<0x20: append("\u{FFFD}")
      case 0xBE, 0xBF:
        bytes.append(byte)
        // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
        if bytes.suffix(3).elementsEqual([0xEF, 0xBF, byte]) { bytes[bytes.count - 1] = 0xBD }
      default: bytes.append(byte)
      }
    }
  }
}
