import Coding
import SQLite

/// Why the segments that count differ between two moments.
package struct Difference: Sendable {
  /// What moved a segment into the counts or out of them.
  package enum Cause: String, Sendable, CaseIterable {
    case transcript, codebook, rules, person, withdrawal, undo, other
  }

  /// One segment that counts at one of the moments only.
  package struct Move: Sendable, Equatable {
    package var segment: SegmentRow
    package var isGained: Bool
    package var cause: Cause
    /// The event that moved it; 0 when none could be named.
    package var event: Int
  }

  /// In the order of events, then of texts.
  package var moves: [Move]
  /// How many segments counted before and after, by code; a code without any is left out.
  package var before: [Int: Int]
  package var after: [Int: Int]
}

extension Project {
  /// Compares what counts in an earlier view of this project with what counts in this one.
  ///
  /// O(segments of both). Both views are of the same file: the later one must know all events of
  /// the earlier.
  package func difference(since earlier: Project) throws -> Difference {
    let old = try earlier.countedSegments()
    let new = try countedSegments()
    var moves: [Difference.Move] = []
    let causes = try Causes(from: earlier, to: self)
    for (key, segment) in old where new[key] == nil {
      moves.append(try causes.considerUndoing(try causes.loss(of: segment)))
    }
    for (key, segment) in new where old[key] == nil {
      moves.append(try causes.considerUndoing(try causes.gain(of: segment)))
    }
    moves.sort {
      ($0.event, $0.segment.version, $0.segment.start, $0.segment.end, $0.segment.code)
        < ($1.event, $1.segment.version, $1.segment.start, $1.segment.end, $1.segment.code)
    }
    return Difference(moves: moves, before: counts(old), after: counts(new))
  }

  private func counts(_ segments: [SegmentKey: SegmentRow]) -> [Int: Int] {
    segments.keys.reduce(into: [:]) { $0[$1.code, default: 0] += 1 }
  }

  /// The segments that count, once for each place and code, of voices that are not withdrawn.
  private func countedSegments() throws -> [SegmentKey: SegmentRow] {
    let voices = VoiceIndex(
      try voices().filter { $0.part == .respondent || $0.part == .document })
    let retired = Set(try codes(includingRetired: true).filter(\.isRetired).map(\.id))
    var segments: [SegmentKey: SegmentRow] = [:]
    try forEachSegment(SegmentQuery()) { segment in
      guard voices[segment.version, segment.speaker] != nil, !retired.contains(segment.code)
      else { return }
      let key = SegmentKey(segment)
      if segments[key] == nil { segments[key] = segment }
    }
    return segments
  }
}

private struct SegmentKey: Hashable {
  var version: Int
  var start: Int
  var end: Int
  var code: Int
  init(_ segment: SegmentRow) {
    (version, start, end, code) = (segment.version, segment.start, segment.end, segment.code)
  }
}

/// Finds the event that moved a segment, from what came into force and went out of it meanwhile.
private struct Causes {
  private let project: Project
  private let first: Int
  private let supersededBy: [Int: Int]
  private let versionEvent: [Int: Int]
  private let redactedBy: [String: Int]
  private let codeRetiredBy: [Int: Int]

  init(from earlier: Project, to later: Project) throws {
    project = later
    first = try earlier.head().number
    func events(_ sql: SQL) throws -> [Int: Int] {
      var events: [Int: Int] = [:]
      try later.connection.forEach(sql) { events[$0.integer(0)] = $0.integer(1) }
      return events
    }
    supersededBy = try events("SELECT id, superseded FROM version WHERE superseded IS NOT NULL")
    versionEvent = try events("SELECT id, event FROM version")
    codeRetiredBy = try events("SELECT id, retired FROM code WHERE retired IS NOT NULL")
    var redacted: [String: Int] = [:]
    try later.connection.forEach("SELECT version, speaker, event FROM redaction") {
      redacted["\($0.integer(0)) \($0.integer(1))"] = $0.integer(2)
    }
    redactedBy = redacted
  }

  /// Only what happened between the two moments explains.
  private func recent(_ event: Int?) -> Int? { event.flatMap { $0 > first ? $0 : nil } }

  func loss(of segment: SegmentRow) throws -> Difference.Move {
    func move(_ cause: Difference.Cause, _ event: Int) -> Difference.Move {
      Difference.Move(segment: segment, isGained: false, cause: cause, event: event)
    }
    if let event = recent(redactedBy["\(segment.version) \(segment.speaker)"]) {
      return move(.withdrawal, event)
    }
    if let event = recent(supersededBy[segment.version]) { return move(.transcript, event) }
    if let event = try recent(decision(segment)) ?? recent(retraction(segment)) {
      return move(.person, event)
    }
    if let event = try recent(codeRetiredBy[segment.code]) ?? recent(ruleRetired(segment)) {
      return move(.codebook, event)
    }
    return move(.other, 0)
  }

  func gain(of segment: SegmentRow) throws -> Difference.Move {
    func move(_ cause: Difference.Cause, _ event: Int) -> Difference.Move {
      Difference.Move(segment: segment, isGained: true, cause: cause, event: event)
    }
    if let event = recent(versionEvent[segment.version]) {
      // The new text's codings count once rules have seen it, or have followed their words to it.
      return move(.transcript, event)
    }
    if segment.origin == .hand {
      return move(.person, recent(try codingEvent(segment)) ?? 0)
    }
    if let event = try recent(decision(segment)) ?? recent(undecided(segment)) {
      return move(.person, event)
    }
    let rule = try self.rule(segment)
    if let event = recent(rule?.recorded) { return move(.codebook, event) }
    if let event = recent(rule?.applied) { return move(.rules, event) }
    return move(.other, 0)
  }

  /// What was undone explains what nothing else does.
  func considerUndoing(_ move: Difference.Move) throws -> Difference.Move {
    let isUndoing =
      try project.connection.integer("SELECT 1 FROM undone WHERE by = \(move.event)") != nil
    guard let event = isUndoing ? move.event : try undoing(move.segment),
      isUndoing || move.event == 0
    else { return move }
    return Difference.Move(
      segment: move.segment, isGained: move.isGained, cause: .undo, event: event)
  }

  /// The last undoing, between the moments, of something done to the segment's text or code.
  private func undoing(_ segment: SegmentRow) throws -> Int? {
    try project.connection.integer(
      """
      SELECT max(x.by) FROM undone x JOIN event e ON e.number = x.event
      JOIN version v ON v.id = \(segment.version) JOIN transcript t ON t.id = v.transcript
      JOIN code c ON c.id = \(segment.code)
      WHERE x.by > \(first) AND CASE e.kind
        WHEN 'rules.applied' THEN 1
        WHEN 'codebook.recorded' THEN json_extract(e.body, '$.codebook.id') = c.codebook
        WHEN 'transcript.recorded' THEN json_extract(e.body, '$.transcript') = t.uid
        WHEN 'codings.reanchored' THEN json_extract(e.body, '$.transcript') = t.uid
        WHEN 'segment.decided' THEN json_extract(e.body, '$.transcript') = t.uid
          AND json_extract(e.body, '$.code') = c.path
          AND json_extract(e.body, '$.start') = \(segment.start)
        ELSE e.kind = 'coding.retracted' END
      """)
  }

  private func decision(_ segment: SegmentRow) throws -> Int? {
    try project.connection.integer(
      """
      SELECT event FROM decision WHERE version = \(segment.version) AND start = \(segment.start)
        AND end = \(segment.end) AND code = \(segment.code)
      """)
  }

  private func retraction(_ segment: SegmentRow) throws -> Int? {
    try project.connection.integer(
      """
      SELECT max(retracted) FROM coding WHERE version = \(segment.version)
        AND start = \(segment.start) AND end = \(segment.end) AND code = \(segment.code)
      """)
  }

  private func codingEvent(_ segment: SegmentRow) throws -> Int? {
    try project.connection.integer(
      """
      SELECT min(event) FROM coding WHERE version = \(segment.version)
        AND start = \(segment.start) AND end = \(segment.end) AND code = \(segment.code)
        AND retracted IS NULL
      """)
  }

  private func ruleRetired(_ segment: SegmentRow) throws -> Int? {
    try project.connection.integer(
      """
      SELECT max(u.retired) FROM rule u JOIN main.proposal p ON p.rule = u.id
      WHERE u.code = \(segment.code) AND p.version = \(segment.version)
        AND p.start = \(segment.start) AND p.end = \(segment.end)
      """)
  }

  private func rule(_ segment: SegmentRow) throws -> (recorded: Int, applied: Int)? {
    try project.connection.first(
      """
      SELECT min(u.event), min(a.event) FROM rule u JOIN proposal p ON p.rule = u.id
      LEFT JOIN application a ON a.rule = u.id AND a.after_version < p.version
        AND p.version <= a.through_version
      WHERE u.code = \(segment.code) AND u.retired IS NULL AND p.version = \(segment.version)
        AND p.start = \(segment.start) AND p.end = \(segment.end)
      """
    ) { ($0.integer(0), $0.integer(1)) }
  }

  /// The act that took a rejection back.
  private func undecided(_ segment: SegmentRow) throws -> Int? {
    try project.connection.integer(
      """
      SELECT max(e.number) FROM event e JOIN version v ON v.id = \(segment.version)
      JOIN transcript t ON t.id = v.transcript JOIN code c ON c.id = \(segment.code)
      WHERE e.number > \(first) AND e.kind = 'segment.decided'
        AND json_extract(e.body, '$.transcript') = t.uid
        AND json_extract(e.body, '$.start') = \(segment.start)
        AND json_extract(e.body, '$.end') = \(segment.end)
        AND json_extract(e.body, '$.code') = c.path
      """)
  }
}
