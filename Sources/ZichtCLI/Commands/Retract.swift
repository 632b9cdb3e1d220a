import Coding
import CommandLineKit
import Project
import Reports

/// `zicht retract`: a coding by hand, taken back.
struct Retract: ZichtCommand {
  static let name = "retract"
  static let summary = "Take back a coding that was made by hand."
  static let discussion = """
    It stops counting and stays in the ledger. Where others coded the passage too, theirs stays; --of takes \
    back another's. What lost its place in a corrected transcript (zicht orphans) is taken back in the \
    same way, by the place that orphans shows, whoever coded it.
    """

  var common = CommonOptions()
  var segment = ""
  var of: String?

  static var parameters: [Parameter<Self>] {
    [
      .argument("segment", \.segment, "FILE:START-END or FILE:START-END:CODE."),
      .option("of", \.of, "Whose coding (otherwise your own).", placeholder: "CODER"),
    ]
  }

  func run(_ io: IO) throws {
    let address = try SegmentAddress.reading(segment)
    let project = try openProject(io, for: .write)
    let count = try project.change {
      let orphans = try project.retractOrphans(at: address)
      if orphans > 0 { return orphans }
      let codings = try project.codings(at: address, by: of ?? surroundings(io).coder)
      for coding in codings { try project.retract(coding) }
      return codings.count
    }
    say("took back \(counted(count, "coding"))", io)
  }
}
