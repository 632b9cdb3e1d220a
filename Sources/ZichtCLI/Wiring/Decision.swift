import Coding
import CommandLineKit
import Project
import Reports

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
