import Coding
import CommandLineKit
import Project
import Reports

/// `zicht undo`: the last act, reversed.
struct Undo: ZichtCommand {
  static let name = "undo"
  static let summary =
    "Undo what was done last: decisions, codings, codebooks, texts, runs of rules."
  static let discussion = """
    What one command did is undone as a whole, and the project shows what it showed before. Nothing \
    is deleted: the ledger gets an event that says what was undone, and zicht log marks it. Undoing \
    again goes one act further back; what was undone can be done again.

    The last act of the project is undone, whoever did it: for another coder's, say --of-anyone. \
    Words that were erased do not come back: no undo goes past a withdrawal.
    """
  static let examples = [
    Example("zicht undo --dry-run", "What would be undone?"),
    Example("zicht undo", "Undo it."),
  ]

  var common = CommonOptions()
  var isRehearsal = false
  var ofAnyone = false

  static var parameters: [Parameter<Self>] {
    [
      .flag("dry-run", \.isRehearsal, "Show what would be undone, and change nothing.", short: "n"),
      .flag("of-anyone", \.ofAnyone, "Also what another coder did."),
    ]
  }

  func run(_ io: IO) throws {
    let project = try openProject(io, for: isRehearsal ? .read : .write)
    if isRehearsal {
      let act = try project.read { try project.lastAct() }
      return report(act, undoneBy: nil, caveats: [], io)
    }
    let (act, event) = try project.change {
      let act = try project.lastAct()
      try requireOwn(act, coder: surroundings(io).coder)
      return (act, try project.undo(act))
    }
    report(act, undoneBy: event, caveats: try project.read { try project.caveats() }, io)
  }

  /// Events of an act that are told one by one.
  private static let shown = 6

  private func requireOwn(_ act: Act, coder: String) throws {
    guard act.actor != coder, !ofAnyone else { return }
    throw UsageError(
      "the last act is \(act.actor)'s, and you are \(coder): \(act.summary)",
      hint: "to undo it all the same: zicht undo --of-anyone")
  }

  private func report(_ act: Act, undoneBy event: Int?, caveats: [String], _ io: IO) {
    if common.json { return writeJSON(act.json(undoneBy: event), io) }
    say("\(event == nil ? "would undo" : "undone"): \(act.summary)", io)
    if act.events.count > 1 {
      for item in act.events.prefix(Self.shown) { say("  \(item.text)", io) }
    }
    let rest = act.events.count - Self.shown
    if rest > 0 { say("  and \(counted(rest, "more event"))", io) }
    for caveat in caveats { say(caveat, io) }
  }
}

extension Act {
  var summary: String {
    let what = events.count == 1 ? events[0].text : "what \(events.count) events did"
    return "\(what) (by \(actor), \(time.prefix(16).replacing("T", with: " ")) UTC)"
  }

  func json(undoneBy event: Int?) -> JSON {
    [
      "actor": .string(actor), "time": .string(time),
      "undone_by": event.map { .integer($0) } ?? .null,
      "events": .array(
        events.map { item in
          [
            "event": .integer(item.number), "kind": .string(item.kind.rawValue),
            "what": .string(item.what),
          ]
        }),
    ]
  }
}

extension Act.Event {
  var text: String { "event \(number), \(kind.rawValue): \(what)" }
}
