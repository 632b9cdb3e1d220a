import Coding
import SQLite

extension Project {
  /// Takes back what people coded or decided at a place of an earlier version, and has lost it.
  ///
  /// Returns how many there were.
  package func retractOrphans(at address: SegmentAddress) throws -> Int {
    let file = try version(named: address.file).name
    let code = try address.code.map { try self.code(named: $0).id }
    let (start, end) = (address.range.lowerBound, address.range.upperBound)
    let codings = try connection.all(
      """
      SELECT c.uid FROM coding c JOIN version v ON v.id = c.version
      JOIN transcript t ON t.id = v.transcript
      WHERE t.name = \(file) AND (v.superseded IS NOT NULL OR c.misfit IS NOT NULL) AND c.retracted IS NULL
        AND c.start = \(start) AND c.end = \(end) AND (\(code) IS NULL OR c.code = \(code))
      """
    ) { $0.text(0) }
    for uid in codings { try append(.codingRetracted, ["uid": .string(uid)]) }
    let decisions = try connection.all(
      """
      SELECT t.uid, v.number, o.codebook, o.path FROM decision d JOIN version v ON v.id = d.version
      JOIN transcript t ON t.id = v.transcript JOIN code o ON o.id = d.code
      WHERE t.name = \(file) AND v.superseded IS NOT NULL
        AND d.start = \(start) AND d.end = \(end) AND (\(code) IS NULL OR d.code = \(code))
      """
    ) { ($0.text(0), $0.integer(1), $0.text(2), $0.text(3)) }
    for (uid, number, codebook, path) in decisions {
      try append(
        .segmentDecided,
        [
          "transcript": .string(uid), "version": .integer(number), "start": .integer(start),
          "end": .integer(end), "codebook": .string(codebook), "code": .string(path),
          "verdict": "undecided",
        ])
    }
    return codings.count + decisions.count
  }

  /// A coding or decision that waits for a person after a correction.
  package struct Orphan: Sendable, Equatable {
    package var file: String
    package var version: Int
    package var start: Int
    package var end: Int
    package var quote: String
    package var codebook: String
    package var path: String
    package var coder: String
    package var origin: String
    package var anchor: String
    /// Where in the version in force the words are likely to stand.
    package var likely: LikelyPlace?
  }

  package struct LikelyPlace: Sendable, Equatable {
    package var range: Range<Int>
    package var quote: String
  }

  /// All that has lost its place, by transcript and place.
  ///
  /// O(orphans × length of their words and texts).
  package func orphans() throws -> [Orphan] {
    var orphans = try connection.all(
      """
      SELECT file, version, start, end, quote, code_path, coder, origin, anchor, codebook
      FROM orphans
      """
    ) { row in
      Orphan(
        file: row.text(0), version: row.integer(1), start: row.integer(2), end: row.integer(3),
        quote: row.text(4), codebook: row.text(9), path: row.text(5), coder: row.text(6),
        origin: row.text(7),
        anchor: row.text(8))
    }
    var finders: [String: LikelyPlaces] = [:]
    for index in orphans.indices {
      let (file, version) = (orphans[index].file, orphans[index].version)
      let key = "\(version) \(file)"
      let finder = try finders[key] ?? LikelyPlaces(self, file: file, from: version)
      finders[key] = finder
      // Another program's file gave it no place, so there is nothing to look for.
      if orphans[index].quote.isEmpty { continue }
      orphans[index].likely = finder?.place(of: orphans[index].start..<orphans[index].end)
    }
    return orphans
  }
}

/// Finds likely places of one version's passages in the version in force.
private struct LikelyPlaces {
  private let anchors: Reanchoring
  private let quotes: QuoteReader

  /// Nil for a transcript without a version in force.
  init?(_ project: Project, file: String, from number: Int) throws {
    let versions = try project.connection.first(
      """
      SELECT o.id, n.id FROM transcript t JOIN version o ON o.transcript = t.id
      JOIN version n ON n.transcript = t.id AND n.superseded IS NULL
      WHERE t.name = \(file) AND o.number = \(number)
      """
    ) { (old: $0.integer(0), new: $0.integer(1)) }
    guard let versions else { return nil }
    anchors = try project.reanchoring(from: versions.old, to: versions.new)
    quotes = QuoteReader(try project.text(ofVersion: versions.new))
  }

  func place(of range: Range<Int>) -> Project.LikelyPlace? {
    anchors.likelyPlace(of: range).map {
      Project.LikelyPlace(range: $0, quote: quotes.quote($0))
    }
  }
}
