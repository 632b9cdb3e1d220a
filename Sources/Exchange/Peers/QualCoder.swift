import Coding

/// The reader of QualCoder's project: its database, without the files beside it.
struct QualCoder {
  let database: PeerDatabase
  var project = ExchangeProject()
  private(set) var identity = Identity(project: "")
  /// Names of sources by id, also of those that are no text.
  var sourceNames: [Int: String] = [:]
  var caseLinks: [Int: CaseLinks] = [:]
  private var users = Users()

  init(_ database: PeerDatabase) throws(Rejected) {
    try database.require(
      [
        ("project", ["databaseversion", "date", "memo", "about"]),
        ("source", ["id", "name", "fulltext", "mediapath", "memo", "owner", "date"]),
        ("code_cat", ["catid", "name", "memo", "supercatid"]),
        ("code_name", ["cid", "name", "memo", "catid", "color"]),
        ("code_text", ["cid", "fid", "seltext", "pos0", "pos1", "owner", "date", "memo"]),
      ], of: "QualCoder")
    self.database = database
  }

  func read() throws(Rejected) -> ExchangeProject {
    var reader = self
    try reader.readHeader()
    try reader.readCoders()
    try reader.readCodes()
    let passages = try reader.readPassages()
    try reader.readSources(passages)
    try reader.readCases()
    try reader.readVariables()
    try reader.readJournals()
    try reader.noteTheRest()
    reader.project.users = reader.users.names.map { .init(guid: reader.guid("user", $0), name: $0) }
    return reader.project
  }

  private mutating func readHeader() throws(Rejected) {
    var header: [(version: String, date: String, memo: String, about: String)] = []
    let columns = ["databaseversion", "date", "memo", "about"]
    try database.rows("project", columns, by: "date") { row in
      header.append(
        (row.text("databaseversion"), row.text("date"), row.text("memo"), row.text("about")))
    }
    guard let first = header.first else { throw Rejected(.noHeader, in: database.file) }
    identity = Identity(project: "qualcoder \(first.date)")
    project.name = Self.name(of: database.file)
    (project.description, project.time) = (first.memo, Self.time(first.date))
    // As it writes of itself: 'QualCoder 3.5', or older files 'QDA v3.5'.
    project.origin =
      first.about.contains("QualCoder") ? first.about : "QualCoder (database \(first.version))"
  }

  /// The folder's name, or the file's where it was taken out of its folder, without `.qda`.
  private static func name(of path: String) -> String {
    var parts = path.split(separator: "/").filter { $0 != "." }
    if parts.last == "data.qda", parts.count > 1 { parts.removeLast() }
    let name = parts.last ?? ""
    return String(name.hasSuffix(".qda") ? name.dropLast(4) : name)
  }

  private mutating func readCoders() throws(Rejected) {
    var users = users
    try database.rows("coder_names", ["name"], by: "name") { users.add($0.text("name")) }
    self.users = users
  }

  // MARK: What all parts share

  func guid(_ kind: String, _ id: some CustomStringConvertible) -> String {
    identity.guid(kind, id)
  }

  /// A coder's GUID; empty for none.
  mutating func user(_ name: String) -> String {
    if name.isEmpty { return "" }
    users.add(name)
    return guid("user", name)
  }

  /// QualCoder keeps the time of the place, as `2024-05-01 10:00:00`.
  static func time(_ text: String) -> String {
    let parts = text.split(separator: " ")
    return parts.count >= 2 ? "\(parts[0])T\(parts[1])" : ""
  }

  mutating func leaveOut(_ element: String, _ reason: String, _ place: String) {
    project.leftOut.append(.init(element: element, reason: reason, place: place))
  }

  /// Keeps a memo as a note; its GUID, nil for an empty one.
  mutating func note(_ kind: String, _ id: Int, _ text: String, _ row: Authorship) -> String? {
    guard text.contains(where: { !$0.isWhitespace }) else { return nil }
    var note = ExchangeProject.Note(guid: guid(kind, id), text: text)
    (note.user, note.time) = (user(row.owner), row.time)
    project.notes.append(note)
    return note.guid
  }
}

/// Names in the order in which they are met, each once.
struct Users {
  private(set) var names: [String] = []
  private var known: Set<String> = []

  mutating func add(_ name: String) {
    if !name.isEmpty, known.insert(name).inserted { names.append(name) }
  }
}

/// Whose a row is, and since when.
struct Authorship {
  var owner: String
  var time: String

  init(_ row: PeerRow) {
    (owner, time) = (row.text("owner"), QualCoder.time(row.text("date")))
  }
}

/// What has tables of its own and no place in an exchange project.
extension QualCoder {
  private mutating func noteTheRest() throws(Rejected) {
    try leaveOut(
      codingsIn: "code_image", of: "imid", "an area of a picture", "pictures are not coded here")
    try leaveOut(
      codingsIn: "code_av", of: "avid", "a stretch of a recording", "recordings are not coded here")
    for (table, element) in [
      ("ris", "fields of references"), ("graph", "graphs"), ("stored_sql", "stored queries"),
      ("files_filter", "filters of files"),
    ] {
      var count = 0
      try database.rows(table, [], by: "rowid") { _ in count += 1 }
      if count > 0 {
        leaveOut("\(element) (\(count))", "they have no place in a study here", table)
      }
    }
  }

  private mutating func leaveOut(
    codingsIn table: String, of id: String, _ what: String, _ reason: String
  ) throws(Rejected) {
    var found: [(id: Int, code: Int, source: Int)] = []
    try database.rows(table, [id, "id", "cid"], by: id) { row in
      found.append((row.number(id) ?? 0, row.number("cid") ?? 0, row.number("id") ?? 0))
    }
    for coding in found {
      let source = sourceNames[coding.source].map { " of '\($0)'" } ?? ""
      leaveOut("coding of \(what)\(source)", reason, "\(table) \(coding.id)")
    }
  }

  private mutating func readJournals() throws(Rejected) {
    var reader = self
    let columns = ["jid", "name", "jentry", "owner", "date"]
    try database.rows("journal", columns, by: "jid") { row in
      guard let id = row.number("jid") else { return }
      var note = ExchangeProject.Note(
        guid: reader.guid("journal", id), text: row.text("jentry"))
      note.name = row.text("name")
      let author = Authorship(row)
      (note.user, note.time) = (reader.user(author.owner), author.time)
      reader.project.notes.append(note)
    }
    self = reader
  }
}

extension Diagnostic.Message {
  fileprivate static var noHeader: Self { "its table 'project' is empty" }
}
