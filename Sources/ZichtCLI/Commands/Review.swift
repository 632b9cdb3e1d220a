import Coding
import CommandLineKit
import Project
import Reports

/// `zicht review`: a walk through passages that somebody is to decide on.
struct Review: ZichtCommand {
  static let name = "review"
  static let summary =
    "Walk through proposals, codings, disagreements or orphans, and decide with keys."
  static let discussion = """
    One passage at a time, with the words around it, the code and its definition, what proposes it, \
    and what people said of it; ? shows the keys. Each key is an act in the ledger with your name, at \
    once: stop when you like and start again, and what is decided is gone from the queue. What you \
    leave for later (n) comes last the next time; --skipped walks through nothing else.

    A proposal that you recode is rejected, with the reason, and the passage coded by hand with the \
    other code; one that you resize is rejected, and the other words coded by hand with the same \
    code. Undo takes back both. With --by-coder and --disagreements the coders' own codings stay as \
    they are: what is settled is coded in a layer of its own (--layer), which no table counts unless \
    --by-coder asks for it.

    --sample draws at random among all passages of the queue, decided ones included, in an order that \
    the seed gives: the same seed goes on with the same sample, and a larger sample begins with the \
    smaller one. At the end it says how many of those decided were accepted, with an interval (Wilson, \
    95 %).

    What is not typed at a terminal is read as keys too, a character a key; a code, a memo or a place \
    that is asked for is the rest of its line.
    """
  static let examples = [
    Example("zicht review --code small-wins", "Decide on what the rules propose for a code."),
    Example("zicht review --sample 50 --seed 7", "Judge the rules by fifty passages."),
    Example("zicht review --disagreements --coders anna,ben", "Settle what two coded differently."),
    Example("zicht review --by-coder ben", "Go through what Ben coded."),
  ]

  var common = CommonOptions()
  var byCoder: String?
  var disagreements = false
  var coders: [String] = []
  var orphans = false
  var codes: [String] = []
  var codebook: String?
  var transcript: String?
  var sample: Int?
  var seed: Int?
  var skipped = false
  var layer = Project.consensus

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "by-coder", \.byCoder, "This coder's codings by hand that are not settled.",
        placeholder: "NAME"),
      .flag("disagreements", \.disagreements, "What coders coded differently, and is not settled."),
      .option(
        "coders", \.coders,
        "Whose disagreements: NAME,NAME (otherwise those who have read the same).",
        placeholder: "NAMES"),
      .flag("orphans", \.orphans, "What lost its place in a corrected transcript."),
      .option("code", \.codes, "Only this code and its children; may be given again.", short: "c"),
      .option("codebook", \.codebook, "Only the codes of one codebook.", placeholder: "NAME"),
      .option("transcript", \.transcript, "Only one transcript.", placeholder: "FILE"),
      .option("sample", \.sample, "A random sample of so many."),
      .option("seed", \.seed, "Of the sample (otherwise 1)."),
      .flag("skipped", \.skipped, "Only what you left for later."),
      .option(
        "layer", \.layer, "The name that what is settled stands under.", placeholder: "NAME"),
    ]
  }

  func run(_ io: IO) throws {
    try check()
    let project = try openProject(io, for: .write)
    let query = try query(project)
    var queue = try project.read { try project.reviewQueue(query) }
    if skipped { queue.items.removeAll { !$0.isSkipped } }
    let session = try ReviewSession(
      project, query, queue, io, isShown: !common.json, now: surroundings(io).now)
    let blind = try project.read { try project.blindTranscripts() }
    if !blind.isEmpty {
      say("left out: \(counted(blind.count, "transcript")) still to be read blind", io)
    }
    if !queue.items.isEmpty { greet(query.kind, queue, io) }
    try session.run()
    let summary = try session.summary(of: queue)
    if common.json { return writeJSON(summary.json, io) }
    if queue.items.isEmpty { return say("nothing to review", io) }
    for line in summary.lines { say(line, io) }
  }

  private func check() throws {
    let kinds = [byCoder != nil, disagreements, orphans].count { $0 }
    guard kinds < 2 else {
      throw UsageError(
        "--by-coder, --disagreements and --orphans are queues of their own", hint: "give one")
    }
    guard coders.isEmpty || disagreements else {
      throw UsageError("--coders says whose disagreements", hint: "add --disagreements")
    }
    if let sample, sample < 1 {
      throw UsageError("'\(sample)' is no sample", hint: "--sample needs a number from 1 up")
    }
    guard seed == nil || sample != nil else {
      throw UsageError("--seed is that of a sample", hint: "add --sample N")
    }
    guard sample == nil || !orphans else {
      throw UsageError(
        "orphans can't be sampled: those decided on are orphans no more",
        hint: "walk through all of them")
    }
  }

  private func query(_ project: Project) throws -> ReviewQuery {
    var query = ReviewQuery(try kind())
    query.layer = layer
    query.codes = try chosenCodes(codes, codebook, project)
    if let transcript { query.versions = try versions(of: transcript, project) }
    query.sample = sample.map { .init(count: $0, seed: seed ?? 1) }
    return query
  }

  /// What lost its place stands on earlier versions.
  private func versions(of transcript: String, _ project: Project) throws -> Set<Int> {
    let version = try project.version(named: transcript)
    guard orphans else { return [version.id] }
    return Set(try project.versions(ofTranscript: version.name).map(\.id))
  }

  private func kind() throws -> ReviewKind {
    if let byCoder { return .codings(by: byCoder) }
    if disagreements { return .disagreements(between: try coders.coderNames()) }
    return orphans ? .orphans : .proposals
  }

  private func greet(_ kind: ReviewKind, _ queue: ReviewQueue, _ io: IO) {
    guard !io.isQuiet, !common.json else { return }
    let count = queue.items.count
    let what =
      switch kind {
      case .proposals: counted(count, "proposal")
      case .codings(let coder): counted(count, "coding") + " by \(coder)"
      case .disagreements: counted(count, "disagreement")
      case .orphans: counted(count, "coding") + " without a sure place"
      }
    let drawn = sample.map { _ in ", drawn from \(grouped(queue.total)) with seed \(seed ?? 1)" }
    say("\(what) to review\(drawn ?? "")", io)
  }
}

/// Rows of the codes that options name, with those below them; nil where none is named.
func chosenCodes(_ names: [String], _ codebook: String?, _ project: Project) throws -> Set<Int>? {
  guard codebook != nil || !names.isEmpty else { return nil }
  if let codebook { _ = try project.codebook(codebook) }
  let inBook = codebook == nil ? nil : Set(try project.codes(of: codebook).map(\.id))
  guard !names.isEmpty else { return inBook }
  let chosen = Set(
    try names.flatMap { try project.subtree(try project.code(named: $0)).map(\.id) })
  return inBook.map { chosen.intersection($0) } ?? chosen
}
