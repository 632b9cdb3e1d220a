import Coding

/// One thing that happened to a segment, code, transcript or respondent, or several alike that one
/// person did in a row.
package struct HistoryEntry: Sendable, Equatable {
  package struct Change: Sendable, Equatable {
    package var what: String
    package var before: String
    package var after: String

    package init(_ what: String, before: String, after: String) {
      (self.what, self.before, self.after) = (what, before, after)
    }
  }

  package var event: Int
  /// Of several alike, the last.
  package var lastEvent: Int
  package var time: String
  package var actor: String
  package var program: String
  package var hash: String
  package var what: String
  package var changes: [Change] = []
  /// The later event that undid it.
  package var undoneBy: Int?

  init(_ record: EventRecord, _ what: String, undoneBy: Int? = nil) {
    (event, lastEvent) = (record.event.number, record.event.number)
    (time, actor) = (record.event.time, record.event.actor)
    (program, hash) = (record.event.program, record.hash)
    (self.what, self.undoneBy) = (what, undoneBy)
  }
}

/// Gathers entries in whatever order, and gives them in the ledger's.
struct HistoryBuilder {
  private var entries: [HistoryEntry] = []
  /// Verbs with how often, of entries that may be told together.
  private var work: [(entry: HistoryEntry, verbs: [(verb: String, count: Int)])] = []
  private let undone: UndoneEvents

  init(_ undone: UndoneEvents) { self.undone = undone }

  /// Adds what an event did; told twice it counts once.
  mutating func add(
    _ record: EventRecord, _ what: String, _ changes: [HistoryEntry.Change] = []
  ) {
    var entry = HistoryEntry(record, what, undoneBy: undone[record.event.number])
    entry.changes = changes
    if !entries.contains(entry) { entries.append(entry) }
  }

  /// Adds coding work, which is told together with what the same person did before and after it on
  /// the same day.
  mutating func add(_ record: EventRecord, verb: String, count: Int = 1) {
    let entry = HistoryEntry(record, "", undoneBy: undone[record.event.number])
    guard let last = work.indices.last, work[last].entry.isOneSitting(with: entry) else {
      return work.append((entry, [(verb, count)]))
    }
    work[last].entry.lastEvent = entry.event
    if let known = work[last].verbs.firstIndex(where: { $0.verb == verb }) {
      work[last].verbs[known].count += count
    } else {
      work[last].verbs.append((verb, count))
    }
  }

  /// All that was added, with the events that undid some of it.
  func finish(_ project: Project) throws -> [HistoryEntry] {
    var all = entries
    for (entry, verbs) in work {
      var entry = entry
      entry.what = verbs.map { "\(grouped($0.count)) \($0.verb)" }.joined(separator: ", ")
      all.append(entry)
    }
    let undoing = Set(all.compactMap(\.undoneBy)).sorted()
    for number in undoing {
      for record in try project.records("number = \(number)") {
        all.append(HistoryEntry(record, "undid \(try project.summary(of: record.event))"))
      }
    }
    return all.enumerated().sorted { ($0.element.event, $0.offset) < ($1.element.event, $1.offset) }
      .map(\.element)
  }
}

extension HistoryEntry {
  fileprivate func isOneSitting(with other: HistoryEntry) -> Bool {
    actor == other.actor && undoneBy == other.undoneBy && time.prefix(10) == other.time.prefix(10)
  }
}
