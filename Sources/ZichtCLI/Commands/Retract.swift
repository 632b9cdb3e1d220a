import Coding
import CommandLineKit
import Project
import Reports

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
      let coder = surroundings(io).coder
      // Whoever takes back the team's coding leaves the reference's at the same place alone.
      let others = Set(try project.referenceCoders()).subtracting([coder])
      let byHand = try project.segments(at: address).filter {
        $0.origin == .hand && !others.contains($0.coder)
      }
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
