/// A JSON value that knows where it stands, so that a codebook's fault can be pointed at.
///
/// Written canonically: no white space, members in the order given (the ledger sorts them), numbers
/// as whole numbers or shortest decimals, and only the escapes that JSON demands. Foundation's
/// readers give no line for a value and its writers no canonical form.
package struct JSON: Sendable {
  package enum Content: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case real(Double)
    case string(String)
    case array([JSON])
    case object([Member])
  }

  package struct Member: Sendable {
    package var key: String
    package var value: JSON
    /// Byte offset of the key.
    package var offset: Int
  }

  package var content: Content
  /// Byte offset of the value in the text it was read from; 0 for values made in code.
  package var offset: Int

  package init(_ content: Content, offset: Int = 0) {
    (self.content, self.offset) = (content, offset)
  }
}

extension JSON: Equatable {
  /// Equality of content; where a value stands doesn't count.
  package static func == (a: JSON, b: JSON) -> Bool { a.canonical == b.canonical }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self.init(.string(value)) }
  package init(integerLiteral value: Int) { self.init(.integer(value)) }
  package init(booleanLiteral value: Bool) { self.init(.bool(value)) }
  package init(arrayLiteral elements: JSON...) { self.init(.array(elements)) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { ($0.0, $0.1) })
  }

  package static func string(_ text: String) -> JSON { JSON(.string(text)) }
  package static func integer(_ number: Int) -> JSON { JSON(.integer(number)) }
  package static func bool(_ truth: Bool) -> JSON { JSON(.bool(truth)) }
  package static func array(_ elements: [JSON]) -> JSON { JSON(.array(elements)) }
  package static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
  package static let null = JSON(.null)

  package static func object(_ members: [(String, JSON)]) -> JSON {
    JSON(.object(members.map { Member(key: $0.0, value: $0.1, offset: 0) }))
  }
}

extension JSON {
  package subscript(key: String) -> JSON? { members?.first { $0.key == key }?.value }

  package var string: String? { if case .string(let text) = content { text } else { nil } }
  package var integer: Int? { if case .integer(let number) = content { number } else { nil } }
  package var bool: Bool? { if case .bool(let truth) = content { truth } else { nil } }
  package var array: [JSON]? { if case .array(let elements) = content { elements } else { nil } }
  package var members: [Member]? { if case .object(let members) = content { members } else { nil } }

  /// An object with more members after its own; any other value as it is.
  package func adding(_ pairs: [(String, JSON)]) -> JSON {
    guard let members else { return self }
    return .object(members.map { ($0.key, $0.value) } + pairs)
  }

  /// What a person calls the kind of value.
  package var kindName: String {
    switch content {
    case .null: "null"
    case .bool: "true or false"
    case .integer, .real: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

extension JSON {
  /// The value's only canonical spelling: members sorted by their keys' UTF-8 bytes, recursively.
  package var canonical: String {
    var text = ""
    write(to: &text, indent: nil, sorted: true)
    return text
  }

  /// Members in the order given; with `indent`, a line each.
  package func text(indented: Bool = false) -> String {
    var text = ""
    write(to: &text, indent: indented ? 0 : nil, sorted: false)
    return text
  }

  private func write(to text: inout String, indent: Int?, sorted: Bool) {
    switch content {
    case .null: text += "null"
    case .bool(let truth): text += truth ? "true" : "false"
    case .integer(let number): text += String(number)
    case .real(let number): text += number.isFinite ? "\(number)" : "null"
    case .string(let string): Self.quote(string, into: &text)
    case .array(let elements):
      Self.list("[", "]", elements, &text, indent) { element, text, indent in
        element.write(to: &text, indent: indent, sorted: sorted)
      }
    case .object(let members):
      let ordered =
        sorted ? members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : members
      Self.list("{", "}", ordered, &text, indent) { member, text, indent in
        Self.quote(member.key, into: &text)
        text += indent == nil ? ":" : ": "
        member.value.write(to: &text, indent: indent, sorted: sorted)
      }
    }
  }

  private static func list<Element>(
    _ open: String, _ close: String, _ elements: [Element], _ text: inout String, _ indent: Int?,
    _ write: (Element, inout String, Int?) -> Void
  ) {
    text += open
    let inner = indent.map { $0 + 1 }
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      newLine(&text, inner)
      write(element, &text, inner)
    }
    if !elements.isEmpty { newLine(&text, indent) }
    text += close
  }

  private static func newLine(_ text: inout String, _ depth: Int?) {
    guard let depth else { return }
    text += "\n" + String(repeating: "  ", count: depth)
  }

  /// Appends a string as JSON.
  ///
  /// Escapes only quote, backslash and C0 controls (RFC 8785, 3.2.2.2).
  package static func quote(_ string: String, into text: inout String) {
    text += "\""
    // Most texts need no escape, and are taken over whole.
    if string.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
      text += string
    } else {
      escape(string, into: &text)
    }
    text += "\""
  }

  private static func escape(_ string: String, into text: inout String) {
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{c}": text += "\\f"
      case "\0"..<" ":
        let hex = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
