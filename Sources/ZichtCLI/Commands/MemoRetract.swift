import CommandLineKit
import Project

/// `zicht memo retract`: a memo, taken back.
struct MemoRetract: ZichtCommand {
  static let name = "memo retract"
  static let summary = "Take a memo back; it stays in the ledger."

  var common = CommonOptions()
  var event = 0

  static var parameters: [Parameter<Self>] {
    [.argument("event", \.event, "The number that zicht memo list shows.")]
  }

  func run(_ io: IO) throws {
    let project = try openProject(io, for: .write)
    try project.change { try project.retractMemo(ofEvent: event) }
    say("took back the memo of event \(event)", io)
  }
}
