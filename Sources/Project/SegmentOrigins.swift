import Coding
import SQLite

/// The events that made the segments of one version of a transcript what they are.
package struct SegmentOrigins {
  package struct Origin: Sendable, Equatable {
    package var event: Int
    package var time: String
    package var program: String
  }

  private struct Place: Hashable {
    var start: Int
    var end: Int
    var code: Int
  }

  private var proposed: [Place: Origin] = [:]
  private var decided: [Place: Origin] = [:]
  private var coded: [String: Origin] = [:]

  /// O(rules × log + segments of the version).
  package init(_ project: Project, version: Int) throws {
    try project.connection.forEach(
      """
      SELECT p.start, p.end, u.code, e.number, e.time, e.program
      FROM rule u CROSS JOIN proposal p ON p.rule = u.id AND p.version = \(version)
      JOIN application a ON a.rule = p.rule AND a.after_version < p.version
        AND p.version <= a.through_version
      JOIN event e ON e.number = a.event
      WHERE u.retired IS NULL ORDER BY e.number DESC
      """
    ) { proposed[Self.place($0)] = Self.origin($0) }
    try project.connection.forEach(
      """
      SELECT d.start, d.end, d.code, e.number,
        coalesce(json_extract(e.body, '$.origin[2]'), e.time), e.program
      FROM decision d JOIN event e ON e.number = d.event WHERE d.version = \(version)
      """
    ) { decided[Self.place($0)] = Self.origin($0) }
    try project.connection.forEach(
      """
      SELECT c.uid, 0, 0, e.number,
        coalesce(json_extract(e.body, '$.origin[2]'), e.time), e.program
      FROM coding c JOIN event e ON e.number = c.event WHERE c.version = \(version)
      """
    ) { coded[$0.text(0)] = Self.origin($0) }
  }

  /// A coding by hand's own event, else the decision's, else the first run of a rule that found it.
  package func origin(of segment: SegmentRow) -> Origin? {
    if let uid = segment.uid { return coded[uid] }
    let place = Place(start: segment.start, end: segment.end, code: segment.code)
    return segment.status == .proposed ? proposed[place] : decided[place]
  }

  private static func place(_ row: Statement) -> Place {
    Place(start: row.integer(0), end: row.integer(1), code: row.integer(2))
  }

  private static func origin(_ row: Statement) -> Origin {
    Origin(event: row.integer(3), time: row.text(4), program: row.text(5))
  }
}
