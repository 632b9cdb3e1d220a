import Coding
import SQLite

/// Events that one change made: what a person did in one go.
package struct Act: Sendable, Equatable {
  package struct Event: Sendable, Equatable {
    package var number: Int
    package var kind: LedgerEvent.Kind
    package var what: String
  }

  package var events: [Event]
  package var actor: String
  package var time: String

  package var first: Int { events.first?.number ?? 0 }
  package var last: Int { events.last?.number ?? 0 }
}

extension LedgerEvent.Kind {
  /// What `undo` makes of an event.
  enum Undoing {
    case possible
    /// It changed nothing that could be reversed: `undo` looks further back.
    case skipped
    case impossible(why: String)
  }

  var undoing: Undoing {
    switch self {
    case .respondentsRecorded, .neighbourhoodsRecorded, .transcriptRecorded, .codebookRecorded,
      .rulesApplied, .segmentDecided, .segmentCoded, .codingRetracted, .codingsReanchored,
      .coderRegistered, .transcriptCoded, .memoWritten, .memoRetracted, .projectImported,
      .collectionRecorded, .transcriptsAssigned, .passageSkipped, .disagreementSettled,
      .projectMerged, .namesReplaced:
      .possible
    case .actUndone, .checkpointNamed: .skipped
    case .projectCreated: .impossible(why: "nothing to undo: the project is as it was made")
    case .respondentWithdrawn, .erasureCompleted:
      .impossible(why: "a withdrawal can't be undone, nor what came before it")
    }
  }
}

extension Project {
  /// The last act that `undo` would reverse, whoever did it.
  package func lastAct() throws -> Act {
    let numbers = try lastStandingAct()
    var act = Act(events: [], actor: "", time: "")
    try events(from: numbers.lowerBound, through: numbers.upperBound) { event, _ in
      if case .impossible(let why) = event.kind.undoing {
        throw ProjectError.unknown(why, hint: nil)
      }
      (act.actor, act.time) = (event.actor, event.time)
      act.events.append(
        Act.Event(number: event.number, kind: event.kind, what: try summary(of: event)))
    }
    return act
  }

  private func lastStandingAct() throws -> ClosedRange<Int> {
    let skipped = LedgerEvent.Kind.allCases.filter {
      if case .skipped = $0.undoing { true } else { false }
    }
    let last = try connection.first(
      """
      SELECT number, coalesce(json_extract(body, '$.act'), number) FROM event
      WHERE number NOT IN (SELECT event FROM undone)
        AND kind NOT IN (SELECT value FROM json_each(\(JSON.strings(skipped.map(\.rawValue)).canonical)))
      ORDER BY number DESC LIMIT 1
      """
    ) { (number: $0.integer(0), act: $0.integer(1)) }
    guard let last, last.act <= last.number else {
      throw ProjectError.damaged(path, "its ledger has no first event")
    }
    return last.act...last.number
  }

  /// Reverses an act by an event that says so; nothing of the ledger is lost.
  ///
  /// O(events), and where more than decisions is undone, O(segments).
  ///
  /// - Precondition: inside `change`; `act` is the last one that stands.
  @discardableResult
  package func undo(_ act: Act) throws -> Int {
    let touched = try codesDecidedOn(in: act)
    let event = try append(
      .actUndone, ["first": .integer(act.first), "last": .integer(act.last)])
    try copyFindings(renewedBy: event)
    if let touched {
      try updateTally(touched)
    } else {
      try dropStaleTally()
      try updateTally(try codes().map(\.id))
    }
    return event
  }

  /// The codes of decisions and codings by hand, where the act was nothing else.
  private func codesDecidedOn(in act: Act) throws -> [Int]? {
    let kinds: Set<LedgerEvent.Kind> = [
      .segmentDecided, .segmentCoded, .codingRetracted, .passageSkipped, .disagreementSettled,
      .transcriptCoded, .memoWritten, .memoRetracted,
    ]
    guard act.events.allSatisfy({ kinds.contains($0.kind) }) else { return nil }
    return try connection.all(
      """
      SELECT DISTINCT c.id FROM event e
      LEFT JOIN coding h ON h.uid = json_extract(e.body, '$.uid')
      JOIN code c ON c.id = h.code OR c.codebook = json_extract(e.body, '$.codebook')
        AND c.path = json_extract(e.body, '$.code')
      WHERE e.number BETWEEN \(act.first) AND \(act.last)
      """
    ) { $0.integer(0) }
  }

  /// Rules that go on under new numbers take along what they had found before the act.
  private func copyFindings(renewedBy event: Int) throws {
    try connection.run(
      """
      INSERT INTO proposal
      SELECT n.id, p.version, p.start, p.end, p.speaker, p.words, p.places
      FROM rule n JOIN rule o ON o.id = (
        SELECT min(id) FROM rule
        WHERE code = n.code AND hash = n.hash AND id < n.id AND retired = \(event))
      JOIN proposal p ON p.rule = o.id AND p.version <= (
        SELECT max(through_version) FROM application WHERE rule = n.id)
      WHERE n.retired IS NULL AND NOT EXISTS (SELECT 1 FROM proposal WHERE rule = n.id)
      ORDER BY n.id, p.version, p.start, p.end
      """)
  }
}
