/// How many passages of two coders correspond.
package struct SpanMatches: Sendable, Equatable {
  package var first = 0
  package var second = 0
  /// With the same start and end.
  package var exact = 0
  /// That share at least half of what they cover together, one of either at most for one of the
  /// other, as many as can be.
  package var overlapping = 0

  package init() {}

  /// O(passages).
  ///
  /// Half is only reached twice by a passage whose two halves are the other's; the first of them
  /// is then as good as the second, so that pairing in order finds the most pairs.
  package init(_ a: Spans, _ b: Spans) {
    (first, second) = (a.count, b.count)
    var (exact, overlapping, lastOwn, lastOther) = (0, 0, -1, -1)
    a.forEachMeeting(with: b) { own, other, shared in
      let (x, y) = (a.ranges[own], b.ranges[other])
      if x == y { exact += 1 }
      if own > lastOwn, other > lastOther, 2 * shared >= x.count + y.count - shared {
        overlapping += 1
        (lastOwn, lastOther) = (own, other)
      }
    }
    (self.exact, self.overlapping) = (exact, overlapping)
  }

  /// 2M / (n1 + n2).
  package var exactF1: Statistic { .ratio(2 * exact, first + second, else: .nobody) }
  package var overlapF1: Statistic { .ratio(2 * overlapping, first + second, else: .nobody) }

  package static func += (sum: inout Self, other: Self) {
    sum.first += other.first
    sum.second += other.second
    sum.exact += other.exact
    sum.overlapping += other.overlapping
  }
}
