import Coding
import CommandLineKit
import Project
import Reports

/// `zicht agreement`: how far coders who read the same agree.
struct AgreementCommand: TableCommand {
  static let name = "agreement"
  static let summary = "Compare coders: alpha, kappa, overlap, per code and over all codes."
  static let discussion = """
    What coders coded by hand in the transcripts that both have read to the end, code by code: a \
    code that a coder did not look for in a transcript is missing there, one that was looked for and \
    not found is not. The unit is the character unless told otherwise; only what respondents say \
    counts (and the text of documents). Verdicts on what rules propose are the team's, not a \
    coder's reading, and are left out; so are settled codings. Every statistic that has no value \
    says why.

    The table shows what two coders need; --all, and every form for programs, has 2×2 counts, \
    prevalence, percent agreement, Krippendorff's α with its interval, Cohen's κ (from the sums, and \
    as the mean over transcripts), Gwet's AC1, Brennan & Prediger's κ, Jaccard, Dice, F1 of passages \
    and uα. With three coders or more there is a row for all of them and one for each pair.

    --cases runs reference cases instead, without a project: a file holds a list of cases with \
    input, expected values and tolerance; every value is compared, and a case that fails is told. \
    --json gives what was computed of each. A file may also hold the input of a single case; \
    --measure says of which family, where its name and shape do not.
    """
  static let examples = [
    Example("zicht agreement", "The coders who read the same transcripts, by character."),
    Example(
      "zicht agreement --coders iris,joost --unit sentence --code small-wins",
      "Two coders on one code and those below it, by sentence."),
    Example("zicht agreement -o agreement.csv", "All statistics, for R or pandas."),
    Example("zicht agreement --cases cohen_kappa.json", "Reference cases, without a project."),
  ]

  enum Speaker: String, CaseIterable, ArgumentValue { case respondent, anyone }

  var common = CommonOptions()
  var past = PastOptions()
  var table = TableOptions()
  var coders: [String] = []
  var unit = AgreementQuery.Unit.character
  var codes: [String] = []
  var codebook: String?
  var noChildren = false
  var transcripts: [String] = []
  var speaker = Speaker.respondent
  var samples = 1000
  var seed = 1
  var all = false
  var cases: [String] = []
  var measure: ReferenceFamily?
  var moreCases: [String] = []

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "coders", \.coders, "Whom to compare (otherwise those who read the most in common).",
        placeholder: "CODER,CODER"),
      .option("unit", \.unit, "What is counted.", short: "u"),
      .option(
        "code", \.codes, "Only this code and those below it; may be given again.", short: "c"),
      .option("codebook", \.codebook, "Only the codes of one codebook.", placeholder: "NAME"),
      .flag("no-children", \.noChildren, "A code's own passages, without its children's."),
      .option(
        "transcript", \.transcripts, "Only this transcript; may be given again.", short: "t"),
      .option("speaker", \.speaker, "Whose words count; anyone: all of the text."),
      .option("bootstrap", \.samples, "Samples of transcripts for the intervals; 0 for none."),
      .option("seed", \.seed, "Of the samples."),
      .flag("all", \.all, "All statistics, also where a person reads."),
      .option(
        "cases", \.cases, "Run reference cases of this file; more may follow.",
        placeholder: "FILE", values: .file),
      .option("measure", \.measure, "The family of the cases, where name and shape do not tell."),
      .optionalRest("file", \.moreCases, "More files of cases.", values: .file),
    ] + Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws {
    guard cases.isEmpty else { return try runCases(io) }
    guard moreCases.isEmpty else {
      throw UsageError(
        "'\(moreCases[0])' stands where an option should",
        hint: "files of reference cases come after --cases; transcripts after --transcript")
    }
    guard measure == nil else {
      throw UsageError("--measure is of reference cases", hint: "add --cases FILE")
    }
    guard (0...100_000).contains(samples) else {
      throw UsageError("--bootstrap takes 0 to 100,000 samples, not \(samples)")
    }
    try write(io)
  }

  private func runCases(_ io: IO) throws {
    let report = try CaseReport(cases + moreCases, family: measure)
    if common.json {
      writeJSON(report.json, io)
    } else {
      TextTable(width: io.width, color: io.color).write(report.table) { io.out($0) }
    }
    for line in report.failures { io.err(sanitized(line) + "\n") }
    guard report.failures.isEmpty else {
      throw Failure("\(counted(report.failures.count, "value")) not as expected")
    }
  }

  func make(_ project: Project, isForReading: Bool) throws -> Table {
    guard !project.isBlindfolded else {
      throw Failure(
        "\(project.reader) is still to code "
          + "\(counted(try project.blindTranscripts().count, "transcript")) blind",
        hint: "how others coded is shown once they are read to the end: zicht assignments")
    }
    var query = AgreementQuery(coders: try chosenCoders(project), codes: try chosenCodes(project))
    query.unit = unit
    query.transcripts = try chosenTranscripts(project)
    query.countsAnyone = speaker == .anyone
    query.withChildren = !noChildren
    let compared = try project.comparedCodings(query)
    guard !compared.material.texts.isEmpty else {
      throw Failure(
        "no transcript was read to the end for the same code by two of: "
          + query.coders.joined(separator: ", "),
        hint: "name coders who read the same: --coders A,B")
    }
    var bootstrap = ClusterBootstrap(seed: UInt64(clamping: seed))
    bootstrap.replicates = samples
    let agreement = Agreement(
      compared.material, bootstrap: samples == 0 ? nil : bootstrap)
    return AgreementTable(
      agreement, compared, query, bootstrap: samples == 0 ? nil : bootstrap,
      isForReading: isForReading && !all, hasNames: isForReading
    ).table
  }

  // MARK: What is compared

  private func chosenCoders(_ project: Project) throws -> [String] {
    var seen: Set<String> = []
    let named = coders.flatMap { $0.split(separator: ",") }.map(String.init)
      .filter { seen.insert($0).inserted }
    guard named.isEmpty else {
      guard named.count > 1 else {
        throw UsageError(
          "agreement takes two coders, not \(named[0]) alone", hint: "write: --coders A,B")
      }
      return named.sorted()
    }
    let readers = try project.readers().map(\.coder)
    let layers = Set(try project.coders().filter { $0.kind == .layer }.map(\.name))
    let people = readers.filter { !layers.contains($0) }
    let common = try project.commonReaders(
      among: people, of: try chosenTranscripts(project))
    guard common.count > 1 else {
      throw Failure(
        people.isEmpty
          ? "nobody has read a transcript to the end"
          : "no two coders have read the same transcripts to the end; who has read any: "
            + people.joined(separator: ", "),
        hint: people.count > 1
          ? "name two who have some in common: --coders A,B"
          : "zicht code done and zicht code import record what was read")
    }
    return common.sorted()
  }

  private func chosenCodes(_ project: Project) throws -> [CodeRow] {
    if let codebook {
      _ = try project.codebook(codebook)
      if codes.isEmpty { return try project.codes(of: codebook) }
    }
    guard !codes.isEmpty else { return try project.codes() }
    var seen: Set<Int> = []
    return try codes.flatMap { try project.subtree(try project.code(named: $0)) }
      .filter { seen.insert($0.id).inserted }
  }

  private func chosenTranscripts(_ project: Project) throws -> Set<String>? {
    guard !transcripts.isEmpty else { return nil }
    for name in transcripts where try project.versions(ofTranscript: name).isEmpty {
      throw UsageError("no transcript '\(name)'", hint: "zicht transcripts lists them")
    }
    return Set(transcripts)
  }
}

extension AgreementQuery.Unit: ArgumentValue {}

extension ReferenceFamily: ArgumentValue {}
