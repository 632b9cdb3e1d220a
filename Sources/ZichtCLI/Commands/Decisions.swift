import Coding
import CommandLineKit
import Project
import Reports

/// `zicht accept`: a person agrees with a rule.
struct Accept: ZichtCommand {
  static let name = "accept"
  static let summary = "Accept segments that rules propose."
  static let discussion = Decision.discussion
  static let examples = [
    Example("zicht accept moerwijk/mw-01.txt:367-422", "Agree with one.")
  ]

  var common = CommonOptions()
  var decision = Decision()

  static var parameters: [Parameter<Self>] { Parameter.group(\.decision) }

  func run(_ io: IO) throws { try decision.run(.accepted, "accepted", self, io) }
}

/// `zicht reject`: a person disagrees with a rule.
struct Reject: ZichtCommand {
  static let name = "reject"
  static let summary = "Reject segments that rules propose; no rule brings them back."
  static let discussion = Decision.discussion
  static let examples = [
    Example(
      "zicht reject moerwijk/mw-01.txt:367-422 --reason 'a joke'",
      "Disagree with one, and say why.")
  ]

  var common = CommonOptions()
  var decision = Decision()

  static var parameters: [Parameter<Self>] { Parameter.group(\.decision) }

  func run(_ io: IO) throws { try decision.run(.rejected, "rejected", self, io) }
}

/// What accepting and rejecting share.
struct Decision: ParameterSet {
  static let discussion = """
    A segment is named by FILE:START-END, as zicht segments shows it, and :CODE where several codes \
    stand there. Deciding again replaces an earlier decision; --undo takes it back. Each decision \
    is an event in the ledger, with your name.
    """

  var segments: [String] = []
  var reason: String?
  var undo = false

  static var parameters: [Parameter<Self>] {
    [
      .rest("segment", \.segments, "FILE:START-END or FILE:START-END:CODE."),
      .option("reason", \.reason, "Why; kept with the decision."),
      .flag("undo", \.undo, "Take the decision back: the segment is a proposal again."),
    ]
  }

  func run(
    _ verdict: SegmentStatus, _ word: String, _ command: some ZichtCommand, _ io: IO
  ) throws {
    let addresses = try segments.map { try SegmentAddress.reading($0) }
    let project = try command.openProject(io, for: .write)
    let changed = try project.change {
      try addresses.reduce(into: 0) { count, address in
        let segment = try proposal(at: address, project)
        if try project.decide(segment, undo ? nil : verdict, reason: reason) { count += 1 }
      }
    }
    if command.common.json { command.writeJSON(["changed": .integer(changed)], io) }
    let what = undo ? "proposed again" : word
    command.say(changed == 0 ? "nothing changed" : "\(counted(changed, "segment")) \(what)", io)
  }

  /// The one proposal that an address means.
  private func proposal(at address: SegmentAddress, _ project: Project) throws -> SegmentRow {
    let proposals = try project.segments(at: address).filter { $0.origin == .rule }
    if proposals.count == 1 { return proposals[0] }
    guard !proposals.isEmpty else {
      throw Failure(
        "no rule proposes \(address.text)",
        hint: "a coding by hand is taken back with: zicht retract")
    }
    let paths = try project.codes(includingRetired: true).filter { code in
      proposals.contains { $0.code == code.id }
    }.map { "\(address.text):\($0.codebook):\($0.path)" }
    throw UsageError(
      "several codes stand at \(address.text)", hint: "name one: " + paths.joined(separator: ", "))
  }
}

extension SegmentAddress {
  static func reading(_ text: String) throws -> SegmentAddress {
    guard let address = SegmentAddress(text) else {
      throw UsageError(
        "'\(text)' is no segment", hint: "write FILE:START-END, as zicht segments shows them")
    }
    return address
  }
}

/// `zicht code`: a passage by hand.
struct CodeCommand: ZichtCommand {
  static let name = "code"
  static let summary = "Code a passage by hand, by its place or by its words."
  static let examples = [
    Example(
      "zicht code small-wins moerwijk/mw-01.txt --quote 'toen heb ik zelf een peertje gekocht'",
      "Code these words."),
    Example("zicht code small-wins moerwijk/mw-01.txt --at 367-422", "Code these characters."),
  ]

  var common = CommonOptions()
  var code = ""
  var transcript = ""
  var quote: String?
  var at: String?

  static var parameters: [Parameter<Self>] {
    [
      .argument("code", \.code, "A code, by its path."),
      .argument("transcript", \.transcript, "A transcript, by its name."),
      .option("quote", \.quote, "The words, exactly as they stand there once."),
      .option(
        "at", \.at, "START-END: characters (code points) of the text, from 0.",
        placeholder: "START-END"),
    ]
  }

  func run(_ io: IO) throws {
    guard (quote == nil) != (at == nil) else {
      throw UsageError("say which words: with --quote or with --at", hint: "one of the two")
    }
    let project = try openProject(io, for: .write)
    let (segment, name) = try project.change {
      let version = try project.version(named: transcript)
      let code = try project.code(named: self.code)
      let range = try self.range(in: project, version.id, version.name)
      return (try project.code(range, of: version.id, with: code), version.name)
    }
    let address = "\(name):\(segment.start)-\(segment.end)"
    if common.json { writeJSON(["segment": .string(address)], io) }
    say("coded \(address) as \(code)", io)
  }

  private func range(in project: Project, _ version: Int, _ name: String) throws -> Range<Int> {
    if let at {
      guard let address = SegmentAddress("x:" + at) else {
        throw UsageError("'\(at)' is no place", hint: "write START-END, such as 367-422")
      }
      return address.range
    }
    return try Quotation.find(quote ?? "", in: try project.text(ofVersion: version), of: name)
  }
}

/// Finds the one place of some words in a text.
enum Quotation {
  static func find(_ quote: String, in text: [UInt8], of name: String) throws -> Range<Int> {
    let needle = Array(quote.utf8)
    guard !needle.isEmpty else { throw UsageError("the quote is empty") }
    var places: [Int] = []
    var start = 0
    while start + needle.count <= text.count {
      if text[start] == needle[0], text[start..<start + needle.count].elementsEqual(needle) {
        places.append(start)
        start += needle.count
      } else {
        start += 1
      }
    }
    var counter = CodePoints(SourceText(validUTF8: text))
    let ranges = places.map { place in
      let first = counter.offset(ofByte: place)
      return first..<counter.offset(ofByte: place + needle.count)
    }
    if ranges.count == 1 { return ranges[0] }
    throw ranges.isEmpty
      ? Failure(
        "these words do not stand in \(name)",
        hint: "copy them exactly, with capitals and punctuation")
      : Failure(
        "these words stand \(ranges.count) times in \(name)",
        hint: "write more of them, or one of: "
          + ranges.prefix(5).map { "--at \($0.lowerBound)-\($0.upperBound)" }.joined(
            separator: ", "))
  }
}

/// `zicht retract`: a coding by hand, taken back.
struct Retract: ZichtCommand {
  static let name = "retract"
  static let summary = "Take back a coding that was made by hand."
  static let discussion = """
    It stops counting and stays in the ledger. What lost its place in a corrected transcript (zicht \
    orphans) is taken back in the same way, by the place that orphans shows.
    """

  var common = CommonOptions()
  var segment = ""

  static var parameters: [Parameter<Self>] {
    [.argument("segment", \.segment, "FILE:START-END or FILE:START-END:CODE.")]
  }

  func run(_ io: IO) throws {
    let address = try SegmentAddress.reading(segment)
    let project = try openProject(io, for: .write)
    let count = try project.change {
      let orphans = try project.retractOrphans(at: address)
      if orphans > 0 { return orphans }
      let byHand = try project.segments(at: address).filter { $0.origin == .hand }
      guard !byHand.isEmpty else {
        throw Failure(
          "nobody coded \(segment) by hand",
          hint: "a rule's proposal is rejected with: zicht reject")
      }
      for segment in byHand { try project.retract(segment) }
      return byHand.count
    }
    say("took back \(counted(count, "coding"))", io)
  }
}
