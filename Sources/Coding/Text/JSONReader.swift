/// Reads one JSON text (RFC 8259), strictly: duplicate keys, comments, trailing commas and lone
/// surrogates are faults.
///
/// O(length); nesting deeper than 200 is refused.
package struct JSONReader {
  private let text: SourceText
  private let file: String
  private var position = 0
  private var depth = 0

  private init(_ text: SourceText, file: String) { (self.text, self.file) = (text, file) }

  /// - Throws: `Diagnostic` at the first fault.
  package static func read(_ text: SourceText, file: String) throws(Diagnostic) -> JSON {
    var reader = JSONReader(text, file: file)
    reader.skipSpace()
    let value = try reader.value()
    reader.skipSpace()
    guard reader.position == text.utf8.count else { throw reader.fault(.surplus) }
    return value
  }

  private func fault(
    _ message: Diagnostic.Message, at offset: Int? = nil, hint: String? = nil
  ) -> Diagnostic {
    let (line, column) = text.lineAndColumn(at: offset ?? position)
    return Diagnostic(
      .error, message, at: Place(file: file, line: line, column: column), hint: hint)
  }

  private var byte: UInt8? { position < text.utf8.count ? text.utf8[position] : nil }

  private mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D { position += 1 }
  }

  private mutating func take(_ expected: Character) -> Bool {
    guard byte == expected.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func value() throws(Diagnostic) -> JSON {
    let start = position
    guard let byte else { throw fault(.ends) }
    let content: JSON.Content =
      switch byte {
      case UInt8(ascii: "{"): .object(try members())
      case UInt8(ascii: "["): .array(try elements())
      case UInt8(ascii: "\""): .string(try string())
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
      default: try word()
      }
    return JSON(content, offset: start)
  }

  private mutating func nested<Result>(
    _ body: (inout JSONReader) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    depth += 1
    guard depth <= 200 else { throw fault(.tooDeep) }
    let result = try body(&self)
    depth -= 1
    return result
  }

  private mutating func members() throws(Diagnostic) -> [JSON.Member] {
    try nested { (reader) throws(Diagnostic) in
      var members: [JSON.Member] = []
      var seen: Set<String> = []
      try reader.list(close: "}") { (reader) throws(Diagnostic) in
        let offset = reader.position
        guard reader.byte == UInt8(ascii: "\"") else { throw reader.fault(.noKey) }
        let key = try reader.string()
        guard seen.insert(key).inserted else {
          throw reader.fault(.repeated(key), at: offset, hint: "keep one of the two")
        }
        reader.skipSpace()
        guard reader.take(":") else { throw reader.fault(.noColon(key)) }
        reader.skipSpace()
        members.append(JSON.Member(key: key, value: try reader.value(), offset: offset))
      }
      return members
    }
  }

  private mutating func elements() throws(Diagnostic) -> [JSON] {
    try nested { (reader) throws(Diagnostic) in
      var elements: [JSON] = []
      try reader.list(close: "]") { (reader) throws(Diagnostic) in
        elements.append(try reader.value())
      }
      return elements
    }
  }

  private mutating func list(
    close: Character, _ element: (inout JSONReader) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    position += 1
    skipSpace()
    if take(close) { return }
    while true {
      skipSpace()
      if byte == close.asciiValue {
        throw fault(.trailingComma, hint: "remove the comma before '\(close)'")
      }
      try element(&self)
      skipSpace()
      if take(close) { return }
      guard take(",") else { throw fault(.noComma(close)) }
    }
  }

  private mutating func word() throws(Diagnostic) -> JSON.Content {
    for (word, value) in [
      ("true", JSON.Content.bool(true)), ("false", .bool(false)), ("null", .null),
    ]
    where text.utf8[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw fault(.noValue, hint: "texts stand in double quotes")
  }

  private mutating func number() throws(Diagnostic) -> JSON.Content {
    let start = position
    while let byte, "+-.eE0123456789".utf8.contains(byte) { position += 1 }
    let written = text[start..<position]
    let digits = written.drop { $0 == "-" }
    let whole = digits.prefix { $0.isNumber }
    let hasFraction =
      digits.dropFirst(whole.count).first != "."
      || digits.dropFirst(whole.count + 1).first?.isNumber == true
    guard !whole.isEmpty, whole == "0" || whole.first != "0", hasFraction else {
      throw fault(.badNumber(written), at: start)
    }
    if let integer = Int(written) { return .integer(integer) }
    guard let real = Double(written), real.isFinite else {
      throw fault(.badNumber(written), at: start)
    }
    return .real(real)
  }

  private mutating func string() throws(Diagnostic) -> String {
    let start = position
    position += 1
    var bytes: [UInt8] = []
    while let byte {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"): bytes.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20: throw fault(.control, hint: "write \\n for a line end")
      default:
        bytes.append(byte)
        position += 1
      }
    }
    throw fault(.unclosed, at: start)
  }

  private mutating func escape() throws(Diagnostic) -> Unicode.Scalar {
    let start = position
    position += 1
    guard let byte else { throw fault(.unclosed, at: start) }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"): return try codePoint(from: start)
    default: throw fault(.badEscape, at: start)
    }
  }

  private mutating func codePoint(from start: Int) throws(Diagnostic) -> Unicode.Scalar {
    let high = try hexUnit(from: start)
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard (0xD800..<0xDC00).contains(high), take("\\"), take("u") else {
      throw fault(.loneSurrogate, at: start)
    }
    let low = try hexUnit(from: start)
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw fault(.loneSurrogate, at: start) }
    return scalar
  }

  private mutating func hexUnit(from start: Int) throws(Diagnostic) -> UInt32 {
    let digits = text.utf8[position...].prefix(4)
    let isHex = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    guard digits.count == 4, isHex,
      let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw fault(.badEscape, at: start) }
    position += 4
    return unit
  }
}

extension Diagnostic.Message {
  fileprivate static let ends: Self = "the JSON text ends where a value should stand"
  fileprivate static let surplus: Self = "more text after the JSON value"
  fileprivate static let tooDeep: Self = "nested more than 200 deep"
  fileprivate static let noKey: Self = "a key in double quotes should stand here"
  fileprivate static let noValue: Self = "no JSON value"
  fileprivate static let trailingComma: Self = "a comma after the last element"
  fileprivate static let unclosed: Self = "a text that is never closed by '\"'"
  fileprivate static let control: Self = "a raw control character in a text"
  fileprivate static let badEscape: Self = "an unknown escape after '\\'"
  fileprivate static let loneSurrogate: Self = "half of a surrogate pair"
  fileprivate static func repeated(_ key: String) -> Self { "the key '\(key)' stands here twice" }
  fileprivate static func noColon(_ key: String) -> Self { "no ':' after the key '\(key)'" }
  fileprivate static func noComma(_ close: Character) -> Self {
    "',' or '\(close)' should stand here"
  }
  fileprivate static func badNumber(_ text: String) -> Self { "'\(text)' is not a JSON number" }
}
