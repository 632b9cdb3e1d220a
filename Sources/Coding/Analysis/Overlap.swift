/// How two sets of sentences agree: one found, one wanted.
package struct Overlap: Sendable, Equatable {
  /// In both.
  package var right = 0
  /// Found and not wanted.
  package var wrong = 0
  /// Wanted and not found.
  package var missed = 0

  package init(right: Int = 0, wrong: Int = 0, missed: Int = 0) {
    (self.right, self.wrong, self.missed) = (right, wrong, missed)
  }

  package init(found: Set<Int>, wanted: Set<Int>) {
    right = found.intersection(wanted).count
    wrong = found.count - right
    missed = wanted.count - right
  }

  package var found: Int { right + wrong }
  package var wanted: Int { right + missed }

  /// Of what was found, the share that was wanted; nil where nothing was found.
  package var precision: Double? { ratio(right, found) }
  /// Of what was wanted, the share that was found; nil where nothing was wanted.
  package var recall: Double? { ratio(right, wanted) }
  /// 2·right / (found + wanted), their harmonic mean; nil where nothing was found or wanted.
  ///
  /// Of two coders it is the positive agreement, whichever of them counts as found.
  package var f1: Double? { ratio(2 * right, found + wanted) }

  private func ratio(_ part: Int, _ whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }

  package static func += (sum: inout Self, other: Self) {
    sum.right += other.right
    sum.wrong += other.wrong
    sum.missed += other.missed
  }

  package static func * (overlap: Self, times: Int) -> Self {
    Overlap(
      right: overlap.right * times, wrong: overlap.wrong * times, missed: overlap.missed * times)
  }
}
