/// A table as texts: what a file holds, whoever wrote it last.
package struct TextGrid: Sendable, Equatable {
  package var columns: [String]
  package var rows: [[String]]

  package init(columns: [String], rows: [[String]]) { (self.columns, self.rows) = (columns, rows) }
}

/// How a table in a file compares with the same table as it should be.
///
/// Rows are known by their texts, not by their place: whoever sorted them changed nothing.
package struct TableComparison: Sendable, Equatable {
  package struct Change: Sendable, Equatable {
    /// The texts that the row is known by.
    package var row: [String]
    package var column: String
    package var expected: String
    package var found: String

    package init(row: [String], column: String, expected: String, found: String) {
      (self.row, self.column, self.expected, self.found) = (row, column, expected, found)
    }
  }

  /// Cells compared.
  package private(set) var cells = 0
  package private(set) var changes: [Change] = []
  /// Cells that say the same in another way, with one example of each kind.
  package private(set) var rewritten: [Change] = []
  package private(set) var rounded: [Change] = []
  package private(set) var missingRows: [[String]] = []
  package private(set) var surplusRows: [[String]] = []
  package private(set) var missingColumns: [String] = []
  package private(set) var surplusColumns: [String] = []
  package private(set) var isReordered = false

  /// Whether the file says what it should, be it written otherwise.
  package var isEqual: Bool {
    changes.isEmpty && missingRows.isEmpty && surplusRows.isEmpty && missingColumns.isEmpty
  }

  /// Compares; `keys` are the columns whose texts a row is known by.
  ///
  /// O(cells), but rows that share their key are compared with each other.
  package init(expected: TextGrid, found: TextGrid, keys: Set<String>) {
    let pairs = columns(expected, found)
    let keyPairs = pairs.filter { keys.contains(expected.columns[$0.expected]) }
    func key(_ row: [String], _ index: (ColumnPair) -> Int) -> [String] {
      keyPairs.map { normal(row, index($0)) }
    }
    var waiting: [[String]: [Int]] = [:]
    for (number, row) in found.rows.enumerated() {
      waiting[key(row, \.found), default: []].append(number)
    }
    var matches: [(expected: Int, found: Int)] = []
    var lost: [Int] = []
    // Rows that are as they should be take their place first: what is left was changed.
    var rest = Array(expected.rows.indices)
    for isExact in [true, false] {
      lost = rest.filter { number in
        let (row, name) = (expected.rows[number], key(expected.rows[number], \.expected))
        guard let candidates = waiting[name], !candidates.isEmpty else { return true }
        let best = Self.best(row, candidates.map { found.rows[$0] }, pairs)
        if isExact, best.equal < pairs.count { return true }
        matches.append((number, candidates[best.index]))
        waiting[name]?.remove(at: best.index)
        return false
      }
      rest = lost
    }
    var surplus = waiting.values.flatMap { $0 }.sorted()
    rescue(&lost, &surplus, expected, found, pairs, &matches)
    func name(_ row: [String], _ index: (ColumnPair) -> Int) -> [String] {
      keyPairs.map { text(row, index($0)) }
    }
    missingRows = lost.map { name(expected.rows[$0], \.expected) }
    surplusRows = surplus.map { name(found.rows[$0], \.found) }
    for match in matches.sorted(by: { $0.expected < $1.expected }) {
      let row = expected.rows[match.expected]
      compare(row, found.rows[match.found], pairs, key: name(row, \.expected), expected.columns)
    }
    let order = matches.sorted { $0.expected < $1.expected }.map(\.found)
    isReordered = zip(order, order.dropFirst()).contains { $0 > $1 }
  }

  private struct ColumnPair {
    var expected: Int
    var found: Int
  }

  /// Columns by name; a second of the same name is matched with the second.
  private mutating func columns(_ expected: TextGrid, _ found: TextGrid) -> [ColumnPair] {
    var free = Array(found.columns.enumerated())
    var pairs: [ColumnPair] = []
    for (index, name) in expected.columns.enumerated() {
      let place = free.firstIndex {
        CellComparison.between(name, $0.element) != .changed
          || name.lowercased() == $0.element.lowercased()
      }
      if let place {
        pairs.append(ColumnPair(expected: index, found: free.remove(at: place).offset))
      } else {
        missingColumns.append(name)
      }
    }
    surplusColumns = free.map(\.element).filter { !$0.isEmpty }
    return pairs
  }

  /// The candidate with most cells as they should be, and how many they are.
  private static func best(
    _ row: [String], _ candidates: [[String]], _ pairs: [ColumnPair]
  ) -> (index: Int, equal: Int) {
    var best = (index: 0, equal: -1)
    for (index, candidate) in candidates.enumerated() {
      let equal = pairs.count { isEqual(row, candidate, $0) }
      if equal > best.equal { best = (index, equal) }
      if equal == pairs.count { break }
    }
    return best
  }

  private static func isEqual(_ row: [String], _ other: [String], _ pair: ColumnPair) -> Bool {
    let (a, b) = (text(row, pair.expected), text(other, pair.found))
    return a == b || CellComparison.between(a, b) != .changed
  }

  /// A row whose key was changed too is still that row when most of its cells are.
  private func rescue(
    _ lost: inout [Int], _ surplus: inout [Int], _ expected: TextGrid, _ found: TextGrid,
    _ pairs: [ColumnPair], _ matches: inout [(expected: Int, found: Int)]
  ) {
    // Many strange rows are another table, not a few slips.
    guard !lost.isEmpty, lost.count * surplus.count <= 10_000 else { return }
    for number in lost {
      let row = expected.rows[number]
      let scores = surplus.map { other in
        pairs.count { Self.isEqual(row, found.rows[other], $0) }
      }
      guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }),
        scores[best] * 2 > pairs.count
      else { continue }
      matches.append((number, surplus.remove(at: best)))
    }
    let rescued = Set(matches.map(\.expected))
    lost.removeAll { rescued.contains($0) }
  }

  private mutating func compare(
    _ row: [String], _ other: [String], _ pairs: [ColumnPair], key: [String], _ names: [String]
  ) {
    for pair in pairs {
      let (expected, found) = (text(row, pair.expected), text(other, pair.found))
      cells += 1
      let comparison = CellComparison.between(expected, found)
      guard comparison != .same else { continue }
      let change = Change(row: key, column: names[pair.expected], expected: expected, found: found)
      switch comparison {
      case .rewritten: rewritten.append(change)
      case .rounded: rounded.append(change)
      default: changes.append(change)
      }
    }
  }
}

/// The cell of a row; a row that was cut short is empty there.
private func text(_ row: [String], _ column: Int) -> String {
  column < row.count ? row[column] : ""
}

/// A key's text without what programs add: numbers keep one way of writing.
private func normal(_ row: [String], _ column: Int) -> String {
  let text = text(row, column)
  let kept = text.unicodeScalars.filter { !$0.properties.isWhitespace && $0 != "'" }
  return String(String.UnicodeScalarView(kept)).lowercased()
}
