/// Runs a codebook's examples against the rules of the code they belong to.
package enum CodebookTest {
  package struct Outcome: Sendable, Equatable {
    package var path: String
    package var example: Example
    /// Whether the rules should match the example.
    package var shouldMatch: Bool
    package var doesMatch: Bool
    /// Texts of the rules that matched.
    package var rules: [String]

    package var isPassed: Bool { shouldMatch == doesMatch }
  }

  /// One outcome per example, in the codebook's order.
  ///
  /// - Throws: `RuleFault` when a rule refers to what isn't there; a codebook that was read is free
  ///   of such faults.
  package static func run(_ codebook: Codebook) throws(RuleFault) -> [Outcome] {
    var context = codebook.ruleContext
    context.codes = context.codes.mapValues { $0.map(\.forAnyone) }
    var outcomes: [Outcome] = []
    for (path, _, code) in codebook.allCodes {
      var set = RuleSet()
      for rule in code.rules { try set.add(rule.rule.forAnyone, in: context) }
      let examples = code.matching.map { ($0, true) } + code.nonMatching.map { ($0, false) }
      for (example, shouldMatch) in examples {
        let rules = Set(matches(of: set, in: example.text)).sorted()
        outcomes.append(
          Outcome(
            path: path, example: example, shouldMatch: shouldMatch, doesMatch: !rules.isEmpty,
            rules: rules.map { code.rules[$0].rule.text }))
      }
    }
    return outcomes
  }

  private static func matches(of set: RuleSet, in example: String) -> [Int] {
    let text = SourceText(example)
    var vocabulary = Vocabulary()
    let turns = [Turn(speaker: nil, range: 0..<text.utf8.count)]
    let stream = WordScanner.scan(text, turns: turns, vocabulary: &vocabulary)
    // Nobody in particular speaks an example: conditions on the speaker are taken to hold.
    let voices = TurnVoices(voices: [.respondent], tests: set.tests.map { _ in [true] })
    return Matcher(set, vocabulary: vocabulary).findings(in: stream, voices: voices)
      .items.map { Int($0.rule) }
  }
}

extension Rule {
  fileprivate var forAnyone: Rule {
    Rule(text: text, expression: expression, unit: unit, speaker: .anyone)
  }
}
