import Coding

/// A table for documents, as GitHub's Markdown reads it: numbers right, totals bold.
package struct Markdown: TableWriter {
  package init() {}

  package func write(_ table: Table, to sink: (String) -> Void) {
    if !table.title.isEmpty { sink("### \(escaped(table.title))\n\n") }
    sink(line(table.columns.map { escaped($0.name) }))
    sink(line(table.columns.map { $0.kind == .text ? "---" : "---:" }))
    for row in table.rows.indices { sink(line(cells(table, row))) }
    if !table.notes.isEmpty { sink("\n") }
    for note in table.notes { sink("- \(escaped(note))\n") }
  }

  private func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }

  private func cells(_ table: Table, _ row: Int) -> [String] {
    table.columns.indices.map { column in
      let text = text(table.cell(row, column))
      let isTotal = table.totals.contains(row) && !text.isEmpty
      let indent = column == table.keyColumn ? table.depth(row) : 0
      return String(repeating: "&emsp;", count: indent) + (isTotal ? "**\(text)**" : text)
    }
  }

  private func text(_ cell: Table.Cell) -> String {
    switch cell {
    case .text(let text): escaped(text)
    case .integer(let number): "\(number)"
    case .real(let value, let decimals): decimal(value, decimals: decimals) ?? "–"
    case .share(let count, let whole):
      "\(count) of \(whole) (\(percent(count, of: whole).map { "\($0)%" } ?? "–"))"
    case .empty: ""
    }
  }
}

/// Text that stays text: no table cell, HTML, link or emphasis begins within it.
private func escaped(_ text: String) -> String {
  // By scalar: a combining mark after a pipe must not hide the pipe.
  sanitized(text).unicodeScalars.reduce(into: "") { result, scalar in
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "|", "\\", "*", "_", "`", "[", "]", "~", "#": result += "\\\(scalar)"
    default: result.unicodeScalars.append(scalar)
    }
  }
}
