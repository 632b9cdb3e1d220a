import Coding

/// Where an event was first recorded that a merge brought from another project.
///
/// In bodies it is the list `[project, event, time, actor]`. A merge of what was merged keeps the
/// first one.
package struct Origin: Sendable, Hashable {
  /// The uid of the project.
  package var project: String
  /// The number of the event there.
  package var event: Int
  /// When it was made there, never before anything that the project held by then.
  package var time: String
  package var actor: String

  init(project: String, event: Int, time: String, actor: String) {
    (self.project, self.event, self.time, self.actor) = (project, event, time, actor)
  }

  /// Nil where the value is no such list: files of other programs have a text for an origin.
  init?(_ json: JSON?) {
    guard let fields = json?.array, fields.count == 4, let project = fields[0].string,
      let event = fields[1].integer, let time = fields[2].string, let actor = fields[3].string,
      time.isTimestamp
    else { return nil }
    self.init(project: project, event: event, time: time, actor: actor)
  }

  var json: JSON { [.string(project), .integer(event), .string(time), .string(actor)] }

  /// `by lotte on 2026-03-02 (event 45 of project ab12cd34)`.
  package var text: String {
    "by \(actor) on \(time.prefix(10)) (event \(event) of project \(project.prefix(8)))"
  }
}

extension String {
  /// Whether it is a time as the ledger writes it: only such can be told earlier from later by
  /// their letters.
  fileprivate var isTimestamp: Bool {
    utf8.count == 24
      && zip(utf8, "0000-00-00T00:00:00.000Z".utf8).allSatisfy { byte, model in
        model == UInt8(ascii: "0")
          ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == model
      }
  }
}
