import Coding

/// A table as RFC 4180 with LF line ends; notes and title are left out.
///
/// A share is three columns: `name`, `name_of` and `name_share`.
package struct CSV: TableWriter {
  package enum Separator: String, CaseIterable, Sendable {
    case comma
    /// What spreadsheets expect where the comma is the decimal sign.
    case semicolon
    case tab

    package var byte: UInt8 {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      }
    }

    /// The sign that is usual beside it: `read.csv2` and Dutch Excel read `;` with decimal commas.
    package var decimal: DecimalSign { self == .semicolon ? .comma : .point }
  }

  package enum DecimalSign: String, CaseIterable, Sendable { case point, comma }

  package var separator: Separator
  package var decimal: DecimalSign
  package var hasByteOrderMark: Bool

  /// - Precondition: one comma can't be both separator and decimal sign.
  package init(
    separator: Separator = .comma, decimal: DecimalSign? = nil, hasByteOrderMark: Bool = false
  ) {
    self.separator = separator
    self.decimal = decimal ?? separator.decimal
    self.hasByteOrderMark = hasByteOrderMark
    precondition(separator != .comma || self.decimal != .comma)
  }

  package func write(_ table: Table, to sink: (String) -> Void) {
    delimited(table, .csv, separator.byte, decimal, hasByteOrderMark, to: sink)
  }
}

/// A table with a tab between cells; tabs and line ends within cells become spaces.
package struct TSV: TableWriter {
  package init() {}
  package func write(_ table: Table, to sink: (String) -> Void) {
    delimited(table, .tsv, UInt8(ascii: "\t"), .point, false, to: sink)
  }
}

private func delimited(
  _ table: Table, _ style: DelimitedWriter.Style, _ separator: UInt8, _ decimal: CSV.DecimalSign,
  _ hasMark: Bool, to sink: (String) -> Void
) {
  withoutActuallyEscaping(sink) { sink in
    var writer = DelimitedWriter(style, separator: separator, decimal: decimal) {
      sink(String(decoding: $0, as: UTF8.self))
    }
    if hasMark { writer.byteOrderMark() }
    // The sink doesn't throw, so that neither do the rows.
    try? writer.rows(of: table)
  }
}

extension DelimitedWriter {
  fileprivate mutating func rows(of table: Table) throws {
    for column in table.columns { header(column) }
    try endRow()
    for row in table.rows.indices {
      for column in table.columns.indices {
        cell(table.cell(row, column), table.columns[column].kind)
      }
      try endRow()
    }
    try finish()
  }

  /// The names of a column's cells: three for a share.
  package mutating func header(_ column: Table.Column) {
    text(column.name)
    guard column.kind == .share else { return }
    text(column.name + "_of")
    text(column.name + "_share")
  }

  /// A column of shares takes three cells, whatever the cell is.
  private mutating func cell(_ cell: Table.Cell, _ kind: Table.Column.Kind) {
    switch cell {
    case .share(let count, let whole) where kind == .share: return share(count, of: whole)
    case .share(let count, let whole): text("\(count) of \(whole)")
    case .text(let string): text(string)
    case .integer(let number): integer(number)
    case .real(let value, let decimals): real(value, decimals: decimals)
    case .empty: empty()
    }
    guard kind == .share else { return }
    empty()
    empty()
  }
}
