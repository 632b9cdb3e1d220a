import Coding
import Formats

/// Finds out what the positions of a source's selections count, as programs disagree about it.
///
/// Each way to count is scored by all selections: whether the words are those of the selection's
/// name, whether the ends are ends of words, whether it fits at all.
struct Calibration {
  typealias Convention = ExchangeProject.Convention

  /// A selection that may be somewhere.
  struct Claim {
    var start: Int
    var end: Int
    /// What its name says of its words; empty where it says nothing.
    var name: FoldedWords
  }

  /// What one way to count makes of a claim.
  private struct Finding {
    var range: (start: RawText.Point, end: RawText.Point)?
    var match = FoldedWords.Match.none
    var score = 0
  }

  private(set) var convention: Convention
  /// For each claim its range in code points and bytes of the text, nil where it doesn't fit, and
  /// whether the words are those that it is named by.
  private(set) var places: [(range: (start: RawText.Point, end: RawText.Point)?, isNamed: Bool)]
  private(set) var measure: RawText.Measure

  /// O(text + claims) for each way to count that makes a difference.
  init(_ claims: [Claim], in text: RawText, origin: String) {
    let measures = text.measures(origin: origin)
    let findings = measures.map { Self.findings(claims, in: text, by: $0) }
    let sums = findings.map { $0.reduce(0) { $0 + $1.score } }
    // The first of the best: they stand in order of likelihood.
    let best = sums.indices.reduce(0) { sums[$1] > sums[$0] ? $1 : $0 }
    measure = measures[best]
    convention = Convention(
      unit: measure.unit, countsCarriageReturns: measure.countsCarriageReturns, fitting: 0,
      telling: 0)
    places = []
    places.reserveCapacity(claims.count)
    for claim in claims.indices { decide(findings.map { $0[claim] }, best) }
  }

  /// Places a claim: by the convention, unless only another one gives the words that it is named by.
  private mutating func decide(_ findings: [Finding], _ best: Int) {
    let top = findings.reduce(findings[best].score) { max($0, $1.score) }
    if findings.contains(where: { $0.score != top }) {
      convention.telling += 1
      if findings[best].score == top { convention.fitting += 1 }
    }
    var finding = findings[best]
    if let other = findings.max(by: { $0.match < $1.match }), other.match > finding.match {
      finding = other
      convention.exceptions += 1
    }
    places.append((finding.range, finding.match != .none))
  }

  private static func findings(
    _ claims: [Claim], in text: RawText, by measure: RawText.Measure
  ) -> [Finding] {
    let points = text.points(at: claims.flatMap { [$0.start, $0.end] }, by: measure)
    return claims.enumerated().map { index, claim in
      guard let start = points[2 * index], let end = points[2 * index + 1],
        start.codePoint < end.codePoint
      else { return Finding(score: -4) }
      let match = claim.name.match(text.words(start, end))
      let edges =
        (text.text.startsWord(at: start.byte) ? 1 : 0) + (text.text.endsWord(at: end.byte) ? 1 : 0)
      return Finding(range: (start, end), match: match, score: edges + 8 * match.rawValue)
    }
  }
}
