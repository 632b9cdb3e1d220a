import Coding

/// LIWC's dictionary (`.dic`): between lines of `%` numbers and names of categories, indented below
/// each other in newer ones, then words with the numbers of theirs.
///
///     %
///     1	affect (Affect)
///     	2	posemo (Positive Emotions)
///     %
///     blij*	1	2
struct LIWC {
  private struct Category {
    var code: ForeignCode
    var indent: Int
    var depth: Int
    var parent: Int?
  }

  private let text: ForeignText
  private var categories: [Category] = []
  private var indexes: [String: Int] = [:]
  private var diagnostics: [Diagnostic] = []

  static func read(_ text: ForeignText) throws(Rejected) -> ForeignBook {
    var reader = LIWC(text: text)
    let marks = text.lines.indices.filter { trimmed(text.lines[$0].text) == "%" }
    guard marks.count > 1 else {
      throw Rejected([
        Diagnostic(
          .error, .unclosed, at: text.place(text.lines[0]),
          hint: "the categories stand between two lines of %")
      ])
    }
    for line in text.lines[marks[0] + 1..<marks[1]] { reader.addCategory(line) }
    for line in text.lines[(marks[1] + 1)...] { reader.addWord(line) }
    return reader.book
  }

  private init(text: ForeignText) { self.text = text }

  private mutating func addCategory(_ line: ForeignText.Line) {
    let words = trimmed(line.text)
    let number = String(words.prefix { $0.isNumber })
    let name = trimmed(words.dropFirst(number.count))
    guard let key = Int(number).map(String.init), !name.isEmpty else {
      warn(.badCategory(words), line)
      return
    }
    guard indexes[key] == nil else {
      warn(.repeatedCategory(key), line)
      return
    }
    var code = ForeignCode(name, at: text.place(line))
    // `posemo (Positive Emotions)` is known by its first word.
    if let bracket = name.firstRange(of: " (") {
      code.shortName = String(name[..<bracket.lowerBound])
    }
    let indent = line.text.prefix { $0.isWhitespace }.count
    var parent = categories.indices.last
    while let index = parent, categories[index].indent >= indent {
      parent = categories[index].parent
    }
    let depth = parent.map { categories[$0].depth + 1 } ?? 1
    guard depth <= CodebookBuilder.deepest else {
      diagnostics.append(Diagnostic(.error, .tooDeep, at: text.place(line)))
      return
    }
    indexes[key] = categories.count
    categories.append(Category(code: code, indent: indent, depth: depth, parent: parent))
  }

  private mutating func addWord(_ line: ForeignText.Line) {
    let (word, rest) = parts(trimmed(line.text))
    var found: [Int] = []
    for number in numbers(rest, line) {
      if let index = Int(number).flatMap({ indexes[String($0)] }) {
        found.append(index)
      } else {
        warn(.unknownCategory(number, word), line)
      }
    }
    guard !word.contains("("), !word.contains("<") else {
      warn(.condition(word), line)
      return
    }
    // A code counts what the codes below it have.
    let above = Set(found.flatMap(ancestors))
    for index in found where !above.contains(index) {
      categories[index].code.entries.append(ForeignEntry(text: word, place: text.place(line)))
    }
  }

  /// The word, and what stands behind the first tab; or behind the last blank before digits.
  private func parts(_ line: String) -> (word: String, rest: String) {
    if let tab = line.firstIndex(of: "\t") {
      return (trimmed(line[..<tab]), String(line[tab...]))
    }
    let words = line.split(separator: " ")
    let count = words.reversed().prefix { $0.allSatisfy(\.isNumber) }.count
    return (
      words.dropLast(count).joined(separator: " "), words.suffix(count).joined(separator: " ")
    )
  }

  /// Numbers of categories; a condition such as `(02 134)125/464` or `<of>131/125` is told of.
  private mutating func numbers(_ text: String, _ line: ForeignText.Line) -> [String] {
    var depth = 0
    var tokens: [String] = [""]
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character.isWhitespace, depth <= 0 {
        tokens.append("")
      } else {
        tokens[tokens.count - 1].append(character)
      }
    }
    let wanted = tokens.filter { !$0.isEmpty }
    for condition in wanted where !condition.allSatisfy(\.isNumber) {
      warn(.condition(condition), line)
    }
    return wanted.filter { $0.allSatisfy(\.isNumber) }
  }

  private func ancestors(_ index: Int) -> [Int] {
    var ancestors: [Int] = []
    var next = categories[index].parent
    while let parent = next {
      ancestors.append(parent)
      next = categories[parent].parent
    }
    return ancestors
  }

  private mutating func warn(_ message: Diagnostic.Message, _ line: ForeignText.Line) {
    diagnostics.append(Diagnostic(.warning, message, at: text.place(line)))
  }

  /// The categories as trees: children come after their parents, so the last are complete first.
  private var book: ForeignBook {
    var codes = categories.map(\.code)
    var top: [ForeignCode] = []
    for index in categories.indices.reversed() {
      codes[index].codes.reverse()
      if let parent = categories[index].parent {
        codes[parent].codes.append(codes[index])
      } else {
        top.append(codes[index])
      }
    }
    return ForeignBook(codes: top.reversed(), diagnostics: diagnostics)
  }
}

extension Diagnostic.Message {
  fileprivate static var unclosed: Self { "the categories are never closed" }
  fileprivate static var tooDeep: Self {
    "categories nested more than \(CodebookBuilder.deepest) deep"
  }
  fileprivate static func badCategory(_ line: String) -> Self {
    "\(shown(line)) is no number and name of a category, and is left out"
  }
  fileprivate static func repeatedCategory(_ number: String) -> Self {
    "category \(number) stands here twice: the first counts"
  }
  fileprivate static func unknownCategory(_ number: String, _ word: String) -> Self {
    "not carried over: \(shown(word)) in category \(shown(number)), which isn't there"
  }
  fileprivate static func condition(_ text: String) -> Self {
    "not carried over: \(shown(text)): a condition on the words around it"
  }
}
