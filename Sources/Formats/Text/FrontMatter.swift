import Coding

/// Reads the front matter between `---` lines: the part of YAML that transcripts use.
///
/// Flat `key: value`, quoted values, lists (joined by `; `), and maps one level deep (`key.sub`).
struct FrontMatter {
  private let lines: Lines
  private var header = Header()
  /// The key whose list or map is being read.
  private var parent: HeaderField?
  private var items: [String] = []
  private var hasSubfields = false

  /// The front matter at the first line; nil where the file has none.
  static func read(_ lines: Lines) -> Header? {
    guard lines.count > 1, isFence(lines, 0), !lines[1].isBlank else { return nil }
    guard let close = (1..<lines.count).first(where: { isFence(lines, $0) }) else {
      return Header(diagnostics: [
        Diagnostic(
          .error, .unclosed, at: lines.place(of: lines[0].words.lowerBound, line: 0),
          hint: "end it with a line '---', or put an empty line under the first if it is a rule")
      ])
    }
    var matter = FrontMatter(lines: lines)
    for line in 1..<close { matter.read(line) }
    matter.endParent()
    matter.header.lines = 0..<close + 1
    return matter.header
  }

  private init(lines: Lines) { self.lines = lines }

  private static func isFence(_ lines: Lines, _ index: Int) -> Bool {
    let line = lines[index]
    guard line.words.lowerBound == line.start else { return false }
    return lines.bytes[line.words].elementsEqual("---".utf8)
      || (index > 0 && lines.bytes[line.words].elementsEqual("...".utf8))
  }

  private mutating func read(_ index: Int) {
    let line = lines[index]
    let text = lines.bytes.string(line.words)
    if line.isBlank || text.hasPrefix("#") { return }
    let place = lines.place(of: line.words.lowerBound, line: index)
    if text == "-" || text.hasPrefix("- ") {
      addItem(String(text.dropFirst()), at: place)
    } else if let (key, value) = split(text) {
      add(key, value, isIndented: line.words.lowerBound > line.start, at: place)
    } else {
      header.diagnostics.append(Diagnostic(.error, .noField(text), at: place, hint: fieldHint))
    }
  }

  private mutating func add(_ key: String, _ value: String, isIndented: Bool, at place: Place) {
    if isIndented, let parent, items.isEmpty {
      let name = parent.key + "." + key
      hasSubfields = true
      header.add(HeaderField(key: name, value: scalar(value), place: place))
    } else if isIndented {
      header.diagnostics.append(Diagnostic(.error, .strayIndent(key), at: place, hint: fieldHint))
    } else {
      endParent()
      let field = HeaderField(key: key, value: scalar(value), place: place)
      // A key alone opens a list or a map, or is an empty field when nothing follows.
      if scalar(value).isEmpty { parent = field } else { header.add(field) }
    }
  }

  private mutating func addItem(_ item: String, at place: Place) {
    if parent == nil || hasSubfields {
      header.diagnostics.append(Diagnostic(.error, .strayItem, at: place, hint: fieldHint))
    } else {
      items.append(scalar(item))
    }
  }

  private mutating func endParent() {
    if var field = parent, !hasSubfields {
      field.value = items.joined(separator: "; ")
      header.add(field)
    }
    (parent, items, hasSubfields) = (nil, [], false)
  }

  /// Key and value around the first colon that a space or the line's end follows.
  private func split(_ text: String) -> (key: String, value: String)? {
    guard let colon = colon(text) else { return nil }
    let key = trim(text[..<colon])
    let value = trim(text[text.index(after: colon)...])
    return key.isEmpty ? nil : (unquoted(key).lowercased(), value)
  }

  private func colon(_ text: String) -> String.Index? {
    text.indices.first { index in
      let next = text.index(after: index)
      return text[index] == ":" && (next == text.endIndex || text[next].isWhitespace)
    }
  }
}

/// Values: plain, quoted, or a list in brackets.
extension FrontMatter {
  private func scalar(_ written: String) -> String {
    let value = trim(withoutComment(written))
    guard value.hasPrefix("["), value.hasSuffix("]") else { return unquoted(value) }
    let items = splitList(value.dropFirst().dropLast())
    return items.map { unquoted(trim($0)) }.filter { !$0.isEmpty }.joined(separator: "; ")
  }

  /// Commas outside quotes separate.
  private func splitList(_ text: Substring) -> [Substring] {
    var quote: Character?
    return text.split(omittingEmptySubsequences: true) { character in
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
      }
      return quote == nil && character == ","
    }
  }

  /// A comment starts at a `#` after a space, outside quotes.
  private func withoutComment(_ text: String) -> Substring {
    var quote: Character?
    var previous: Character = " "
    for index in text.indices {
      let character = text[index]
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'", " [,".contains(previous) {
        quote = character
      } else if quote == nil, character == "#", previous == " " {
        return text[..<index]
      }
      previous = character
    }
    return text[...]
  }

  private func unquoted(_ value: String) -> String {
    guard value.count >= 2, let quote = value.first, quote == value.last else { return value }
    let inner = value.dropFirst().dropLast()
    if quote == "'" { return replacing("''", by: "'", in: inner) }
    return quote == "\"" ? unescaped(inner) : value
  }

  private func unescaped(_ text: Substring) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if !isEscaped, character == "\\" {
        isEscaped = true
      } else {
        result.append(
          isEscaped ? ["n": "\n", "t": "\t"][character, default: character] : character)
        isEscaped = false
      }
    }
    return result
  }

  private func replacing(_ old: String, by new: String, in text: Substring) -> String {
    var result = ""
    var rest = text
    while let first = rest.first {
      let isMatch = rest.hasPrefix(old)
      result += isMatch ? new : String(first)
      rest = rest.dropFirst(isMatch ? old.count : 1)
    }
    return result
  }

  private func trim(_ text: some StringProtocol) -> String {
    let bytes = Array(text.utf8)
    return bytes.string(bytes.trimmed(0..<bytes.count))
  }
}

private let fieldHint =
  "write 'key: value', a list as [a, b] or '- a' lines; quote what has ': ' in it"

extension Diagnostic.Message {
  fileprivate static var unclosed: Self { "the front matter opened here is never closed" }
  fileprivate static func noField(_ text: String) -> Self {
    "\(shown(text)) in the front matter is no 'key: value'"
  }
  fileprivate static func strayIndent(_ key: String) -> Self {
    "\(shown(key)) is indented under no key"
  }
  fileprivate static var strayItem: Self { "a list item under no key" }
}
