import Coding
import CommandLineKit
import Exchange
import Project
import Reports

/// `zicht export`: the study in the words of two standards.
struct Export: ZichtCommand {
  static let name = "export"
  static let summary = "Write the project for others: workbook, web pages, REFI-QDA, W3C standards."
  static let discussion = """
    --xlsx writes a workbook with the tables of a study, one sheet each, and a last sheet that says \
    what they are of; zicht verify checks it. --html writes a web page for each transcript, with its \
    coded passages marked, and a page that lists them.

    --qdpx writes a REFI-QDA project, which NVivo, ATLAS.ti, MAXQDA, QualCoder and most others read: \
    codes, coders, texts, codings by hand and what rules find (by 'zicht rules'), memos, respondents \
    as cases with their attributes, sets. Places are code points over texts with LF line ends, and \
    each thing has the same identity in every export, so that zicht import knows it again. --qdc \
    writes the codebooks alone.

    --prov writes PROV-JSON: texts, codebooks, runs of rules, codings by hand as entities; events as \
    activities; coders and the program as agents. --annotations writes JSON-LD: each segment with its \
    quote, the words around it, and its place in code points, tagged with its code.

    --xlsx, --html, --prov and --annotations are views, and not read back. All but --qdc name people; \
    --qdpx, --html and --annotations quote them. Erased words stay erased.
    """
  static let examples = [
    Example("zicht export --xlsx study.xlsx", "All tables, for Excel."),
    Example("zicht export --html pages", "What was coded where, to read or print."),
    Example("zicht export --qdpx study.qdpx", "The project for another program."),
    Example("zicht export --prov prov.json", "Who made what from what."),
    Example("zicht export --annotations segments.jsonld", "All segments that count."),
  ]

  var common = CommonOptions()
  var xlsx: String?
  var html: String?
  var prov: String?
  var annotations: String?
  var qdpx: String?
  var qdc: String?

  static var parameters: [Parameter<Self>] {
    [
      .option("xlsx", \.xlsx, "Write the tables here.", placeholder: "FILE", values: .file),
      .option(
        "html", \.html, "Write the transcripts here.", placeholder: "FOLDER", values: .directory),
      .option(
        "qdpx", \.qdpx, "Write a REFI-QDA project here.", placeholder: "FILE", values: .file),
      .option(
        "qdc", \.qdc, "Write the codebooks as REFI-QDA here.", placeholder: "FILE",
        values: .file),
      .option("prov", \.prov, "Write the history here.", placeholder: "FILE", values: .file),
      .option(
        "annotations", \.annotations, "Write the segments here.", placeholder: "FILE",
        values: .file),
    ]
  }

  func run(_ io: IO) throws {
    guard [xlsx, html, prov, annotations, qdpx, qdc].contains(where: { $0 != nil }) else {
      throw UsageError(
        "nothing to write",
        hint: "add --xlsx FILE, --html FOLDER, or --qdpx, --qdc, --prov, --annotations with a FILE")
    }
    let project = try openProject(io)
    try project.read {
      if let xlsx { try write(workbook: xlsx, project, io) }
      if let html { try write(pages: html, project, io) }
      try writeExchange(project, io)
      if let prov {
        let json = try Provenance(project).json
        try FileSystem.write(Array((json.text(indented: true) + "\n").utf8), to: prov)
        say("wrote the history to \(prov)", io)
      }
      if let annotations {
        let count = try Annotations(project).write(to: annotations)
        say("wrote \(counted(count, "annotation")) to \(annotations)", io)
      }
    }
  }

  private func write(workbook path: String, _ project: Project, _ io: IO) throws {
    let (tables, losses) = try StudyTables(project).write(workbook: path)
    for loss in losses { io.err(sanitized(loss) + "\n") }
    say("wrote \(counted(tables, "table")) to \(path)", io)
  }

  private func write(pages folder: String, _ project: Project, _ io: IO) throws {
    let (count, strangers) = try TranscriptPages(project).write(to: folder)
    say("wrote \(counted(count, "transcript")) to \(folder)", io)
    guard let first = strangers.first else { return }
    let files = counted(strangers.count, "file")
    io.err(sanitized("\(folder) also holds \(files) not of this export, such as \(first)") + "\n")
  }

  private func writeExchange(_ project: Project, _ io: IO) throws {
    guard qdpx != nil || qdc != nil else { return }
    let exchange = try ProjectExport.make(project, program: surroundings(io).program)
    if let qdpx {
      let written = try QDPX.write(exchange)
      try FileSystem.write(written.bytes, to: qdpx)
      let codings = exchange.sources.reduce(0) { sum, source in
        sum + source.selections.reduce(0) { $0 + $1.codings.count }
      }
      say(
        "wrote \(counted(exchange.sources.count, "transcript")) with "
          + "\(counted(codings, "coding")) to \(qdpx)", io)
      tell(written.leftOut, io)
    }
    if let qdc {
      let written = try QDC.write(exchange)
      try FileSystem.write(written.bytes, to: qdc)
      say("wrote the codebooks to \(qdc)", io)
      tell(written.leftOut, io)
    }
  }

  private func tell(_ leftOut: [ExchangeProject.LeftOut], _ io: IO) {
    for item in leftOut {
      io.err(sanitized("not written: \(item.element): \(item.reason)") + "\n")
    }
  }
}
