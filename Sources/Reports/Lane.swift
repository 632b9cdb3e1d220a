import Coding

/// A column of a text table: its cells as they will be read, and the widths that suit it.
struct Lane {
  let header: String
  let cells: [String]
  let alignment: Alignment
  /// Depth of each row, of the first column of text alone.
  var depths: [Int] = []
  /// 0 for none, else 1 to 4, by row.
  var shades: [Int] = []

  /// Columns that need no wrapping.
  let natural: Int
  /// Columns below which reading suffers: numbers are never broken, text seldom, and what names a row,
  /// such as an address to be copied, only where it is very long.
  private(set) var least: Int
  /// What is left to a column where the terminal is too narrow for that.
  private let narrowest: Int

  init(
    header: String, cells: [String], alignment: Alignment, depths: [Int] = [], isKey: Bool = false
  ) {
    (self.header, self.cells, self.alignment, self.depths) = (header, cells, alignment, depths)
    let widest = cells.indices.reduce(0) { widest, row in
      max(widest, displayWidth(cells[row]) + (row < depths.count ? 2 * max(0, depths[row]) : 0))
    }
    natural = max(1, widest, displayWidth(header))
    let word = Self.longestWord(header)
    let longest = cells.indices.reduce(word) { longest, row in
      max(
        longest, Self.longestWord(cells[row]) + (row < depths.count ? 2 * max(0, depths[row]) : 0))
    }
    narrowest = alignment == .left ? min(natural, 12) : max(1, widest, min(word, 12))
    least =
      alignment == .left
      ? min(natural, max(12, min(longest, isKey ? 36 : 28))) : max(1, widest, min(word, 16))
  }

  mutating func narrow() { least = narrowest }

  /// Columns of the longest stretch that has no space to break at.
  private static func longestWord(_ text: String) -> Int {
    text.split(separator: " ").reduce(0) { max($0, displayWidth(String($1))) }
  }

  func indent(_ row: Int) -> Int { row < depths.count ? 2 * max(0, depths[row]) : 0 }

  /// The lanes of a table; where the first and any other don't fit side by side, all are narrowed.
  static func lanes(of table: Table, bars: Int?, isShaded: Bool, width: Int) -> [Lane] {
    var lanes = lanes(of: table, bars: bars, isShaded: isShaded)
    let key = table.keyColumn == 0 ? (lanes.first?.least ?? 0) + 2 : 0
    if lanes.dropFirst().contains(where: { key + $0.least > width }) {
      for index in lanes.indices { lanes[index].narrow() }
    }
    return lanes
  }

  private static func lanes(of table: Table, bars: Int?, isShaded: Bool) -> [Lane] {
    let most = isShaded ? largest(table) : 0
    return table.columns.indices.flatMap { column -> [Lane] in
      var lane = lane(table, column)
      if isShaded, table.columns[column].kind != .text {
        lane.shades = table.rows.indices.map { shade(table, $0, column, most) }
      }
      return column == bars ? [lane, barLane(table, column)] : [lane]
    }
  }

  private static func lane(_ table: Table, _ column: Int) -> Lane {
    let cells = table.rows.indices.map { table.cell($0, column) }
    return Lane(
      header: sanitized(table.columns[column].name), cells: texts(cells),
      alignment: table.columns[column].kind == .text ? .left : .right,
      depths: column == table.keyColumn ? table.depths : [], isKey: column == table.keyColumn)
  }

  /// The cells of one column; the parts of shares are aligned among themselves.
  private static func texts(_ cells: [Table.Cell]) -> [String] {
    let shares = cells.compactMap { cell -> (String, String, String)? in
      guard case .share(let count, let whole) = cell else { return nil }
      return ("\(count)", "\(whole)", percent(count, of: whole).map { "\($0)%" } ?? "–")
    }
    let widths = shares.reduce((0, 0, 0)) {
      (max($0.0, $1.0.count), max($0.1, $1.1.count), max($0.2, $1.2.count))
    }
    var next = shares.makeIterator()
    return cells.map { cell in
      guard case .share = cell, let (count, whole, percent) = next.next() else {
        return plain(cell)
      }
      return padded(count, to: widths.0, .right) + " of " + padded(whole, to: widths.1, .right)
        + "  " + padded(percent, to: widths.2, .right)
    }
  }

  private static func plain(_ cell: Table.Cell) -> String {
    switch cell {
    case .text(let text): sanitized(text)
    case .integer(let number): "\(number)"
    case .real(let value, let decimals): decimal(value, decimals: decimals) ?? "–"
    case .share, .empty: ""
    }
  }
}

// Bars and shades: how large a number is beside the others.
extension Lane {
  private static func barLane(_ table: Table, _ column: Int) -> Lane {
    let most = largest(table, only: column)
    let bars = table.rows.indices.map { row in
      table.totals.contains(row) ? "" : bar(size(table.cell(row, column), most))
    }
    return Lane(header: "", cells: bars, alignment: .left)
  }

  /// Ten columns are the whole; the last is drawn in eighths.
  static func bar(_ size: Double) -> String {
    let eighths = Int((min(max(size, 0), 1) * 80).rounded())
    let last = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + last
  }

  private static func shade(_ table: Table, _ row: Int, _ column: Int, _ most: Double) -> Int {
    guard !table.totals.contains(row) else { return 0 }
    return Int((min(max(size(table.cell(row, column), most), 0), 1) * 4).rounded(.up))
  }

  /// A share of its own whole, any other number of the largest.
  private static func size(_ cell: Table.Cell, _ most: Double) -> Double {
    if case .share(let count, let whole) = cell {
      return whole > 0 ? Double(count) / Double(whole) : 0
    }
    return most > 0 ? number(cell) / most : 0
  }

  private static func number(_ cell: Table.Cell) -> Double {
    switch cell {
    case .integer(let number): Double(number)
    case .real(let value, _) where value.isFinite: value
    default: 0
    }
  }

  private static func largest(_ table: Table, only column: Int? = nil) -> Double {
    var most = 0.0
    for row in table.rows.indices where !table.totals.contains(row) {
      for index in table.columns.indices where column == nil || column == index {
        most = max(most, number(table.cell(row, index)))
      }
    }
    return most
  }
}
