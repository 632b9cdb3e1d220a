/// A finished table: named, typed columns, rows of cells, and what a reader must know to read it.
package struct Table: Sendable, Equatable {
  package struct Column: Sendable, Equatable {
    package enum Kind: String, Sendable { case text, integer, real, share }
    package var name: String
    package var kind: Kind
    package init(_ name: String, _ kind: Kind = .text) { (self.name, self.kind) = (name, kind) }
  }

  package enum Cell: Sendable, Equatable {
    case text(String)
    case integer(Int)
    /// A number and the decimals it is written with.
    case real(Double, decimals: Int)
    /// So many of so many; `of` 0 has no percentage.
    case share(Int, of: Int)
    /// Not applicable, which is not zero.
    case empty
  }

  package var title: String
  package var columns: [Column]
  package var rows: [[Cell]]
  /// One statement a line: unit, denominators, statuses, what is left out.
  package var notes: [String]
  /// Index of the rows that sum up others, set apart where the format allows.
  package var totals: Set<Int>
  /// Depth of a row in a tree of codes, for indenting its first text column; empty means all 0.
  package var depths: [Int]

  package init(
    title: String, columns: [Column], rows: [[Cell]] = [], notes: [String] = [],
    totals: Set<Int> = [], depths: [Int] = []
  ) {
    self.title = title
    self.columns = columns
    self.rows = rows
    self.notes = notes
    self.totals = totals
    self.depths = depths
  }
}
