import Coding
import CommandLineKit
import Project
import Reports

/// The tables that a study writes, as CSV.
struct StudyTables {
  private let project: Project
  private let folder: String

  init(_ project: Project, folder: String) { (self.project, self.folder) = (project, folder) }

  /// Writes them all; the files' names.
  func write() throws -> [String] {
    try FileSystem.makeDirectory(folder)
    let known = Set(try AttributeNames(project).known)
    let tables = try FrequencyTables(CountOptions(), project)
    var files: [String] = []
    func save(_ table: Table, _ name: String) throws {
      let path = FileSystem.join(folder, name)
      try FileSystem.write(Array(CSV().string(table).utf8), to: path)
      files.append(path)
    }
    try save(tables.long(by: []), "codes.csv")
    let place = ["neighbourhood", "wijk", "buurt"].first(where: known.contains)
    let role = ["role", "rol"].first(where: known.contains)
    for by in [[place], [role], [place, role]].map({ $0.compactMap { $0 } })
    where !by.isEmpty && !files.contains(file(by)) {
      try save(tables.long(by: by), FileSystem.name(of: file(by)))
    }
    try save(
      tables.respondents(isBinary: false, attributes: try project.respondentAttributeNames()),
      "codes-by-respondent.csv")
    if try !documents().isEmpty { try save(try documentTable(), "codes-by-document.csv") }
    return files
  }

  private func file(_ by: [String]) -> String {
    FileSystem.join(folder, "codes-by-\(by.joined(separator: "-")).csv")
  }

  private func documents() throws -> [Voice] {
    try project.voices().filter { $0.part == .document }
  }

  private func documentTable() throws -> Table {
    var options = CountOptions()
    options.voices.documents = true
    return try FrequencyTables(options, project).respondents(
      isBinary: false, attributes: ["title", "date"])
  }
}

extension Table {
  /// Without its last column and its notes, where the table before it says the same.
  fileprivate var withoutTotal: Table {
    var table = self
    table.columns.removeLast()
    table.rows = rows.map { $0.dropLast() }
    table.notes = []
    return table
  }
}

/// What a researcher would paste into a report.
struct StudySummary {
  private let project: String
  private let table: Table
  private let byRole: Table?
  private let lines: [String]
  private let verification: Verification

  init(_ project: Project, _ path: String, _ verification: Verification) throws {
    self.project = path
    self.verification = verification
    let voices = try project.voices()
    let respondents = Set(voices.filter { $0.words > 0 }.compactMap(\.respondent)).count
    let words = voices.filter { $0.part == .respondent }.reduce(0) { $0 + $1.words }
    let places = Set(
      voices.compactMap { $0.respondent == nil ? nil : $0.attributes["neighbourhood"] })
    let interviews = Set(voices.filter { $0.part == .respondent }.map(\.transcript)).count
    let documents = voices.count { $0.part == .document }
    lines = [
      "\(counted(respondents, "respondent")) in \(counted(interviews, "transcript"))"
        + (places.isEmpty ? "" : " from \(counted(places.count, "neighbourhood"))")
        + ", \(counted(words, "word")) of theirs"
        + (documents == 0 ? "" : "; \(counted(documents, "document"))")
    ]
    var options = CountOptions()
    // A study of documents alone has nobody to count.
    options.voices.documents = respondents == 0
    let tables = try FrequencyTables(options, project, isForReading: true)
    table = tables.long(by: [])
    let hasRoles = try respondents > 0 && AttributeNames(project).known.contains("role")
    byRole = hasRoles ? tables.matrix(.respondents, by: ["role"]).withoutTotal : nil
  }

  func write(width: Int, color: Bool, to out: (String) -> Void) {
    for line in lines { out(line + "\n") }
    out("\n")
    TextTable(width: width, color: color).write(table, to: out)
    if let byRole {
      out("\n")
      TextTable(width: width, color: color).write(byRole, to: out)
    }
  }

  func json(_ files: [String]) -> Coding.JSON {
    [
      "project": .string(project), "summary": .strings(lines), "tables": .strings(files),
      "verification": verification.json,
    ]
  }
}
