/// What a rule looks for, as written in the rule language.
///
/// `README.md` has the grammar.
package indirect enum RuleExpression: Sendable, Equatable {
  case word(WordPattern)
  case phrase([PhrasePart])
  /// A named list of the codebook, or one that Zicht brings: `@negation`.
  case list(String, column: Int)
  /// What another code's rules find: `#physical-investment`.
  case code(String, column: Int)
  case or([RuleExpression])
  /// The hits of either side that share the scope with a hit of the other.
  case and(RuleExpression, RuleExpression, Scope)
  /// The hits of the left side that share the scope with no hit of the right.
  case not(RuleExpression, RuleExpression, Scope)
  /// A hit of the left with the nearest of the right, at most so many words between.
  case near(RuleExpression, RuleExpression, words: Int, ordered: Bool)
  /// The hits within reach of a negation (`wanted`) or out of its reach.
  case negated(RuleExpression, words: Int, wanted: Bool)
  /// The hits in turns of speakers (or transcripts) with an attribute.
  case filtered(RuleExpression, AttributeTest)
}

extension Rule {
  /// Names of the attributes that it asks for.
  package var attributeNames: [String] { expression.attributeNames }
}

extension RuleExpression {
  fileprivate var attributeNames: [String] {
    switch self {
    case .word, .phrase, .list, .code: []
    case .or(let terms): terms.flatMap(\.attributeNames)
    case .and(let a, let b, _), .not(let a, let b, _), .near(let a, let b, _, _):
      a.attributeNames + b.attributeNames
    case .negated(let a, _, _): a.attributeNames
    case .filtered(let a, let test): [test.name] + a.attributeNames
    }
  }
}

/// How near two terms must be for AND and NOT.
///
/// Never beyond one turn.
package enum Scope: Sendable, Equatable {
  /// The passage that the rule codes: its sentence unless it codes turns.
  case passage
  case sentences(Int)
  case turn
}

/// One word with `*` (any letters) and `?` (one letter), folded unless `exact`.
package struct WordPattern: Sendable, Hashable {
  package var text: String
  /// Letter case and diacritics count: `=Jol`.
  package var isExact: Bool

  package init(_ text: String, isExact: Bool = false) {
    (self.text, self.isExact) = (text, isExact)
  }
}

/// A part of a phrase.
package enum PhrasePart: Sendable, Equatable {
  /// A word, or one of several: `(goede|sterke)`.
  case words([WordPattern])
  case list(String, column: Int)
  /// From so many to so many words of any kind: `[2]`, `[1-3]`, `*` for exactly one, `…` for up to 8.
  case gap(ClosedRange<Int>)
}

/// `role:bewoner`, `NOT role:bewoner`; values as in a table of respondents, `*` and `?` allowed.
package struct AttributeTest: Sendable, Equatable, Hashable {
  package var name: String
  package var value: String
  package var isNegated: Bool

  package init(name: String, value: String, isNegated: Bool = false) {
    (self.name, self.value, self.isNegated) = (name, value, isNegated)
  }
}

/// Whose words a rule may match.
package enum SpeakerScope: String, Sendable, CaseIterable {
  /// Respondents, and the text of documents: the default.
  case respondent
  case interviewer
  case anyone
}

/// What becomes the coded segment.
package enum CodedUnit: String, Sendable, CaseIterable { case match, sentence, turn }

/// A rule as a codebook holds it.
package struct Rule: Sendable, Equatable {
  /// As written.
  package var text: String
  package var expression: RuleExpression
  package var unit: CodedUnit
  package var speaker: SpeakerScope

  package init(
    text: String, expression: RuleExpression, unit: CodedUnit = .sentence,
    speaker: SpeakerScope = .respondent
  ) {
    self.text = text
    self.expression = expression
    self.unit = unit
    self.speaker = speaker
  }
}
