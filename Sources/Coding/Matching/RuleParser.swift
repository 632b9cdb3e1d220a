/// Reads the rule language (recursive descent, O(length); more than 100 operators or brackets deep
/// are refused, so that no later walk over a rule can exhaust the stack).
///
///     rule   = and { OR and }
///     and    = near { (AND | NOT | AND NOT)[/scope] near }     scope: sentence, turn, n sentences as ns
///     near   = term { (NEAR | BEFORE)/n term }
///     term   = word | "phrase" | @list | #code | name:value | (NEGATED | AFFIRMED)[/n] term | ( rule )
package struct RuleParser {
  private var tokens: ArraySlice<RuleToken>
  private let end: Int
  private var depth = 0
  private var operators = 0
  private var speaker: SpeakerScope?

  /// - Throws: `RuleFault` with the column of the first fault.
  package static func parse(
    _ text: String, unit: CodedUnit = .sentence, speaker: SpeakerScope? = nil
  ) throws(RuleFault) -> Rule {
    let tokens = try RuleLexer.tokens(of: text)
    var parser = RuleParser(tokens: tokens[...], end: text.unicodeScalars.count + 1)
    guard !tokens.isEmpty else {
      throw RuleFault("an empty rule", column: 1, hint: "write a word, such as sloop*")
    }
    let parsed = try parser.or()
    if let surplus = parser.tokens.first { throw parser.surplusFault(surplus) }
    guard case .find(let expression) = parsed else {
      throw RuleFault(
        "a rule of attributes alone finds no words", column: 1, hint: "add the words to look for")
    }
    return Rule(
      text: text, expression: expression, unit: unit,
      speaker: parser.speaker ?? speaker ?? .respondent)
  }

  /// An operand: something that finds words, or conditions on who speaks.
  private enum Operand {
    case find(RuleExpression)
    case tests([AttributeTest])
  }

  private mutating func or() throws(RuleFault) -> Operand {
    let start = tokens.first?.column ?? end
    let speakerBefore = speaker
    let first = try and()
    guard nextKeyword == .or else { return first }
    var terms: [RuleExpression] = [
      try found(first, beside: "OR", column: tokens.first?.column ?? end)
    ]
    while nextKeyword == .or {
      let column = tokens.first?.column ?? end
      try takeOr()
      terms.append(try found(try and(), beside: "OR", column: column))
    }
    guard speaker == speakerBefore else {
      throw RuleFault(
        "'speaker:' holds for a whole rule, not for one side of OR", column: start,
        hint: "write for example (sloop* OR slopen) AND speaker:interviewer")
    }
    return .find(.or(terms))
  }

  private mutating func takeOr() throws(RuleFault) {
    guard let token = tokens.popFirst(), case .keyword(_, let modifier?) = token.kind else {
      return
    }
    throw RuleFault(
      "OR takes no '/\(modifier)'", column: token.column, hint: "write OR alone, or AND/turn")
  }

  /// Left sides nest in each other, so a chain is as deep as it is long.
  private mutating func countOperator(at column: Int) throws(RuleFault) {
    operators += 1
    guard operators <= 100 else {
      throw RuleFault(
        "more than 100 of AND, NOT, NEAR and BEFORE", column: column,
        hint: "write several rules, or name their parts in lists")
    }
  }

  private func found(
    _ operand: Operand, beside name: String, column: Int
  ) throws(RuleFault) -> RuleExpression {
    guard case .find(let expression) = operand else {
      throw RuleFault(
        "\(name) needs words on both sides, not an attribute alone",
        column: column,
        hint: "write for example (sloop* AND role:bewoner) OR …")
    }
    return expression
  }

  private mutating func and() throws(RuleFault) -> Operand {
    var left = try near()
    while let keyword = nextKeyword, keyword == .and || keyword == .not {
      let column = tokens.first?.column ?? end
      try countOperator(at: column)
      let (scope, isNegated) = try conjunction()
      let right = try near()
      left = try combine(left, right, scope: scope, isNegated: isNegated, column: column)
    }
    return left
  }

  private mutating func conjunction() throws(RuleFault) -> (Scope, isNegated: Bool) {
    guard case .keyword(let keyword, let modifier)? = tokens.first?.kind,
      let column = tokens.first?.column
    else { return (.passage, false) }
    tokens.removeFirst()
    var scope = try self.scope(modifier, column: column)
    guard keyword == .and else { return (scope, true) }
    guard case .keyword(.not, let inner)? = tokens.first?.kind else { return (scope, false) }
    if let inner { scope = try self.scope(inner, column: tokens.first?.column ?? column) }
    tokens.removeFirst()
    return (scope, true)
  }

  private func scope(_ modifier: String?, column: Int) throws(RuleFault) -> Scope {
    switch modifier {
    case nil: return .passage
    case "sentence": return .sentences(1)
    case "turn": return .turn
    case let text?:
      if text.hasSuffix("s"), let count = Int(text.dropLast()), (1...99).contains(count) {
        return .sentences(count)
      }
      throw RuleFault(
        "'/\(text)' is no scope", column: column,
        hint: "one of: /sentence, /3s (three sentences), /turn")
    }
  }

  private func combine(
    _ left: Operand, _ right: Operand, scope: Scope, isNegated: Bool, column: Int
  ) throws(RuleFault) -> Operand {
    if isNegated, case .tests(let tests) = right, tests.count != 1 {
      throw RuleFault(
        tests.isEmpty ? "NOT can't stand before 'speaker:'" : "NOT takes one attribute at a time",
        column: column,
        hint: tests.isEmpty
          ? "name who may speak, such as speaker:anyone" : "write NOT role:bewoner NOT wijk:jol")
    }
    switch (left, right) {
    case (.find(let a), .find(let b)):
      return .find(isNegated ? .not(a, b, scope) : .and(a, b, scope))
    case (.find(let a), .tests(let tests)):
      return .find(tests.reduce(a) { .filtered($0, isNegated ? $1.negated : $1) })
    case (.tests(let tests), .find(let a)):
      guard !isNegated else {
        throw RuleFault(
          "NOT needs the words before it", column: column,
          hint: "write: words NOT words, or words AND role:bewoner")
      }
      return .find(tests.reduce(a) { .filtered($0, $1) })
    case (.tests(let a), .tests(let b)): return .tests(a + (isNegated ? b.map(\.negated) : b))
    }
  }

  private mutating func near() throws(RuleFault) -> Operand {
    var left = try term()
    while let keyword = nextKeyword, keyword == .near || keyword == .before {
      guard let token = tokens.popFirst(), case .keyword(_, let modifier) = token.kind else {
        break
      }
      try countOperator(at: token.column)
      let words = try distance(modifier, of: keyword, column: token.column, ifMissing: nil)
      let a = try found(left, beside: keyword.rawValue, column: token.column)
      let b = try found(try term(), beside: keyword.rawValue, column: token.column)
      left = .find(.near(a, b, words: words, ordered: keyword == .before))
    }
    return left
  }

  private func distance(
    _ modifier: String?, of keyword: RuleToken.Keyword, column: Int, ifMissing: Int?
  ) throws(RuleFault) -> Int {
    if modifier == nil, let ifMissing { return ifMissing }
    guard let words = modifier.flatMap({ Int($0) }), (0...999).contains(words) else {
      throw RuleFault(
        "\(keyword.rawValue) needs a number of words", column: column,
        hint: "write \(keyword.rawValue)/5 for at most five words between")
    }
    return words
  }

  private mutating func term() throws(RuleFault) -> Operand {
    guard let token = tokens.popFirst() else {
      throw RuleFault("the rule ends where a word should stand", column: end)
    }
    switch token.kind {
    case .word(let text, let isExact):
      return .find(try PhraseParser.word(text, isExact: isExact, column: token.column))
    case .phrase(let text, let isExact):
      return .find(try PhraseParser.phrase(text, isExact: isExact, column: token.column))
    case .list(let name): return .find(.list(name, column: token.column))
    case .code(let name): return .find(.code(name, column: token.column))
    case .field(let name, let value): return try field(name, value, column: token.column)
    case .open: return try bracketed(from: token.column)
    case .close: throw RuleFault("a ')' that nothing opens", column: token.column)
    case .keyword(let keyword, let modifier):
      return try negation(keyword, modifier, column: token.column)
    }
  }

  private mutating func field(
    _ name: String, _ value: String, column: Int
  ) throws(RuleFault) -> Operand {
    guard name == "speaker" else { return .tests([AttributeTest(name: name, value: value)]) }
    guard let scope = SpeakerScope(rawValue: value) else {
      throw RuleFault(
        "'\(value)' is no kind of speaker", column: column,
        hint: "one of: speaker:respondent, speaker:interviewer, speaker:anyone")
    }
    if let speaker, speaker != scope {
      throw RuleFault("a rule has one 'speaker:'", column: column, hint: "write two rules")
    }
    speaker = scope
    return .tests([])
  }

  private mutating func bracketed(from column: Int) throws(RuleFault) -> Operand {
    depth += 1
    guard depth <= 100 else {
      throw RuleFault("brackets nested more than 100 deep", column: column)
    }
    let inner = try or()
    guard case .close? = tokens.first?.kind else {
      if let surplus = tokens.first { throw surplusFault(surplus) }
      throw RuleFault("a '(' that is never closed", column: column, hint: "close it with )")
    }
    tokens.removeFirst()
    depth -= 1
    return inner
  }

  private mutating func negation(
    _ keyword: RuleToken.Keyword, _ modifier: String?, column: Int
  ) throws(RuleFault) -> Operand {
    guard keyword == .negated || keyword == .affirmed else {
      throw RuleFault(
        "\(keyword.rawValue) has nothing before it", column: column,
        hint: keyword == .not ? "write: words NOT words" : "write a word on both sides")
    }
    let words = try distance(modifier, of: keyword, column: column, ifMissing: 5)
    depth += 1
    guard depth <= 100 else { throw RuleFault("nested more than 100 deep", column: column) }
    let operand = try found(try term(), beside: keyword.rawValue, column: column)
    depth -= 1
    return .find(.negated(operand, words: words, wanted: keyword == .negated))
  }

  private var nextKeyword: RuleToken.Keyword? {
    if case .keyword(let keyword, _)? = tokens.first?.kind { keyword } else { nil }
  }

  private func surplusFault(_ token: RuleToken) -> RuleFault {
    if token.kind == .close { return RuleFault("a ')' that nothing opens", column: token.column) }
    if case .word(let word, _) = token.kind,
      let keyword = RuleToken.Keyword(rawValue: word.uppercased())
    {
      return RuleFault(
        "two terms without an operator between them", column: token.column,
        hint: "operators are written in capitals: \(keyword.rawValue)")
    }
    return RuleFault(
      "two terms without an operator between them", column: token.column,
      hint: "write AND, OR or NEAR/5 between them, or put a phrase in quotes")
  }
}

extension AttributeTest {
  fileprivate var negated: AttributeTest {
    AttributeTest(name: name, value: value, isNegated: !isNegated)
  }
}
