import Coding

/// Reads texts, and lists and maps in brackets, from a piece of YAML.
struct YAMLScanner {
  /// What ends a text without quotes within brackets, and what none starts with.
  private static let endings: Set<Unicode.Scalar> = [",", "]", "}", "[", "{", ":"]
  private static let signs: Set<Unicode.Scalar> = ["&", "*", "!", "|", ">", "@", "`"]

  private var scalars: [Unicode.Scalar] = []
  private var position = 0
  /// Where each line of it starts: in it, and in the file.
  private var starts: [(offset: Int, place: Place)] = []
  private var depth = 0
  /// Brackets that are open at its end, and the quote that is.
  private var open = 0
  private var quote: Unicode.Scalar?

  init(_ text: Substring, at place: Place) { append(text, at: place) }

  /// Adds a line.
  mutating func append(_ text: Substring, at place: Place) {
    if !scalars.isEmpty { scalars.append("\n") }
    starts.append((scalars.count, place))
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      // The rest is a comment.
      if scalar == "#", previous == " ", quote == nil { break }
      count(scalar, after: previous)
      scalars.append(scalar)
      previous = scalar
    }
  }

  /// Whether brackets that it opens are still to be closed.
  var isOpen: Bool { open > 0 }

  private mutating func count(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar) {
    if let quote {
      if scalar == quote, quote == "'" || previous != "\\" { self.quote = nil }
    } else if scalar == "\"" || scalar == "'", " ,[{:".unicodeScalars.contains(previous) {
      quote = scalar
    } else if scalar == "[" || scalar == "{" {
      open += 1
    } else if scalar == "]" || scalar == "}" {
      open -= 1
    }
  }

  private func fault(_ message: Diagnostic.Message, hint: String? = nil) -> Diagnostic {
    Diagnostic(.error, message, at: place, hint: hint)
  }

  /// O(log lines).
  private var place: Place {
    var (low, high) = (0, starts.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle].offset <= position { low = middle } else { high = middle - 1 }
    }
    var place = starts[low].place
    place.column += position - starts[low].offset
    return place
  }

  /// What was not read yet.
  var rest: Substring { Substring(text(position..<scalars.count)) }

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  mutating func skipSpace() {
    while position < scalars.count, " \n\t".unicodeScalars.contains(scalars[position]) {
      position += 1
    }
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard position < scalars.count, scalars[position] == scalar else { return false }
    position += 1
    return true
  }

  mutating func expectEnd() throws(Diagnostic) {
    skipSpace()
    guard position == scalars.count else { throw fault(.surplus, hint: "write a line for each") }
  }

  /// A text in quotes: `'it''s'`, `"it's \"so\""`.
  mutating func quoted() throws(Diagnostic) -> String {
    let start = position
    let quote = scalars[position]
    position += 1
    var text = String.UnicodeScalarView()
    while position < scalars.count, scalars[position] != "\n" {
      let scalar = scalars[position]
      position += 1
      if scalar == quote {
        guard quote == "'", take("'") else { return String(text) }
        text.append("'")
      } else if scalar == "\\", quote == "\"" {
        text.append(try escaped())
      } else {
        text.append(scalar)
      }
    }
    position = start
    throw fault(.unclosedQuote, hint: "close it on its line")
  }

  private mutating func escaped() throws(Diagnostic) -> Unicode.Scalar {
    guard position < scalars.count else { throw fault(.badEscape) }
    let scalar = scalars[position]
    position += 1
    switch scalar {
    case "\"", "\\", "/", " ": return scalar
    case "n": return "\n"
    case "t": return "\t"
    case "x", "u", "U":
      let count = scalar == "x" ? 2 : scalar == "u" ? 4 : 8
      let digits = text(position..<min(position + count, scalars.count))
      guard digits.unicodeScalars.count == count, let value = UInt32(digits, radix: 16),
        let found = Unicode.Scalar(value)
      else { throw fault(.badEscape) }
      position += count
      return found
    default: throw fault(.badEscape, hint: "write the character itself")
    }
  }

  /// A text without quotes, up to a line's end or one of the signs.
  mutating func plain(until signs: Set<Unicode.Scalar>) -> String {
    let start = position
    while position < scalars.count, scalars[position] != "\n", !signs.contains(scalars[position]) {
      position += 1
    }
    return trimmed(text(start..<position))
  }

  // MARK: Brackets

  /// A list or map in brackets, or a text within them.
  mutating func flow() throws(Diagnostic) -> YAML {
    skipSpace()
    let place = place
    depth += 1
    guard depth <= CodebookBuilder.deepest else { throw fault(.tooDeep) }
    defer { depth -= 1 }
    if take("[") { return YAML(content: .list(try elements()), place: place) }
    if take("{") { return YAML(content: .map(try members()), place: place) }
    return YAML(content: .text(try flowText()), place: place)
  }

  private mutating func flowText() throws(Diagnostic) -> String {
    guard position < scalars.count else { throw fault(.unclosed, hint: "close it with ] or }") }
    let first = scalars[position]
    if first == "\"" || first == "'" { return try quoted() }
    let text = plain(until: Self.endings)
    guard !text.isEmpty, !Self.signs.contains(first) else {
      throw fault(.noText, hint: "put quotes around a word with signs")
    }
    return text
  }

  private mutating func elements() throws(Diagnostic) -> [YAML] {
    var elements: [YAML] = []
    while true {
      skipSpace()
      if take("]") { return elements }
      elements.append(try flow())
      skipSpace()
      if take("]") { return elements }
      guard take(",") else { throw fault(.noComma, hint: "put quotes around a word with signs") }
    }
  }

  private mutating func members() throws(Diagnostic) -> [YAML.Member] {
    var members: [YAML.Member] = []
    while true {
      skipSpace()
      if take("}") { return members }
      let place = place
      let key = try flowText()
      skipSpace()
      guard take(":") else { throw fault(.noColon) }
      members.append(YAML.Member(key: key, value: try flow(), place: place))
      skipSpace()
      if take("}") { return members }
      guard take(",") else { throw fault(.noComma, hint: "put quotes around a word with signs") }
    }
  }
}

extension Diagnostic.Message {
  fileprivate static var surplus: Self { "something more behind a text" }
  fileprivate static var unclosedQuote: Self { "a quote that is never closed" }
  fileprivate static var badEscape: Self { "an escape that we don't know" }
  fileprivate static var tooDeep: Self { "nested more than \(CodebookBuilder.deepest) deep" }
  fileprivate static var unclosed: Self { "a bracket that is never closed" }
  fileprivate static var noText: Self { "a word should stand here" }
  fileprivate static var noComma: Self { "',' or a closing bracket should stand here" }
  fileprivate static var noColon: Self { "':' should stand here" }
}
