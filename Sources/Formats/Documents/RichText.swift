import Coding

/// The reader of rich text (RTF 1.9), also where it is named `.doc`.
///
/// Kept and left out is what the reader of Word documents keeps and leaves out.
package enum RichText {
  package static let reader = "rtf/1"

  /// O(bytes).
  package static func read(_ bytes: [UInt8], file: String) -> ReadResult {
    ReadResult { () throws(Diagnostic) in
      var body = RichTextBody(bytes, file: file)
      try body.read()
      return body.manuscript.read(
        reader: reader, file: file, encoding: "windows-1252", notes: body.notes)
    }
  }
}

/// What stands where in rich text: groups in braces, control words, characters.
struct RichTextLexer {
  enum Token: Equatable {
    case open
    case close
    case word(String, Int?)
    /// `\'xx`, a byte in the text's code page.
    case byte(UInt8)
    case character(UInt8)
  }

  private let bytes: [UInt8]
  private(set) var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next token; nil at the end.
  mutating func next() -> Token? {
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      switch byte {
      case 0x7B: return .open
      case 0x7D: return .close
      case 0x5C: return control()
      case .lineFeed, .carriageReturn, 0: continue
      default: return .character(byte)
      }
    }
    return nil
  }

  private mutating func control() -> Token {
    guard offset < bytes.count else { return .word("", nil) }
    if bytes[offset].isASCIILetter { return word() }
    let symbol = bytes[offset]
    offset += 1
    guard symbol == .apostrophe else { return Self.symbol(symbol) }
    let digits = String(decoding: bytes[offset..<min(offset + 2, bytes.count)], as: UTF8.self)
    guard let value = UInt8(digits, radix: 16) else { return .word("", nil) }
    offset += 2
    return .byte(value)
  }

  private static func symbol(_ byte: UInt8) -> Token {
    switch byte {
    case 0x5C, 0x7B, 0x7D: .character(byte)
    case .lineFeed, .carriageReturn: .word("par", nil)
    case .tab: .word("tab", nil)
    default: .word(String(Unicode.Scalar(byte)), nil)
    }
  }

  private mutating func word() -> Token {
    let start = offset
    while offset < bytes.count, bytes[offset].isASCIILetter, offset - start < 32 { offset += 1 }
    let name = bytes.string(start..<offset)
    let number = offset
    if offset < bytes.count, bytes[offset] == 0x2D { offset += 1 }
    while offset < bytes.count, bytes[offset].isDigit, offset - number < 11 { offset += 1 }
    let value = Int(bytes.string(number..<offset))
    if offset < bytes.count, bytes[offset] == .space { offset += 1 }
    return .word(name, value)
  }

  /// Passes over the bytes of `\binN`.
  mutating func skip(_ count: Int) { offset = min(bytes.count, offset + max(0, count)) }
}
