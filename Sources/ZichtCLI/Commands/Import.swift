import Coding
import CommandLineKit
import Exchange
import Project
import Reports

/// `zicht import`: projects of other programs.
struct Import: ZichtCommand {
  static let name = "import"
  static let summary = "Take over a project from NVivo, ATLAS.ti, MAXQDA, QualCoder or Taguette."
  static let discussion = """
    Reads REFI-QDA projects (.qdpx), which most programs for qualitative analysis can write: codes, \
    coders, texts, codings, notes, cases with their variables, and sets; and, as they are, QualCoder's \
    .qda and Taguette's .sqlite3, in which nothing is changed. Codings keep their coders, \
    their times and their identity; the event says which program's file they came from. How a program \
    counts places (code points or UTF-16 units, line ends of one or two) is found out for each text, \
    and told.

    Codes that the project does not know become codes of a codebook (--codebook). A text that the \
    project has to the letter is not read again: codings go to the transcript that is there. The same \
    file twice adds nothing. A coding without a place in its text is kept, counts nowhere, and waits \
    in zicht orphans. What is not taken, such as pictures, is listed in full in the report: \
    --report FILE, otherwise NAME.import.txt in this folder where there is something to list.
    """
  static let examples = [
    Example("zicht import nvivo.qdpx --dry-run", "What would come, and what would not."),
    Example("zicht import wijk.qda", "A project of QualCoder."),
    Example("zicht import nvivo.qdpx --codebook nvivo", "Its codes under a codebook of their own."),
  ]

  var common = CommonOptions()
  var paths: [String] = []
  var codebook: String?
  var report: String?
  var dryRun = false
  var only: String?

  static var parameters: [Parameter<Self>] {
    [
      .rest("file", \.paths, "Project files.", values: .file),
      .option(
        "codebook", \.codebook, "Id of the codebook for new codes (otherwise the project's name).",
        placeholder: "ID"),
      .option(
        "report", \.report, "Write what was taken and what was not here.", placeholder: "FILE",
        values: .file),
      .option(
        "only", \.only, "The project to take of a database of Taguette with several.",
        placeholder: "NAME"),
      .flag("dry-run", \.dryRun, "Say what would be read, and record nothing."),
    ]
  }

  func run(_ io: IO) throws {
    if let codebook, codebook.slug(otherThan: []) != codebook {
      throw UsageError(
        "'\(codebook)' can't be a codebook's id", hint: "use lower-case letters, digits and hyphens"
      )
    }
    let files = try paths.map { try ExchangeFile.read($0, project: only) }
    let project = try openProject(io, for: .write)
    var reports: [ImportReport] = []
    for file in files {
      let job = ProjectImport(
        project: project, exchange: file.exchange, file: file.path, bytes: file.bytes,
        format: file.format, codebook: codebook ?? file.name.slug(otherThan: []),
        surroundings: surroundings(io))
      let report = try dryRun ? job.rehearse() : job.run()
      reports.append(report)
      for line in report.lines(isRehearsal: dryRun) { say(line, io) }
      if !dryRun { try write(report, io) }
    }
    if common.json { writeJSON(.array(reports.map(\.json)), io) }
  }

  private func write(_ report: ImportReport, _ io: IO) throws {
    let isWanted = self.report != nil || !report.leftOut.isEmpty
    guard isWanted else { return }
    let path = self.report ?? FileSystem.name(of: report.file) + ".import.txt"
    try FileSystem.write(
      Array(sanitized(report.text, keepingNewlines: true).utf8), to: path)
    say("wrote the report to \(path)", io)
  }
}
