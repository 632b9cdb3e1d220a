import Coding
import CommandLineKit
import Project
import Reports

/// The tables that a study writes, as CSV.
struct StudyTables {
  private let project: Project
  private let folder: String

  init(_ project: Project, folder: String) { (self.project, self.folder) = (project, folder) }

  /// Writes them all, each with its receipt beside it; the files' names.
  func write() throws -> [String] {
    try FileSystem.makeDirectory(folder)
    return try commands().map { name, words in
      let path = FileSystem.join(folder, name)
      guard let command = try Zicht.tool.command(words) as? any TableCommand else { return path }
      let table = try command.make(project, isForReading: false)
      try FileSystem.write(Array(CSV().string(table).utf8), to: path)
      try TableReceipt(
        query: command.query, table: table, caveats: command.caveats(project), of: project
      ).write(to: TableReceipt.path(path))
      return path
    }
  }

  /// The files and the commands that make them.
  private func commands() throws -> [(name: String, words: [String])] {
    let known = Set(try AttributeNames(project).known)
    let place = ["neighbourhood", "wijk", "buurt"].first(where: known.contains)
    let role = ["role", "rol"].first(where: known.contains)
    var commands: [(name: String, words: [String])] = [("codes.csv", ["frequencies"])]
    for by in [[place], [role], [place, role]].map({ $0.compactMap { $0 } }) where !by.isEmpty {
      let name = "codes-by-\(by.joined(separator: "-")).csv"
      if commands.contains(where: { $0.name == name }) { continue }
      commands.append((name, ["frequencies", "--by", by.joined(separator: ",")]))
    }
    let own = try project.respondentAttributeNames()
    commands.append(
      ("codes-by-respondent.csv", ["matrix", "--counts"] + attributes(own)))
    if try project.voices().contains(where: { $0.part == .document }) {
      let words = ["matrix", "--counts", "--documents"]
      let named = ["title", "date"].filter(known.contains)
      commands.append(("codes-by-document.csv", words + attributes(named)))
    }
    return commands
  }

  private func attributes(_ names: [String]) -> [String] {
    ["--attributes", names.joined(separator: ",")]
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
