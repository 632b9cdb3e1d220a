/// Chance-corrected agreement whose chance comes from all coders' values together, or from the
/// length of the code list: what differs is only what is expected.
package struct ChanceCorrected: Sendable, Equatable {
  package let value: Statistic
  package let observed: Statistic
  package let expected: Statistic
  package let units: Int

  private init(undefined reason: Statistic.Reason, observed: Statistic, units: Int) {
    (value, expected) = (.undefined(reason), .undefined(reason))
    (self.observed, self.units) = (observed, units)
  }

  private init(observed: Statistic, expected: Double, units: Int) {
    (self.observed, self.expected, self.units) = (observed, .value(expected), units)
    value = observed.value.map { .beyondChance(observed: $0, expected: expected) } ?? observed
  }

  /// π of two coders: expected is the sum of squared shares of both together.
  ///
  /// Scott, Public Opinion Quarterly 19, 1955, 321–325.
  package static func scott(_ ratings: Ratings) -> Self { squares(ratings, coders: 2) }

  /// κ of several coders, from the units that all of them coded.
  ///
  /// Fleiss, Psychological Bulletin 76, 1971, 378–382.
  package static func fleiss(_ ratings: Ratings, coders: Int) -> Self {
    squares(ratings, coders: coders)
  }

  private static func squares(_ ratings: Ratings, coders: Int) -> Self {
    let units = ratings.values(atLeast: max(2, coders))
    guard !units.isEmpty else {
      return Self(undefined: .noUnit, observed: .undefined(.noUnit), units: 0)
    }
    var counts = Array(repeating: 0, count: ratings.categories)
    for value in units.joined() { counts[value] += 1 }
    let all = Double(counts.reduce(0, +))
    let complete = Ratings(units: units, categories: ratings.categories)
    return Self(
      observed: complete.agreement,
      expected: counts.reduce(0) { $0 + Double($1) / all * (Double($1) / all) }, units: units.count)
  }

  /// Fleiss's κ with units that only some coders coded, each weighing alike.
  ///
  /// Gwet, Handbook of Inter-Rater Reliability, 4th ed., 2014, ch. 2.
  package static func fleissWithGaps(_ ratings: Ratings) -> Self {
    fromMeanShares(ratings) { shares in shares.reduce(0) { $0 + $1 * $1 } }
  }

  /// Expected is 1 of as many categories as the list has, used or not.
  ///
  /// Brennan & Prediger, Educational and Psychological Measurement 41, 1981, 687–699; the same as
  /// Bennett, Alpert & Goldstein's S and Randolph's free-marginal κ.
  package static func brennanPrediger(_ ratings: Ratings) -> Self {
    fromMeanShares(ratings, needsCategories: true) { 1 / Double($0.count) }
  }

  /// AC1: expected is the mean of π(1 − π) over the categories, times q / (q − 1).
  ///
  /// Gwet, British Journal of Mathematical and Statistical Psychology 61, 2008, 29–48.
  package static func gwet(_ ratings: Ratings) -> Self {
    fromMeanShares(ratings, needsCategories: true) { shares in
      shares.reduce(0) { $0 + $1 * (1 - $1) } / Double(shares.count - 1)
    }
  }

  private static func fromMeanShares(
    _ ratings: Ratings, needsCategories: Bool = false, _ expected: ([Double]) -> Double
  ) -> Self {
    let units = ratings.values(atLeast: 2).count
    guard units > 0 else {
      return Self(undefined: .noUnit, observed: .undefined(.noUnit), units: 0)
    }
    guard !needsCategories || ratings.categories > 1 else {
      return Self(undefined: .oneCategory, observed: ratings.agreement, units: units)
    }
    return Self(
      observed: ratings.agreement, expected: expected(ratings.meanShares()), units: units)
  }
}
