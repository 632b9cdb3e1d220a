import Coding
import CommandLineKit
import Project
import Reports

/// `zicht study`: from a folder of transcripts to verified tables, in one command.
struct Study: ZichtCommand {
  static let name = "study"
  static let summary = "Read transcripts, apply codebooks, write tables, verify: all in one."
  static let discussion = """
    Makes the project file if there is none, reads what is new or changed in the folder of \
    transcripts, records the codebooks, applies their rules, writes the tables and verifies the \
    ledger. Running it again does only what is due. Each step can be run alone: init, ingest, \
    codebook add, apply, frequencies, crosstab, segments, matrix, verify. A folder codings among the \
    transcripts holds coded copies of them, which become a reference: zicht code import --reference.
    """
  static let examples = [
    Example("zicht study", "Corpus and Codebooks of this folder, into study.zicht and tables/."),
    Example("zicht study Interviews --codebooks Books --tables out", "Other folders."),
  ]

  var common = CommonOptions()
  var corpus: String?
  var codebooks = "Codebooks"
  var tables = "tables"
  var reading = ReadingOptions()
  var strict = false

  static var parameters: [Parameter<Self>] {
    [
      .optionalArgument(
        "folder", \.corpus, "Folder of transcripts (otherwise Corpus).", values: .directory),
      .option(
        "codebooks", \.codebooks, "Folder of codebooks.", placeholder: "FOLDER", values: .directory),
      .option(
        "tables", \.tables, "Folder for the tables.", placeholder: "FOLDER", values: .directory),
    ] + Parameter.group(\.reading) + [
      .flag("strict", \.strict, "Stop if any transcript or coded copy has an error.")
    ]
  }

  func run(_ io: IO) throws {
    let material = try Material(
      paths: [corpus ?? "Corpus"], respondents: nil, neighbourhoods: nil)
    let books = try CodebookFiles.read([codebooks])
    let path = common.project ?? io.environment["ZICHT_PROJECT"] ?? "study.zicht"
    let project =
      try FileSystem.exists(path)
      ? Project.open(path: path, for: .write, surroundings: surroundings(io))
      : Project.create(path: path, surroundings: surroundings(io))
    let ingested = try ingest(material, into: project, io)
    let outcomes = try project.change { try books.map { try project.record($0) } }
    let layers = try read(codings: material.codings, into: project, io)
    let applied = try apply(project, io)
    let files = try project.read { try StudyTables(project).write(folder: tables) }
    let verification = try project.read { try project.verify { _ in try Interrupt.check() } }
    let summary = try project.read { try StudySummary(project, path, verification) }
    if common.json { return writeJSON(summary.json(files), io) }
    for line in ingested.lines { say(line, io) }
    for (book, outcome) in zip(books, outcomes) { say("\(book.id): \(outcome.text)", io) }
    for line in layers.lines { say(line, io) }
    for line in applied.lines { say(line, io) }
    say("", io)
    if !io.isQuiet { summary.write(width: io.width, color: io.color) { io.out($0) } }
    say("", io)
    say("tables: \(files.joined(separator: ", "))", io)
    for problem in verification.problems { io.err(sanitized("✗ \(problem)") + "\n") }
    for line in verification.lines { say(line, io) }
    if !ingested.skipped.isEmpty {
      let files = counted(ingested.skipped.count, "file")
      say("\(files) skipped with errors, told above: not in these tables", io)
    }
    if !verification.isSound || ingested.isFailure { throw Exit(1) }
  }

  private func read(
    codings folders: [String], into project: Project, _ io: IO
  ) throws -> LayerImport.Report {
    guard !folders.isEmpty else { return LayerImport.Report() }
    let files = try LayerFiles(folders, coder: nil, transcripts: project.transcriptNames())
    var report = try LayerImport(
      project: project, files: files, isReference: true, isStrict: strict
    ).run()
    // A table of parts may lie there too; that it is none of these is no news.
    report.diagnostics.removeAll { $0.severity == .note }
    report.diagnostics.report(io)
    return report
  }

  private func ingest(
    _ material: Material, into project: Project, _ io: IO
  ) throws -> Ingestion.Report {
    let report = try Ingestion(
      project: project, material: material, surroundings: surroundings(io), isStrict: strict,
      reader: try reading.reader(io)
    ).run(io)
    report.diagnostics.report(io)
    guard !report.isRefused else {
      throw Failure("nothing was read: some transcripts have errors, and --strict")
    }
    return report
  }

  private func apply(_ project: Project, _ io: IO) throws -> AppliedRules {
    let progress = Progress(
      io, label: "apply", total: try project.read { try project.transcriptsDue() },
      unit: "transcripts")
    defer { progress.finish() }
    return try project.change {
      try project.applyRules { count in
        try Interrupt.check()
        progress.advance(by: count)
      }
    }
  }
}
