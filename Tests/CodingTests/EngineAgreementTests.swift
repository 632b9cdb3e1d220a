import TestSupport
import Testing

@testable import Coding

/// The engine against the reference evaluator, on random texts and rules.
@Suite struct EngineAgreementTests {
  @Test(arguments: 0..<8)
  func `the engine finds what the definitions say`(seed: Int) throws {
    var random = Seeded(UInt64(seed))
    var found = 0
    for _ in 0..<250 {
      let (source, turns, text) = randomText(&random)
      let context = try randomContext(&random)
      let written = randomRule(&random, depth: 3)
      let unit = random.pick(CodedUnit.allCases)
      let speaker = random.pick([SpeakerScope.respondent, .anyone, .anyone, .interviewer])
      let rule = try RuleParser.parse(written, unit: unit, speaker: speaker)
      let expected = ReferenceEvaluator(text: text, context: context).items(of: rule)
      let actual = try engineItems(rule, context, source, turns, text)
      found += expected.count
      #expect(
        actual == expected,
        "\(written) \(unit) \(speaker) on \(source.string.debugDescription) \(text.voices) lists \(context)"
      )
      if actual != expected { return }
    }
    #expect(found > 60)
  }

  private static let nouns = ["aap", "boom", "Kat", "één", "aapje"]
  private static let others = ["geen", "maar", "niet", "dus"]

  /// One to three turns of a few sentences, with the words as the test knows them, not as read.
  private func randomText(_ random: inout Seeded) -> (SourceText, [Turn], ReferenceText) {
    var written = ""
    var text = ReferenceText()
    var turns: [Turn] = []
    for turn in 0..<Int.random(in: 1...3, using: &random) {
      if turn > 0 { written += "\nR: " }
      let start = written.utf8.count
      for sentence in 0..<Int.random(in: 1...4, using: &random) {
        if sentence > 0 { written += " " }
        addSentence(&random, to: &written, &text, turn: turn)
      }
      turns.append(Turn(speaker: nil, range: start..<written.utf8.count))
      text.voices.append(
        random.pick([.respondent, .respondent, .respondent, .interviewer, .nobody]))
      text.isResident.append(Bool.random(using: &random))
    }
    return (SourceText(written), turns, text)
  }

  private func addSentence(
    _ random: inout Seeded, to written: inout String, _ text: inout ReferenceText, turn: Int
  ) {
    let start = written.unicodeScalars.count
    for index in 0..<Int.random(in: 1...7, using: &random) {
      let separator = index == 0 ? "" : random.pick([" ", " ", " ", ", "])
      written += separator
      let word = random.once(in: 3) ? random.pick(Self.others) : random.pick(Self.nouns)
      let from = written.unicodeScalars.count
      written += word
      text.words.append(
        ReferenceText.Word(
          text: word, start: from, end: from + word.unicodeScalars.count,
          sentence: text.sentences.count, turn: turn, opensClause: separator == ", " || index == 0))
    }
    written += random.pick([".", "!", "?"])
    text.sentences.append((start, written.unicodeScalars.count, turn))
  }

  private func randomContext(_ random: inout Seeded) throws -> RuleContext {
    let list = try RuleParser.parse("\(randomWord(&random)) OR \(randomWord(&random))").expression
    let phrases = try RuleParser.parse(randomRule(&random, depth: 1, names: ["@dieren"])).expression
    let negation = try RuleParser.parse("geen OR niet OR \"dus geen\"").expression
    let code = try (0..<2).map { _ in
      try RuleParser.parse(
        randomRule(&random, depth: 2, names: ["@dieren", "@zinnen"]),
        unit: random.pick(CodedUnit.allCases), speaker: random.pick(SpeakerScope.allCases))
    }
    return RuleContext(
      lists: [
        "dieren": list, "zinnen": phrases, "negation": negation,
        "clause": .or([.word(WordPattern("maar")), .word(WordPattern("want"))]),
      ], codes: ["code": code])
  }

  private func randomWord(_ random: inout Seeded) -> String {
    random.pick([
      "aap", "boom", "kat", "een", "aap*", "*a*", "?at", "*oo*", "geen", "b??m", "a*e", "=kat",
      "=een",
    ])
  }

  private func randomRule(
    _ random: inout Seeded, depth: Int, names: [String] = ["@dieren", "@zinnen", "#code"]
  ) -> String {
    if depth == 0 || random.once(in: 4) { return randomTerm(&random, names: names) }
    let left = randomRule(&random, depth: depth - 1, names: names)
    if random.once(in: 6) {
      return "\(random.pick(["NEGATED", "AFFIRMED", "NEGATED/1", "AFFIRMED/0"])) (\(left))"
    }
    if random.once(in: 8) { return "(\(left)) \(random.pick(["AND", "NOT"])) role:bewoner" }
    let right = randomRule(&random, depth: depth - 1, names: names)
    let operation = random.pick([
      "OR", "AND", "NOT", "AND/2s", "AND/turn", "NOT/turn", "NOT/2s", "AND/sentence", "NEAR/0",
      "NEAR/2", "NEAR/6", "BEFORE/0", "BEFORE/3",
    ])
    return "(\(left)) \(operation) (\(right))"
  }

  private func randomTerm(_ random: inout Seeded, names: [String]) -> String {
    if random.once(in: 4), !names.isEmpty { return random.pick(names) }
    guard random.once(in: 3) else { return randomWord(&random) }
    var phrase = randomWord(&random).filter { $0 != "=" }
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      phrase += random.pick([" ", " ", " … ", " * ", " [2] ", " [1-2] ", " [0] "])
      phrase += random.pick([randomWord(&random).filter { $0 != "=" }, "(kat|aap)", "@dieren"])
    }
    return "\"\(phrase)\""
  }

  private func engineItems(
    _ rule: Rule, _ context: RuleContext, _ source: SourceText, _ turns: [Turn],
    _ text: ReferenceText
  ) throws -> [ReferenceEvaluator.Item] {
    var set = RuleSet()
    try set.add(rule, in: context)
    var vocabulary = Vocabulary()
    let stream = WordScanner.scan(source, turns: turns, vocabulary: &vocabulary)
    let tests = set.tests.map { test in text.isResident.map { $0 != test.isNegated } }
    let findings = Matcher(set, vocabulary: vocabulary).findings(
      in: stream, voices: TurnVoices(voices: text.voices, tests: tests))
    return findings.items.map { item in
      let places = findings.places[item.places].map { Int($0.lowerBound)...Int($0.upperBound) }
      return ReferenceEvaluator.Item(
        start: Int(item.start), end: Int(item.end), turn: Int(item.turn),
        places: places.isEmpty ? [Int(item.start)...Int(item.end)] : places)
    }
  }
}
