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
  /// What waits on still earlier versions is tried too: a restored text brings it back.
  func reanchor(to new: Int) throws -> Reanchored {
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
    var taken: Set<String> = []
    for version in earlier { try reanchor(from: version, to: new, &taken, &result) }
    return result
  }

  private func reanchor(
    from old: Int, to new: Int, _ taken: inout Set<String>, _ result: inout Reanchored
  ) throws {
    let codings = try connection.all(
      """
      SELECT uid, start, end, coder, code FROM coding
      WHERE version = \(old) AND retracted IS NULL ORDER BY id
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
      WHERE d.version = \(old) ORDER BY d.start, d.end, d.code
      """
    ) { row in
      (range: row.integer(0)..<row.integer(1), codebook: row.text(2), path: row.text(3))
    }
    let oldTurns = try labelledTurns(old)
    let newTurns = try labelledTurns(new)
    let anchors = Reanchoring(
      from: String(decoding: try text(ofVersion: old), as: UTF8.self),
      to: String(decoding: try text(ofVersion: new), as: UTF8.self),
      oldTurns: oldTurns.map { ($0.range, $0.label) },
      newTurns: newTurns.map { ($0.range, $0.label) })
    func fields(_ range: Range<Int>, for what: String) -> [(String, JSON)] {
      var outcome = anchors.place(of: range)
      // Two that stood apart can't both stand on the one place that is left.
      if let place = outcome.place, !taken.insert("\(what) \(place)").inserted {
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

  private func uid(ofVersion version: Int) throws -> String {
    try connection.text(
      """
      SELECT t.uid FROM version v JOIN transcript t ON t.id = v.transcript WHERE v.id = \(version)
      """) ?? ""
  }

  private func number(of version: Int) throws -> Int {
    try connection.integer("SELECT number FROM version WHERE id = \(version)") ?? 0
  }

  private func labelledTurns(
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
      WHERE t.name = \(file) AND v.superseded IS NOT NULL AND c.retracted IS NULL
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
    package var path: String
    package var coder: String
    package var origin: String
    package var anchor: String
  }

  /// All that has lost its place, by transcript and place.
  package func orphans() throws -> [Orphan] {
    try connection.all(
      "SELECT file, version, start, end, quote, code_path, coder, origin, anchor FROM orphans"
    ) { row in
      Orphan(
        file: row.text(0), version: row.integer(1), start: row.integer(2), end: row.integer(3),
        quote: row.text(4), path: row.text(5), coder: row.text(6), origin: row.text(7),
        anchor: row.text(8))
    }
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
