import Coding

/// A table aligned for a terminal: text left, numbers right, within a width.
///
/// Cells and headers that don't fit are wrapped. Columns that don't fit even so continue in a
/// further block that repeats the first column.
package struct TextTable: TableWriter {
  /// Columns of the terminal.
  package var width: Int
  package var color: Bool
  /// Index of a column of numbers to draw bars for.
  package var bars: Int?
  /// Whether numbers are shaded by their size; needs colour.
  package var isShaded: Bool

  package init(width: Int = 80, color: Bool = false, bars: Int? = nil, isShaded: Bool = false) {
    (self.width, self.color, self.bars, self.isShaded) = (width, color, bars, isShaded)
  }

  package func write(_ table: Table, to sink: (String) -> Void) {
    for line in wrapped(sanitized(table.title), to: width) where !line.isEmpty {
      sink(paint("1", line) + "\n")
    }
    let lanes = Lane.lanes(
      of: table, bars: bars, isShaded: isShaded && color, width: width)
    let blocks = Fit(width: width).blocks(lanes, keys: table.leadingTextColumns)
    for (index, block) in blocks.enumerated() {
      if index > 0 { sink("\n") }
      write(block, of: table, to: sink)
    }
    for note in table.notes {
      for line in wrapped(sanitized(note), to: width) { sink(line + "\n") }
    }
  }

  private func write(_ lanes: [Lane], of table: Table, to sink: (String) -> Void) {
    let widths = Fit(width: width).widths(of: lanes)
    let rule = String(repeating: "─", count: widths.reduce(-2) { $0 + $1 + 2 })
    let rules = paint("2", rule) + "\n"
    for line in headers(lanes, widths) { sink(paint("1", line) + "\n") }
    sink(rules)
    for row in table.rows.indices {
      if row > 0, table.totals.contains(row) != table.totals.contains(row - 1) { sink(rules) }
      for line in lines(row, lanes, widths) { sink(line + "\n") }
    }
    if !table.notes.isEmpty { sink(rules) }
  }

  /// Headers stand on the line above the rule, whatever their height.
  private func headers(_ lanes: [Lane], _ widths: [Int]) -> [String] {
    let cells = zip(lanes, widths).map { wrapped($0.header, to: $1) }
    let height = cells.map(\.count).max() ?? 0
    return (0..<height).map { line in
      join(
        lanes.indices.map { index in
          let empty = height - cells[index].count
          let text = line < empty ? "" : cells[index][line - empty]
          return padded(text, to: widths[index], lanes[index].alignment)
        })
    }
  }

  private func lines(_ row: Int, _ lanes: [Lane], _ widths: [Int]) -> [String] {
    let cells = zip(lanes, widths).map { lane, width in
      let indent = min(lane.indent(row), width / 2)
      let margin = String(repeating: " ", count: indent)
      return wrapped(lane.cells[row], to: width - indent).map { margin + $0 }
    }
    return (0..<(cells.map(\.count).max() ?? 0)).map { line in
      join(
        lanes.indices.map { index in
          let text = line < cells[index].count ? cells[index][line] : ""
          return shade(padded(text, to: widths[index], lanes[index].alignment), lanes[index], row)
        })
    }
  }

  private func join(_ cells: [String]) -> String {
    var line = cells.joined(separator: "  ")
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }

  private func shade(_ text: String, _ lane: Lane, _ row: Int) -> String {
    guard !lane.shades.isEmpty, lane.shades[row] > 0 else { return text }
    return paint("30;48;5;\(shades[min(lane.shades[row], shades.count) - 1])", text)
  }

  private func paint(_ code: String, _ text: String) -> String {
    color && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// Light to strong blue of the palette of 256, all legible under black.
private let shades = [195, 159, 117, 75]
