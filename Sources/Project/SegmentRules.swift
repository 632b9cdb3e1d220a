import Coding
import SQLite

/// The rules in force that propose the segments of one version of a transcript.
package struct SegmentRules {
  private struct Place: Hashable {
    var start: Int
    var end: Int
    var code: Int
  }

  private var texts: [Place: [String]] = [:]

  /// O(rules × log + segments of the version).
  package init(_ project: Project, version: Int) throws {
    try project.connection.forEach(
      """
      SELECT p.start, p.end, r.code, r.text
      FROM rule r CROSS JOIN proposal p ON p.rule = r.id AND p.version = \(version)
      WHERE r.retired IS NULL ORDER BY r.id
      """
    ) { row in
      let place = Place(start: row.integer(0), end: row.integer(1), code: row.integer(2))
      texts[place, default: []].append(row.text(3))
    }
  }

  /// The texts of the rules; empty for what was coded by hand alone.
  package func rules(of segment: SegmentRow) -> [String] {
    texts[Place(start: segment.start, end: segment.end, code: segment.code)] ?? []
  }
}
