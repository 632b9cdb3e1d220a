import Coding

/// Reads a table that a program exported, in any of the forms that Zicht writes, also after a
/// spreadsheet program saved it: CSV, TSV, JSON, JSON Lines, Markdown, a sheet of a workbook.
///
/// The form is decided by content. O(bytes).
package struct TableFile: Sendable, Equatable {
  package enum Form: String, Sendable { case csv, tsv, json, jsonl, markdown, xlsx }

  package let grid: TextGrid
  package let form: Form
  /// The decoded text; of a workbook what its sheet of provenance has for programs.
  package let text: String

  /// The sheet, of a workbook, is the first where none is named.
  ///
  /// - Throws: `Rejected` with the place of what can't be read.
  package init(_ bytes: [UInt8], file: String, sheet: String? = nil) throws(Rejected) {
    if Self.isWorkbook(bytes) {
      (grid, text) = try WorkbookTable.read(bytes, file: file, sheet: sheet)
      form = .xlsx
      return
    }
    let decoded = try decode(bytes, file: file)
    text = decoded.text.string
    let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if start.hasPrefix("{") || start.hasPrefix("[") {
      (grid, form) = try JSONTable.read(decoded.text, file: file)
    } else if text.split(separator: "\n").contains(where: MarkdownTable.isRule) {
      (grid, form) = (MarkdownTable.read(text), .markdown)
    } else {
      let table = Delimited(decoded.text, file: file)
      guard table.diagnostics.isEmpty else { throw Rejected(table.diagnostics) }
      grid = TextGrid(
        columns: table.columns.map(\.value), rows: table.records.map { $0.map(\.value) })
      form = text.prefix { $0 != "\n" }.contains("\t") ? .tsv : .csv
    }
    guard !grid.columns.isEmpty else {
      throw Rejected([
        Diagnostic(
          .error, "no table in this file", at: Place(file: file),
          hint: "tables are XLSX, CSV, TSV, JSON, JSON Lines or Markdown, as zicht writes them")
      ])
    }
  }
}

extension TableFile {
  package static func isWorkbook(_ bytes: [UInt8]) -> Bool {
    FileKind.foreignFormat(bytes) == .workbook
  }
}

/// A sheet of a workbook, with its receipt.
private enum WorkbookTable {
  static func read(
    _ bytes: [UInt8], file: String, sheet: String?
  ) throws(Rejected) -> (TextGrid, String) {
    do throws(Diagnostic) {
      var workbook = try Workbook(bytes, file: file)
      let name = sheet ?? workbook.tables.first ?? workbook.sheets[0]
      let table = try Delimited(try workbook.rows(of: name), file: file)
      let receipts = try ProvenanceSheet.receipts(in: &workbook)
      // The one receipt there is stays the table's also where the sheet was renamed.
      let own = receipts.first { $0.sheet == name } ?? (receipts.count == 1 ? receipts.first : nil)
      let grid = TextGrid(
        columns: table.columns.map(\.value), rows: table.records.map { $0.map(\.value) })
      guard !grid.columns.isEmpty else {
        throw Diagnostic(.error, .emptySheet(name), at: Place(file: file))
      }
      return (grid, own?.text ?? "")
    } catch {
      throw Rejected([error])
    }
  }
}

extension Diagnostic.Message {
  fileprivate static func emptySheet(_ name: String) -> Self { "the sheet \(shown(name)) is empty" }
}

/// A table as Zicht's JSON: an object with columns and rows, a list of objects, or a line for each.
private enum JSONTable {
  static func read(
    _ text: SourceText, file: String
  ) throws(Rejected) -> (TextGrid, TableFile.Form) {
    do {
      let json = try JSONReader.read(text, file: file)
      if let rows = json["rows"]?.array {
        let names = json["columns"]?.array?.compactMap { $0["name"]?.string }
        return (grid(rows, names), .json)
      }
      return (grid(json.array ?? [json], nil), .json)
    } catch {
      guard let rows = try lines(text, file: file) else { throw Rejected([error]) }
      return (grid(rows, nil), .jsonl)
    }
  }

  /// Nil when the first line is no value by itself.
  private static func lines(_ text: SourceText, file: String) throws(Rejected) -> [JSON]? {
    var rows: [JSON] = []
    for (number, line) in text.utf8.split(separator: UInt8.lineFeed).enumerated() {
      do {
        rows.append(try JSONReader.read(SourceText(validUTF8: Array(line)), file: file))
      } catch {
        if number == 0 { return nil }
        var error = error
        error.place.line = number + 1
        throw Rejected([error])
      }
    }
    return rows
  }

  private static func grid(_ rows: [JSON], _ names: [String]?) -> TextGrid {
    let cells = rows.map { row in (row.members ?? []).map { ($0.key, $0.value) } }
    let named = names ?? cells.first?.map(\.0) ?? []
    let shares = Set(
      named.filter { name in rows.contains { $0[name]?["share"] != nil } })
    let columns = named.flatMap { shares.contains($0) ? [$0, "\($0)_of", "\($0)_share"] : [$0] }
    let texts = rows.map { row in
      named.flatMap { name -> [String] in
        guard shares.contains(name) else { return [text(row[name])] }
        return ["count", "of", "share"].map { text(row[name]?[$0]) }
      }
    }
    return TextGrid(columns: columns, rows: texts)
  }

  private static func text(_ value: JSON?) -> String {
    switch value?.content {
    case .string(let text): text
    case .null, nil: ""
    default: value?.canonical ?? ""
    }
  }
}

/// The first table of a Markdown text.
private enum MarkdownTable {
  /// `| --- | ---: |`, the line below a table's header.
  static func isRule(_ line: Substring) -> Bool {
    let line = trimmed(line)
    return line.hasPrefix("|") && line.contains("---") && line.allSatisfy { "|-: ".contains($0) }
  }

  static func read(_ text: String) -> TextGrid {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let rule = lines.firstIndex(where: isRule), rule > 0 else {
      return TextGrid(columns: [], rows: [])
    }
    let rows = lines[(rule + 1)...].prefix { trimmed($0).hasPrefix("|") }
    return TextGrid(columns: cells(lines[rule - 1]), rows: rows.map(cells))
  }

  private static func cells(_ line: Substring) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for character in trimmed(line).dropFirst() {
      switch character {
      case _ where isEscaped:
        cell.append(character)
        isEscaped = false
      case "\\": isEscaped = true
      case "|":
        cells.append(plain(cell))
        cell = ""
      // Emphasis that the writer gave to totals: an asterisk of the text is escaped.
      case "*": continue
      default: cell.append(character)
      }
    }
    return cells
  }

  private static func plain(_ cell: String) -> String {
    let text = cell.replacing("&emsp;", with: "").replacing("&lt;", with: "<")
      .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    return trimmed(text[...])
  }
}

private func trimmed(_ text: Substring) -> String {
  let start = text.drop(while: \.isWhitespace)
  return String(start.reversed().drop(while: \.isWhitespace).reversed())
}
