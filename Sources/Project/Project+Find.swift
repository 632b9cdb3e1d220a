import Coding
import SQLite

/// A place that a search found.
package struct FoundPassage: Sendable, Equatable {
  package var version: Int
  package var speaker: Int
  package var start: Int
  package var end: Int
  /// Where the words that matched stand.
  package var places: [Range<Int>]
}

extension Project {
  /// Searches all transcripts in force, in the order of their names, with the language of rules.
  ///
  /// `context` holds the lists and codes that the rule may name; a `RuleFault` is thrown when it
  /// names another.
  package func find(
    _ rule: Rule, in context: RuleContext, versions only: Set<Int>? = nil,
    _ body: (FoundPassage) throws -> Void
  ) throws {
    var set = RuleSet()
    try set.add(rule, in: context)
    let matcher = Matcher(set, vocabulary: try vocabulary())
    let versions = try connection.all(
      """
      SELECT v.id FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE v.superseded IS NULL ORDER BY t.name
      """
    ) { $0.integer(0) }.filter { only?.contains($0) ?? true }
    try match(matcher, set, versions: versions) { version, findings, speakers in
      for item in findings.items {
        let places = findings.places[item.places].map { Int($0.lowerBound)..<Int($0.upperBound) }
        try body(
          FoundPassage(
            version: version, speaker: speakers[Int(item.turn)], start: Int(item.start),
            end: Int(item.end),
            places: places.isEmpty ? [Int(item.start)..<Int(item.end)] : places))
      }
    }
  }
}
