/// A piece of a rule's text and the column (from 1, in code points) at which it starts.
struct RuleToken: Equatable {
  enum Kind: Equatable {
    case word(String, isExact: Bool)
    case phrase(String, isExact: Bool)
    case list(String)
    case code(String)
    case field(name: String, value: String)
    case keyword(Keyword, modifier: String?)
    case open
    case close
  }
  enum Keyword: String {
    case and = "AND"
    case or = "OR"
    case not = "NOT"
    case near = "NEAR"
    case before = "BEFORE"
    case negated = "NEGATED"
    case affirmed = "AFFIRMED"
  }
  var kind: Kind
  var column: Int
}

/// A fault in a rule, at a column of its text.
package struct RuleFault: Error, Sendable, Equatable {
  package var message: String
  package var column: Int
  package var hint: String?

  init(_ message: String, column: Int, hint: String? = nil) {
    (self.message, self.column, self.hint) = (message, column, hint)
  }
}

/// Cuts a rule into tokens.
///
/// O(length).
struct RuleLexer {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  static func tokens(of rule: String) throws(RuleFault) -> [RuleToken] {
    var lexer = RuleLexer(scalars: rule.unicodeScalars.map { $0 })
    var tokens: [RuleToken] = []
    while let token = try lexer.next() { tokens.append(token) }
    return tokens
  }

  private mutating func next() throws(RuleFault) -> RuleToken? {
    while position < scalars.count, scalars[position].properties.isWhitespace { position += 1 }
    guard position < scalars.count else { return nil }
    let column = position + 1
    return RuleToken(kind: try kind(at: column), column: column)
  }

  private mutating func kind(at column: Int) throws(RuleFault) -> RuleToken.Kind {
    let first = scalars[position]
    switch first {
    case "(":
      position += 1
      return .open
    case ")":
      position += 1
      return .close
    case _ where isQuote(first): return .phrase(try quoted(), isExact: false)
    case "=":
      position += 1
      if position < scalars.count, isQuote(scalars[position]) {
        return .phrase(try quoted(), isExact: true)
      }
      return .word(try name(after: "=", column: column), isExact: true)
    case "@":
      position += 1
      return .list(try name(after: "@", column: column))
    case "#":
      position += 1
      return .code(try name(after: "#", column: column))
    default: return try bare(at: column)
    }
  }

  private mutating func name(after sign: String, column: Int) throws(RuleFault) -> String {
    let name = run()
    guard !name.isEmpty else {
      throw RuleFault(
        "nothing follows '\(sign)'", column: column, hint: "write a name right after it")
    }
    return name
  }

  /// Everything up to white space, a bracket or a quote.
  private mutating func run() -> String {
    var text = String.UnicodeScalarView()
    while position < scalars.count {
      let scalar = scalars[position]
      if scalar.properties.isWhitespace || scalar == "(" || scalar == ")" || isQuote(scalar) {
        break
      }
      text.append(scalar)
      position += 1
    }
    return String(text)
  }

  private mutating func quoted() throws(RuleFault) -> String {
    let column = position + 1
    position += 1
    let start = position
    while position < scalars.count, !isQuote(scalars[position]) { position += 1 }
    guard position < scalars.count else {
      throw RuleFault(
        "a quote that is never closed", column: column, hint: "close the phrase with \"")
    }
    position += 1
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<position - 1])
    return String(text)
  }

  private mutating func bare(at column: Int) throws(RuleFault) -> RuleToken.Kind {
    let text = run()
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    if let keyword = RuleToken.Keyword(rawValue: String(parts[0])) {
      return .keyword(keyword, modifier: parts.count > 1 ? String(parts[1]) : nil)
    }
    guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else {
      return .word(text, isExact: false)
    }
    let name = String(text[..<colon])
    var value = String(text[text.index(after: colon)...])
    if value.isEmpty, position < scalars.count, isQuote(scalars[position]) { value = try quoted() }
    guard !value.isEmpty else {
      throw RuleFault(
        "no value after '\(name):'", column: column, hint: "write for example role:bewoner")
    }
    return .field(name: name.lowercased(), value: value)
  }

  private func isQuote(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\"" || scalar == "\u{201C}" || scalar == "\u{201D}" || scalar == "\u{201E}"
  }
}
