import Coding
import CommandLineKit
import Project
import Reports

/// The tables that a study writes: as CSV files, or as the sheets of one workbook.
struct StudyTables {
  private let project: Project

  init(_ project: Project) { self.project = project }

  /// Writes them all into a folder, each with its receipt beside it; the files' names.
  func write(folder: String) throws -> [String] {
    try FileSystem.makeDirectory(folder)
    return try commands().map { name, words in
      let path = FileSystem.join(folder, name + ".csv")
      let (table, receipt) = try make(words)
      try FileSystem.write(Array(CSV().string(table).utf8), to: path)
      try receipt.write(to: TableReceipt.path(path))
      return path
    }
  }

  /// Writes them all into a workbook; how many there are, and what cells could not take.
  func write(workbook path: String) throws -> (tables: Int, losses: [String]) {
    let file = try OutputFile(path)
    let commands = try commands()
    let workbook = try TableWorkbook(commands.map(\.name)) { try file.write($0) }
    let receipts = try commands.map { _, words in
      let (table, receipt) = try make(words)
      try workbook.add(table)
      return receipt
    }
    let losses = try workbook.finish(receipts)
    try file.commit()
    return (commands.count, losses)
  }

  private func make(_ words: [String]) throws -> (Table, TableReceipt) {
    guard let command = try Zicht.tool.command(words) as? any TableCommand else {
      preconditionFailure("'\(words[0])' gives no table")
    }
    let table = try command.make(project, isForReading: false)
    let receipt = try TableReceipt(
      query: command.query, table: table, caveats: command.caveats(project), of: project)
    return (table, receipt)
  }

  /// The names of the tables and the commands that make them.
  private func commands() throws -> [(name: String, words: [String])] {
    let known = Set(try AttributeNames(project).known)
    let place = ["neighbourhood", "wijk", "buurt"].first(where: known.contains)
    let role = ["role", "rol"].first(where: known.contains)
    var commands: [(name: String, words: [String])] = [("codes", ["frequencies"])]
    for by in [[place], [role], [place, role]].map({ $0.compactMap { $0 } }) where !by.isEmpty {
      let name = "codes-by-\(by.joined(separator: "-"))"
      if commands.contains(where: { $0.name == name }) { continue }
      commands.append((name, ["frequencies", "--by", by.joined(separator: ",")]))
    }
    let own = try project.respondentAttributeNames()
    commands.append(
      ("codes-by-respondent", ["matrix", "--counts"] + attributes(own)))
    if try project.voices().contains(where: { $0.part == .document }) {
      let words = ["matrix", "--counts", "--documents"]
      let named = ["title", "date"].filter(known.contains)
      commands.append(("codes-by-document", words + attributes(named)))
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
