/// What two coders have in common on all codes together.
package struct CodesTogether: Sendable, Equatable {
  package let kappa: PooledKappa
  /// Codes whose κ has no value, for whatever reason.
  package let undefined: Int
  /// Summed over codes.
  package let table: TwoByTwo
  package let matches: SpanMatches
  package let alpha: Statistic
  package let ac1: Statistic
  package let brennanPrediger: Statistic

  /// By code.
  package init(_ codes: [PairTally]) {
    kappa = PooledKappa(codes.map { ($0.kappa, $0.agreement, $0.expected) })
    undefined = codes.count { $0.kappa.value == nil }
    table = codes.reduce(into: TwoByTwo()) { $0 += $1.table }
    matches = codes.reduce(into: SpanMatches()) { $0 += $1.matches }
    alpha = .mean(codes.map(\.alpha), else: kappa.mean.reason ?? .noCode)
    ac1 = .mean(codes.map(\.ac1), else: codes.lazy.compactMap(\.ac1.reason).first ?? .noCode)
    brennanPrediger = .mean(codes.map(\.brennanPrediger), else: ac1.reason ?? .noCode)
  }
}

/// How much of a text has the same set of codes of two coders: units, of all.
package struct SameCodes: Sendable, Equatable {
  package var same = 0
  package var units = 0

  package init() {}

  /// By code, of each coder.
  ///
  /// O(passages × log).
  package init(_ first: [Spans], _ second: [Spans], length: Int, scale: UnitScale) {
    let all = Spans((first + second).flatMap(\.ranges))
    let placed = (scale == .segments ? .stretches(all.ranges) : scale)
      .placed(first + second, length: length)
    let (own, others) = (placed.coders.prefix(first.count), placed.coders.dropFirst(first.count))
    let unlike = zip(own, others).flatMap { $0.difference(from: $1) }
    units = placed.units
    same = units - Spans(unlike).length
  }

  package static func += (sum: inout Self, other: Self) {
    sum.same += other.same
    sum.units += other.units
  }

  package var share: Statistic { .ratio(same, units, else: .noUnit) }
}
