import Coding
import SQLite

/// When each event of a ledger was made, so that the later of two can be told across projects.
///
/// The clock of a laptop may be set back. The time of an event is therefore never before that of an
/// event that stood in its ledger already, be it merged from elsewhere: what somebody could see
/// when writing is never later than what was written.
struct LedgerClock {
  let project: String
  private var times: [String] = []
  private var actors: [String] = []
  private var origins: [Int: Origin] = [:]

  /// O(events).
  init(_ project: Project) throws {
    self.project = try project.uid()
    try readOn(in: project)
  }

  /// Takes in events that were recorded since.
  mutating func readOn(in project: Project) throws {
    try project.connection.forEach(
      """
      SELECT time, actor, iif(json_type(body, '$.origin') = 'array', json_extract(body, '$.origin'), NULL)
      FROM event WHERE number > \(times.count) ORDER BY number
      """
    ) { row in
      var time = max(times.last ?? "", row.text(0))
      if let text = row.optionalText(2),
        let origin = Origin(
          try JSONReader.read(SourceText(text), file: "event \(times.count + 1)"))
      {
        origins[times.count + 1] = origin
        time = max(time, origin.time)
      }
      times.append(time)
      actors.append(row.text(1))
    }
  }

  /// The number of events.
  var size: Int { times.count }

  /// Where an event comes from: this project itself where no merge brought it.
  func origin(of event: Int) -> Origin {
    guard times.indices.contains(event - 1) else {
      return Origin(project: project, event: event, time: "", actor: "")
    }
    return origins[event]
      ?? Origin(
        project: project, event: event, time: times[event - 1], actor: actors[event - 1])
  }

  /// When it was made, wherever that was.
  func time(of event: Int) -> String { origin(of: event).time }

  /// Whether a merge brought it.
  func isMerged(_ event: Int) -> Bool { origins[event] != nil }
}
