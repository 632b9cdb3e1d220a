import Coding
import CommandLineKit
import Formats
import Project
import Reports

/// `zicht code import`: what coders marked in copies of the transcripts.
struct CodeImport: ZichtCommand {
  static let name = "code import"
  static let summary = "Read codings from transcripts with codes marked in their text."
  static let discussion = """
    A coded transcript is the transcript's own text with marks: [[the passage]]{code, code | memo}. \
    Passages may nest; where two cross, numbers tell them apart: [1[ … [2[ … ]1]{a} … ]2]{b}. A \
    bracket of the text's own that would be read as a mark has a backslash before it. Lines at the \
    top that start with % are no text: '% codes: a, b/c, book:*' says which codes the coder looked \
    for (otherwise all), so that 'not found' is known from 'not looked for'. Take the marks off and \
    the words must be the transcript's, to the byte; where they first are not is told with line and \
    column. A file with a fault is skipped, and the exit status is 1.

    The end of a file's path is the transcript's name, with .coded after it or without, and the \
    folder before it the coder's (codings/iris/moerwijk/mw-01.txt.coded), unless --coder names one. What is coded so already is left \
    as it is. A line 'read to the end: no' at the top says that more is to come. {+name} coins a code.

    A table (CSV, TSV) or JSON Lines holds a coding a row: file, code, and start and end (code points, \
    the end not included), or quote, or turn, or quote within turn; coder and memo if there are any. \
    Where both offsets and words are given they must agree. A table with a fault is not recorded at \
    all. With --new codes that are not there are coined.

    With --reference the coders' codings are there to compare with: they count in no \
    table and list, unless --by-coder asks for them.
    """
  static let examples = [
    Example("zicht code import moerwijk/mw-01.txt --coder iris", "What Iris marked in a copy."),
    Example("zicht code import codings.csv", "A coding a row: file,start,end,code,memo."),
    Example(
      "zicht code import --reference Corpus/codings", "The folders in it are the coders' names."),
  ]

  var common = CommonOptions()
  var paths: [String] = []
  var reference = false
  var sync = false
  var strict = false
  var new = false

  static var parameters: [Parameter<Self>] {
    [
      .rest("path", \.paths, "Coded transcripts, or folders of them.", values: .file),
      .flag("reference", \.reference, "Keep them apart, as something to compare with."),
      .flag("sync", \.sync, "Take codings back that are in the files no more."),
      .flag("strict", \.strict, "Record nothing at all if any file has a fault."),
      .flag("new", \.new, "Coin codes of a table that are not there."),
    ]
  }

  func run(_ io: IO) throws {
    let project = try openProject(io, for: .write)
    let tables = paths.filter { CodingTable.isNamed($0) && !FileSystem.isDirectory($0) }
    if !tables.isEmpty { return try importTables(tables, project, io) }
    let files = try LayerFiles(
      paths, coder: common.coder, transcripts: project.transcriptNames())
    let progress = Progress(
      io, label: "code import", total: files.files.count, unit: "transcripts")
    let report = try LayerImport(
      project: project, files: files, isReference: reference, isSync: sync,
      isStrict: strict
    ).run(progress)
    progress.finish()
    report.diagnostics.report(io)
    if common.json { writeJSON(report.json, io) }
    for line in report.lines { say(line, io) }
    if !report.skipped.isEmpty { throw Exit(1) }
  }

  private func importTables(_ tables: [String], _ project: Project, _ io: IO) throws {
    guard tables.count == paths.count else {
      throw UsageError(
        "tables and coded transcripts are read apart", hint: "run zicht code import for each kind")
    }
    guard !reference, !sync else {
      throw UsageError(
        "--reference and --sync are for coded transcripts", hint: "leave them out for a table")
    }
    let progress = Progress(io, label: "code import", total: 0, unit: "codings")
    let report = try CodingTableImport(
      project: project, coder: surroundings(io).coder, isCoining: new
    ).run(tables, progress)
    progress.finish()
    report.diagnostics.report(io)
    if common.json { writeJSON(report.json, io) }
    for line in report.lines { say(line, io) }
  }
}
