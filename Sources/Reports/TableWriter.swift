import Coding

/// A way to write a finished table, row after row.
package protocol TableWriter {
  /// Hands over the table in pieces, in order. O(cells).
  func write(_ table: Table, to sink: (String) -> Void)
}

extension TableWriter {
  package func string(_ table: Table) -> String {
    var text = ""
    write(table) { text += $0 }
    return text
  }
}

extension Table {
  /// The cell of a column; a row that is too short is empty there.
  func cell(_ row: Int, _ column: Int) -> Cell {
    column < rows[row].count ? rows[row][column] : .empty
  }
  func depth(_ row: Int) -> Int { row < depths.count ? max(0, depths[row]) : 0 }
  /// How many columns of text come before the first of numbers.
  var leadingTextColumns: Int { columns.prefix { $0.kind == .text }.count }
  /// The column whose cells the depths indent.
  var keyColumn: Int? { columns.firstIndex { $0.kind == .text } }
}
