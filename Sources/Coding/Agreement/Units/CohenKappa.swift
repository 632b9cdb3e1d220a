/// Agreement of two coders beyond what their own shares of each category make likely.
///
/// Cohen, Educational and Psychological Measurement 20, 1960, 37–46. Units that one of them did not
/// code are left out.
package struct CohenKappa: Sendable, Equatable {
  package let kappa: Statistic
  package let observed: Statistic
  package let expected: Statistic
  package let units: Int
  /// Large-sample standard error (Fleiss, Cohen & Everitt, Psychological Bulletin 72, 1969, 323–327).
  package let standardError: Statistic
  /// The same where agreement is by chance alone, for testing that.
  package let nullError: Statistic

  package init(_ ratings: Ratings) {
    let table = ratings.crossed(0, 1)
    let units = table.reduce(0) { $0 + $1.reduce(0, +) }
    self.units = units
    guard units > 0 else {
      kappa = .undefined(.noUnit)
      (observed, expected, standardError, nullError) = (kappa, kappa, kappa, kappa)
      return
    }
    let shares = Shares(table, of: Double(units))
    (observed, expected) = (.value(shares.observed), .value(shares.expected))
    kappa = .beyondChance(observed: shares.observed, expected: shares.expected)
    (standardError, nullError) = (
      shares.error(kappa, shares.variance), shares.error(kappa) { _ in shares.nullVariance }
    )
  }

  /// 95 % of the normal distribution around the value.
  package var interval: (low: Double, high: Double)? {
    guard let kappa = kappa.value, let error = standardError.value else { return nil }
    return (kappa - 1.959963984540054 * error, kappa + 1.959963984540054 * error)
  }
}

/// A table of two coders as shares of all.
private struct Shares {
  let cells: [[Double]]
  let rows: [Double]
  let columns: [Double]
  let units: Double

  init(_ table: [[Int]], of units: Double) {
    let cells = table.map { $0.map { Double($0) / units } }
    // From the counts, so that all in one category is exactly 1.
    rows = table.map { Double($0.reduce(0, +)) / units }
    columns = table.indices.map { column in
      Double(table.reduce(0) { $0 + $1[column] }) / units
    }
    observed = Double(table.indices.reduce(0) { $0 + table[$1][$1] }) / units
    (self.cells, self.units) = (cells, units)
  }

  let observed: Double
  var expected: Double { zip(rows, columns).reduce(0) { $0 + $1.0 * $1.1 } }

  func error(_ kappa: Statistic, _ variance: (Double) -> Double) -> Statistic {
    guard let value = kappa.value else { return kappa }
    let rest = 1 - expected
    return .value((max(0, variance(value)) / units).squareRoot() / rest)
  }

  func variance(_ kappa: Double) -> Double {
    var sum = 0.0
    for (row, cells) in cells.enumerated() {
      for (column, cell) in cells.enumerated() {
        if row == column {
          let weight = 1 - (rows[row] + columns[row]) * (1 - kappa)
          sum += cell * weight * weight
        } else {
          let weight = (columns[row] + rows[column]) * (1 - kappa)
          sum += cell * weight * weight
        }
      }
    }
    let last = kappa - expected * (1 - kappa)
    return sum - last * last
  }

  var nullVariance: Double {
    expected + expected * expected
      - zip(rows, columns).reduce(0) { $0 + $1.0 * $1.1 * ($1.0 + $1.1) }
  }
}
