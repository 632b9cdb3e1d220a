import Exchange
import TestSupport

/// Projects that nobody would make: everything the model can say, with all that makes names, texts and
/// offsets hard.
struct RandomProject {
  private var random: Seeded
  private var number = 0
  private(set) var project = ExchangeProject()

  init(seed: UInt64) {
    random = Seeded(seed)
    project.name = name()
    project.origin = random.pick(["zicht", "zicht 0.4"])
    project.description = text()
    project.users = (0..<Int.random(in: 0...4, using: &random)).map { _ in user() }
    project.user = random.pick([""] + project.users.map(\.guid))
    project.time = time()
    project.notes = (0..<Int.random(in: 0...6, using: &random)).map { _ in note() }
    project.codes = codes(depth: 0)
    project.variables = ExchangeProject.Variable.Kind.allCases.map { kind in
      var variable = ExchangeProject.Variable(guid: guid(), name: name(), kind: kind)
      variable.description = text()
      return variable
    }
    project.sources = (0..<Int.random(in: 0...4, using: &random)).map { _ in source() }
    project.cases = (0..<Int.random(in: 0...3, using: &random)).map { _ in oneCase() }
    project.sets = (0..<Int.random(in: 0...3, using: &random)).map { _ in set() }
    project.projectNotes = notes()
  }

  private mutating func guid() -> String {
    number += 1
    let digits = Array("0123456789abcdef")
    return [8, 4, 4, 4, 12].map { count in
      String((0..<count).map { _ in random.pick(digits) })
    }.joined(separator: "-")
  }

  private mutating func name() -> String {
    random.pick([
      "", "Thuis", "a\nb\tc\r", "<x> & \"y\" 'z'", "]]>&#10;&amp;", "  twee  ", "e\u{301}e\u{301}n",
      "👩‍👩‍👧 gezin", "\u{202E}omgekeerd", "\u{FEFF}merk", "../../etc/passwd", "=1+1", "\u{85}\u{2028}",
      "\u{10FFFF}\u{E000}", String(repeating: "lang ", count: 80), random.dutch(pieces: 3),
    ])
  }

  private mutating func text() -> String { random.once(in: 2) ? "" : name() + "\n " + name() }

  private mutating func time() -> String {
    random.pick([
      "", "2026-03-01T10:00:00Z", "2024-02-29T23:59:59.125+01:00", "2026-12-31T00:00:00",
    ])
  }

  private mutating func user() -> ExchangeProject.User {
    var user = ExchangeProject.User(guid: guid(), name: name())
    user.id = name()
    return user
  }

  private mutating func note() -> ExchangeProject.Note {
    var note = ExchangeProject.Note(guid: guid(), text: "")
    note.text = random.pick(["", "waarom?", "met \u{1B}[31m en \u{FFFE}", random.dutch(pieces: 30)])
    (note.name, note.description) = (name(), text())
    (note.user, note.time) = (random.pick([""] + project.users.map(\.guid)), time())
    return note
  }

  private mutating func notes() -> [String] {
    project.notes.map(\.guid).filter { _ in random.once(in: 8) }
  }

  private mutating func codes(depth: Int) -> [ExchangeProject.Code] {
    (0..<Int.random(in: 0...(4 - depth), using: &random)).map { _ in
      var code = ExchangeProject.Code(guid: guid(), name: name())
      code.description = text()
      code.colour = random.pick(["", "#f4a300", "#000000"])
      code.isCodable = !random.once(in: 4)
      code.notes = notes()
      code.codes = codes(depth: depth + 1)
      return code
    }
  }

  private func codable(_ codes: [ExchangeProject.Code]) -> [String] {
    codes.flatMap { ($0.isCodable ? [$0.guid] : []) + codable($0.codes) }
  }

  private mutating func values() -> [ExchangeProject.Value] {
    project.variables.filter { _ in random.once(in: 3) }.map { variable in
      let text: String =
        switch variable.kind {
        case .text: name()
        case .boolean: random.pick(["true", "false", "misschien"])
        case .integer: random.pick(["-42", "0", "", "veel"])
        case .float: random.pick(["4.50", "-.5", "1e9"])
        case .date: random.pick(["2024-02-29", "2023-02-29"])
        case .dateTime: random.pick(["2024-02-29T10:00:00", "gisteren"])
        }
      return ExchangeProject.Value(variable: variable.guid, text: text)
    }
  }

  private mutating func coding(_ selection: ExchangeProject.Selection?) -> ExchangeProject.Coding? {
    guard let code = codable(project.codes).randomElement(using: &random) else { return nil }
    var coding = ExchangeProject.Coding(guid: guid(), code: code)
    // A coding without a maker or a time is read as having its selection's.
    coding.user = random.pick(project.users.map(\.guid) + [selection?.user ?? ""])
    if coding.user.isEmpty { coding.user = selection?.user ?? "" }
    coding.time = time()
    if coding.time.isEmpty { coding.time = selection?.time ?? "" }
    coding.notes = notes()
    return coding
  }

  private mutating func source() -> ExchangeProject.Source {
    let start = random.pick(["", "", "\u{FEFF}", "%PDF-", "\n"])
    var source = ExchangeProject.Source(
      guid: guid(), name: name(),
      text: start + random.dutch(pieces: Int.random(in: 0...80, using: &random)))
    source.description = text()
    (source.user, source.time) = (random.pick([""] + project.users.map(\.guid)), time())
    let count = source.text.unicodeScalars.count
    if count > 0 {
      source.selections = (0..<Int.random(in: 0...20, using: &random)).map { _ in selection(count) }
      // The same place once more.
      if let first = source.selections.first {
        source.selections.append(selection(in: first.range))
      }
    }
    source.codings = (0..<Int.random(in: 0...2, using: &random)).compactMap { _ in coding(nil) }
    (source.notes, source.values) = (notes(), values())
    return source
  }

  private mutating func selection(_ count: Int) -> ExchangeProject.Selection {
    let start = Int.random(in: 0..<count, using: &random)
    return selection(in: start..<Int.random(in: (start + 1)...count, using: &random))
  }

  private mutating func selection(in range: Range<Int>) -> ExchangeProject.Selection {
    var selection = ExchangeProject.Selection(guid: guid(), range: range)
    selection.name = random.once(in: 6) ? "@ eigen naam @" : ""
    selection.description = text()
    (selection.user, selection.time) = (random.pick([""] + project.users.map(\.guid)), time())
    selection.notes = notes()
    let codings = Int.random(in: 0...3, using: &random)
    selection.codings = (0..<codings).compactMap { _ in coding(selection) }
    return selection
  }

  private mutating func oneCase() -> ExchangeProject.Case {
    var one = ExchangeProject.Case(guid: guid(), name: name())
    one.description = text()
    one.codes = codable(project.codes).filter { _ in random.once(in: 5) }
    one.values = values()
    one.sources = project.sources.map(\.guid).filter { _ in random.once(in: 2) }
    one.selections = project.sources.flatMap(\.selections).map(\.guid).filter { _ in
      random.once(in: 5)
    }
    return one
  }

  private mutating func set() -> ExchangeProject.Collection {
    var set = ExchangeProject.Collection(guid: guid(), name: name())
    set.description = text()
    set.codes = codable(project.codes).filter { _ in random.once(in: 3) }
    set.sources = project.sources.map(\.guid).filter { _ in random.once(in: 2) }
    set.notes = notes()
    return set
  }
}

extension ExchangeProject {
  /// Without what a reader adds to a project: how it read, and what it could not take.
  var bare: ExchangeProject {
    var project = self
    (project.leftOut, project.diagnostics) = ([], [])
    for index in project.sources.indices {
      project.sources[index].convention = nil
      project.sources[index].orphans = []
    }
    return project
  }
}
