import Coding

/// QualCoder's codebooks: its list for reading (`codebook.txt`), and what it imports, in which `>>`
/// parts categories and code, and a tab or a comma the memo.
///
///     --Code: wonen, cid:3, Frq: 2, Owner: anna
///     --Memo: waar men woont
///
///     Buurt>>wonen	waar men woont
enum CodePaths {
  static func fits(_ text: ForeignText) -> Bool {
    let lines = text.lines.prefix(50)
    return lines.contains { item($0.text) != nil } || isPaths(text)
  }

  /// Whether lines have `>>`, and the first is no header of a table.
  private static func isPaths(_ text: ForeignText) -> Bool {
    text.lines.prefix(50).contains { $0.text.contains(">>") } && !CodeTable.fits(text)
  }

  static func read(_ text: ForeignText) -> ForeignBook {
    text.lines.prefix(50).contains { item($0.text) != nil } ? list(text) : paths(text)
  }

  // MARK: The list for reading

  /// Depth and name of a code or category; its words are in QualCoder's language, the ids are not.
  private static func item(_ line: String) -> (depth: Int, name: String)? {
    guard let id = line.firstRange(of: ", catid:") ?? line.firstRange(of: ", cid:"),
      line[id.upperBound...].first?.isNumber == true
    else { return nil }
    let dashes = line.prefix { $0 == "-" }
    let words = line[dashes.endIndex..<id.lowerBound]
    guard let colon = words.firstIndex(of: ":") else { return nil }
    return (dashes.count / 2, trimmed(words[words.index(after: colon)...]))
  }

  private static func list(_ text: ForeignText) -> ForeignBook {
    var book = ForeignBook()
    var tree = CodeTree()
    var path: [String] = []
    var current: Int?
    for line in text.lines {
      if let (depth, name) = item(line.text) {
        path = Array(path.prefix(depth)) + [name]
        current = tree.index(path, at: text.place(line))
      } else if let index = current {
        let words = trimmed(line.text.drop { $0 == "-" })
        // The first line of a memo starts with a word for memo.
        let memo =
          tree[index].definition.isEmpty
          ? words.firstIndex(of: ":").map { trimmed(words[words.index(after: $0)...]) } ?? words
          : words
        tree[index].definition += (tree[index].definition.isEmpty ? "" : "\n") + memo
      }
    }
    book.codes = tree.trees
    return book
  }

  // MARK: What it imports

  private static func paths(_ text: ForeignText) -> ForeignBook {
    var tree = CodeTree()
    var book = ForeignBook()
    let hasTabs = text.lines.contains { $0.text.contains("\t") }
    if !hasTabs, text.lines.contains(where: { $0.text.contains(",") }) {
      let table = Delimited(text.source, file: text.file)
      book.diagnostics = table.diagnostics
      for record in [table.columns] + table.records {
        add(record[0].value, record.count > 1 ? record[1].value : "", record[0].place, to: &tree)
      }
    } else {
      for line in text.lines {
        let parts = line.text.split(separator: "\t", maxSplits: 1)
        add(
          String(parts[0]), parts.count > 1 ? String(parts[1]) : "", text.place(line), to: &tree)
      }
    }
    book.codes = tree.trees
    return book
  }

  private static func add(_ path: String, _ memo: String, _ place: Place, to tree: inout CodeTree) {
    let names = parts(path)
    if let index = tree.index(names, at: place) { tree[index].definition = memo }
  }

  static func parts(_ path: String) -> [String] {
    path.split(separator: ">>").map { trimmed($0) }.filter { !$0.isEmpty }
  }
}
