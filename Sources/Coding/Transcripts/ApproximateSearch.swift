/// Finds where something like given words stands in a text.
///
/// Sellers' algorithm (1980) with Ukkonen's cut-off: the fewest code points to insert, delete or
/// replace. O(text × allowed differences) for most texts.
struct ApproximateSearch {
  struct Match: Equatable {
    var range: Range<Int>
    var differences: Int
  }

  private let words: [Unicode.Scalar]
  /// For each prefix of the words: how it differs at least from what ends here, and where that
  /// begins.
  private var differences: [Int]
  private var starts: [Int]
  /// Prefixes beyond differ too much.
  private var active: Int
  private var limit: Int

  init(_ words: ArraySlice<Unicode.Scalar>, allowing limit: Int) {
    self.words = Array(words)
    self.limit = limit
    differences = Array(0...words.count)
    starts = Array(repeating: 0, count: words.count + 1)
    active = min(limit, words.count)
  }

  /// Calls back for each match with as few differences as any that `accept` took before.
  mutating func matches(in text: [Unicode.Scalar], _ accept: (Match) -> Bool) {
    for (position, scalar) in text.enumerated() {
      advance(over: scalar, at: position)
      guard active == words.count, differences[words.count] <= limit else { continue }
      let match = Match(
        range: starts[words.count]..<position + 1, differences: differences[words.count])
      if !match.range.isEmpty, accept(match) { limit = match.differences }
    }
  }

  private mutating func advance(over scalar: Unicode.Scalar, at position: Int) {
    var (diagonal, diagonalStart) = (0, position)
    (differences[0], starts[0]) = (0, position + 1)
    let last = min(active + 1, words.count)
    for row in 1...max(1, last) where row <= last {
      let (above, aboveStart) = (differences[row], starts[row])
      var (best, start) = (diagonal + (words[row - 1] == scalar ? 0 : 1), diagonalStart)
      if row <= active, above + 1 < best { (best, start) = (above + 1, aboveStart) }
      if differences[row - 1] + 1 < best {
        (best, start) = (differences[row - 1] + 1, starts[row - 1])
      }
      (diagonal, diagonalStart) = (above, aboveStart)
      (differences[row], starts[row]) = (best, start)
    }
    active = last
    while active > 0, differences[active] > limit { active -= 1 }
  }
}
