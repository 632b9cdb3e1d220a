import Coding

/// The reader of Taguette's database, of one project in it.
struct Taguette {
  private let database: PeerDatabase
  private var project = ExchangeProject()
  private var identity = Identity(project: "")
  private var history = TaggingHistory()

  init(_ database: PeerDatabase) throws(Rejected) {
    try database.require(
      [
        ("projects", ["id", "name", "description", "created"]),
        ("documents", ["id", "project_id", "name", "description", "contents"]),
        ("highlights", ["id", "document_id", "start_offset", "end_offset"]),
        ("tags", ["id", "project_id", "path", "description"]),
        ("highlight_tags", ["highlight_id", "tag_id"]),
      ], of: "Taguette")
    self.database = database
  }

  /// - Throws: `Rejected` where the project that is named isn't there, or none is named of several.
  func read(_ name: String?) throws(Rejected) -> ExchangeProject {
    var reader = self
    let id = try reader.choose(name)
    try reader.readHistory(of: id)
    let tags = try reader.readTags(of: id)
    try reader.readDocuments(of: id, try reader.taggings(tags))
    reader.addUsers()
    return reader.project
  }

  private mutating func choose(_ wanted: String?) throws(Rejected) -> Int {
    let columns = ["id", "name", "description", "created"]
    let projects = try database.all("projects", columns, by: "id") { row in
      row.number("id").map {
        ($0, row.text("name"), row.text("description"), row.text("created"))
      }
    }
    let meant = wanted.map { wanted in projects.filter { $0.1 == wanted } } ?? projects
    guard meant.count == 1, let (id, name, description, created) = meant.first else {
      let names = projects.map { "'\($0.1)'" }.joined(separator: ", ")
      throw Rejected(
        projects.isEmpty ? .noProject : .notOne(wanted, meant.count), in: database.file,
        hint: projects.isEmpty ? nil : "name one of \(names) with --only")
    }
    // The name may change; the moment at which it was made won't.
    identity = Identity(project: "taguette \(id) \(created)")
    (project.name, project.description) = (name, description)
    (project.origin, project.time) = ("Taguette", Self.time(created))
    return id
  }

  private mutating func readHistory(of id: Int) throws(Rejected) {
    var history = TaggingHistory()
    var count = 0
    let columns = ["id", "date", "user_login", "project_id", "document_id", "payload"]
    try database.rows("commands", columns, by: "id") { row in
      guard row.number("project_id") == id else { return }
      count += 1
      history.add(
        user: row.text("user_login"), time: Self.time(row.text("date")),
        document: row.number("document_id"), payload: row.text("payload"))
    }
    self.history = history
    if count > 0 {
      leaveOut(
        counted(count, "command"), "they tell who coded and when; the rest of them is not taken",
        "commands")
    }
  }

  /// Taguette keeps UTC, as `2024-05-01 10:00:00.000000`.
  private static func time(_ text: String) -> String {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let clock = parts[1].split(separator: ".").first else { return "" }
    return "\(parts[0])T\(clock)Z"
  }

  private mutating func leaveOut(_ element: String, _ reason: String, _ place: String) {
    project.leftOut.append(.init(element: element, reason: reason, place: place))
  }

  private func user(_ name: String) -> String { name.isEmpty ? "" : identity.guid("user", name) }

  private mutating func addUsers() {
    project.users = history.users.names.map { .init(guid: user($0), name: $0) }
  }
}

/// Tags, and what they stand on.
extension Taguette {
  /// Makes codes of the tags; their GUIDs by id.
  private mutating func readTags(of project: Int) throws(Rejected) -> [Int: String] {
    var forest = CodeForest()
    var guids: [Int: String] = [:]
    var paths: [String: String] = [:]
    let tags = try database.all("tags", ["id", "project_id", "path", "description"], by: "id") {
      row -> (id: Int, path: String, description: String)? in
      guard let id = row.number("id"), row.number("project_id") == project else { return nil }
      return (id, row.text("path"), row.text("description"))
    }
    for tag in tags {
      guids[tag.id] = identity.guid("tag", tag.id)
      paths[tag.path] = guids[tag.id]
    }
    for tag in tags {
      let parts = Self.parts(tag.path)
      var parent: String?
      // Above `a.b.c` stand `a` and `a.b`, which need not be tags themselves.
      for depth in 1..<max(parts.count, 1) {
        let path = parts[..<depth].joined(separator: ".")
        if paths[path] == nil {
          let guid = identity.guid("path", path)
          var folder = ExchangeProject.Code(guid: guid, name: parts[depth - 1])
          folder.isCodable = false
          forest.add(folder, below: parent)
          paths[path] = guid
        }
        parent = paths[path]
      }
      var code = ExchangeProject.Code(guid: guids[tag.id] ?? "", name: parts[parts.count - 1])
      code.description = tag.description
      forest.add(code, below: parent)
    }
    self.project.codes = forest.trees().codes
    return guids
  }

  /// The names along a tag's path: one where a dot parts nothing, or deeper than trees are.
  private static func parts(_ path: String) -> [String] {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let isTree =
      parts.count < CodeForest.deepest && !parts.contains { $0.allSatisfy(\.isWhitespace) }
    return isTree ? parts : [path]
  }

  /// The tags of each highlight, with their codes.
  private func taggings(
    _ codes: [Int: String]
  ) throws(Rejected) -> [Int: [(tag: Int, code: String)]] {
    var taggings: [Int: [(Int, String)]] = [:]
    try database.rows("highlight_tags", ["highlight_id", "tag_id"], by: "tag_id") { row in
      guard let highlight = row.number("highlight_id"), let tag = row.number("tag_id"),
        let code = codes[tag]
      else { return }
      taggings[highlight, default: []].append((tag, code))
    }
    return taggings
  }
}

/// Documents and their highlights.
extension Taguette {
  private struct Highlight {
    var id: Int
    var start: Int
    var end: Int
    var snippet: String
  }

  private mutating func readDocuments(
    of id: Int, _ taggings: [Int: [(tag: Int, code: String)]]
  ) throws(Rejected) {
    let highlights = try highlights()
    let columns = ["id", "project_id", "name", "description", "filename", "created", "contents"]
    var sources: [ExchangeProject.Source] = []
    var reader = self
    try database.rows("documents", columns, by: "id") { row in
      guard let document = row.number("id"), row.number("project_id") == id else { return }
      let tagged = TaggedText(html: Array(row.text("contents").utf8))
      var source = ExchangeProject.Source(
        guid: identity.guid("document", document), name: row.text("name"),
        text: String(decoding: tagged.text, as: UTF8.self))
      source.description = row.text("description")
      let act = history.act(onDocument: document)
      source.user = user(act.user)
      source.time = act.time.isEmpty ? Self.time(row.text("created")) : act.time
      let place = "documents \(document) '\(source.name)'"
      if tagged.images > 0 {
        reader.leaveOut(counted(tagged.images, "image"), "images are not kept", place)
      }
      reader.add(highlights[document] ?? [], taggings, to: &source, tagged, place)
      sources.append(source)
    }
    self = reader
    project.sources = sources
  }

  private func highlights() throws(Rejected) -> [Int: [Highlight]] {
    var highlights: [Int: [Highlight]] = [:]
    let columns = ["id", "document_id", "start_offset", "end_offset", "snippet"]
    try database.rows("highlights", columns, by: "id") { row in
      guard let id = row.number("id"), let document = row.number("document_id") else { return }
      highlights[document, default: []].append(
        Highlight(
          id: id, start: row.number("start_offset") ?? -1, end: row.number("end_offset") ?? -1,
          snippet: row.text("snippet")))
    }
    return highlights
  }

  private mutating func add(
    _ highlights: [Highlight], _ taggings: [Int: [(tag: Int, code: String)]],
    to source: inout ExchangeProject.Source, _ tagged: TaggedText, _ place: String
  ) {
    let ranges = highlights.map { tagged.range($0.start, $0.end) }
    let offsets = CodePointOffsets(
      ranges.compactMap { $0 }.flatMap { [$0.lowerBound, $0.upperBound] }, in: tagged.text)
    var (fitting, telling) = (0, 0)
    for (highlight, range) in zip(highlights, ranges) {
      let snippet = TaggedText(html: Array(highlight.snippet.utf8)).text
      let isSame = range.map { snippet.isEmpty || tagged.text[$0].hasWords(of: snippet) } ?? false
      if !snippet.isEmpty { (fitting, telling) = (fitting + (isSame ? 1 : 0), telling + 1) }
      var selection = ExchangeProject.Selection(
        guid: identity.guid("highlight", highlight.id), range: range.map { offsets[$0] } ?? 0..<0)
      let act = history.act(on: highlight.id)
      (selection.user, selection.time) = (user(act.user), act.time)
      for (tag, code) in taggings[highlight.id] ?? [] {
        selection.codings.append(coding(highlight.id, tag, code))
      }
      if isSame {
        source.selections.append(selection)
      } else {
        selection.range = 0..<0
        source.orphans.append(
          .init(selection: selection, quote: String(decoding: snippet, as: UTF8.self)))
        leaveOut(
          "the place of highlight \(highlight.id)", "its words do not stand at its positions", place
        )
      }
    }
    source.convention = .init(
      unit: .utf8, countsCarriageReturns: false, fitting: fitting, telling: telling)
  }

  private mutating func coding(
    _ highlight: Int, _ tag: Int, _ code: String
  ) -> ExchangeProject.Coding {
    var coding = ExchangeProject.Coding(
      guid: identity.guid("tagging", "\(highlight) \(tag)"), code: code)
    let act = history.act(on: highlight, tag: tag)
    (coding.user, coding.time) = (user(act.user), act.time)
    return coding
  }
}

extension ArraySlice<UInt8> {
  /// Whether the bytes are those of a text, white space aside.
  ///
  /// O(length of the shorter).
  fileprivate func hasWords(of text: [UInt8]) -> Bool {
    lazy.filter { $0 > 0x20 }.elementsEqual(text.lazy.filter { $0 > 0x20 })
  }
}

extension Diagnostic.Message {
  fileprivate static var noProject: Self { "the database holds no project" }
  fileprivate static func notOne(_ wanted: String?, _ count: Int) -> Self {
    guard let wanted else { return "the database holds \(count) projects: name one" }
    return count == 0
      ? "no project '\(wanted)' in the database" : "\(count) projects are named '\(wanted)'"
  }
}
