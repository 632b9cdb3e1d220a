import Coding
import CommandLineKit
import Project
import Reports

/// `zicht log`: what was done, event by event.
struct Log: TableCommand {
  static let name = "log"
  static let summary = "List the ledger's events: who did what, when, with which program."
  static let examples = [Example("zicht log --kind rules.applied", "Each time rules were applied.")]

  var common = CommonOptions()
  var past = PastOptions()
  var table = TableOptions()
  var kind: String?
  var actor: String?
  var limit: Int?

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "kind", \.kind, "Only events of this kind.", placeholder: "KIND",
        values: .list(LedgerEvent.Kind.allCases.map(\.rawValue))),
      .option("actor", \.actor, "Only what one coder did.", placeholder: "NAME"),
      .option("limit", \.limit, "Only the last so many."),
    ] + Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws {
    if let kind, LedgerEvent.Kind(rawValue: kind) == nil {
      throw UsageError(
        "'\(kind)' is no kind of event",
        hint: "one of: " + LedgerEvent.Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    try write(io)
  }

  func make(_ project: Project, isForReading: Bool) throws -> Table {
    var rows: [[Table.Cell]] = []
    try project.events { event, hash in
      guard kind.map({ $0 == event.kind.rawValue }) ?? true,
        actor.map({ $0 == event.actor }) ?? true
      else { return }
      let time = isForReading ? String(event.time.prefix(16)) : event.time
      rows.append(
        [
          .integer(event.number), .text(time), .text(event.actor), .text(event.kind.rawValue),
          .text(try project.summary(of: event) + project.undoneMark(of: event.number)),
        ] + (isForReading ? [] : [.text(hash.hex)]))
    }
    if let limit { rows = rows.suffix(max(0, limit)) }
    return Table(
      title: "Log",
      columns: [
        .init("event", .integer), .init("time"), .init("actor"), .init("kind"), .init("what"),
      ] + (isForReading ? [] : [.init("hash")]), rows: rows,
      notes: [counted(rows.count, "event") + "; times are UTC"])
  }
}
