import Coding
import CommandLineKit
import Project
import Reports

/// `zicht assign`: who is to read what.
struct Assign: ZichtCommand {
  static let name = "assign"
  static let summary = "Assign transcripts to coders, also as a balanced random sample."
  static let discussion = """
    Without --transcript all are meant. --sample draws so many of them at random, or a share (20%), \
    balanced: each combination of the attributes named with --by has its share (otherwise \
    neighbourhood and role, where there are any). With several coders each gets the same ones; \
    --split deals them out instead. The seed is kept in the ledger: the same seed draws the same.

    --blind is for a second coder: until the transcript is read to the end (zicht code done, or 'read to \
    the end: yes'), commands that show codings show this coder nothing of what others coded or rules \
    propose there, and counts are refused. It keeps honest people honest: whoever opens the file with \
    another program, or acts under another name, sees all. A kit (zicht kit) holds nothing to see.
    """
  static let examples = [
    Example("zicht assign iris joost --split", "All of them, half each."),
    Example("zicht assign lotte --sample 20% --blind --seed 7", "A second reading of a fifth."),
    Example("zicht assign lotte -t mw-01.txt --take-back", "She need not read it."),
  ]

  var common = CommonOptions()
  var coders: [String] = []
  var transcripts: [String] = []
  var sample: String?
  var by: [String] = []
  var seed = 1
  var split = false
  var blind = false
  var takeBack = false
  var dryRun = false

  static var parameters: [Parameter<Self>] {
    [
      .rest("coder", \.coders, "Coders, by their names."),
      .option(
        "transcript", \.transcripts, "Only this one; may be given again.", short: "t",
        placeholder: "FILE"),
      .option(
        "sample", \.sample, "So many at random, or a share: 12 or 20%.", placeholder: "NUMBER"),
      .option(
        "by", \.by, "Attributes that the sample is balanced by.", placeholder: "ATTRIBUTES"),
      .option("seed", \.seed, "What the random draw starts from.", placeholder: "NUMBER"),
      .flag("split", \.split, "Deal the transcripts out among the coders."),
      .flag("blind", \.blind, "Others' codings stay hidden until it is read."),
      .flag("take-back", \.takeBack, "They need not read these."),
      .flag("dry-run", \.dryRun, "Only show who would get what.", short: "n"),
    ]
  }

  func run(_ io: IO) throws {
    guard !takeBack || (sample == nil && !split && !blind) else {
      throw UsageError(
        "--take-back goes with --transcript alone", hint: "leave the other options out")
    }
    let project = try openProject(io, for: dryRun ? .read : .write)
    let names =
      try transcripts.isEmpty
      ? project.transcriptNames() : transcripts.map { try project.version(named: $0).name }
    guard !takeBack else { return try giveBack(names, project, io) }
    let (lots, drawn) = try deal(names, project)
    for (coder, lot) in zip(coders, lots) {
      let isBlind = blind
      let new =
        try dryRun
        ? lot.count
        : project.change { try project.assign(lot, to: coder, isBlind: isBlind, sample: drawn) }
      let how = dryRun ? "would be assigned" : "assigned"
      say("\(coder): \(counted(new, "transcript")) \(how)\(blind ? ", blind" : "")", io)
      for name in lot where dryRun || sample != nil || split { say("  " + name, io) }
    }
    if common.json {
      writeJSON(.object(zip(coders, lots).map { ($0, .strings($1)) }), io)
    }
  }

  private func giveBack(_ names: [String], _ project: Project, _ io: IO) throws {
    for coder in coders {
      let count = try project.change { try project.takeBack(names, from: coder) }
      say("\(coder): \(counted(count, "transcript")) taken back", io)
    }
  }

  /// What each coder gets, and how it was drawn.
  private func deal(_ names: [String], _ project: Project) throws -> ([[String]], JSON?) {
    guard Set(coders).count == coders.count, !coders.contains("rule"), !coders.contains("") else {
      throw UsageError("each coder needs a name of their own", hint: "name each once; not 'rule'")
    }
    guard sample != nil || split else { return (coders.map { _ in names }, nil) }
    guard let start = UInt64(exactly: seed) else {
      throw UsageError("'\(seed)' is no seed", hint: "write a number from 0 up")
    }
    let strata = try Strata(project, by: by.attributeNames)
    var draw = BalancedSample(seed: start)
    let chosen = draw.draw(try size(of: names.count), of: names.map(strata.name)).map { names[$0] }
    let how: JSON = [
      "of": .integer(names.count), "seed": .integer(seed), "by": .strings(strata.attributes),
    ]
    guard split else { return (coders.map { _ in chosen }, how) }
    let hands = draw.deal(to: coders.count, of: chosen.map(strata.name))
    return (hands.map { $0.map { chosen[$0] } }, how)
  }

  private func size(of all: Int) throws -> Int {
    guard let sample else { return all }
    let isShare = sample.hasSuffix("%")
    guard let number = Int(isShare ? String(sample.dropLast()) : sample), number > 0,
      number <= (isShare ? 100 : all)
    else {
      throw UsageError(
        "'\(sample)' is no size for a sample of \(counted(all, "transcript"))",
        hint: "write a number up to \(all), or a share such as 20%")
    }
    return isShare ? max(1, (all * number + 50) / 100) : number
  }
}

/// The groups of transcripts that a sample keeps the shares of.
private struct Strata {
  let attributes: [String]
  private var values: [String: Set<String>] = [:]

  init(_ project: Project, by names: [String]) throws {
    let known = try project.respondentAttributeNames()
    for name in names where !known.contains(name) {
      throw UsageError(
        "no respondent has the attribute '\(name)'",
        hint: known.isEmpty
          ? "read a table of respondents first" : "known: " + known.joined(separator: ", "))
    }
    attributes = names.isEmpty ? ["neighbourhood", "role"].filter(known.contains) : names
    for voice in try project.voices() where voice.respondent != nil {
      let value = attributes.map { voice.attributes[$0] ?? "" }.joined(separator: " · ")
      values[voice.transcript, default: []].insert(value)
    }
  }

  func name(_ transcript: String) -> String {
    (values[transcript] ?? []).sorted().joined(separator: " + ")
  }
}
