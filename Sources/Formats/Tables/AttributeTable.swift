import Coding

/// Reads a table of respondents; its id column is `id`, `respondent` or `respondent_id`.
///
/// The table is separated values or the first sheet of a workbook. Rows with an error are left out,
/// the others returned in file order. O(bytes).
package func readRespondents(
  _ bytes: [UInt8], file: String
) -> (rows: [AttributeRow], diagnostics: [Diagnostic]) {
  AttributeTable.read(bytes, file: file, idColumns: ["id", "respondent", "respondent_id"])
}

/// Reads a table of neighbourhoods; its id column is `neighbourhood`, `wijk`, `buurt` or `name`.
///
/// The table is separated values or the first sheet of a workbook. Rows with an error are left out,
/// the others returned in file order. O(bytes).
package func readNeighbourhoods(
  _ bytes: [UInt8], file: String
) -> (rows: [AttributeRow], diagnostics: [Diagnostic]) {
  AttributeTable.read(bytes, file: file, idColumns: ["neighbourhood", "wijk", "buurt", "name"])
}

private struct AttributeTable {
  private let file: String
  private let idColumns: [String]
  private var names: [String] = []
  private var firstLines: [String: Int] = [:]
  private var rows: [AttributeRow] = []
  private var diagnostics: [Diagnostic]

  static func read(
    _ bytes: [UInt8], file: String, idColumns: [String]
  ) -> (rows: [AttributeRow], diagnostics: [Diagnostic]) {
    do throws(Rejected) {
      let found = try TableInFile(bytes, file: file)
      var table = AttributeTable(file: file, idColumns: idColumns, diagnostics: found.notes)
      table.read(found.table)
      return (table.rows, table.diagnostics.sorted { $0.place < $1.place })
    } catch {
      return ([], error.diagnostics)
    }
  }

  private init(file: String, idColumns: [String], diagnostics: [Diagnostic]) {
    (self.file, self.idColumns, self.diagnostics) = (file, idColumns, diagnostics)
  }

  private mutating func read(_ table: Delimited) {
    diagnostics += table.diagnostics
    guard !table.columns.isEmpty else {
      if table.diagnostics.isEmpty { report(.empty, at: Place(file: file), hint: columnHint) }
      return
    }
    names = table.columns.map { columnName($0.value) }
    guard checkNames(table.columns), let id = idColumn(table.columns) else { return }
    for record in table.records { add(record, id: id) }
  }

  /// Lower case, white space trimmed, spaces as `_`.
  private func columnName(_ written: String) -> String {
    String(trimmed(written).lowercased().map { $0.isWhitespace ? "_" : $0 })
  }

  /// Reports repeated and empty names; false when one is repeated.
  private mutating func checkNames(_ columns: [Delimited.Field]) -> Bool {
    var first: [String: Place] = [:]
    var isUnique = true
    for (name, column) in zip(names, columns) {
      if name.isEmpty {
        diagnostics.append(Diagnostic(.warning, .unnamed, at: column.place, hint: "give it a name"))
      } else if let earlier = first[name] {
        isUnique = false
        report(.repeatedColumn(name, earlier), at: column.place, hint: "rename one of them")
      } else {
        first[name] = column.place
      }
    }
    return isUnique
  }

  /// The id column: the first of the names it may have that is there.
  private mutating func idColumn(_ columns: [Delimited.Field]) -> Int? {
    for name in idColumns {
      if let index = names.firstIndex(of: name) { return index }
    }
    report(.noID, at: columns[0].place, hint: columnHint)
    return nil
  }

  private var columnHint: String {
    "the first line names the columns, one of them \(idColumns.joined(separator: ", "))"
  }

  private mutating func add(_ record: [Delimited.Field], id column: Int) {
    let id = trimmed(record[column].value)
    let place = record[column].place
    if id.isEmpty {
      report(.emptyID(names[column]), at: place, hint: "give the row an id, or delete it")
    } else if let first = firstLines[id] {
      report(.repeatedID(id, first), at: place, hint: "keep one row for each id")
    } else {
      firstLines[id] = place.line
      rows.append(AttributeRow(id: id, attributes: attributes(record, id: column), place: place))
    }
  }

  private func attributes(_ record: [Delimited.Field], id: Int) -> [Attribute] {
    record.indices.compactMap { index in
      let value = trimmed(record[index].value)
      if index == id || value.isEmpty || names[index].isEmpty { return nil }
      return Attribute(name: names[index], value: value)
    }
  }

  private func trimmed(_ value: String) -> String {
    let bytes = Array(value.utf8)
    return bytes.string(bytes.trimmed(0..<bytes.count))
  }

  private mutating func report(_ message: Diagnostic.Message, at place: Place, hint: String) {
    diagnostics.append(Diagnostic(.error, message, at: place, hint: hint))
  }
}

extension Diagnostic.Message {
  fileprivate static var empty: Self { "the table is empty" }
  fileprivate static var noID: Self { "no column holds the ids" }
  fileprivate static var unnamed: Self { "a column without a name is left out" }
  fileprivate static func repeatedColumn(_ name: String, _ first: Place) -> Self {
    "the column \(shown(name)) stands twice, first in column \(first.column)"
  }
  fileprivate static func emptyID(_ column: String) -> Self {
    "the row's \(shown(column)) is empty"
  }
  fileprivate static func repeatedID(_ id: String, _ line: Int) -> Self {
    "\(shown(id)) has a row already, on line \(line)"
  }
}
