/// Counts by row and column, and whether the two depend on each other.
package struct ContingencyTable: Sendable, Equatable {
  package let counts: [[Int]]
  package let rows: [Int]
  package let columns: [Int]
  package let total: Int

  /// - Precondition: rows of one length.
  package init(_ counts: [[Int]]) {
    self.counts = counts
    rows = counts.map { $0.reduce(0, +) }
    columns = (counts.first ?? []).indices.map { column in
      counts.reduce(0) { $0 + $1[column] }
    }
    total = rows.reduce(0, +)
  }

  /// Those that hold something; empty ones say nothing.
  package var rowsUsed: Int { rows.count { $0 > 0 } }
  package var columnsUsed: Int { columns.count { $0 > 0 } }

  /// Whether there are two rows and two columns to compare.
  package var canBeTested: Bool { rowsUsed > 1 && columnsUsed > 1 }

  /// What independence would give; nil in empty rows and columns, and where nothing can be tested.
  package func expected(_ row: Int, _ column: Int) -> Double? {
    guard canBeTested, rows[row] > 0, columns[column] > 0 else { return nil }
    return Double(rows[row]) * Double(columns[column]) / Double(total)
  }

  /// (observed − expected) over its standard error under independence.
  ///
  /// Haberman, Biometrics 29, 1973, 205–220.
  package func adjustedResidual(_ row: Int, _ column: Int) -> Double? {
    guard let expected = expected(row, column) else { return nil }
    let (n, r, c) = (Double(total), Double(rows[row]), Double(columns[column]))
    let variance = expected * (1 - r / n) * (1 - c / n)
    return (Double(counts[row][column]) - expected) / variance.squareRoot()
  }

  /// Expected counts of the rows and columns that hold something.
  package var expectedCounts: [Double] {
    rows.indices.flatMap { row in columns.indices.compactMap { expected(row, $0) } }
  }

  /// Pearson's χ², without Yates's correction; nil where nothing can be tested.
  package var chiSquare: Double? {
    guard canBeTested else { return nil }
    var sum = 0.0
    for row in rows.indices {
      for column in columns.indices {
        guard let expected = expected(row, column) else { continue }
        let difference = Double(counts[row][column]) - expected
        sum += difference * difference / expected
      }
    }
    return sum
  }

  package var degrees: Int? { canBeTested ? (rowsUsed - 1) * (columnsUsed - 1) : nil }

  package var chiSquareP: Double? {
    guard let chiSquare, let degrees else { return nil }
    return Distributions.chiSquareTail(chiSquare, degrees: degrees)
  }

  /// √(χ² / (n (k − 1))), k the smaller side (Cramér, Mathematical Methods of Statistics, 1946).
  package var cramersV: Double? {
    guard let chiSquare else { return nil }
    return (chiSquare / Double(total * (min(rowsUsed, columnsUsed) - 1))).squareRoot()
  }
}

/// Fisher's exact test of two by two counts (Statistical Methods for Research Workers, 1925).
package struct FisherTest: Sendable, Equatable {
  /// Of tables that are as probable as this or less.
  package let twoSided: Double
  /// Of a first cell as small as this, or as large.
  package let less: Double
  package let greater: Double
  /// ad / bc; infinite where only bc is 0; nil where a row or column is empty.
  package let oddsRatio: Double?

  /// O(smaller margin).
  package init(_ a: Int, _ b: Int, _ c: Int, _ d: Int) {
    let (row, column, total) = (a + b, a + c, a + b + c + d)
    guard row > 0, column > 0, row < total, column < total else {
      (twoSided, less, greater, oddsRatio) = (1, 1, 1, nil)
      return
    }
    let cells = max(0, row + column - total)...min(row, column)
    let logs = LogFactorials(upTo: total)
    let probabilities = cells.map { cell in
      Distributions.exponential(
        logs.choose(column, cell) + logs.choose(total - column, row - cell)
          - logs.choose(total, row))
    }
    let own = probabilities[a - cells.lowerBound]
    // As rounding leaves equal probabilities.
    twoSided = min(1, probabilities.filter { $0 <= own * (1 + 1e-7) }.reduce(0, +))
    less = min(1, probabilities[...(a - cells.lowerBound)].reduce(0, +))
    greater = min(1, probabilities[(a - cells.lowerBound)...].reduce(0, +))
    oddsRatio = b * c == 0 ? .infinity : Double(a * d) / Double(b * c)
  }
}

private struct LogFactorials {
  private var logs = [0.0]

  init(upTo limit: Int) {
    logs.reserveCapacity(limit + 1)
    for number in stride(from: 1, through: limit, by: 1) {
      logs.append(logs[number - 1] + Distributions.logarithm(Double(number)))
    }
  }

  func choose(_ n: Int, _ k: Int) -> Double { logs[n] - logs[k] - logs[n - k] }
}

/// Probabilities of many tests, adjusted so that of those called significant at most a share q is so
/// by chance.
///
/// Benjamini & Hochberg, Journal of the Royal Statistical Society B 57, 1995, 289–300. Nil is of a test
/// that could not be made, and counts for nothing.
package func falseDiscoveryAdjusted(_ probabilities: [Double?]) -> [Double?] {
  let known = probabilities.enumerated().compactMap { index, p in p.map { (index, $0) } }
    .sorted { ($0.1, $0.0) > ($1.1, $1.0) }
  var adjusted: [Double?] = Array(repeating: nil, count: probabilities.count)
  var least = 1.0
  for (place, (index, p)) in known.enumerated() {
    least = min(least, p * Double(known.count) / Double(known.count - place))
    adjusted[index] = least
  }
  return adjusted
}
