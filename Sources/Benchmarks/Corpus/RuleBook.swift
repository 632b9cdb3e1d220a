import Coding

/// One rule of the benchmark's codebook, in a form that can also be counted slowly.
struct PlainRule {
  enum Kind: String {
    case word, prefix, infix, suffix, phrase, near
  }

  var kind: Kind
  /// The letters to look for; of a planted item its text.
  var core: String
  /// Number of the planted item.
  var item: Int?

  /// In the language of rules.
  var text: String {
    switch kind {
    case .word, .near: core
    case .prefix: core + "*"
    case .infix: "*" + core + "*"
    case .suffix: "*" + core
    case .phrase: "\"" + core + "\""
    }
  }
}

/// The codebook: some 300 rules, each with a code of its own; always the same.
struct RuleBook {
  var rules: [PlainRule]
  /// By number of the rule.
  let codes: [String]

  private init(_ rules: [PlainRule]) {
    self.rules = rules
    codes = rules.enumerated().map { "\($1.kind)-" + padded($0, to: 3) }
  }

  /// Number of the rule that is changed to measure a change.
  static let changed = 0

  static let standard = RuleBook(words + prefixes + infixes + suffixes + phrases + pairs)

  /// The same with one rule changed; its code stays.
  static var edited: RuleBook {
    var book = standard
    book.rules[changed] = PlainRule(kind: .infix, core: "corporatie")
    return book
  }

  var json: JSON {
    let codes = zip(codes, rules).map { code, rule -> JSON in
      [
        "id": .string(code), "label": label(rule.text),
        "definition": "a rule to measure", "rules": [Self.json(rule.text)],
      ]
    }
    return ["id": "benchmark", "label": label("Meting"), "codes": .array(codes)]
  }

  private func label(_ text: String) -> JSON { ["nl": .string(text), "en": .string(text)] }

  static func json(_ text: String) -> JSON {
    ["find": .string(text), "unit": "match", "speaker": "anyone"]
  }

  private static var compounds: [String] {
    let stems = DutchWords.stems
    return stems.indices.map { WordMaker.compound(stems[$0], stems[($0 * 7 + 11) % stems.count]) }
  }

  private static var words: [PlainRule] {
    let content = DutchWords.content.filter { !$0.contains("'") }.suffix(40)
    return (content + compounds.prefix(40)).map { PlainRule(kind: .word, core: $0) }
  }

  private static var prefixes: [PlainRule] {
    DutchWords.stems.prefix(69).map { PlainRule(kind: .prefix, core: $0) }
  }

  private static var infixes: [PlainRule] {
    (DutchWords.stems.prefix(40) + compounds.suffix(20)).map { PlainRule(kind: .infix, core: $0) }
  }

  private static var suffixes: [PlainRule] {
    DutchWords.stems.suffix(30).map { PlainRule(kind: .suffix, core: $0) }
  }

  /// Every fourth ends in a wildcard, and still finds only what was planted.
  private static var phrases: [PlainRule] {
    PlantedItems.standard.phrases.enumerated().map { number, phrase in
      let text = phrase.joined(separator: " ")
      return PlainRule(
        kind: .phrase, core: number % 4 == 3 ? text.dropLast(2) + "*" : text, item: number)
    }
  }

  private static var pairs: [PlainRule] {
    let first = PlantedItems.standard.phrases.count
    return PlantedItems.standard.pairs.enumerated().map { number, pair in
      PlainRule(
        kind: .near, core: "\(pair.head.dropLast(2))* NEAR/5 \(pair.tail.dropLast())*",
        item: first + number)
    }
  }
}
