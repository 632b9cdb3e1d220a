/// How often coders agree, chance and all.
package struct PercentAgreement: Sendable, Equatable {
  /// Mean over units of the share of coder pairs that agree: a unit counts once.
  package let agreement: Statistic
  /// Mean over coder pairs of the share of their units on which they agree: a pair counts once.
  ///
  /// The two differ only where values are missing.
  package let pairwiseMean: Statistic
  /// 2M / (N1 + N2) of two coders, M the agreements and N what each coded (Holsti, Content Analysis
  /// for the Social Sciences and Humanities, 1969).
  package let holsti: Statistic
  /// Units with two values or more.
  package let units: Int

  package init(_ ratings: Ratings, coders: Int) {
    agreement = ratings.agreement
    units = ratings.values(atLeast: 2).count
    var shares: [Statistic] = []
    for first in 0..<coders {
      for second in (first + 1)..<max(coders, first + 1) {
        let table = ratings.crossed(first, second)
        shares.append(.ratio(Self.diagonal(table), Self.sum(table), else: .noUnit))
      }
    }
    pairwiseMean = .mean(shares, else: .noUnit)
    guard coders == 2 else {
      holsti = .undefined(.severalCoders)
      return
    }
    let coded = ratings.units.reduce(0) { $0 + $1.count { $0 != nil } }
    holsti = .ratio(2 * Self.diagonal(ratings.crossed(0, 1)), coded, else: .noUnit)
  }

  private static func diagonal(_ table: [[Int]]) -> Int {
    table.indices.reduce(0) { $0 + table[$1][$1] }
  }

  private static func sum(_ table: [[Int]]) -> Int {
    table.reduce(0) { $0 + $1.reduce(0, +) }
  }
}
