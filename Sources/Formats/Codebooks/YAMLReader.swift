import Coding

/// A value of YAML, and where it stands.
struct YAML {
  enum Content {
    case none
    case text(String)
    case list([YAML])
    case map([Member])
  }
  struct Member {
    var key: String
    var value: YAML
    var place: Place
  }
  var content: Content
  var place: Place
}

/// Reads the part of YAML that dictionaries are written in: maps, lists, texts on one line, comments.
///
/// Texts are texts: `no`, `1` and `~` are words like others. Anchors, aliases, tags, block texts and
/// several documents are faults, by line and column. O(bytes); at most 50 deep.
struct YAMLReader {
  /// A line, or what is left of it behind `- `.
  private struct Row {
    var line: ForeignText.Line
    var indent: Int
    var text: Substring
  }

  private let text: ForeignText
  private var rows: [Row] = []
  private var next = 0
  private var depth = 0

  /// - Throws: the first fault.
  static func read(_ text: ForeignText) throws(Diagnostic) -> YAML {
    var reader = YAMLReader(text: text)
    try reader.cut()
    guard let first = reader.rows.first else {
      return YAML(content: .none, place: Place(file: text.file))
    }
    let value = try reader.block(first.indent)
    if reader.next < reader.rows.count {
      throw reader.fault(
        .badIndent, reader.rows[reader.next], hint: "indent it like the line above")
    }
    return value
  }

  private init(text: ForeignText) { self.text = text }

  private mutating func cut() throws(Diagnostic) {
    var isStarted = false
    for line in text.lines {
      let indent = line.text.prefix { $0 == " " }.count
      let rest = line.text.dropFirst(indent)
      if rest.hasPrefix("#") || line.text.hasPrefix("%") && !isStarted { continue }
      if line.text == "..." { return }
      if line.text == "---" || line.text.hasPrefix("--- #") {
        let row = Row(line: line, indent: 0, text: rest)
        if isStarted { throw fault(.documents, row, hint: "keep one in a file") }
        continue
      }
      let row = Row(line: line, indent: indent, text: rest)
      if rest.hasPrefix("\t") { throw fault(.tab, row, hint: "indent with spaces") }
      isStarted = true
      rows.append(row)
    }
  }

  private func fault(
    _ message: Diagnostic.Message, _ row: Row, at column: Int? = nil, hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      .error, message, at: text.place(row.line, column: column ?? row.indent + 1), hint: hint)
  }

  private func place(_ row: Row) -> Place { text.place(row.line, column: row.indent + 1) }

  // MARK: Blocks

  private mutating func block(_ indent: Int) throws(Diagnostic) -> YAML {
    let row = rows[next]
    depth += 1
    guard depth <= CodebookBuilder.deepest else { throw fault(.tooDeep, row) }
    defer { depth -= 1 }
    if Self.isItem(row.text) {
      return YAML(content: .list(try list(indent)), place: place(row))
    }
    if try key(row) != nil { return YAML(content: .map(try map(indent)), place: place(row)) }
    next += 1
    return try scalar(row)
  }

  private static func isItem(_ text: Substring) -> Bool { text == "-" || text.hasPrefix("- ") }

  private mutating func list(_ indent: Int) throws(Diagnostic) -> [YAML] {
    var elements: [YAML] = []
    while next < rows.count, rows[next].indent == indent, Self.isItem(rows[next].text) {
      let row = rows[next]
      let rest = row.text.dropFirst()
      let blanks = rest.prefix { $0 == " " }.count
      if rest.dropFirst(blanks).isEmpty || rest.dropFirst(blanks).hasPrefix("#") {
        next += 1
        elements.append(try nested(below: indent, at: place(row)))
      } else {
        // What stands behind the hyphen is a block of its own, indented as far as it stands.
        rows[next].indent += 1 + blanks
        rows[next].text = rest.dropFirst(blanks)
        elements.append(try block(rows[next].indent))
      }
    }
    if next < rows.count, rows[next].indent > indent {
      throw fault(.badIndent, rows[next], hint: "indent it like the line above")
    }
    return elements
  }

  private mutating func map(_ indent: Int) throws(Diagnostic) -> [YAML.Member] {
    var members: [YAML.Member] = []
    var seen: Set<String> = []
    while next < rows.count, rows[next].indent == indent, !Self.isItem(rows[next].text) {
      let row = rows[next]
      guard let (name, rest) = try key(row) else {
        throw fault(.noKey, row, hint: "write 'name:' or '- word'")
      }
      guard seen.insert(name).inserted else {
        throw fault(.repeated(name), row, hint: "put the words of both under one")
      }
      next += 1
      let value =
        rest.isEmpty || rest.hasPrefix("#")
        ? try value(below: indent, at: place(row))
        : try scalar(
          Row(line: row.line, indent: row.indent + row.text.count - rest.count, text: rest))
      members.append(YAML.Member(key: name, value: value, place: place(row)))
    }
    if next < rows.count, rows[next].indent > indent {
      throw fault(.badIndent, rows[next], hint: "indent it like the line above")
    }
    return members
  }

  /// The value of a key that has nothing behind it: a list may start at the key's own column.
  private mutating func value(below indent: Int, at place: Place) throws(Diagnostic) -> YAML {
    if next < rows.count, rows[next].indent == indent, Self.isItem(rows[next].text) {
      let row = rows[next]
      return YAML(content: .list(try list(indent)), place: self.place(row))
    }
    return try nested(below: indent, at: place)
  }

  private mutating func nested(below indent: Int, at place: Place) throws(Diagnostic) -> YAML {
    guard next < rows.count, rows[next].indent > indent else {
      return YAML(content: .none, place: place)
    }
    return try block(rows[next].indent)
  }

  /// The key that a row starts with, and what stands behind its colon; nil where it has none.
  private func key(_ row: Row) throws(Diagnostic) -> (name: String, rest: Substring)? {
    if let first = row.text.first, first == "\"" || first == "'" {
      var scanner = scanner(row)
      let name = try scanner.quoted()
      scanner.skipSpace()
      guard scanner.take(":") else { return nil }
      return (name, scanner.rest.drop { $0 == " " })
    }
    guard row.text.first != "[", row.text.first != "{" else { return nil }
    var index = row.text.startIndex
    while let colon = row.text[index...].firstIndex(of: ":") {
      let after = row.text.index(after: colon)
      if after == row.text.endIndex || row.text[after] == " " {
        try refuseSigns(row)
        return (trimmed(row.text[..<colon]), row.text[after...].drop { $0 == " " })
      }
      index = after
    }
    return nil
  }

  // MARK: Texts

  private func scanner(_ row: Row) -> YAMLScanner {
    YAMLScanner(row.text, at: text.place(row.line, column: row.indent + 1))
  }

  /// A text, or a list or map in brackets, which may run over lines.
  private mutating func scalar(_ row: Row) throws(Diagnostic) -> YAML {
    if row.text.first == "[" || row.text.first == "{" { return try flow(row) }
    var scanner = scanner(row)
    let isQuoted = row.text.first == "\"" || row.text.first == "'"
    if !isQuoted { try refuseSigns(row) }
    let text = isQuoted ? try scanner.quoted() : scanner.plain(until: [])
    try scanner.expectEnd()
    return YAML(content: .text(text), place: place(row))
  }

  private mutating func flow(_ row: Row) throws(Diagnostic) -> YAML {
    var scanner = scanner(row)
    // Lines belong to the brackets until the last is closed.
    while scanner.isOpen, next < rows.count {
      let more = rows[next]
      next += 1
      scanner.append(more.text, at: text.place(more.line, column: more.indent + 1))
    }
    let value = try scanner.flow()
    try scanner.expectEnd()
    return value
  }

  private func refuseSigns(_ row: Row) throws(Diagnostic) {
    guard let sign = row.text.first, "&*!|>@`".contains(sign) else { return }
    throw fault(.sign(sign), row, hint: "put quotes around a word that starts with it")
  }
}

extension Diagnostic.Message {
  fileprivate static var documents: Self { "a second document in the file" }
  fileprivate static var tab: Self { "a tab, with which YAML can't be indented" }
  fileprivate static var badIndent: Self { "this is indented otherwise than what it belongs to" }
  fileprivate static var tooDeep: Self { "nested more than \(CodebookBuilder.deepest) deep" }
  fileprivate static var noKey: Self { "neither a key nor a word of a list" }
  fileprivate static func repeated(_ key: String) -> Self {
    "the key \(shown(key)) stands here twice"
  }
  fileprivate static func sign(_ sign: Character) -> Self {
    "'\(sign)' has a meaning in YAML that dictionaries don't need"
  }
}
