import Coding
import SQLite

extension Project {
  /// Puts what lost its place in a corrected transcript where a person says it belongs, or else
  /// where its words are likely to stand.
  ///
  /// It keeps its coder; the event says who put it there. Returns the new place, and how many codings
  /// and decisions went to it.
  package func reattach(
    _ address: SegmentAddress, to place: Range<Int>?
  ) throws -> (place: Range<Int>, count: Int) {
    let target = try version(named: address.file)
    let orphans = try displaced(address, in: target.name)
    guard let last = orphans.map(\.version).max() else {
      throw ProjectError.unknown(
        "nothing at \(address.text) has lost its place", hint: "zicht orphans lists what has")
    }
    guard place != nil || !orphans.contains(where: \.isMisfit) else {
      throw ProjectError.unknown(
        "the file that \(address.text) came from says no place that its text has",
        hint: "say where it belongs with --at START-END, or take it back: zicht retract")
    }
    guard
      let place = try place
        ?? reanchoring(from: last, to: target.id).likelyPlace(of: address.range)
    else {
      throw ProjectError.unknown(
        "nothing like these words stands in \(target.name) now",
        hint: "say where they belong with --at START-END, or take them back: zicht retract")
    }
    try require(place, in: target.id)
    for orphan in orphans { try requireVacant(place, of: target.id, for: orphan) }
    for version in Set(orphans.map(\.version)).sorted() {
      try move(orphans.filter { $0.version == version }, from: version, to: target.id, place)
    }
    try updateTally(Array(Set(orphans.map(\.code))), after: target.id - 1)
    return (place, orphans.count)
  }

  private struct Displaced {
    var version: Int
    var range: Range<Int>
    var code: Int
    var codebook: String
    var path: String
    var coder: String
    /// Of a coding by hand; nil for a decision.
    var uid: String?
    /// Whether another program's file gave it no place.
    var isMisfit: Bool
  }

  private func displaced(_ address: SegmentAddress, in file: String) throws -> [Displaced] {
    let code = try address.code.map { try self.code(named: $0).id }
    return try connection.all(
      """
      SELECT h.version, h.code, c.codebook, c.path, h.coder, h.uid, h.misfit FROM (
        SELECT version, start, end, code, coder, uid, misfit FROM coding WHERE retracted IS NULL
        UNION ALL SELECT version, start, end, code, coder, NULL, NULL FROM decision) h
      JOIN code c ON c.id = h.code JOIN version v ON v.id = h.version
      JOIN transcript t ON t.id = v.transcript
      WHERE t.name = \(file) AND (v.superseded IS NOT NULL OR h.misfit IS NOT NULL) AND h.start = \(address.range.lowerBound)
        AND h.end = \(address.range.upperBound) AND (\(code) IS NULL OR h.code = \(code))
      ORDER BY h.version, h.uid
      """
    ) { row in
      Displaced(
        version: row.integer(0), range: address.range, code: row.integer(1),
        codebook: row.text(2), path: row.text(3), coder: row.text(4), uid: row.optionalText(5),
        isMisfit: !row.isNull(6))
    }
  }

  private func requireVacant(_ place: Range<Int>, of version: Int, for orphan: Displaced) throws {
    let isTaken =
      orphan.uid == nil
      ? try connection.integer(
        """
        SELECT count(*) FROM decision WHERE version = \(version) AND start = \(place.lowerBound)
          AND end = \(place.upperBound) AND code = \(orphan.code)
        """) ?? 0 > 0
      : try isCoded(place, of: version, with: orphan.code, by: orphan.coder)
    guard !isTaken else {
      throw ProjectError.unknown(
        "\(place.lowerBound)-\(place.upperBound) has \(orphan.path) already",
        hint: "take the one without a place back: zicht retract")
    }
  }

  private func move(
    _ orphans: [Displaced], from old: Int, to new: Int, _ place: Range<Int>
  ) throws {
    let target: [(String, JSON)] = [
      ("anchor", "moved"), ("start", .integer(place.lowerBound)),
      ("end", .integer(place.upperBound)), ("speaker", .integer(try speaker(at: place, of: new))),
      ("words", .integer(try words(in: place, of: new))),
    ]
    let codings = orphans.compactMap { orphan in
      orphan.uid.map { JSON.object([("uid", .string($0))] + target) }
    }
    let decisions = orphans.filter { $0.uid == nil }.map { orphan in
      JSON.object(
        [
          ("codebook", .string(orphan.codebook)), ("code", .string(orphan.path)),
          ("was_start", .integer(orphan.range.lowerBound)),
          ("was_end", .integer(orphan.range.upperBound)),
        ] + target)
    }
    try append(
      .codingsReanchored,
      [
        "transcript": .string(try uid(ofVersion: old)), "from": .integer(try number(of: old)),
        "to": .integer(try number(of: new)), "codings": .array(codings),
        "decisions": .array(decisions), "by_hand": true,
      ])
  }
}
