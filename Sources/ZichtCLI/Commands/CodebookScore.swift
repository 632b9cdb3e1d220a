import Coding
import CommandLineKit
import Project
import Reports

/// `zicht codebook score`: how well rules find what coders coded.
struct CodebookScore: ReadingCommand {
  static let name = "codebook score"
  static let summary = "Hold rules against what coders coded: precision, recall and F1 per code."
  static let discussion = """
    By sentence of the respondents: what the rules find against what the coders coded by meaning, in \
    the transcripts that all of them have read to the end (zicht code import). Rules are those of \
    the project's codebooks, or of files that need not be recorded yet, matched as they are. With \
    several coders a sentence counts as coded where any of them coded it, with --both where all \
    did; the averages of both are told, and how well the coders agree. A split is a table \
    (file,part): write rules on one part, judge them on another.

    --missed and --wrong list the sentences instead, with the words that matched. --format csv or \
    json has every number in its own column: coded, found, right, wrong, missed, the measures with \
    their intervals, and what they are of.
    """
  static let examples = [
    Example("zicht codebook score --split Corpus/codings/split.csv --part test", "All rules."),
    Example(
      "zicht codebook score Codebooks/small-wins.json --reference iris --missed",
      "What the rules of a file miss of what Iris coded."),
  ]

  var common = CommonOptions()
  var past = PastOptions()
  var table = TableOptions()
  var codebooks: [String] = []
  var references: [String] = []
  var both = false
  var split: String?
  var part: String?
  var codes: [String] = []
  var noChildren = false
  var missed = false
  var wrong = false
  var limit: Int?
  var seed = 1

  static var parameters: [Parameter<Self>] {
    [
      .optionalRest(
        "codebook", \.codebooks, "Names in the project, or files (otherwise all of the project).",
        values: .file),
      .option(
        "reference", \.references,
        "Whose codings to compare with (otherwise the references who read the same).",
        placeholder: "CODER,CODER"),
      .flag("both", \.both, "Count a sentence as coded where all of them coded it, not any."),
      .option(
        "split", \.split, "Table of parts: file,part.", placeholder: "FILE", values: .file),
      .option("part", \.part, "The part of the split to judge on.", placeholder: "NAME"),
      .option(
        "code", \.codes, "Only this code and those below it; may be given again.", short: "c"),
      .flag("no-children", \.noChildren, "A code's own passages, without its children's."),
      .flag("missed", \.missed, "List the sentences that were coded and not found."),
      .flag("wrong", \.wrong, "List the sentences that were found and not coded."),
      .option("limit", \.limit, "At most so many sentences."),
      .option("seed", \.seed, "Of the bootstrap samples."),
    ] + Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws {
    try requirePositive(limit)
    guard split != nil || part == nil else {
      throw UsageError("--part needs a split", hint: "add --split FILE")
    }
    guard table.receipt == nil else {
      throw UsageError(
        "a score has no receipt", hint: "it rests on files too, of which the ledger knows nothing")
    }
    let project = try openProject(io)
    try project.read {
      let books = try codebooks(project, io)
      let scored = try score(books, project)
      if missed || wrong { return try list(scored, project, io) }
      let isForReading = try table.isForReading(common)
      try table.write(
        ScoreTable(scored, isForReading: isForReading).table, common, io,
        caveats: project.pastCaveats)
    }
  }

  private func codebooks(_ project: Project, _ io: IO) throws -> [Codebook] {
    guard codebooks.isEmpty else {
      return try codebooks.map { try CodebookSource($0).read(self, io) }
    }
    return try project.codebooks().map { try project.codebook($0.name).codebook }
  }

  private func score(_ books: [Codebook], _ project: Project) throws -> ScoredRules {
    let files = try split.map { try Split($0).files(of: part) }
    let coders = try self.coders(project, of: files)
    var query = ScoreQuery(codebooks: books, coders: coders)
    query.withChildren = !noChildren
    query.transcripts = files
    let material = try project.scoreMaterial(query) { try Interrupt.check() }
    guard !material.transcripts.isEmpty else {
      throw Failure(
        "none of these transcripts was read to the end by all of: "
          + coders.joined(separator: ", "),
        hint: "a corrected transcript has to be coded anew to count here")
    }
    guard !material.codes.isEmpty else {
      throw Failure(
        "no coder looked for a code of "
          + books.map(\.id).joined(separator: ", "),
        hint: "the line '% codes:' of a coded transcript says which codes were looked for")
    }
    return ScoredRules(
      material, coders: coders, reference: both ? .both : .any, withChildren: !noChildren,
      shown: try shown(material.codes), seed: seed, context: try context(material, query))
  }

  private func coders(_ project: Project, of files: Set<String>?) throws -> [String] {
    var seen: Set<String> = []
    let named = references.flatMap { $0.split(separator: ",") }.map(String.init)
      .filter { seen.insert($0).inserted }
    guard named.isEmpty else { return named }
    let references = try project.referenceCoders()
    guard !references.isEmpty else {
      throw Failure(
        "this project has no reference codings",
        hint: "read some with 'zicht code import --reference', or name a coder: --reference NAME")
    }
    return try project.commonReaders(among: references, of: files)
  }

  /// The codes asked for, with those below them.
  private func shown(_ all: [ScoreMaterial.Code]) throws -> Set<ScoreMaterial.Code>? {
    guard !codes.isEmpty else { return nil }
    var shown: Set<ScoreMaterial.Code> = []
    for name in codes {
      let top = all.filter { name == $0.path || name == "\($0.codebook):\($0.path)" }
      let named = top.isEmpty ? all.filter { $0.path.hasSuffix("/" + name) } : top
      let found = all.filter { code in
        named.contains {
          $0 == code || code.codebook == $0.codebook && code.path.hasPrefix($0.path + "/")
        }
      }
      guard !found.isEmpty else {
        throw UsageError(
          "no coder looked for a code '\(name)' of these codebooks",
          hint: "known: " + all.map(\.path).joined(separator: ", "))
      }
      shown.formUnion(found)
    }
    return shown
  }

  private func context(_ material: ScoreMaterial, _ query: ScoreQuery) throws -> [String] {
    guard let split, let part, let files = query.transcripts else { return [] }
    let missing = files.subtracting(material.transcripts.map(\.transcript)).count
    return ["part '\(part)' of \(FileSystem.name(of: split))"]
      + (missing == 0
        ? []
        : ["\(counted(missing, "transcript")) of that part left out: not read, or corrected since"])
  }

  private func list(_ scored: ScoredRules, _ project: Project, _ io: IO) throws {
    let kinds: [ScoreListing.Kind] = (missed ? [.missed] : []) + (wrong ? [.wrong] : [])
    let listing = try ScoreListing(scored, kinds, project)
    guard try table.format(common) == .text, table.output == nil else {
      return try table.write(listing.table(limit: limit ?? .max), common, io)
    }
    listing.write(limit: limit ?? .max, style: io.style) { io.out($0) }
    if !io.isQuiet { io.err(listing.summary + "\n") }
  }
}
