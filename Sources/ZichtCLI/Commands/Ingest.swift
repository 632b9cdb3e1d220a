import Coding
import CommandLineKit
import Project
import Reports

/// `zicht ingest`: transcripts and tables into the project.
struct Ingest: ZichtCommand {
  static let name = "ingest"
  static let summary = "Read transcripts and tables of respondents into the project."
  static let discussion = """
    Reads plain text and Markdown, Word and OpenDocument texts, RTF, subtitles (VTT, SRT), web \
    pages, tables with a row a turn (CSV), the JSON of speech recognisers, and PDF where pdftotext \
    is installed; of folders all files below them. A file's content tells what it is. The header \
    (key: value lines, or YAML between --- lines) says who is interviewed; a table respondents.csv \
    and a table neighbourhoods.csv at the top of a folder are read along. Text without speaker \
    labels is kept as a document. Encodings are recognised (UTF-8, UTF-16, Windows-1252) and the \
    guess is told.

    A file that is in the project already, unchanged, is left alone; a changed one becomes a new \
    version; the same content under another name is reported and left out. All problems of all \
    files are told together, with file, line and column. A file with an error is skipped, unless \
    --strict refuses everything then.

    --map says which labels are one speaker and who asks; zicht speakers proposes one. With \
    --name-pattern, names of files and folders give fields too: {field} stands for any characters \
    but a slash, * for any that don't matter. A field of the header wins over the name, and the \
    tables over both. --dry-run shows what each file reads as, and stores nothing.
    """
  static let examples = [
    Example("zicht ingest Corpus", "Read every transcript below Corpus, and its tables."),
    Example("zicht ingest --dry-run Corpus", "Show what would be read, and change nothing."),
    Example(
      "zicht ingest Interviews --map speakers.map --name-pattern '{city}/{respondent}.*'",
      "Labels as a map has them, cities and respondents from the files' names."),
  ]

  var common = CommonOptions()
  var paths: [String] = []
  var respondents: String?
  var neighbourhoods: String?
  var reading = ReadingOptions()
  var strict = false
  var dryRun = false

  static var parameters: [Parameter<Self>] {
    [
      .rest("path", \.paths, "Files or folders.", values: .file),
      .option(
        "respondents", \.respondents, "Table of respondents: id, then attributes (CSV, TSV, XLSX).",
        placeholder: "FILE", values: .file),
      .option(
        "neighbourhoods", \.neighbourhoods, "Table of neighbourhoods: name, then attributes.",
        placeholder: "FILE", values: .file),
    ] + Parameter.group(\.reading) + [
      .flag("strict", \.strict, "Read nothing at all if any file has an error."),
      .flag("dry-run", \.dryRun, "Show what would be done, and change nothing.", short: "n"),
    ]
  }

  func run(_ io: IO) throws {
    let project = try openProject(io, for: dryRun ? .read : .write)
    let material = try Material(
      paths: paths, respondents: respondents, neighbourhoods: neighbourhoods)
    let ingestion = Ingestion(
      project: project, material: material, surroundings: surroundings(io), isStrict: strict,
      reader: try reading.reader(io))
    let report = try dryRun ? ingestion.rehearse(io) : ingestion.run(io)
    report.diagnostics.report(io)
    if common.json { writeJSON(report.json, io) }
    if dryRun, !io.isQuiet, !common.json, !report.readings.isEmpty {
      TextTable(width: io.width, color: io.color).write(RehearsedFile.table(report.readings)) {
        io.out($0)
      }
    }
    for line in report.lines { say(line, io) }
    if report.isFailure { throw Exit(1) }
    if report.isRefused {
      throw Failure(
        "nothing was read: \(counted(report.diagnostics.count(.error), "error")) and --strict",
        hint: "correct the files named above, or run without --strict to skip them")
    }
  }
}
