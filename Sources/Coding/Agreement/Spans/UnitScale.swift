/// What is counted when coders are compared.
package enum UnitScale: Sendable, Equatable {
  case characters
  /// Given stretches, in order, none sharing a character; one has a code where one of its characters
  /// does, and what is coded between them is not counted.
  case stretches([Range<Int>])
  /// The passages of those who are compared, made one where they share a character. What nobody
  /// coded is no segment, so there is none on which coders agree by leaving it alone.
  case segments

  /// Passages as runs of unit numbers, and how many units there are.
  ///
  /// O(passages × log).
  func placed(_ coders: [Spans], length: Int) -> (coders: [Spans], units: Int) {
    switch self {
    case .characters: (coders, length)
    case .stretches(let stretches):
      (coders.map { Self.place($0, on: stretches) }, stretches.count)
    case .segments:
      UnitScale.stretches(Spans(coders.flatMap(\.ranges)).ranges).placed(coders, length: length)
    }
  }

  private static func place(_ spans: Spans, on stretches: [Range<Int>]) -> Spans {
    Spans(
      spans.ranges.compactMap { range in
        let first = stretches.partition { $0.upperBound > range.lowerBound }
        let end = stretches.partition { $0.lowerBound >= range.upperBound }
        return first < end ? first..<end : nil
      })
  }
}
