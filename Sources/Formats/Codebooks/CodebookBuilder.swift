import Coding

/// Makes a codebook of what another program had: ids of names, lists and rules of words.
struct CodebookBuilder {
  /// Deeper is no codebook, and could not be written as JSON that is read back.
  static let deepest = 50

  let file: String
  let kind: ForeignCodebookKind
  let id: String?
  private(set) var diagnostics: [Diagnostic] = []
  private var lists: [WordList] = []
  private var listNames: Set<String> = []
  private var undefined = 0
  private var underscored = 0

  init(file: String, kind: ForeignCodebookKind, id: String?) {
    (self.file, self.kind, self.id) = (file, kind, id)
  }

  private var fileName: String { file.split(separator: "/").last.map(String.init) ?? file }

  mutating func build(_ book: ForeignBook) -> Codebook {
    let stem = fileName.split(separator: ".").dropLast().joined(separator: ".")
    let name = trimmed(book.name).isEmpty ? (stem.isEmpty ? fileName : stem) : trimmed(book.name)
    let codes = codes(book.codes, under: "", depth: 1)
    if codes.isEmpty { report(.error, .noCodes, at: Place(file: file)) }
    if undefined > 0 {
      report(.note, .undefined(undefined), at: Place(file: file), hint: "write what they mean")
    }
    if underscored > 0 { report(.note, .underscored(underscored), at: Place(file: file)) }
    return Codebook(
      id: id ?? (name.slug.isEmpty ? "codebook" : name.slug), label: Label(nl: name, en: name),
      description: "Taken over from \(fileName), a \(kind.rawValue).", lists: lists, codes: codes)
  }

  private mutating func report(
    _ severity: Diagnostic.Severity, _ message: Diagnostic.Message, at place: Place,
    hint: String? = nil
  ) {
    diagnostics.append(Diagnostic(severity, message, at: place, hint: hint))
  }

  private mutating func codes(
    _ codes: [ForeignCode], under parent: String, depth: Int
  ) -> [Code] {
    if let first = codes.first, depth > Self.deepest {
      report(.error, .tooDeep, at: first.place)
      return []
    }
    var taken: Set<String> = []
    return codes.map { code in
      let slug = (code.shortName ?? code.name).slug
      let id = unique(slug.isEmpty ? "code" : slug, &taken)
      let path = parent.isEmpty ? id : parent + "-" + id
      let name = trimmed(code.name).isEmpty ? id : trimmed(code.name)
      return Code(
        id: id, label: Label(nl: name, en: name), definition: definition(code),
        colour: colour(code), rules: rules(code, path: path),
        codes: self.codes(code.codes, under: path, depth: depth + 1))
    }
  }

  private func unique(_ wanted: String, _ taken: inout Set<String>) -> String {
    var name = wanted
    var number = 1
    while !taken.insert(name).inserted {
      number += 1
      name = "\(wanted)-\(number)"
    }
    return name
  }

  private mutating func definition(_ code: ForeignCode) -> String {
    let definition = trimmed(code.definition)
    if !definition.isEmpty { return definition }
    undefined += 1
    return "No definition in \(fileName)."
  }

  private mutating func colour(_ code: ForeignCode) -> String {
    let colour = trimmed(code.colour).lowercased()
    if colour.isEmpty { return "" }
    let digits = Array(colour.hasPrefix("#") ? colour.dropFirst() : colour[...])
    guard digits.allSatisfy(\.isHexDigit), digits.count == 6 || digits.count == 3 else {
      report(.warning, .badColour(code.colour), at: code.place, hint: "colours are as #b5472f")
      return ""
    }
    return "#" + String(digits.count == 6 ? digits : digits.flatMap { [$0, $0] })
  }

  /// One rule, `@list`, of all its words.
  private mutating func rules(_ code: ForeignCode, path: String) -> [CodeRule] {
    var seen: Set<[UInt8]> = []
    var words: [String] = []
    var expressions: [RuleExpression] = []
    for entry in code.entries {
      if entry.text.contains("_") { underscored += 1 }
      do {
        let (text, expression) = try RuleWords.rule(entry.text.replacing("_", with: " "))
        guard seen.insert(Folding.fold(text)).inserted else { continue }
        expressions.append(expression)
        words.append(text)
      } catch {
        report(.warning, .notCarried(entry.text, error.reason), at: entry.place)
      }
    }
    guard !words.isEmpty else { return [] }
    let name = unique(path == "negation" || path == "clause" ? path + "-words" : path, &listNames)
    lists.append(WordList(name: name, entries: words, expression: .or(expressions)))
    let rule = Rule(text: "@" + name, expression: .list(name, column: 1), unit: .sentence)
    return [CodeRule(rule: rule, place: code.place)]
  }
}

extension String {
  /// Lower-case letters without accents, digits, and a hyphen for each run of anything else; at most 60.
  var slug: String {
    var slug: [UInt8] = []
    for byte in Folding.fold(self) {
      if byte.isDigit || byte.isASCIILetter {
        slug.append(byte)
      } else if let last = slug.last, last != 0x2D, byte.startsCodePoint {
        slug.append(0x2D)
      }
    }
    slug = Array(slug.prefix(60))
    while slug.last == 0x2D { slug.removeLast() }
    return String(decoding: slug, as: UTF8.self)
  }
}

extension Diagnostic.Message {
  fileprivate static var noCodes: Self { "no codes are in it" }
  fileprivate static var tooDeep: Self { "codes nested more than \(CodebookBuilder.deepest) deep" }
  fileprivate static func undefined(_ count: Int) -> Self {
    "\(counted(count, "code")) without a definition"
  }
  fileprivate static func underscored(_ count: Int) -> Self {
    "an underscore was read as a blank in \(counted(count, "entry", "entries"))"
  }
  fileprivate static func badColour(_ colour: String) -> Self {
    "\(shown(colour)) is no colour that we know, and is left out"
  }
  fileprivate static func notCarried(_ entry: String, _ reason: String) -> Self {
    "not carried over: \(shown(entry)): \(reason)"
  }
}
