/// Units by whether each of two coders gave them a code.
package struct TwoByTwo: Sendable, Equatable {
  package var both = 0
  package var onlyFirst = 0
  package var onlySecond = 0
  package var neither = 0

  package init(both: Int = 0, onlyFirst: Int = 0, onlySecond: Int = 0, neither: Int = 0) {
    (self.both, self.onlyFirst) = (both, onlyFirst)
    (self.onlySecond, self.neither) = (onlySecond, neither)
  }

  /// Characters of a text.
  package init(_ a: Spans, _ b: Spans, length: Int) {
    let both = a.shared(with: b)
    let (first, second) = (a.length, b.length)
    self.init(
      both: both, onlyFirst: first - both, onlySecond: second - both,
      neither: length - first - second + both)
  }

  package var units: Int { both + onlyFirst + onlySecond + neither }
  package var first: Int { both + onlyFirst }
  package var second: Int { both + onlySecond }

  package static func += (sum: inout Self, other: Self) {
    sum.both += other.both
    sum.onlyFirst += other.onlyFirst
    sum.onlySecond += other.onlySecond
    sum.neither += other.neither
  }

  package static func * (table: Self, times: Int) -> Self {
    TwoByTwo(
      both: table.both * times, onlyFirst: table.onlyFirst * times,
      onlySecond: table.onlySecond * times, neither: table.neither * times)
  }
}

extension TwoByTwo {
  /// Of units, both the same.
  package var agreement: Statistic { .ratio(both + neither, units, else: .noUnit) }

  /// What two coders with these shares of coded units would agree on by chance.
  package var expected: Statistic {
    let (n, a, b) = (Double(units), Double(first), Double(second))
    return .ratio(a * b + (n - a) * (n - b), n * n, else: .noUnit)
  }

  /// Why a coefficient that needs variation has none.
  var constancy: Statistic.Reason {
    units == 0 ? .noUnit : first == 0 && second == 0 ? .nobody : .everything
  }

  /// Cohen, Educational and Psychological Measurement 20, 1960, 37–46.
  package var kappa: Statistic {
    let (n, a, b) = (Double(units), Double(first), Double(second))
    let expected = a * b + (n - a) * (n - b)
    return .ratio(Double(both + neither) * n - expected, n * n - expected, else: constancy)
  }

  /// Of two coders: Krippendorff, "Computing Krippendorff's alpha-reliability", 2011.
  package var alpha: Statistic {
    BinaryCoincidences(
      values: 2 * units, coded: first + second, mixed: Double(onlyFirst + onlySecond)
    ).alpha
  }

  /// Gwet, British Journal of Mathematical and Statistical Psychology 61, 2008, 29–48.
  package var ac1: Statistic {
    guard let agreement = agreement.value else { return agreement }
    let share = Double(first + second) / Double(2 * units)
    return .beyondChance(observed: agreement, expected: 2 * share * (1 - share))
  }

  /// Brennan & Prediger, Educational and Psychological Measurement 41, 1981, 687–699, with coded and
  /// not coded as the two categories: 2 × agreement − 1.
  package var brennanPrediger: Statistic {
    agreement.value.map { .value(2 * $0 - 1) } ?? agreement
  }

  /// Of what either coded, what both did.
  package var jaccard: Statistic { .ratio(both, both + onlyFirst + onlySecond, else: .nobody) }

  /// 2 × both of what each coded: F1 of units.
  package var dice: Statistic { .ratio(2 * both, first + second, else: .nobody) }
}

/// What α needs of a code that units have or not: sums that texts add to.
package struct BinaryCoincidences: Sendable, Equatable {
  /// Values of units that two coders or more coded.
  package var values: Int
  /// Of those, coded.
  package var coded: Int
  /// Pairs of unlike values of one unit, each unit's weighed by 1 / (its coders − 1).
  package var mixed: Double

  package init(values: Int = 0, coded: Int = 0, mixed: Double = 0) {
    (self.values, self.coded, self.mixed) = (values, coded, mixed)
  }

  /// Units by the number of coders, of all who read, who coded them.
  package init(depths: [Int]) {
    self.init()
    let coders = depths.count - 1
    guard coders > 1 else { return }
    for (number, units) in depths.enumerated() {
      values += coders * units
      coded += number * units
      mixed += Double(number * (coders - number) * units) / Double(coders - 1)
    }
  }

  package static func += (sum: inout Self, other: Self) {
    sum.values += other.values
    sum.coded += other.coded
    sum.mixed += other.mixed
  }

  package var alpha: Statistic {
    let (n, ones) = (Double(values), Double(coded))
    guard values > 0 else { return .undefined(.noUnit) }
    let expected = ones * (n - ones)
    guard expected > 0 else { return .undefined(coded == 0 ? .nobody : .everything) }
    return .value(1 - (n - 1) * mixed / expected)
  }
}
