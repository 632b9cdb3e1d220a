import Coding
import SQLite

/// How codings came through a correction of their transcript.
package struct Reanchored: Sendable, Equatable {
  package var followed = 0
  package var ambiguous = 0
  package var orphans = 0

  package init() {}

  package var toReview: Int { ambiguous + orphans }
}

extension Project {
  /// Lets what people coded and decided on one version of a transcript follow its words into the
  /// next.
  ///
  /// Nothing is dropped: what finds no sure place waits on the old version, in `orphans`.
  ///
  /// What waits on still earlier versions is tried too: a restored text brings it back. Where it is
  /// known what was replaced (code points), what was coded on the version before follows that.
  func reanchor(to new: Int, _ edits: (from: Int, map: EditMap)? = nil) throws -> Reanchored {
    let earlier = try connection.all(
      """
      SELECT v.id FROM version v WHERE v.id <> \(new)
        AND v.transcript = (SELECT transcript FROM version WHERE id = \(new))
        AND (EXISTS (SELECT 1 FROM coding c WHERE c.version = v.id AND c.retracted IS NULL)
          OR EXISTS (SELECT 1 FROM decision d WHERE d.version = v.id))
      ORDER BY v.id DESC
      """
    ) { $0.integer(0) }
    var result = Reanchored()
    var taken: [String: String] = [:]
    for version in earlier {
      let map = edits?.from == version ? edits?.map : nil
      try reanchor(from: version, to: new, map, &taken, &result)
    }
    return result
  }

  /// Where the words of passages of one version stand in another of the same transcript; nil where
  /// they have no sure place there.
  package func places(
    of ranges: [Range<Int>], from old: Int, to new: Int
  ) throws -> [Range<Int>?] {
    let anchors = try reanchoring(from: old, to: new)
    return ranges.map { anchors.place(of: $0).place }
  }

  private func reanchor(
    from old: Int, to new: Int, _ edits: EditMap?, _ taken: inout [String: String],
    _ result: inout Reanchored
  ) throws {
    let codings = try connection.all(
      """
      SELECT uid, start, end, coder, code FROM coding c
      WHERE version = \(old) AND retracted IS NULL AND misfit IS NULL AND NOT EXISTS (
        SELECT 1 FROM redaction x WHERE x.version = c.version AND x.speaker = c.speaker
          AND x.commitment IS NULL)
      ORDER BY id
      """
    ) { row in
      (
        uid: row.text(0), range: row.integer(1)..<row.integer(2), coder: row.text(3),
        code: row.integer(4)
      )
    }
    let decisions = try connection.all(
      """
      SELECT d.start, d.end, c.codebook, c.path FROM decision d JOIN code c ON c.id = d.code
      WHERE d.version = \(old) AND NOT EXISTS (
        SELECT 1 FROM redaction x WHERE x.version = d.version AND x.speaker = d.speaker
          AND x.commitment IS NULL)
      ORDER BY d.start, d.end, d.code
      """
    ) { row in
      (range: row.integer(0)..<row.integer(1), codebook: row.text(2), path: row.text(3))
    }
    let place = try placing(from: old, to: new, edits)
    let stream = try edits.map { _ in try wordStream(of: new) }
    let newTurns = try labelledTurns(new)
    func fields(_ range: Range<Int>, for what: String) -> [(String, JSON)] {
      var outcome = place(range)
      // Two that stood apart can't both stand on the one place that is left; two that stood
      // together can.
      let stood = "\(old) \(range)"
      if let place = outcome.place, taken.updateIfVacant(stood, at: "\(what) \(place)") != stood {
        outcome = .ambiguous
      }
      result.count(outcome)
      var fields: [(String, JSON)] = [("anchor", .string(outcome.name))]
      if let place = outcome.place {
        let speaker = newTurns.first { $0.range.overlaps(place) }?.speaker ?? 0
        fields += [
          ("start", .integer(place.lowerBound)), ("end", .integer(place.upperBound)),
          ("speaker", .integer(speaker)),
        ]
        if let stream {
          let words = stream.words(in: UInt32(place.lowerBound)..<UInt32(place.upperBound))
          fields.append(("words", .integer(words)))
        }
      }
      return fields
    }
    try append(
      .codingsReanchored,
      [
        "transcript": .string(try uid(ofVersion: old)), "from": .integer(try number(of: old)),
        "to": .integer(try number(of: new)),
        "codings": .array(
          codings.map {
            .object([("uid", .string($0.uid))] + fields($0.range, for: "\($0.coder) \($0.code)"))
          }),
        "decisions": .array(
          decisions.map { decision in
            .object(
              [
                ("codebook", .string(decision.codebook)), ("code", .string(decision.path)),
                ("was_start", .integer(decision.range.lowerBound)),
                ("was_end", .integer(decision.range.upperBound)),
              ] + fields(decision.range, for: "\(decision.codebook) \(decision.path)"))
          }),
      ])
  }

  /// What says where a passage of one version stands in another.
  private func placing(
    from old: Int, to new: Int, _ edits: EditMap?
  ) throws -> (Range<Int>) -> Reanchoring.Outcome {
    guard let edits else {
      let anchors = try reanchoring(from: old, to: new)
      return { anchors.place(of: $0) }
    }
    return { range in
      let place = edits.place(of: range)
      return place == range ? .exact(place) : .moved(place)
    }
  }

  /// What finds the words of one version in another.
  func reanchoring(from old: Int, to new: Int) throws -> Reanchoring {
    Reanchoring(
      from: String(decoding: try text(ofVersion: old), as: UTF8.self),
      to: String(decoding: try text(ofVersion: new), as: UTF8.self),
      oldTurns: try labelledTurns(old).map { ($0.range, $0.label) },
      newTurns: try labelledTurns(new).map { ($0.range, $0.label) })
  }

  func uid(ofVersion version: Int) throws -> String {
    try connection.text(
      """
      SELECT t.uid FROM version v JOIN transcript t ON t.id = v.transcript WHERE v.id = \(version)
      """) ?? ""
  }

  func number(of version: Int) throws -> Int {
    try connection.integer("SELECT number FROM version WHERE id = \(version)") ?? 0
  }

  func labelledTurns(
    _ version: Int
  ) throws -> [(range: Range<Int>, label: String, speaker: Int)] {
    try connection.all(
      """
      SELECT t.start, t.end, s.part || ':' || s.label, t.speaker FROM turn t
      JOIN speaker s ON s.version = t.version AND s.number = t.speaker
      WHERE t.version = \(version) ORDER BY t.number
      """
    ) { (range: $0.integer(0)..<$0.integer(1), label: $0.text(2), speaker: $0.integer(3)) }
  }
}

extension Reanchored {
  fileprivate mutating func count(_ outcome: Reanchoring.Outcome) {
    switch outcome {
    case .exact, .moved: followed += 1
    case .ambiguous: ambiguous += 1
    case .orphan: orphans += 1
    }
  }
}

extension Reanchoring.Outcome {
  fileprivate var name: String {
    switch self {
    case .exact: "exact"
    case .moved: "moved"
    case .ambiguous: "ambiguous"
    case .orphan: "orphan"
    }
  }

  fileprivate var place: Range<Int>? {
    switch self {
    case .exact(let range), .moved(let range): range
    case .ambiguous, .orphan: nil
    }
  }
}

extension [String: String] {
  /// What stands under a key, now if nothing did.
  fileprivate mutating func updateIfVacant(_ value: String, at key: String) -> String {
    if let known = self[key] { return known }
    self[key] = value
    return value
  }
}
