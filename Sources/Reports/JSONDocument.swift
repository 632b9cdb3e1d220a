import Coding

/// A table as one JSON object: title, columns, rows as objects, totals, depths and notes.
///
/// Keys are in the order of the columns. Totals are indices of rows that sum up others.
package struct JSONDocument: TableWriter {
  /// JSON that says how to check the table; nil for none.
  private let receipt: String?

  package init(receipt: String? = nil) { self.receipt = receipt }

  package func write(_ table: Table, to sink: (String) -> Void) {
    let columns = zip(uniqueNames(table.columns), table.columns).map {
      "{\"name\": \(quoted($0)), \"kind\": \(quoted($1.kind.rawValue))}"
    }
    sink("{\n  \"title\": \(quoted(table.title)),\n  \"columns\": \(array(columns)),\n")
    sink("  \"rows\": [")
    let names = uniqueNames(table.columns).map(quoted)
    for row in table.rows.indices {
      sink((row == 0 ? "\n    " : ",\n    ") + object(table, row, names))
    }
    sink(table.rows.isEmpty ? "],\n" : "\n  ],\n")
    sink("  \"totals\": \(array(table.totals.sorted().map { "\($0)" })),\n")
    sink("  \"depths\": \(array(table.depths.map { "\($0)" })),\n")
    sink("  \"notes\": \(array(table.notes.map(quoted)))")
    if let receipt { sink(",\n  \"receipt\": \(receipt)") }
    sink("\n}\n")
  }
}

/// The rows of a table alone, each a JSON object on a line of its own.
package struct JSONLines: TableWriter {
  package init() {}

  package func write(_ table: Table, to sink: (String) -> Void) {
    let names = uniqueNames(table.columns).map(quoted)
    for row in table.rows.indices { sink(object(table, row, names) + "\n") }
  }
}

/// `names` are quoted already: they come in every row.
private func object(_ table: Table, _ row: Int, _ names: [String]) -> String {
  let members = names.indices.map { "\(names[$0]): \(value(table.cell(row, $0)))" }
  return "{" + members.joined(separator: ", ") + "}"
}

private func array(_ values: [String]) -> String { "[" + values.joined(separator: ", ") + "]" }

private func value(_ cell: Table.Cell) -> String {
  switch cell {
  case .text(let text): quoted(text)
  case .integer(let number): "\(number)"
  case .real(let value, let decimals): decimal(value, decimals: decimals) ?? "null"
  case .share(let count, let whole):
    "{\"count\": \(count), \"of\": \(whole), \"share\": \(share(count, of: whole) ?? "null")}"
  case .empty: "null"
  }
}

/// A JSON string.
///
/// What could steer a terminal is escaped too: it reads back the same.
package func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case _ where isHostile(scalar):
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

/// Names of columns, the second of the same name as `name (2)`: keys of an object are distinct.
private func uniqueNames(_ columns: [Table.Column]) -> [String] {
  var taken: Set<String> = []
  return columns.map { column in
    var name = column.name
    var copy = 2
    while !taken.insert(name).inserted {
      name = "\(column.name) (\(copy))"
      copy += 1
    }
    return name
  }
}
