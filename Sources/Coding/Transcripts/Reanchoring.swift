/// Finds the place of coded words in a corrected text.
///
/// By the words themselves in the mouth of the same speakers, then by the 32 code points before and
/// after them. A place is only ever given where the very same words stand, and where other words
/// surround them now only if they stood and stand there alone.
package struct Reanchoring {
  package enum Outcome: Sendable, Equatable {
    /// At the same offsets.
    case exact(Range<Int>)
    case moved(Range<Int>)
    /// The words stand in several places, and nothing tells which is meant.
    case ambiguous
    /// The words stand nowhere any more.
    case orphan
  }

  private let old: [Unicode.Scalar]
  private let new: [Unicode.Scalar]
  private let isSameText: Bool
  private let oldTurns: [(range: Range<Int>, label: String)]
  private let newTurns: [(range: Range<Int>, label: String)]

  /// Turns are ranges of code points, with the label of who speaks.
  package init(
    from old: String, to new: String, oldTurns: [(range: Range<Int>, label: String)],
    newTurns: [(range: Range<Int>, label: String)]
  ) {
    self.old = Array(old.unicodeScalars)
    self.new = Array(new.unicodeScalars)
    isSameText = self.old == self.new
    (self.oldTurns, self.newTurns) = (oldTurns, newTurns)
  }

  /// Where the words of a range of the old text (code points) stand in the new.
  ///
  /// O(new text).
  package func place(of range: Range<Int>) -> Outcome {
    // The same text read anew: who speaks may have been corrected, the words stand where they did.
    if isSameText { return .exact(range) }
    let speakers = labels(in: range, oldTurns)
    let found = occurrences(of: old[range], in: new).filter { place in
      labels(in: place..<place + range.count, newTurns) == speakers
    }
    guard !found.isEmpty else { return .orphan }
    let inContext = found.filter { hasSameContext(range, at: $0) }
    let candidates = inContext.isEmpty ? found : inContext
    if candidates.contains(range.lowerBound), inContext.contains(range.lowerBound) {
      return .exact(range)
    }
    guard candidates.count == 1, !inContext.isEmpty || isUnique(range, of: speakers) else {
      return .ambiguous
    }
    let place = candidates[0]..<candidates[0] + range.count
    return place == range ? .exact(place) : .moved(place)
  }

  /// Who speaks in a range, turn by turn: the same people in the same order must speak in its new
  /// place.
  private func labels(
    in range: Range<Int>, _ turns: [(range: Range<Int>, label: String)]
  ) -> [String] {
    turns.filter { $0.range.overlaps(range) }.map(\.label)
  }

  /// Whether the words stood only once in the old text: of several, the one that is left may be
  /// another.
  private func isUnique(_ range: Range<Int>, of speakers: [String]) -> Bool {
    occurrences(of: old[range], in: old).allSatisfy { place in
      place == range.lowerBound
        || labels(in: place..<place + range.count, oldTurns) != speakers
    }
  }

  private func occurrences(
    of words: ArraySlice<Unicode.Scalar>, in text: [Unicode.Scalar]
  ) -> [Int] {
    guard let first = words.first, words.count <= text.count else { return [] }
    return (0...text.count - words.count).filter {
      text[$0] == first && text[$0..<$0 + words.count] == words
    }
  }

  private func hasSameContext(_ range: Range<Int>, at place: Int) -> Bool {
    let before = min(32, range.lowerBound)
    let after = min(32, old.count - range.upperBound)
    let end = place + range.count
    guard place >= before, end + after <= new.count else { return false }
    return old[range.lowerBound - before..<range.lowerBound] == new[place - before..<place]
      && old[range.upperBound..<range.upperBound + after] == new[end..<end + after]
  }
}

extension Reanchoring {
  /// Where the words of a range of the old text are likely to stand in the new, for a person to
  /// look at: the place that differs least, then has most of the context, then is nearest.
  ///
  /// Up to three in ten code points may differ, and none where other people speak now. Nil where
  /// nothing is that close. O(new text × range).
  package func likelyPlace(of range: Range<Int>) -> Range<Int>? {
    let speakers = labels(in: range, oldTurns)
    return closest(to: range, allowing: range.count * 3 / 10) {
      labels(in: $0, newTurns) == speakers
    } ?? closest(to: range, allowing: 0) { _ in true }
  }

  private func closest(
    to range: Range<Int>, allowing limit: Int, where isEligible: (Range<Int>) -> Bool
  ) -> Range<Int>? {
    var best: (match: ApproximateSearch.Match, context: Int, distance: Int)?
    var search = ApproximateSearch(old[range], allowing: limit)
    let expected = old.isEmpty ? 0 : range.lowerBound * new.count / old.count
    search.matches(in: new) { match in
      guard isEligible(match.range) else { return false }
      let context = sharedContext(range, match.range)
      let distance = abs(match.range.lowerBound - expected)
      if let best,
        (best.match.differences, -best.context, best.distance)
          <= (match.differences, -context, distance)
      {
        return false
      }
      best = (match, context, distance)
      return true
    }
    return best.map {
      $0.match.differences == 0 ? $0.match.range : settled($0.match.range, for: range)
    }
  }

  /// Where letters at an end were mended, its place follows from what surrounds it.
  private func settled(_ place: Range<Int>, for range: Range<Int>) -> Range<Int> {
    let shifts = [0, -1, 1, -2, 2]
    let start =
      shifts.map { place.lowerBound + $0 }.filter { $0 >= 0 && $0 < place.upperBound }
      .best { sharedBefore(range, $0) } ?? place.lowerBound
    let end =
      shifts.map { place.upperBound + $0 }.filter { $0 <= new.count && $0 > start }
      .best { sharedAfter(range, $0) } ?? place.upperBound
    return start..<end
  }

  /// How many code points before and after are the same, of 32 each.
  private func sharedContext(_ range: Range<Int>, _ place: Range<Int>) -> Int {
    sharedBefore(range, place.lowerBound) + sharedAfter(range, place.upperBound)
  }

  private func sharedBefore(_ range: Range<Int>, _ start: Int) -> Int {
    zip(old[..<range.lowerBound].suffix(32).reversed(), new[..<start].suffix(32).reversed())
      .prefix { $0 == $1 }.count
  }

  private func sharedAfter(_ range: Range<Int>, _ end: Int) -> Int {
    zip(old[range.upperBound...].prefix(32), new[end...].prefix(32)).prefix { $0 == $1 }.count
  }
}

extension [Int] {
  /// The first of those with the highest score.
  fileprivate func best(_ score: (Int) -> Int) -> Int? {
    map { (score: score($0), element: $0) }.reduce(nil) { best, next in
      best.map { $0.score >= next.score ? $0 : next } ?? next
    }?.element
  }
}
