import Coding
import TestSupport
import Testing

/// A changed figure is told from a changed format.
@Suite struct TableComparisonTests {
  @Test(arguments: [
    ("26", "26", CellComparison.same), ("26", " 26 ", .rewritten), ("26", "26,0", .rewritten),
    ("0.4595", "0,4595", .rewritten), ("0.4595", "45.95%", .rewritten),
    ("0.5000", "0,5", .rewritten),
    ("0.4595", "0.46", .rounded), ("0.4595", "46%", .rounded), ("0.4595", "0.45", .changed),
    ("1234", "1,234", .rewritten), ("1234", "1.234", .rewritten), ("1234", "1 234", .rewritten),
    ("1.234", "1234", .changed), ("1234567", "1.234567E+06", .rewritten), ("26", "27", .changed),
    ("26", "", .changed), ("", "0", .changed), ("0", "", .changed), ("-1", "'-1", .rewritten),
    ("17 of 37 (46%)", "17 of 37 (46,0%)", .rewritten),
    ("17 of 37 (46%)", "18 of 37 (46%)", .changed),
    ("bewoner", "bewoner\u{A0}", .rewritten), ("bewoner", "Bewoner", .changed),
    ("12", "1e", .changed), ("5", "5E999999999", .changed),
    ("7", "9999999999999999999999", .changed),
    ("0.005", "0.01", .rounded), ("2.5", "3", .rounded), ("-2.5", "-3", .rounded),
  ])
  func cells(expected: String, found: String, result: CellComparison) {
    #expect(CellComparison.between(expected, found) == result, "\(expected) \(found)")
  }

  private static let keys: Set<String> = ["code", "place"]

  private func table(_ random: inout Seeded) -> TextGrid {
    var rows: [[String]] = []
    for code in 0..<Int.random(in: 1...6, using: &random) {
      for place in ["Noord", "Zuid"] {
        let count = Int.random(in: 0...2000, using: &random)
        rows.append(["c\(code)", place, "\(count)", "0.\(1000 + count)"])
      }
    }
    return TextGrid(columns: ["code", "place", "segments", "share"], rows: rows)
  }

  /// Sorted, with other columns first and decimals as in Dutch: still the same table.
  @Test(arguments: 1...60 as ClosedRange<UInt64>) func anotherFormatIsEqual(seed: UInt64) {
    var random = Seeded(seed)
    let table = table(&random)
    let order = [0, 1, 2, 3].shuffled(using: &random)
    let rows = table.rows.shuffled(using: &random).map { row in
      order.map { row[$0].replacing("0.", with: "0,") }
    }
    let comparison = TableComparison(
      expected: table, found: TextGrid(columns: order.map { table.columns[$0] }, rows: rows),
      keys: Self.keys)
    #expect(comparison.isEqual)
    #expect(comparison.cells == table.rows.count * 4)
    #expect(comparison.surplusColumns.isEmpty && comparison.rounded.isEmpty)
  }

  /// One figure changed anywhere, after any sorting, is named with its row and column.
  @Test(arguments: 1...60 as ClosedRange<UInt64>) func oneFigureIsFound(seed: UInt64) {
    var random = Seeded(seed)
    let table = table(&random)
    var rows = table.rows
    let (row, column) = (Int.random(in: rows.indices, using: &random), random.pick([2, 3]))
    rows[row][column] += "1"
    let comparison = TableComparison(
      expected: table,
      found: TextGrid(columns: table.columns, rows: rows.shuffled(using: &random)),
      keys: Self.keys)
    #expect(
      comparison.changes == [
        .init(
          row: [table.rows[row][0], table.rows[row][1]], column: table.columns[column],
          expected: table.rows[row][column], found: rows[row][column])
      ])
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>) func aRowTakenOrAddedIsFound(seed: UInt64) {
    var random = Seeded(seed)
    let table = table(&random)
    var rows = table.rows
    let taken = rows.remove(at: Int.random(in: rows.indices, using: &random))
    rows.append(["c9", "Oost", "1", "2"])
    let comparison = TableComparison(
      expected: table, found: TextGrid(columns: table.columns, rows: rows), keys: Self.keys)
    #expect(comparison.missingRows == [Array(taken[0..<2])])
    #expect(comparison.surplusRows == [["c9", "Oost"]])
    #expect(!comparison.isEqual)
  }

  /// Rows of one name (as `lacking` below several codes) are told apart by their figures.
  @Test func rowsOfOneName() {
    let columns = ["code", "n"]
    let expected = TextGrid(
      columns: columns, rows: [["lacking", "1"], ["lacking", "2"], ["lacking", "3"]])
    let found = TextGrid(
      columns: columns, rows: [["lacking", "3"], ["lacking", "9"], ["lacking", "1"]])
    let comparison = TableComparison(expected: expected, found: found, keys: ["code"])
    #expect(comparison.changes.map(\.found) == ["9"])
    #expect(comparison.changes.map(\.expected) == ["2"])
  }

  @Test func aColumnTakenIsFound() {
    let expected = TextGrid(columns: ["code", "a", "b"], rows: [["x", "1", "2"]])
    let found = TextGrid(columns: ["b", "Code", "mine"], rows: [["2", "x", "?"]])
    let comparison = TableComparison(expected: expected, found: found, keys: ["code"])
    #expect(comparison.missingColumns == ["a"] && comparison.surplusColumns == ["mine"])
    #expect(comparison.changes.isEmpty && !comparison.isEqual)
  }
}
