import Coding
import SQLite

/// Which segments to list.
package struct SegmentQuery: Sendable {
  /// Rows of codes; nil for all.
  package var codes: Set<Int>?
  package var statuses = SegmentStatus.counted
  /// A coder's name, or `rule` for proposals that nobody decided on; nil for all.
  package var coder: String?
  /// Versions of transcripts; nil for all in force.
  package var versions: Set<Int>?

  package init() {}
}

/// A passage with a code: one for each place and code that rules propose, and one for each that a
/// person coded by hand.
package struct SegmentRow: Sendable, Equatable {
  package enum Origin: String, Sendable { case rule, hand }

  package var version: Int
  package var start: Int
  package var end: Int
  package var speaker: Int
  package var words: Int
  package var code: Int
  package var coder: String
  package var origin: Origin
  package var status: SegmentStatus
  /// Of a coding by hand.
  package var uid: String?
}

extension Project {
  /// Segments by transcript's name, start, end and code's position.
  ///
  /// O(segments × log), a bounded number of them in memory at a time.
  package func forEachSegment(
    _ query: SegmentQuery, _ body: (SegmentRow) throws -> Void
  ) throws {
    let reader = try SegmentReader(self, query)
    for chunk in try reader.chunks() {
      for row in try reader.rows(chunk) { try body(row) }
    }
  }
}

/// Gathers the segments of some versions at a time: rules keep theirs rule by rule, readers want
/// them text by text.
private struct SegmentReader {
  private let project: Project
  private let query: SegmentQuery
  private let rules: [(id: Int, code: Int)]
  private let positions: [Int: Int]
  private let order: [Int: Int]

  init(_ project: Project, _ query: SegmentQuery) throws {
    (self.project, self.query) = (project, query)
    let codes = try project.codes()
    var positions: [Int: Int] = [:]
    for (position, code) in codes.enumerated() { positions[code.id] = position }
    self.positions = positions
    rules = try project.connection.all(
      "SELECT id, code FROM rule WHERE retired IS NULL ORDER BY id"
    ) { (id: $0.integer(0), code: $0.integer(1)) }
      .filter { query.codes?.contains($0.code) ?? true }
    var order: [Int: Int] = [:]
    try project.connection.forEach(
      """
      SELECT v.id FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE v.superseded IS NULL ORDER BY t.name
      """
    ) { order[$0.integer(0)] = order.count }
    self.order = order.filter { query.versions?.contains($0.key) ?? true }
  }

  /// The versions in the order of their names, in parts small enough for memory. Versions are
  /// numbered in the order of names within an ingest, so that parts are mostly runs of numbers.
  func chunks() throws -> [[Int]] {
    let versions = order.sorted { $0.value < $1.value }.map(\.key)
    let proposals = try project.connection.integer("SELECT sum(segments) FROM application") ?? 0
    let parts = max(1, proposals / 600_000 + 1)
    let size = max(1, (versions.count + parts - 1) / parts)
    return stride(from: 0, to: versions.count, by: size).map {
      Array(versions[$0..<min($0 + size, versions.count)])
    }
  }

  func rows(_ versions: [Int]) throws -> [SegmentRow] {
    let wanted = Set(versions)
    guard let low = versions.min(), let high = versions.max() else { return [] }
    let verdicts = try self.verdicts(low...high)
    var rows: [SegmentRow] = []
    try addProposals(to: &rows, wanted, low...high, verdicts)
    addAccepted(to: &rows, wanted, verdicts)
    try addCodings(to: &rows, wanted, low...high)
    rows.sort { key($0) < key($1) }
    return unique(rows)
  }

  private func key(_ row: SegmentRow) -> (Int, Int, Int, Int, String) {
    (order[row.version] ?? 0, row.start, row.end, positions[row.code] ?? .max, row.coder)
  }

  /// Several rules of one code, or a rule and its accepted decision, make one segment.
  private func unique(_ rows: [SegmentRow]) -> [SegmentRow] {
    var unique: [SegmentRow] = []
    unique.reserveCapacity(rows.count)
    for row in rows {
      if let last = unique.last, last.origin == .rule, row.origin == .rule,
        last.version == row.version, last.start == row.start, last.end == row.end,
        last.code == row.code
      {
        continue
      }
      unique.append(row)
    }
    return unique
  }

  private struct Place: Hashable {
    var version: Int
    var start: Int
    var end: Int
    var code: Int
  }

  private struct Verdict {
    var status: SegmentStatus
    var coder: String
    var speaker: Int
    var words: Int
  }

  private func verdicts(_ versions: ClosedRange<Int>) throws -> [Place: Verdict] {
    var verdicts: [Place: Verdict] = [:]
    try project.connection.forEach(
      """
      SELECT version, start, end, code, verdict, coder, speaker, words FROM decision
      WHERE version BETWEEN \(versions.lowerBound) AND \(versions.upperBound)
      """
    ) { row in
      let place = Place(
        version: row.integer(0), start: row.integer(1), end: row.integer(2), code: row.integer(3))
      verdicts[place] = Verdict(
        status: SegmentStatus(rawValue: row.text(4)) ?? .proposed, coder: row.text(5),
        speaker: row.integer(6), words: row.integer(7))
    }
    return verdicts
  }

  private func admits(_ status: SegmentStatus, _ coder: String) -> Bool {
    query.statuses.contains(status) && (query.coder.map { $0 == coder } ?? true)
  }

  private func addProposals(
    to rows: inout [SegmentRow], _ wanted: Set<Int>, _ versions: ClosedRange<Int>,
    _ verdicts: [Place: Verdict]
  ) throws {
    let statement = try project.connection.prepare(
      """
      SELECT version, start, end, speaker, words FROM proposal
      WHERE rule = ? AND version BETWEEN ? AND ?
      """)
    let isUndecidedWanted = admits(.proposed, "rule")
    for rule in rules {
      defer { statement.reset() }
      try statement.bind(rule.id, at: 1)
      try statement.bind(versions.lowerBound, at: 2)
      try statement.bind(versions.upperBound, at: 3)
      while try statement.step() {
        var row = SegmentRow(
          version: statement.integer(0), start: statement.integer(1), end: statement.integer(2),
          speaker: statement.integer(3), words: statement.integer(4), code: rule.code,
          coder: "rule", origin: .rule, status: .proposed)
        guard wanted.contains(row.version) else { continue }
        let verdict = verdicts.isEmpty ? nil : verdicts[place(of: row)]
        if let verdict { (row.status, row.coder) = (verdict.status, verdict.coder) }
        if verdict == nil ? isUndecidedWanted : admits(row.status, row.coder) { rows.append(row) }
      }
    }
  }

  private func place(of row: SegmentRow) -> Place {
    Place(version: row.version, start: row.start, end: row.end, code: row.code)
  }

  /// What a person accepted stays, also when no rule proposes it any more.
  private func addAccepted(
    to rows: inout [SegmentRow], _ wanted: Set<Int>, _ verdicts: [Place: Verdict]
  ) {
    for (place, verdict) in verdicts where verdict.status == .accepted {
      guard wanted.contains(place.version), query.codes?.contains(place.code) ?? true,
        admits(.accepted, verdict.coder)
      else { continue }
      rows.append(
        SegmentRow(
          version: place.version, start: place.start, end: place.end, speaker: verdict.speaker,
          words: verdict.words, code: place.code, coder: verdict.coder, origin: .rule,
          status: .accepted))
    }
  }

  private func addCodings(
    to rows: inout [SegmentRow], _ wanted: Set<Int>, _ versions: ClosedRange<Int>
  ) throws {
    try project.connection.forEach(
      """
      SELECT version, start, end, speaker, words, code, coder, uid FROM coding
      WHERE version BETWEEN \(versions.lowerBound) AND \(versions.upperBound)
        AND retracted IS NULL
      """
    ) { row in
      let segment = SegmentRow(
        version: row.integer(0), start: row.integer(1), end: row.integer(2),
        speaker: row.integer(3), words: row.integer(4), code: row.integer(5), coder: row.text(6),
        origin: .hand, status: .accepted, uid: row.text(7))
      guard wanted.contains(segment.version), query.codes?.contains(segment.code) ?? true,
        admits(.accepted, segment.coder)
      else { return }
      rows.append(segment)
    }
  }
}

/// Quotes from one text by code-point offsets, in any order. Building it is O(text) once.
package struct QuoteReader {
  private let utf8: [UInt8]
  /// Byte offset of each code point; empty where they are the same.
  private let bytes: [UInt32]

  package init(_ text: [UInt8]) {
    utf8 = text
    let isASCII = text.allSatisfy { $0 < 0x80 }
    bytes =
      isASCII
      ? [] : text.indices.lazy.filter { text[$0] & 0xC0 != 0x80 }.map { UInt32($0) }
  }

  package func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> {
    utf8[byte(range.lowerBound)..<byte(range.upperBound)]
  }

  package func quote(_ range: Range<Int>) -> String {
    String(decoding: bytes(range), as: UTF8.self)
  }

  private func byte(_ offset: Int) -> Int {
    if bytes.isEmpty { return min(offset, utf8.count) }
    return offset < bytes.count ? Int(bytes[offset]) : utf8.count
  }
}

extension Project {
  /// The stored text of a version.
  package func text(ofVersion version: Int) throws -> [UInt8] {
    try connection.first("SELECT text FROM source_text WHERE version = \(version)") {
      Array($0.bytesOfText(0))
    } ?? []
  }
}
