import Coding
import Exchange
import Project

/// A project as other programs are told of it.
///
/// What rules find goes along as codings by `zicht rules`; what was rejected does not.
struct ProjectExport {
  private let project: Project
  private let names: ExchangeNames
  private let codes: [Int: CodeRow]
  private var exchange = ExchangeProject()
  private var coders: [String] = []
  private var used: Set<Int> = []

  static func make(_ project: Project, program: String) throws -> ExchangeProject {
    var export = try ProjectExport(project)
    export.exchange.origin = program
    export.exchange.name = "Zicht"
    try export.addCodes()
    try export.addCases()
    try export.addMemos()
    try project.forEachExchangedTranscript { try export.add($0) }
    export.addRetiredCodes()
    try export.addSets()
    export.addUsers()
    return export.exchange
  }

  private init(_ project: Project) throws {
    self.project = project
    names = ExchangeNames(
      code: try project.foreignIDs("code"), coder: try project.foreignIDs("coder"),
      variable: try project.foreignIDs("variable"))
    codes = Dictionary(
      uniqueKeysWithValues: try project.codes(includingRetired: true).map { ($0.id, $0) })
  }

  // MARK: Codes

  /// A folder for each codebook where there are several.
  private mutating func addCodes() throws {
    let books = try project.codebooks().map { try project.codebook($0.name).codebook }
    let trees = books.map { book in
      (book, book.codes.map { code($0, of: book.id, under: "") })
    }
    if trees.count == 1, let tree = trees.first {
      exchange.codes = tree.1
      exchange.name = tree.0.id
    } else {
      for (book, tree) in trees where !tree.isEmpty {
        var folder = ExchangeProject.Code(
          guid: ExchangeNames.guid(ofCodebook: book.id), name: book.id)
        folder.description = book.description
        folder.isCodable = false
        folder.codes = tree
        exchange.codes.append(folder)
      }
    }
  }

  /// Codes that are in their codebooks no more, and on passages still.
  private mutating func addRetiredCodes() {
    let retired = used.sorted().compactMap { codes[$0] }.filter(\.isRetired)
    guard !retired.isEmpty else { return }
    var folder = ExchangeProject.Code(
      guid: GUID.derived(from: "zicht", "retired"), name: "(retired)")
    folder.isCodable = false
    folder.codes = retired.map { row in
      let name = "\(row.codebook):\(row.path)"
      return ExchangeProject.Code(guid: names.guid(ofCode: name), name: name)
    }
    exchange.codes.append(folder)
  }

  private func code(
    _ code: Code, of book: String, under parent: String
  ) -> ExchangeProject.Code {
    let path = parent + code.id
    let name = code.label.en.isEmpty ? code.label.nl : code.label.en
    var result = ExchangeProject.Code(
      guid: names.guid(ofCode: "\(book):\(path)"), name: name.isEmpty ? code.id : name)
    let texts = [code.definition, code.use, code.avoid]
    result.description = texts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    result.colour = code.colour.lowercased()
    result.codes = code.codes.map { self.code($0, of: book, under: path + "/") }
    return result
  }

  private mutating func guid(ofCode id: Int) -> String {
    used.insert(id)
    return codes[id].map { names.guid(ofCode: "\($0.codebook):\($0.path)") } ?? ""
  }

  // MARK: Cases

  private mutating func addCases() throws {
    let respondents = try project.respondentsForExchange()
    var kinds: [String: ExchangeProject.Variable.Kind] = [:]
    var order: [String] = []
    for attribute in respondents.flatMap(\.attributes) {
      if kinds[attribute.name] == nil { order.append(attribute.name) }
      let kind: ExchangeProject.Variable.Kind = attribute.value.isPlainInteger ? .integer : .text
      kinds[attribute.name] = kinds[attribute.name] == .text ? .text : kind
    }
    exchange.variables = order.map { name in
      ExchangeProject.Variable(
        guid: names.guid(ofVariable: name), name: name, kind: kinds[name] ?? .text)
    }
    exchange.cases = respondents.map { respondent in
      var item = ExchangeProject.Case(
        guid: ExchangeNames.guid(ofUID: respondent.uid), name: respondent.name)
      item.values = respondent.attributes.map {
        ExchangeProject.Value(variable: names.guid(ofVariable: $0.name), text: $0.value)
      }
      return item
    }
  }

  private mutating func link(_ transcript: ExchangedTranscript, _ source: inout Source) {
    for (respondent, turns) in transcript.voices {
      let guid = ExchangeNames.guid(ofUID: respondent)
      guard let index = exchange.cases.firstIndex(where: { $0.guid == guid }) else { continue }
      exchange.cases[index].sources.append(source.guid)
      guard transcript.voices.count > 1 else { continue }
      for turn in turns {
        let selection = source.selection(turn)
        exchange.cases[index].selections.append(source.selections[selection].guid)
      }
    }
  }

  // MARK: Transcripts and codings

  private mutating func add(_ transcript: ExchangedTranscript) throws {
    var source = Source(transcript)
    source.user = guid(ofCoder: transcript.coder)
    for coding in try project.exchangedCodings(of: transcript.version) {
      var item = ExchangeProject.Coding(
        guid: ExchangeNames.guid(ofUID: coding.uid), code: guid(ofCode: coding.code))
      item.user = guid(ofCoder: coding.coder)
      item.time = coding.time
      if let memo = coding.memo {
        item.notes = [add(note: memo, uid: "memo of " + coding.uid, coding.coder, coding.time)]
      }
      source.add(item, to: coding.range)
    }
    try addFindings(of: transcript, to: &source)
    for memo in memos[transcript.version] ?? [] { source.add(memo) }
    link(transcript, &source)
    exchange.sources.append(source.finished)
  }

  private mutating func addFindings(
    of transcript: ExchangedTranscript, to source: inout Source
  ) throws {
    var query = SegmentQuery()
    query.versions = [transcript.version]
    var rows: [SegmentRow] = []
    try project.forEachSegment(query) { if $0.origin == .rule { rows.append($0) } }
    for row in rows {
      let code = codes[row.code].map { "\($0.codebook):\($0.path)" } ?? ""
      var item = ExchangeProject.Coding(
        guid: GUID.derived(
          from: "zicht", "finding", transcript.uid, "\(row.start)", "\(row.end)", code),
        code: guid(ofCode: row.code))
      item.user =
        row.coder == SegmentRow.nobody ? ExchangeNames.rules : guid(ofCoder: row.coder)
      source.add(item, to: row.start..<row.end)
    }
  }

  // MARK: Memos, sets, users

  /// Memos on transcripts and their passages, by version.
  private var memos: [Int: [(range: Range<Int>?, note: String)]] = [:]

  private mutating func addMemos() throws {
    for memo in try project.memos() {
      let note = add(note: memo.text, title: memo.title, uid: memo.uid, memo.coder, memo.time)
      switch memo.subject {
      case .project: exchange.projectNotes.append(note)
      case .code(let code):
        let guid = guid(ofCode: code)
        exchange.codes = exchange.codes.map { $0.adding(note: note, to: guid) }
      case .transcript(let version): memos[version, default: []].append((nil, note))
      case .passage(let version, let range): memos[version, default: []].append((range, note))
      }
    }
  }

  private mutating func add(
    note text: String, title: String = "", uid: String, _ coder: String, _ time: String
  ) -> String {
    var note = ExchangeProject.Note(guid: ExchangeNames.guid(ofUID: uid), text: text)
    note.name = title
    note.user = guid(ofCoder: coder)
    note.time = time
    exchange.notes.append(note)
    return note.guid
  }

  private mutating func addSets() throws {
    for collection in try project.collections() {
      var set = ExchangeProject.Collection(
        guid: ExchangeNames.guid(ofUID: collection.uid), name: collection.name)
      set.description = collection.description
      for member in collection.members {
        switch member.kind {
        case "code": set.codes.append(names.guid(ofCode: member.name))
        case "transcript": set.sources.append(ExchangeNames.guid(ofUID: member.name))
        default: set.notes.append(ExchangeNames.guid(ofUID: member.name))
        }
      }
      exchange.sets.append(set)
    }
  }

  private mutating func guid(ofCoder name: String) -> String {
    if !coders.contains(name) { coders.append(name) }
    return names.guid(ofCoder: name)
  }

  private mutating func addUsers() {
    exchange.users = coders.sorted().map {
      ExchangeProject.User(guid: names.guid(ofCoder: $0), name: $0)
    }
    exchange.users.append(ExchangeProject.User(guid: ExchangeNames.rules, name: "zicht rules"))
  }
}

/// A transcript with its selections, to be found by place.
private struct Source {
  private var source: ExchangeProject.Source
  private var byRange: [Range<Int>: Int] = [:]
  private(set) var selections: [ExchangeProject.Selection] = []

  init(_ transcript: ExchangedTranscript) {
    source = ExchangeProject.Source(
      guid: ExchangeNames.guid(ofUID: transcript.uid), name: transcript.name,
      text: transcript.text)
    source.time = transcript.time
  }

  var guid: String { source.guid }
  var user: String {
    get { source.user }
    set { source.user = newValue }
  }

  /// Selections by place.
  var finished: ExchangeProject.Source {
    var source = source
    source.selections = selections.sorted {
      ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound)
    }
    return source
  }

  /// The selection at a place, made if there is none.
  mutating func selection(_ range: Range<Int>) -> Int {
    if let known = byRange[range] { return known }
    selections.append(
      ExchangeProject.Selection(
        guid: GUID.derived(
          from: "zicht", "selection", guid, "\(range.lowerBound)", "\(range.upperBound)"),
        range: range))
    byRange[range] = selections.count - 1
    return selections.count - 1
  }

  mutating func add(_ coding: ExchangeProject.Coding, to range: Range<Int>) {
    selections[selection(range)].codings.append(coding)
  }

  mutating func add(_ memo: (range: Range<Int>?, note: String)) {
    if let range = memo.range {
      selections[selection(range)].notes.append(memo.note)
    } else {
      source.notes.append(memo.note)
    }
  }
}

extension ExchangeProject.Code {
  fileprivate func adding(note: String, to guid: String) -> Self {
    var code = self
    if code.guid == guid { code.notes.append(note) }
    code.codes = code.codes.map { $0.adding(note: note, to: guid) }
    return code
  }
}

extension String {
  /// Whether it is a number that reads back the same: no sign but minus, no leading zero.
  fileprivate var isPlainInteger: Bool { utf8.count < 10 && Int(self).map(String.init) == self }
}
