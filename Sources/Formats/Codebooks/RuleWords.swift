import Coding

/// A dictionary's words and phrases in the rule language.
enum RuleWords {
  /// Why an entry can't be written as a rule.
  struct Fault: Error { var reason: String }

  private static let keywords: Set<String> = [
    "AND", "OR", "NOT", "NEAR", "BEFORE", "NEGATED", "AFFIRMED",
  ]

  /// An entry as a word or a quoted phrase: `school*`, `"te weinig"`.
  ///
  /// Punctuation parts words, in texts as in rules. A `*` by itself stands for one word of a phrase.
  static func rule(_ entry: String) throws(Fault) -> (text: String, expression: RuleExpression) {
    let words = entry.split(whereSeparator: \.isWhitespace).flatMap { word in
      word == "*" ? ["*"] : PhraseParser.pieces(of: String(word))
    }
    guard !words.isEmpty else { throw Fault(reason: "it has no letters or digits") }
    let text = words.joined(separator: " ")
    let rule = words.count == 1 && !keywords.contains(text) ? text : "\"\(text)\""
    do {
      return (rule, try RuleParser.parse(rule).expression)
    } catch {
      throw Fault(reason: error.message)
    }
  }
}
