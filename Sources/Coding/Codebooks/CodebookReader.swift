/// Reads a codebook file (JSON, described by `Codebooks/codebook.schema.json`), and reports every
/// fault in it, each at its line and column.
package struct CodebookReader {
  private let lines: LineIndex
  private let file: String
  private var faults: [Diagnostic] = []

  /// - Throws: `Rejected` with all faults: of JSON, of structure, of rules and their references.
  package static func read(_ text: SourceText, file: String) throws(Rejected) -> Codebook {
    var reader = CodebookReader(lines: LineIndex(text), file: file)
    let json: JSON
    do { json = try JSONReader.read(text, file: file) } catch { throw Rejected([error]) }
    let codebook = reader.codebook(json)
    reader.checkReferences(codebook)
    guard reader.faults.isEmpty else {
      throw Rejected(reader.faults.sorted { $0.place < $1.place })
    }
    return codebook
  }

  private init(lines: LineIndex, file: String) { (self.lines, self.file) = (lines, file) }

  private func place(_ offset: Int) -> Place {
    let (line, column) = lines.lineAndColumn(at: offset)
    return Place(file: file, line: line, column: column)
  }

  private mutating func report(_ message: Diagnostic.Message, at offset: Int, hint: String? = nil) {
    faults.append(Diagnostic(.error, message, at: place(offset), hint: hint))
  }

  /// What is no object at all is reported as that alone.
  private mutating func report(missing key: String, in object: Fields, hint: String? = nil) {
    if object.isObject { report(.missing(key, object.kind), at: object.offset, hint: hint) }
  }

  private mutating func codebook(_ json: JSON) -> Codebook {
    var object = Fields(json, of: "a codebook")
    let codebook = Codebook(
      id: id(object.take("id"), in: object), label: label(object.take("label"), in: object),
      description: string(object.take("description")), source: string(object.take("source")),
      lists: lists(object.take("lists")), codes: codes(object.take("codes"), in: object))
    _ = object.take("$schema")
    refuseRest(of: object)
    return codebook
  }

  private mutating func codes(_ json: JSON?, in parent: Fields) -> [Code] {
    guard let json else {
      report(missing: "codes", in: parent)
      return []
    }
    return codes(json)
  }

  private mutating func codes(_ json: JSON?) -> [Code] {
    var codes: [Code] = []
    for element in list(json) {
      let code = code(element)
      if codes.contains(where: { $0.id == code.id }), !code.id.isEmpty {
        report(.repeatedCode(code.id), at: element.offset, hint: "siblings need ids of their own")
      }
      codes.append(code)
    }
    return codes
  }

  private mutating func code(_ json: JSON) -> Code {
    var object = Fields(json, of: "a code")
    let examples = examples(object.take("examples"))
    var code = Code(
      id: id(object.take("id"), in: object), label: label(object.take("label"), in: object),
      definition: definition(object.take("definition"), in: object),
      use: string(object.take("use")), avoid: string(object.take("avoid")),
      colour: colour(object.take("colour")), source: string(object.take("source")),
      matching: examples.matching, nonMatching: examples.nonMatching,
      rules: rules(object.take("rules")), codes: codes(object.take("codes")))
    code.isProposed = flag(object.take("proposed"))
    refuseRest(of: object)
    return code
  }

  private mutating func definition(_ json: JSON?, in object: Fields) -> String {
    if json == nil { report(missing: "definition", in: object) }
    return string(json)
  }

  private mutating func id(_ json: JSON?, in object: Fields) -> String {
    guard let json else {
      report(missing: "id", in: object)
      return ""
    }
    let id = string(json)
    if json.string != nil, !id.isSlug {
      report(.badID(id), at: json.offset, hint: "use lower-case letters, digits and hyphens")
    }
    return id
  }

  private mutating func label(_ json: JSON?, in parent: Fields) -> Label {
    guard let json else {
      report(missing: "label", in: parent, hint: #"write "label": {"nl": "…", "en": "…"}"#)
      return Label(nl: "", en: "")
    }
    var object = Fields(json, of: "a label")
    let label = Label(nl: string(object.take("nl")), en: string(object.take("en")))
    if json.members != nil, label.nl.isEmpty || label.en.isEmpty {
      report(.halfLabel, at: json.offset)
    }
    refuseRest(of: object)
    return label
  }

  private mutating func colour(_ json: JSON?) -> String {
    let colour = string(json)
    let digits = colour.dropFirst()
    if let json, json.string != nil,
      !(colour.hasPrefix("#") && digits.count == 6 && digits.allSatisfy(\.isHexDigit))
    {
      report(.badColour(colour), at: json.offset, hint: "write for example #b5472f")
    }
    return colour.lowercased()
  }

  private mutating func examples(_ json: JSON?) -> (matching: [Example], nonMatching: [Example]) {
    guard let json else { return ([], []) }
    var object = Fields(json, of: "examples")
    let matching = list(object.take("match")).map { example($0) }
    let nonMatching = list(object.take("noMatch")).map { example($0) }
    refuseRest(of: object)
    return (matching, nonMatching)
  }

  private mutating func example(_ json: JSON) -> Example {
    Example(text: string(json), place: place(json.offset))
  }

  private mutating func lists(_ json: JSON?) -> [WordList] {
    guard let json else { return [] }
    guard let members = json.members else {
      report(.wrongKind("an object", json.kindName), at: json.offset)
      return []
    }
    return members.map { member in
      if !member.key.isSlug {
        report(
          .badID(member.key), at: member.offset, hint: "use lower-case letters, digits and hyphens")
      }
      let entries = list(member.value)
      if entries.isEmpty { report(.emptyList(member.key), at: member.offset) }
      let expressions = entries.compactMap { entry in
        parse(entry, string(entry), unit: .sentence, speaker: nil)?.expression
      }
      return WordList(
        name: member.key, entries: entries.map { $0.string ?? "" }, expression: .or(expressions))
    }
  }

  // MARK: Rules

  private mutating func rules(_ json: JSON?) -> [CodeRule] { list(json).compactMap { rule($0) } }

  private mutating func rule(_ json: JSON) -> CodeRule? {
    if json.string != nil {
      return parse(json, string(json), unit: .sentence, speaker: nil).map {
        CodeRule(rule: $0, place: place(json.offset))
      }
    }
    var object = Fields(json, of: "a rule")
    let find = object.take("find")
    let unit: CodedUnit = choice(object.take("unit"), otherwise: .sentence)
    let speaker: SpeakerScope = choice(object.take("speaker"), otherwise: .respondent)
    let note = string(object.take("note"))
    refuseRest(of: object)
    guard let find else {
      report(missing: "find", in: object, hint: "write the rule as a text")
      return nil
    }
    return parse(find, string(find), unit: unit, speaker: speaker).map {
      CodeRule(rule: $0, note: note, place: place(find.offset))
    }
  }

  private mutating func parse(
    _ json: JSON, _ text: String, unit: CodedUnit, speaker: SpeakerScope?
  ) -> Rule? {
    guard json.string != nil else { return nil }
    do {
      return try RuleParser.parse(text, unit: unit, speaker: speaker)
    } catch {
      report(fault: error, in: text, at: place(json.offset))
      return nil
    }
  }

  /// A fault's column counts in the rule's text; escapes before it move it in the file.
  private mutating func report(fault: RuleFault, in rule: String, at start: Place) {
    var place = start
    let before = String(String.UnicodeScalarView(rule.unicodeScalars.prefix(fault.column - 1)))
    var written = ""
    JSON.quote(before, into: &written)
    place.column += written.unicodeScalars.count - 1
    faults.append(
      Diagnostic(.error, .rule(fault.message), at: place, hint: fault.hint))
  }

  private mutating func checkReferences(_ codebook: Codebook) {
    let context = codebook.ruleContext
    for (_, _, code) in codebook.allCodes {
      for rule in code.rules {
        var set = RuleSet()
        do { try set.add(rule.rule, in: context) } catch {
          report(fault: error, in: rule.rule.text, at: rule.place)
        }
      }
    }
  }

  // MARK: Values

  private mutating func string(_ json: JSON?) -> String {
    guard let json else { return "" }
    guard let text = json.string else {
      report(.wrongKind("a text", json.kindName), at: json.offset)
      return ""
    }
    return text
  }

  private mutating func flag(_ json: JSON?) -> Bool {
    guard let json else { return false }
    if json.bool == nil {
      report(.wrongKind("true or false", json.kindName), at: json.offset)
    }
    return json.bool ?? false
  }

  private mutating func list(_ json: JSON?) -> [JSON] {
    guard let json else { return [] }
    guard let elements = json.array else {
      report(.wrongKind("a list", json.kindName), at: json.offset)
      return []
    }
    return elements
  }

  private mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ json: JSON?, otherwise: Choice
  ) -> Choice where Choice.RawValue == String {
    guard let json else { return otherwise }
    if let choice = json.string.flatMap(Choice.init(rawValue:)) { return choice }
    report(
      .badChoice(json.string ?? json.kindName), at: json.offset,
      hint: "one of: " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
    return otherwise
  }

  private mutating func refuseRest(of object: Fields) {
    guard object.isObject else {
      report(.wrongKind(object.kind, object.kindName), at: object.offset)
      return
    }
    for member in object.rest {
      report(
        .unknown(member.key, object.kind), at: member.offset,
        hint: "known here: " + object.asked.joined(separator: ", "))
    }
  }
}

/// The members of an object, taken one by one; what is left over is unknown.
private struct Fields {
  let kind: String
  let kindName: String
  let offset: Int
  let isObject: Bool
  private(set) var rest: [JSON.Member]
  private(set) var asked: [String] = []

  init(_ json: JSON, of kind: String) {
    (self.kind, kindName, offset) = (kind, json.kindName, json.offset)
    isObject = json.members != nil
    rest = json.members ?? []
  }

  mutating func take(_ key: String) -> JSON? {
    asked.append(key)
    guard let index = rest.firstIndex(where: { $0.key == key }) else { return nil }
    return rest.remove(at: index).value
  }
}

extension String {
  /// Lower-case ASCII letters, digits and hyphens, starting with a letter or digit.
  package var isSlug: Bool {
    guard let first = utf8.first, first != UInt8(ascii: "-") else { return false }
    return utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
    }
  }
}

extension Diagnostic.Message {
  fileprivate static func missing(_ key: String, _ kind: String) -> Self {
    "\(kind) without '\(key)'"
  }
  fileprivate static func wrongKind(_ expected: String, _ found: String) -> Self {
    "\(expected) should stand here, not \(found)"
  }
  fileprivate static func unknown(_ key: String, _ kind: String) -> Self {
    "'\(key)' is not a field of \(kind)"
  }
  fileprivate static func badID(_ id: String) -> Self { "'\(id)' can't be an id" }
  fileprivate static func repeatedCode(_ id: String) -> Self {
    "the code '\(id)' stands here twice"
  }
  fileprivate static func badColour(_ colour: String) -> Self { "'\(colour)' is not a colour" }
  fileprivate static func badChoice(_ text: String) -> Self { "'\(text)' is not a choice here" }
  fileprivate static func emptyList(_ name: String) -> Self { "the list '\(name)' has no words" }
  fileprivate static func rule(_ message: String) -> Self { "in this rule: \(message)" }
  fileprivate static let halfLabel: Self = "a label needs both 'nl' and 'en'"
}
