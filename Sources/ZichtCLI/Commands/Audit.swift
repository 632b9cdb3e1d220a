import Coding
import CommandLineKit
import Project
import Reports

/// `zicht audit`: one segment, back to words, person, rule and day.
struct Audit: ZichtCommand {
  static let name = "audit"
  static let summary = "Show where a segment comes from: words, speaker, rule, coder, day."
  static let examples = [
    Example("zicht audit moerwijk/mw-01.txt:367-422", "Everything about the segments there.")
  ]

  var common = CommonOptions()
  var segment = ""

  static var parameters: [Parameter<Self>] {
    [.argument("segment", \.segment, "FILE:START-END or FILE:START-END:CODE.")]
  }

  func run(_ io: IO) throws {
    let address = try SegmentAddress.reading(segment)
    let project = try openProject(io)
    let audits = try project.read {
      try project.segments(at: address).map { try project.audit($0) }
    }
    if common.json { return writeJSON(.array(audits.map(\.json)), io) }
    for (number, audit) in audits.enumerated() {
      if number > 0 { io.out("\n") }
      AuditText(audit, width: io.width, style: io.style).write { io.out($0) }
    }
    if audits.contains(where: { !$0.isSound }) { throw Exit(1) }
  }
}
