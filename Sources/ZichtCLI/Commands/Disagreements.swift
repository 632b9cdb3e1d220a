import Coding
import CommandLineKit
import Project
import Reports

/// `zicht disagreements`: what coders coded differently.
struct Disagreements: TableCommand {
  static let name = "disagreements"
  static let summary = "List the passages that coders coded differently, with all sides."
  static let discussion = """
    Compared are the transcripts that at least two of the coders have read to the end, for the codes \
    that they both looked for. Passages of a code that overlap are one; where the coders do not cover \
    the same characters of it, it is a disagreement. How a passage is cut in two is none. It is settled \
    when somebody has said what holds of exactly these codings (zicht settle, or zicht review \
    --disagreements), and open again when a coder changes something there.

    Without --coders, those are compared who have transcripts in common, as zicht agreement does.
    """
  static let examples = [
    Example("zicht disagreements --coders anna,ben --open", "What is still to be settled?"),
    Example("zicht disagreements -o disagreements.csv", "All of them, as CSV."),
  ]

  var common = CommonOptions()
  var past = PastOptions()
  var table = TableOptions()
  var comparing = ComparingOptions()
  var settled = false
  var open = false

  static var parameters: [Parameter<Self>] {
    Parameter.group(\.comparing) + [
      .flag("settled", \.settled, "Only those that are settled."),
      .flag("open", \.open, "Only those that are not."),
    ] + Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws {
    guard !settled || !open else {
      throw UsageError("--settled and --open leave nothing", hint: "give one, or none for all")
    }
    try write(io)
  }

  func make(_ project: Project, isForReading: Bool) throws -> Table {
    let comparison = try project.compare(try comparing.query(project))
    try comparison.requireTwo()
    let listing = DisagreementListing(project, comparison)
    let chosen = comparison.disagreements.filter { passage in
      settled ? !passage.isOpen : open ? passage.isOpen : true
    }
    return try listing.table(of: chosen, isForReading: isForReading)
  }
}

/// Whose codings are compared, and where: shared by the commands that settle.
struct ComparingOptions: ParameterSet {
  var coders: [String] = []
  var codes: [String] = []
  var codebook: String?
  var transcript: String?
  var layer = Project.consensus

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "coders", \.coders, "NAME,NAME (otherwise those who have read transcripts in common).",
        placeholder: "NAMES"),
      .option("code", \.codes, "Only this code and its children; may be given again.", short: "c"),
      .option("codebook", \.codebook, "Only the codes of one codebook.", placeholder: "NAME"),
      .option("transcript", \.transcript, "Only one transcript.", placeholder: "FILE"),
      .option(
        "layer", \.layer, "The name that what is settled stands under.", placeholder: "NAME"),
    ]
  }

  func query(_ project: Project) throws -> ComparisonQuery {
    var query = ComparisonQuery()
    (query.coders, query.layer) = (try coders.coderNames(), layer)
    query.codes = try chosenCodes(codes, codebook, project)
    if let transcript { query.versions = [try project.version(named: transcript).id] }
    return query
  }
}

extension Comparison {
  /// - Throws: where there is nobody to compare.
  func requireTwo() throws {
    guard coders.count < 2 else { return }
    throw Failure(
      coders.isEmpty
        ? "nobody has read a transcript to the end" : "only \(coders[0]) has read a transcript",
      hint: "zicht code import reads coded transcripts")
  }
}

extension [String] {
  /// `anna,ben` and repeated options alike; names may hold spaces.
  func coderNames() throws -> [String] {
    var names: [String] = []
    for name in flatMap({ $0.split(separator: ",") }).map({ String($0).trimmed }) {
      if !name.isEmpty, !names.contains(name) { names.append(name) }
    }
    guard names.count != 1 else {
      throw UsageError("a disagreement has two sides", hint: "--coders \(names[0]),NAME")
    }
    return names
  }
}
