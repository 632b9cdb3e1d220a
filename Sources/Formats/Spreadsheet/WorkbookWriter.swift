import Coding

/// Writes a workbook (SpreadsheetML, ISO/IEC 29500: `.xlsx`) sheet after sheet and row after row.
///
/// Of a sheet only what isn't handed over yet is in memory, and the short texts that come again. A
/// text is a text: nothing in a cell is ever computed. The same cells give the same bytes.
package final class WorkbookWriter {
  package typealias Sink = ([UInt8]) throws -> Void

  /// How a number is shown; the cell holds the number itself.
  package enum NumberFormat: Hashable, Sendable {
    case integer
    case decimals(Int)
    /// A share of one in whole percent.
    case percent
  }

  /// A text of which a cell can't take all.
  package struct Excess: Equatable, Sendable {
    package var sheet: String
    package var row: Int
    package var column: String
    /// In UTF-16 code units, as spreadsheets count.
    package var length: Int
  }

  package static let mostRows = 1_048_576
  package static let mostColumns = 16_384
  /// Of one cell, in UTF-16 code units.
  package static let longestText = 32_767

  /// The names the sheets got.
  package let sheets: [String]
  /// Texts that were cut, in order: the cell ends in `…`.
  package private(set) var excess: [Excess] = []
  private let archive: ArchiveStream
  private var styles = SheetStyles()
  private var texts = SharedTexts()
  private var sheet = SheetWriter(columns: [])
  private var started = 0

  /// A workbook of sheets of these names, made fit for it: see `SheetNames`.
  package init(sheets names: [String], sink: @escaping Sink) throws {
    sheets = SheetNames.fitting(names)
    archive = ArchiveStream(sink: sink)
    for (name, text) in WorkbookParts.fixed(sheets) { try archive.add(name, text) }
  }

  /// Starts the next sheet with its header.
  ///
  /// - Throws: `Diagnostic` for more columns than a sheet has.
  package func startSheet(columns: [String]) throws {
    started += 1
    guard columns.count <= Self.mostColumns else {
      throw fault(.columns(columns.count), "take fewer, or write CSV")
    }
    try archive.start(WorkbookParts.sheet(started))
    sheet = SheetWriter(columns: columns)
    for column in columns { sheet.text(column, style(isBold: true), &texts) }
    try endRow()
  }

  /// Rows from here on are in bold or not, as sums are.
  package var isBold = false

  package func text(_ text: String) {
    let fitting = fitting(text)
    let isLong = sheet.isWide(fitting)
    sheet.text(
      fitting, style(isBold: isBold, isWrapped: isLong, isQuoted: startsFormula(fitting)), &texts)
  }

  /// A number as XML has it, such as `98.36` or `-1`.
  ///
  /// More than 15 digits become a text: a spreadsheet would lose the rest.
  package func number(_ number: String, as format: NumberFormat) {
    guard number.utf8.count(where: \.isDigit) <= 15 else { return text(number) }
    sheet.number(number, styles.index(SheetStyles.Style(format: format, isBold: isBold)))
  }

  package func empty() { sheet.empty() }

  /// - Throws: what the sink throws; `Diagnostic` for more rows than a sheet has.
  package func endRow() throws {
    sheet.endRow()
    guard sheet.rows <= Self.mostRows else {
      throw fault(.rows, "take fewer (--limit, --code, --where), or write CSV")
    }
    if sheet.isDue { try archive.write(sheet.take()) }
  }

  package func endSheet() throws {
    sheet.end()
    try archive.write(sheet.take())
    try archive.endPart()
  }

  /// Writes what all sheets share; nothing may follow it.
  package func finish() throws {
    precondition(started == sheets.count, "a sheet was promised and not written")
    try archive.start("xl/sharedStrings.xml")
    try texts.write { try archive.write($0) }
    try archive.endPart()
    try archive.add("xl/styles.xml", styles.xml)
    try archive.finish()
  }

  private func style(
    isBold: Bool = false, isWrapped: Bool = false, isQuoted: Bool = false
  ) -> Int {
    styles.index(
      SheetStyles.Style(
        isBold: isBold, isWrapped: isWrapped, isQuoted: isQuoted, isHeader: sheet.rows == 0))
  }

  /// As much of a text as a cell takes; the rest is told in `excess`.
  private func fitting(_ text: String) -> String {
    // No text has more UTF-16 code units than bytes.
    guard text.utf8.count > Self.longestText, text.utf16.count > Self.longestText else {
      return text
    }
    excess.append(
      Excess(
        sheet: sheets[started - 1], row: sheet.rows + 1, column: sheet.currentColumn,
        length: text.utf16.count))
    var kept = String.UnicodeScalarView()
    var room = Self.longestText - 1
    for scalar in text.unicodeScalars {
      room -= scalar.value > 0xFFFF ? 2 : 1
      if room < 0 { break }
      kept.append(scalar)
    }
    return String(kept) + "…"
  }

  private func fault(_ message: Diagnostic.Message, _ hint: String) -> Diagnostic {
    Diagnostic(.error, message, at: Place(file: "sheet '\(sheets[started - 1])'"), hint: hint)
  }
}

/// Whether a program that computes might take the text for a formula.
private func startsFormula(_ text: String) -> Bool {
  guard let first = text.unicodeScalars.first else { return false }
  return "=+-@\t\r\0".unicodeScalars.contains(first)
}

extension Diagnostic.Message {
  fileprivate static var rows: Self {
    "a sheet can't hold more than \(WorkbookWriter.mostRows) rows"
  }
  fileprivate static func columns(_ count: Int) -> Self {
    "a sheet can't hold \(count) columns, only \(WorkbookWriter.mostColumns)"
  }
}
