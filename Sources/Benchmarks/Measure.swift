import Coding
import CommandLineKit
import Harness
import Reports

/// `Benchmarks`: measures `zicht` as whole processes.
struct Measure: Command {
  static let name = "measure"
  static let summary = "Measure zicht as whole processes, and check that its results are right."
  static let discussion = """
    Each round makes a fresh project of each corpus and does the works of a study on it: ingest, \
    apply some 300 rules, count, export, verify, change a rule, add an interview. Corpora of three \
    sizes are made by a seed, with counts that are known beforehand; every count is compared with \
    them in the first round. Exit status 1 when anything differs.

    Beside each figure stands its ratio to wc -w on the same text at the same moment: machines \
    differ, and a shared one differs from minute to minute.
    """
  static let examples = [
    Example(
      "swift run -c release Benchmarks --quick", "Under a minute: is all right, and about how fast?"
    ),
    Example(
      "swift run -c release Benchmarks --targets",
      "Some five minutes: all figures, and the targets."),
  ]

  var quick = false
  var json = false
  var markdown = false
  var targets = false
  var peers = false
  var python: String?
  var program: String?
  var corpus: String?
  var codebook: String?
  var expected: Int?
  var rounds = 5
  var interviews = 350
  var words = 8000
  var seed = 1
  var folder: String?

  static var parameters: [Parameter<Self>] {
    [
      .flag("quick", \.quick, "One round on a small corpus."),
      .flag("json", \.json, "Write figures as JSON."),
      .flag("markdown", \.markdown, "Write tables as Markdown."),
      .flag("targets", \.targets, "Compare with what each figure must be, and aims at."),
      .flag("peers", \.peers, "Measure comparable work of other programs that are installed."),
      .option(
        "python", \.python, "A Python that has qualitative-coding, for --peers.",
        placeholder: "FILE"),
      .option(
        "zicht", \.program, "The program to measure; the one beside this if not given.",
        placeholder: "FILE"),
      .option("corpus", \.corpus, "Measure this folder of transcripts alone.", placeholder: "DIR"),
      .option("codebook", \.codebook, "With --corpus: rules to apply.", placeholder: "FILE"),
      .option("segments", \.expected, "With --corpus: segments that must be found."),
      .option("rounds", \.rounds, "How often each work is measured."),
      .option(
        "interviews", \.interviews, "Of the smallest corpus; the others have 2 and 4 times as many."
      ),
      .option("words", \.words, "Of each interview."),
      .option("seed", \.seed, "Of the corpora."),
      .option(
        "folder", \.folder, "For corpora and projects; emptied afterwards.", placeholder: "DIR"),
    ]
  }

  func run(_ io: IO) throws {
    try validate()
    let place = try WorkingFolder(folder, io.environment, for: "benchmarks")
    defer { place.remove() }
    let session = Session(
      command: self, folder: place.path, program: try zicht(), tell: { io.err($0 + "\n") })
    let results = try session.run()
    let report = Report(results: results, rounds: quick ? 1 : rounds)
    let figures = try peers ? session.peers(results) : []
    write(report, figures, io)
    let faults = results.flatMap(\.faults)
    for fault in faults { io.err("wrong: \(fault)\n") }
    guard faults.isEmpty else { throw Exit(1) }
  }

  private func validate() throws {
    guard rounds > 0, interviews > 0, words > 0 else {
      throw UsageError("--rounds, --interviews and --words are at least 1")
    }
    guard seed >= 0 else { throw UsageError("'\(seed)' is no seed", hint: "give 0 or more") }
    guard corpus != nil || (codebook == nil && expected == nil) else {
      throw UsageError("--codebook and --segments go with --corpus")
    }
  }

  /// The program given, or `zicht` in the folder of this one.
  private func zicht() throws -> String {
    let own = CommandLine.arguments[0]
    let folder = own.lastIndex(of: "/").map { String(own[...$0]) } ?? "./"
    let path = program ?? folder + "zicht"
    guard Files.exists(path) else {
      throw UsageError(
        "no program '\(path)'", hint: "build it first: swift build -c release --product zicht")
    }
    return path.contains("/") ? path : "./" + path
  }

  private func write(_ report: Report, _ peers: [Peers.Figure], _ io: IO) {
    let targets = targets ? report.results.last.map { Target.all($0, peak: report.peak) } ?? [] : []
    if json {
      var members = [("speed", report.json)]
      if !targets.isEmpty { members.append(("targets", Target.json(targets))) }
      if !peers.isEmpty { members.append(("peers", Peers.json(peers))) }
      return io.out(JSON.object(members).text(indented: true) + "\n")
    }
    var tables = [report.table]
    if !targets.isEmpty { tables.append(Target.table(targets)) }
    if !peers.isEmpty { tables.append(Peers.table(peers)) }
    for (number, table) in tables.enumerated() {
      if number > 0 { io.out("\n") }
      let writer: any TableWriter = markdown ? Markdown() : TextTable(width: max(100, io.width))
      writer.write(table) { io.out($0) }
    }
  }
}
