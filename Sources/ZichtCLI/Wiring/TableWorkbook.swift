import Coding
import Formats
import Reports

/// Tables as sheets of one workbook, with a last sheet that says what they are of.
///
/// Each row says all of itself, as in CSV: a share is three columns, codes are paths. Of a table that
/// comes row by row nothing is kept.
final class TableWorkbook {
  private struct Sheet {
    var title: String
    var notes: [String]
  }

  private let writer: WorkbookWriter
  private var sheets: [Sheet] = []
  private var kinds: [Table.Column.Kind] = []

  /// A workbook of so many tables, whose sheets are called so as far as sheets can be.
  init(_ names: [String], sink: @escaping ([UInt8]) throws -> Void) throws {
    writer = try WorkbookWriter(sheets: names + [ProvenanceSheet.name], sink: sink)
  }

  // MARK: Tables

  func add(_ table: Table) throws {
    try start(table.title, notes: table.notes, columns: table.columns)
    for (index, row) in table.rows.enumerated() {
      try add(row, isTotal: table.totals.contains(index))
    }
    try end()
  }

  /// Starts the next table.
  func start(_ title: String, notes: [String], columns: [Table.Column]) throws {
    sheets.append(Sheet(title: title, notes: notes))
    kinds = columns.map(\.kind)
    try writer.startSheet(
      columns: columns.flatMap { column in
        column.kind == .share
          ? [column.name, column.name + "_of", column.name + "_share"] : [column.name]
      })
  }

  func add(_ row: [Table.Cell], isTotal: Bool = false) throws {
    writer.isBold = isTotal
    for (column, kind) in kinds.enumerated() {
      add(column < row.count ? row[column] : .empty, kind)
    }
    try writer.endRow()
  }

  func end() throws {
    writer.isBold = false
    try writer.endSheet()
  }

  /// A column of shares takes three cells, whatever the cell is.
  private func add(_ cell: Table.Cell, _ kind: Table.Column.Kind) {
    switch cell {
    case .share(let count, let whole) where kind == .share: return add(share: count, of: whole)
    case .share(let count, let whole): writer.text("\(count) of \(whole)")
    case .text(let text): writer.text(text)
    case .integer(let number): writer.number("\(number)", as: .integer)
    case .real(let value, let decimals):
      add(decimal(value, decimals: decimals), .decimals(decimals))
    case .empty: writer.empty()
    }
    guard kind == .share else { return }
    writer.empty()
    writer.empty()
  }

  /// The share has four decimals, as everywhere, and is shown in percent.
  private func add(share count: Int, of whole: Int) {
    writer.number("\(count)", as: .integer)
    writer.number("\(whole)", as: .integer)
    add(share(count, of: whole), .percent)
  }

  private func add(_ number: String?, _ format: WorkbookWriter.NumberFormat) {
    if let number { writer.number(number, as: format) } else { writer.empty() }
  }

  // MARK: Provenance

  /// Writes the last sheet, with the tables' receipts in their order; returns what cells could not
  /// take, a line each.
  @discardableResult
  func finish(_ receipts: [TableReceipt?]) throws -> [String] {
    let losses = writer.excess.map { excess in
      (
        excess.sheet,
        "row \(excess.row), column \(excess.column): \(grouped(excess.length)) characters, of which "
          + "a cell takes \(grouped(WorkbookWriter.longestText)); the rest is left out"
      )
    }
    try writer.startSheet(columns: ProvenanceSheet.columns)
    for (index, sheet) in sheets.enumerated() {
      let name = writer.sheets[index]
      var statements = [("title", sheet.title)]
      let receipt = index < receipts.count ? receipts[index] : nil
      statements += (receipt?.notes ?? sheet.notes).map { ("note", $0) }
      statements += losses.filter { $0.0 == name }.map { ("left out", $0.1) }
      statements += receipt?.statements ?? [("program", "zicht \(Zicht.version)")]
      for (statement, value) in statements {
        for text in [name, statement, value] { writer.text(text) }
        try writer.endRow()
      }
    }
    try writer.endSheet()
    try writer.finish()
    return losses.map { "sheet '\($0)', \($1)" }
  }
}

extension TableReceipt {
  /// What a person reads of it, and last what a program reads.
  fileprivate var statements: [(String, String)] {
    let parts = json.canonical.parts(of: WorkbookWriter.longestText)
    return [
      ("question", "zicht " + query.joined(separator: " ")), ("rows", "\(rows)"),
      ("project file", file), ("project", ledger.project), ("events", "\(ledger.size)"),
      ("time of the last event", ledger.time), ("root of the ledger", ledger.root),
      ("head of the ledger", ledger.head),
    ]
      + ledger.codebooks.map { book in
        ("codebook", "\(book.name), version \(book.version), sha256 \(book.hash)")
      } + [
        ("result", "sha256 \(result)"), ("program", program),
        ("check", "zicht verify FILE, beside the project"),
      ] + parts.map { (ProvenanceSheet.receipt, $0) }
  }
}

extension String {
  /// Parts of at most so many bytes, which are as many characters or more.
  fileprivate func parts(of length: Int) -> [String] {
    var parts: [String] = []
    var part = String.UnicodeScalarView()
    var bytes = 0
    for scalar in unicodeScalars {
      let size = UTF8.width(scalar)
      if bytes + size > length {
        parts.append(String(part))
        (part, bytes) = (String.UnicodeScalarView(), 0)
      }
      part.append(scalar)
      bytes += size
    }
    return parts + [String(part)]
  }
}
