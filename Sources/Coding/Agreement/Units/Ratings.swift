/// Values that coders gave to units: a row a unit, a column a coder.
///
/// A value is the number of a category. Nil where the coder did not code the unit, which is not the
/// same as having found nothing.
package struct Ratings: Sendable, Equatable {
  package let units: [[Int?]]
  /// Size of the code list, used or not.
  package let categories: Int

  package init(units: [[Int?]], categories: Int) {
    (self.units, self.categories) = (units, categories)
  }

  /// The values of each unit that has at least so many.
  func values(atLeast count: Int) -> [[Int]] {
    units.map { $0.compactMap { $0 } }.filter { $0.count >= count }
  }

  /// How often two coders gave each pair of values, in the units that both coded.
  func crossed(_ first: Int, _ second: Int) -> [[Int]] {
    var table = Array(repeating: Array(repeating: 0, count: categories), count: categories)
    for unit in units {
      if let a = unit[first], let b = unit[second] { table[a][b] += 1 }
    }
    return table
  }

  /// Of each category the mean over units of its share of the unit's values.
  func meanShares() -> [Double] {
    let units = values(atLeast: 1)
    var shares = Array(repeating: 0.0, count: categories)
    for unit in units {
      for value in unit { shares[value] += 1 / Double(unit.count) }
    }
    return shares.map { $0 / Double(units.count) }
  }

  /// The mean over units with two values or more of the share of coder pairs that agree.
  var agreement: Statistic {
    let units = values(atLeast: 2)
    let sum = units.reduce(0) { $0 + Self.agreeingPairs(of: $1) }
    return .ratio(sum, Double(units.count), else: .noUnit)
  }

  private static func agreeingPairs(of unit: [Int]) -> Double {
    var counts: [Int: Int] = [:]
    for value in unit { counts[value, default: 0] += 1 }
    let agreeing = counts.values.reduce(0) { $0 + $1 * ($1 - 1) }
    return Double(agreeing) / Double(unit.count * (unit.count - 1))
  }
}
