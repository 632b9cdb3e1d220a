import Coding

extension Delimited {
  /// The rows of a sheet as if they were separated values: the first with something in it names the
  /// columns, up to its last name.
  ///
  /// What stands to the right of them is left out, and said. O(rows × columns).
  /// - Throws: a sheet that would take more memory than a reader has.
  init(_ sheet: SheetReader, file: String) throws(Diagnostic) {
    self.init()
    var sheet = sheet
    var outside: (first: Place, cells: Int)?
    while let row = try sheet.next() {
      let width = columns.isEmpty ? (row.cells.last?.column ?? -1) + 1 : columns.count
      guard (records.count + 1) * width <= Self.mostCells else {
        throw Diagnostic(
          .error, .cells, at: Place(file: file, line: row.number),
          hint: "delete what is no part of the table, or save the sheet as CSV")
      }
      var fields = (0..<width).map { column in
        Field(value: "", place: Place(file: file, line: row.number, column: column + 1))
      }
      for cell in row.cells {
        let place = Place(file: file, line: row.number, column: cell.column + 1)
        if cell.column < width {
          fields[cell.column].value = withLineFeeds(cell.text)
        } else {
          outside = (outside?.first ?? place, (outside?.cells ?? 0) + 1)
        }
      }
      if columns.isEmpty {
        columns = fields
      } else if fields.contains(where: { !$0.value.isEmpty }) {
        records.append(fields)
      }
    }
    if let outside {
      diagnostics.append(
        Diagnostic(
          .warning, .outside(outside.cells), at: outside.first,
          hint: "name its column, or delete it"))
    }
  }

  private static let mostCells = 4 << 20
}

private func withLineFeeds(_ text: String) -> String {
  guard text.utf8.contains(.carriageReturn) else { return text }
  return String(decoding: withLineFeeds(Array(text.utf8)), as: UTF8.self)
}

/// A table in a file, be it separated values or a workbook's first sheet.
struct TableInFile {
  let table: Delimited
  let encoding: String
  /// Choices made on the way, and what was left out.
  let notes: [Diagnostic]

  init(_ bytes: [UInt8], file: String) throws(Rejected) {
    guard FileKind.foreignFormat(bytes) == .workbook else {
      let decoded = try decode(bytes, file: file)
      table = Delimited(decoded.text, file: file)
      (encoding, notes) = (decoded.encoding, decoded.notes)
      return
    }
    do {
      var workbook = try Workbook(bytes, file: file)
      table = try Delimited(try workbook.rows(), file: file)
      encoding = "utf-8"
      notes = Self.note(workbook.sheets, file)
    } catch {
      throw Rejected([error])
    }
  }

  private static func note(_ sheets: [String], _ file: String) -> [Diagnostic] {
    guard sheets.count > 1 else { return [] }
    return [Diagnostic(.note, .sheets(sheets), at: Place(file: file))]
  }
}

extension Diagnostic.Message {
  fileprivate static var cells: Self { "the table of this sheet has over four million cells" }
  fileprivate static func outside(_ cells: Int) -> Self {
    cells == 1
      ? "a cell right of the table's columns is left out"
      : "\(cells) cells right of the table's columns are left out"
  }
  fileprivate static func sheets(_ names: [String]) -> Self {
    let others = names.dropFirst()
    let list = others.prefix(3).map { shown($0) }.joined(separator: ", ")
    let rest = others.count > 3 ? " and \(others.count - 3) more" : ""
    return "the sheet \(shown(names[0])) is read, not \(list)\(rest)"
  }
}
