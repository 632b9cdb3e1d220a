import TestSupport
import Testing

@testable import Coding

/// Rules tried on a text of a few turns, one a line, each `voice: words`.
struct RuleFixture {
  var lists: [String: String] = [:]
  var codes: [String: [String]] = [:]
  var unit = CodedUnit.match
  /// For each turn, the attributes that hold.
  var attributes: [[String: String]] = []

  var context: RuleContext {
    get throws {
      RuleContext(
        lists: try lists.mapValues { try RuleParser.parse($0).expression },
        codes: try codes.mapValues { try $0.map { try RuleParser.parse($0) } })
    }
  }

  /// The text with marks around everything found; turns of `I:` are the interviewer's.
  func found(_ rule: String, in text: String) throws -> String {
    try MarkedText.marking(findings(rule, in: text).map(\.extent), in: text)
  }

  /// The text with marks around the places of what was found.
  func places(_ rule: String, in text: String) throws -> String {
    let places = Set(try findings(rule, in: text).flatMap(\.places))
    return MarkedText.marking(
      places.sorted { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }, in: text)
  }

  struct Found: Equatable {
    var extent: Range<Int>
    var places: [Range<Int>]
    var placesText: String?
  }

  func findings(_ written: String, in text: String) throws -> [Found] {
    var set = RuleSet()
    try set.add(try RuleParser.parse(written, unit: unit), in: context)
    let (source, turns, voices) = Self.turns(of: text)
    var vocabulary = Vocabulary()
    let stream = WordScanner.scan(source, turns: turns, vocabulary: &vocabulary)
    let tests = set.tests.map { test in
      turns.indices.map { turn in
        let value = attributes.indices.contains(turn) ? attributes[turn][test.name] : nil
        return (value == test.value) != test.isNegated
      }
    }
    let findings = Matcher(set, vocabulary: vocabulary).findings(
      in: stream, voices: TurnVoices(voices: voices, tests: tests))
    return findings.items.map { item in
      let extent = Int(item.start)..<Int(item.end)
      let places = findings.places[item.places].map { Int($0.lowerBound)..<Int($0.upperBound) }
      return Found(
        extent: extent, places: places.isEmpty ? [extent] : places,
        placesText: findings.placesText(of: item))
    }
  }

  private static func turns(of text: String) -> (SourceText, [Turn], [TurnVoices.Voice]) {
    let source = SourceText(text)
    var turns: [Turn] = []
    var voices: [TurnVoices.Voice] = []
    var start = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let end = start + line.utf8.count
      let isInterviewer = line.hasPrefix("I: ")
      voices.append(isInterviewer ? .interviewer : .respondent)
      turns.append(Turn(speaker: nil, range: start + (isInterviewer ? 3 : 0)..<end))
      start = end + 1
    }
    return (source, turns, voices)
  }
}
