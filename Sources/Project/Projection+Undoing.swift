import Coding
import SQLite

extension Projection {
  /// What is left to do once the tables say what they said before the act: note which events no
  /// longer count, and see that what rules found in the act doesn't.
  func undoing(_ event: EventFields) throws {
    let (first, last) = (try event.integer("first"), try event.integer("last"))
    guard first <= last, last < event.number else { throw event.malformed("last") }
    for number in first...last {
      try connection.run("INSERT INTO undone VALUES (\(number), \(event.number))")
    }
    try renewRules(appliedSince: first, by: event.number)
  }

  /// All that is stored of a rule in force counts, and is never deleted: a rule with runs that were
  /// undone goes on under another number, with the runs before.
  private func renewRules(appliedSince first: Int, by event: Int) throws {
    let rules = try connection.all(
      """
      SELECT id FROM rule WHERE retired IS NULL
        AND id IN (SELECT rule FROM application WHERE event >= \(first)) ORDER BY id
      """
    ) { $0.integer(0) }
    for rule in rules {
      try connection.run("UPDATE rule SET retired = \(event) WHERE id = \(rule)")
      if let renewed = try renewed(rule, before: first, by: event) {
        try connection.run("UPDATE rule SET retired = NULL WHERE id = \(renewed)")
      } else {
        try renew(rule, before: first)
      }
    }
  }

  /// The number under which the rule stood until now because a later act was undone, if that has
  /// no more than the runs before.
  private func renewed(_ rule: Int, before first: Int, by event: Int) throws -> Int? {
    try connection.integer(
      """
      SELECT n.id FROM rule n JOIN rule o ON o.id = \(rule) AND n.code = o.code AND n.hash = o.hash
      WHERE n.id > o.id AND n.retired = \(event) AND NOT EXISTS (
        SELECT 1 FROM application a WHERE a.rule = n.id AND a.event >= \(first))
      """)
  }

  private func renew(_ rule: Int, before first: Int) throws {
    try connection.run(
      """
      INSERT INTO rule (code, hash, text, unit, speaker, codebook, event)
      SELECT code, hash, text, unit, speaker, codebook, event FROM rule WHERE id = \(rule)
      """)
    try connection.run(
      """
      INSERT INTO application
      SELECT \(connection.lastInsertID), through_version, after_version, segments, digest, event
      FROM application WHERE rule = \(rule) AND event < \(first)
      """)
  }
}
