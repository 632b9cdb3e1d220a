import Coding
import CommandLineKit
import Project
import Reports

/// `zicht settle`: what holds where coders disagree.
struct Settle: ZichtCommand {
  static let name = "settle"
  static let summary = "Settle a passage that coders coded differently; their codings stay."
  static let discussion = """
    What holds is coded in a layer of its own, named consensus unless --layer says otherwise: no table \
    counts it beside the coders' codings, and --by-coder consensus counts it alone. With the first \
    passage settled in a transcript, what the coders coded alike there is copied into the layer; when \
    nothing there is open any more, the layer is noted as having read it, for the codes that the coders \
    have in common.

    A passage is named as zicht disagreements lists it: FILE:START-END:CODE. Settling it again \
    replaces what was settled; zicht undo takes it back. --agreed copies what was coded alike for all \
    transcripts in which nothing is open.
    """
  static let examples = [
    Example("zicht settle mw-01.txt:367-422:small-wins --take anna", "Anna's passage holds."),
    Example(
      "zicht settle mw-01.txt:367-422:small-wins --as 367-401 --reason 'the rest is context'",
      "Neither's."),
    Example("zicht settle --agreed", "Copy what nobody disputes."),
  ]

  var common = CommonOptions()
  var segment: String?
  var take: String?
  var both = false
  var nothing = false
  var places: String?
  var agreed = false
  var reason: String?
  var comparing = ComparingOptions()

  static var parameters: [Parameter<Self>] {
    [
      .optionalArgument(
        "segment", \.segment, "FILE:START-END:CODE, as zicht disagreements lists it."),
      .option("take", \.take, "As this coder has it.", placeholder: "CODER"),
      .flag("both", \.both, "All that any of the coders coded."),
      .flag("nothing", \.nothing, "The code does not belong there."),
      .option(
        "as", \.places, "These characters (code points) of the text.",
        placeholder: "START-END[,…]"),
      .flag("agreed", \.agreed, "Copy what was coded alike where nothing is open."),
      .option("reason", \.reason, "Why; kept with the settlement."),
    ] + Parameter.group(\.comparing)
  }

  func run(_ io: IO) throws {
    let settling = try settling()
    guard let segment, let settling else { return try copy(io) }
    let address = try SegmentAddress.reading(segment)
    let project = try openProject(io, for: .write)
    let (passage, ranges) = try project.change {
      let (passage, coders) = try disputed(at: address, project)
      let ranges = try project.settle(
        passage, between: coders, as: settling, layer: comparing.layer, reason: reason)
      return (passage, ranges)
    }
    let places = ranges.map { "\($0.lowerBound)-\($0.upperBound)" }
    if common.json {
      writeJSON(
        [
          "segment": .string(segment), "layer": .string(comparing.layer),
          "places": .strings(places),
        ], io)
    }
    let told = places.isEmpty ? "nothing" : places.joined(separator: ", ")
    say(
      "\(comparing.layer): \(told), where \(passage.coders.joined(separator: " and ")) differ", io)
  }

  /// Nil with `--agreed`.
  private func settling() throws -> Settling? {
    let ways = [take != nil, both, nothing, places != nil].count { $0 }
    guard agreed == (segment == nil), ways == (agreed ? 0 : 1) else {
      throw UsageError(
        agreed
          ? "--agreed is about whole transcripts, not about a passage"
          : segment == nil
            ? "say which passage: FILE:START-END:CODE" : "say in one way what holds there",
        hint: agreed
          ? "name one with --transcript FILE"
          : segment == nil
            ? "zicht disagreements lists them; zicht settle --agreed copies the rest"
            : "--take CODER, --both, --nothing or --as START-END[,START-END]")
    }
    if let take { return .take(take) }
    if let places {
      return .at(try places.split(separator: ",").map { try SegmentAddress.place(String($0)) })
    }
    return both ? .both : nothing ? .nothing : nil
  }

  private func disputed(
    at address: SegmentAddress, _ project: Project
  ) throws -> (Comparison.Passage, coders: [String]) {
    var query = try comparing.query(project)
    query.versions = [try project.version(named: address.file).id]
    if let name = address.code { query.codes = [try project.code(named: name).id] }
    let comparison = try project.compare(query)
    let found = comparison.disagreements.filter { $0.range == address.range }
    if found.count == 1 { return (found[0], comparison.coders) }
    guard found.isEmpty else {
      let codes = try project.codes().filter { code in found.contains { $0.code == code.id } }
      throw UsageError(
        "several codes are in dispute at \(address.text)",
        hint: "name one: "
          + codes.map { "\(address.text):\($0.codebook):\($0.path)" }.joined(separator: ", "))
    }
    let near = comparison.passages.filter { $0.range.overlaps(address.range) }
    let others = near.filter { !$0.isAlike }.prefix(3).map {
      "\($0.file):\($0.range.lowerBound)-\($0.range.upperBound)"
    }
    throw Failure(
      near.isEmpty || !others.isEmpty
        ? "nothing is in dispute at \(address.text)"
        : "the coders agree at \(address.text)",
      hint: others.isEmpty
        ? "zicht disagreements lists what is"
        : "overlapping it: " + others.joined(separator: ", "))
  }

  private func copy(_ io: IO) throws {
    let project = try openProject(io, for: .write)
    let result = try project.change {
      let query = try comparing.query(project)
      try project.compare(query).requireTwo()
      return try project.settleAgreed(query)
    }
    if common.json { return writeJSON(result.json(comparing.layer), io) }
    say(
      "\(comparing.layer): \(counted(result.transcripts, "transcript")) with nothing open, "
        + "\(counted(result.codings, "coding")) added", io)
    for open in result.open {
      say("\(open.name): \(counted(open.passages, "passage")) open", io)
    }
  }
}

extension Project.SettledTranscripts {
  fileprivate func json(_ layer: String) -> JSON {
    [
      "layer": .string(layer), "transcripts": .integer(transcripts),
      "codings": .integer(codings),
      "open": .array(
        open.map { ["transcript": .string($0.name), "passages": .integer($0.passages)] }),
    ]
  }
}
