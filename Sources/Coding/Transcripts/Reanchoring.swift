/// Finds the place of coded words in a corrected text.
///
/// By the words themselves, then by the 32 code points before and after them, then by the turn's
/// speaker. A place is only ever given where the very same words stand.
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
  private let oldTurns: [(range: Range<Int>, label: String)]
  private let newTurns: [(range: Range<Int>, label: String)]

  /// Turns are ranges of code points, with the label of who speaks.
  package init(
    from old: String, to new: String, oldTurns: [(range: Range<Int>, label: String)],
    newTurns: [(range: Range<Int>, label: String)]
  ) {
    self.old = Array(old.unicodeScalars)
    self.new = Array(new.unicodeScalars)
    (self.oldTurns, self.newTurns) = (oldTurns, newTurns)
  }

  /// Where the words of a range of the old text (code points) stand in the new.
  ///
  /// O(new text).
  package func place(of range: Range<Int>) -> Outcome {
    let speakers = labels(in: range, oldTurns)
    let found = occurrences(of: old[range]).filter { place in
      labels(in: place..<place + range.count, newTurns) == speakers
    }
    guard !found.isEmpty else { return .orphan }
    let inContext = found.filter { hasSameContext(range, at: $0) }
    let candidates = inContext.isEmpty ? found : inContext
    if candidates.contains(range.lowerBound), inContext.contains(range.lowerBound) {
      return .exact(range)
    }
    guard candidates.count == 1 else { return .ambiguous }
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

  private func occurrences(of words: ArraySlice<Unicode.Scalar>) -> [Int] {
    guard let first = words.first, words.count <= new.count else { return [] }
    return (0...new.count - words.count).filter {
      new[$0] == first && new[$0..<$0 + words.count] == words
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
