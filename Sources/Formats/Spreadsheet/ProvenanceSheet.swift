import Coding

/// The last sheet of a workbook that Zicht writes: what each table is of, a statement a row.
package enum ProvenanceSheet {
  package static let name = "Provenance"
  package static let columns = ["sheet", "statement", "value"]
  /// The statement that a program reads; of more than one row the values are one text.
  package static let receipt = "receipt"

  /// The texts of that statement by sheet, in their order; empty without such a sheet.
  static func receipts(
    in workbook: inout Workbook
  ) throws(Diagnostic) -> [(sheet: String, text: String)] {
    guard workbook.sheets.contains(name) else { return [] }
    var receipts: [(sheet: String, text: String)] = []
    var rows = try workbook.rows(of: name)
    while let row = try rows.next() {
      let texts = Dictionary(row.cells.map { ($0.column, $0.text) }) { first, _ in first }
      guard texts[1] == receipt, let sheet = texts[0], let text = texts[2] else { continue }
      if receipts.last?.sheet == sheet {
        receipts[receipts.count - 1].text += text
      } else {
        receipts.append((sheet, text))
      }
    }
    return receipts
  }
}

extension Workbook {
  /// The sheets that hold tables: all but that of provenance.
  package var tables: [String] { sheets.filter { $0 != ProvenanceSheet.name } }
}
