import Coding
import CommandLineKit
import Project
import Reports

/// `zicht assignments`: who is to read what.
struct Assignments: TableCommand {
  static let name = "assignments"
  static let summary = "List who is to read which transcript, and what is done."

  var common = CommonOptions()
  var past = PastOptions()
  var table = TableOptions()
  var of: String?
  var due = false

  static var parameters: [Parameter<Self>] {
    [
      .option("of", \.of, "Only one coder's.", placeholder: "CODER"),
      .flag("due", \.due, "Only what is not read to the end yet."),
    ] + Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws { try write(io) }

  func make(_ project: Project, isForReading: Bool) throws -> Table {
    let all = try project.assignments(of: of)
    var result = Table(
      title: "Assignments",
      columns: [
        .init("file"), .init("coder"), .init("blind"), .init("done"), .init("since"),
      ])
    for item in all where !due || !item.isDone {
      result.rows.append([
        .text(item.transcript), .text(item.coder), .text(item.isBlind ? "blind" : ""),
        .text(item.isDone ? "done" : "due"), .text(item.since),
      ])
    }
    let coders = Dictionary(grouping: all, by: \.coder).sorted { $0.key < $1.key }
    result.notes = coders.map { coder, items in
      "\(coder): \(items.count { $0.isDone }) of \(counted(items.count, "transcript")) read to the end"
    }
    if all.isEmpty { result.notes = ["nothing is assigned"] }
    return result
  }
}
