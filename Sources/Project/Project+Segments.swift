import Coding
import SQLite

/// Which segments to list.
package struct SegmentQuery: Sendable {
  /// Rows of codes; nil for all.
  package var codes: Set<Int>?
  package var statuses = SegmentStatus.counted
  /// A coder's name, or `rule` for proposals that nobody decided on; nil for all but references.
  package var coder: String?
  /// Whether reference coders' codings are asked for too, where no coder is named.
  package var withReferences = false
  /// Versions of transcripts; nil for all in force.
  package var versions: Set<Int>?
  /// Also those whose words were erased.
  package var includesErased = false

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

  /// The coder of what rules propose and nobody has decided on.
  package static let nobody = "rule"
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
      try reader.forEach(of: chunk, body)
    }
  }
}

/// Gathers the segments of some versions at a time: rules keep theirs rule by rule, readers want
/// them text by text.
private struct SegmentReader {
  private let project: Project
  private let query: SegmentQuery
  private let rules: [(id: Int, code: Int)]
  /// Rows of all codes, also those no longer in a codebook: what carries them is still shown.
  private let codes: [Int]
  private let positions: [Int: Int]
  private let order: [Int: Int]
  /// Coders whose codings were not asked for.
  private let leftOut: Set<String>
  /// Nil where what was erased is asked for too.
  private let redactions: Redactions?

  init(_ project: Project, _ query: SegmentQuery) throws {
    (self.project, self.query) = (project, query)
    redactions = query.includesErased ? nil : try Redactions(project)
    codes = try project.codes(includingRetired: true).map(\.id)
    var positions: [Int: Int] = [:]
    for (position, code) in codes.enumerated() { positions[code] = position }
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
    leftOut =
      query.withReferences || query.coder != nil ? [] : Set(try project.referenceCoders())
  }

  /// The versions in the order of their names, in parts small enough for memory.
  ///
  /// Versions are numbered in the order of names within an ingest, so that parts are mostly runs of
  /// numbers.
  func chunks() throws -> [[Int]] {
    let versions = order.sorted { $0.value < $1.value }.map(\.key)
    let proposals = try project.connection.integer("SELECT sum(segments) FROM application") ?? 0
    let parts = proposals / 400_000 + 1
    let size = max(1, (versions.count + parts - 1) / parts)
    return stride(from: 0, to: versions.count, by: size).map {
      Array(versions[$0..<min($0 + size, versions.count)])
    }
  }

  /// The segments of some versions, in order.
  func forEach(of versions: [Int], _ body: (SegmentRow) throws -> Void) throws {
    guard let low = versions.min(), let high = versions.max() else { return }
    var gathered = Gathered(order: order, wanted: versions, redactions)
    let verdicts = try self.verdicts(low...high)
    try addProposals(to: &gathered, low...high, verdicts)
    addAccepted(to: &gathered, verdicts)
    try addCodings(to: &gathered, low...high)
    gathered.sort()
    var previous: PackedSegment?
    for packed in gathered.segments {
      // Several rules of one code, or a rule and its accepted decision, make one segment.
      if let previous, previous.isSameProposal(as: packed) { continue }
      previous = packed
      try body(gathered.row(packed, code: codes[Int(packed.code)]))
    }
  }

  fileprivate struct Place: Hashable {
    var version: Int
    var start: Int
    var end: Int
    var code: Int
  }

  fileprivate struct Verdict {
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
    to gathered: inout Gathered, _ versions: ClosedRange<Int>, _ verdicts: [Place: Verdict]
  ) throws {
    let statement = try project.connection.prepare(
      """
      SELECT version, start, end, speaker, words FROM proposal
      WHERE rule = ? AND version BETWEEN ? AND ?
      """)
    let isUndecidedWanted = admits(.proposed, SegmentRow.nobody)
    for rule in rules {
      guard let position = positions[rule.code] else { continue }
      defer { statement.reset() }
      try statement.bind(rule.id, at: 1)
      try statement.bind(versions.lowerBound, at: 2)
      try statement.bind(versions.upperBound, at: 3)
      while try statement.step() {
        let place = Place(
          version: statement.integer(0), start: statement.integer(1), end: statement.integer(2),
          code: rule.code)
        let verdict = verdicts.isEmpty ? nil : verdicts[place]
        guard verdict.map({ admits($0.status, $0.coder) }) ?? isUndecidedWanted else { continue }
        gathered.add(
          place, position: position, speaker: statement.integer(3), words: statement.integer(4),
          status: verdict?.status ?? .proposed, coder: verdict?.coder ?? SegmentRow.nobody)
      }
    }
  }

  /// What a person accepted stays, also when no rule proposes it any more.
  private func addAccepted(to gathered: inout Gathered, _ verdicts: [Place: Verdict]) {
    for (place, verdict) in verdicts where verdict.status == .accepted {
      guard let position = positions[place.code], query.codes?.contains(place.code) ?? true,
        admits(.accepted, verdict.coder)
      else { continue }
      gathered.add(
        place, position: position, speaker: verdict.speaker, words: verdict.words,
        status: .accepted, coder: verdict.coder)
    }
  }

  private func addCodings(to gathered: inout Gathered, _ versions: ClosedRange<Int>) throws {
    try project.connection.forEach(
      """
      SELECT version, start, end, speaker, words, code, coder, uid FROM coding
      WHERE version BETWEEN \(versions.lowerBound) AND \(versions.upperBound)
        AND retracted IS NULL AND misfit IS NULL
      """
    ) { row in
      let place = Place(
        version: row.integer(0), start: row.integer(1), end: row.integer(2), code: row.integer(5))
      let coder = row.text(6)
      guard let position = positions[place.code], query.codes?.contains(place.code) ?? true,
        admits(.accepted, coder), !leftOut.contains(coder)
      else { return }
      gathered.add(
        place, position: position, speaker: row.integer(3), words: row.integer(4),
        status: .accepted, coder: coder, uid: row.text(7))
    }
  }
}

/// A segment in 36 bytes, as sorting a million of them wants it.
private struct PackedSegment {
  /// Place of the transcript in the order of names.
  var order: UInt32
  var version: UInt32
  var start: UInt32
  var end: UInt32
  /// Position of the code among all codes.
  var code: UInt32
  /// Index among the coders met.
  var coder: UInt32
  var speaker: UInt32
  var words: UInt32
  /// Index of the uid of a coding by hand, or -1.
  var uid: Int32
  var status: UInt8

  func isSameProposal(as other: Self) -> Bool {
    uid < 0 && other.uid < 0 && version == other.version && start == other.start
      && end == other.end && code == other.code
  }

  static func isBefore(_ a: Self, _ b: Self) -> Bool {
    if a.order != b.order { return a.order < b.order }
    if a.start != b.start { return a.start < b.start }
    if a.end != b.end { return a.end < b.end }
    if a.code != b.code { return a.code < b.code }
    return (a.uid >= 0 ? 1 : 0, a.coder, a.uid) < (b.uid >= 0 ? 1 : 0, b.coder, b.uid)
  }
}

/// Segments of some versions on their way into order.
private struct Gathered {
  private(set) var segments: [PackedSegment] = []
  /// By version: its place in the order of names, or nil where it isn't asked for.
  private var orders: [UInt32?] = []
  private var coders: [String] = [SegmentRow.nobody]
  private var coderNumbers: [String: UInt32] = [SegmentRow.nobody: 0]
  private var uids: [String] = []
  private let redactions: Redactions?
  private static let statuses: [SegmentStatus] = [.proposed, .accepted, .rejected]

  init(order: [Int: Int], wanted: [Int], _ redactions: Redactions?) {
    self.redactions = redactions
    orders = Array(repeating: nil, count: (wanted.max() ?? 0) + 1)
    for version in wanted { orders[version] = order[version].map { UInt32($0) } }
  }

  mutating func add(
    _ place: SegmentReader.Place, position: Int, speaker: Int, words: Int,
    status: SegmentStatus, coder: String, uid: String? = nil
  ) {
    guard orders.indices.contains(place.version), let order = orders[place.version],
      place.start >= 0, place.end > place.start,
      redactions?.covers(version: place.version, speaker: speaker) != true
    else { return }
    if let uid { uids.append(uid) }
    segments.append(
      PackedSegment(
        order: order, version: UInt32(clamping: place.version),
        start: UInt32(truncatingIfNeeded: place.start),
        end: UInt32(truncatingIfNeeded: place.end), code: UInt32(position),
        coder: number(of: coder),
        speaker: UInt32(truncatingIfNeeded: speaker), words: UInt32(truncatingIfNeeded: words),
        uid: uid == nil ? -1 : Int32(uids.count - 1),
        status: UInt8(Self.statuses.firstIndex(of: status) ?? 0)))
  }

  private mutating func number(of coder: String) -> UInt32 {
    if coder == SegmentRow.nobody { return 0 }
    if let known = coderNumbers[coder] { return known }
    coderNumbers[coder] = UInt32(coders.count)
    coders.append(coder)
    return UInt32(coders.count - 1)
  }

  mutating func sort() {
    numberCodersByName()
    segments.sort(by: PackedSegment.isBefore)
  }

  /// Coders are numbered as they are met, which is in no order.
  private mutating func numberCodersByName() {
    let sorted = coders.indices.sorted { coders[$0] < coders[$1] }
    guard sorted != Array(coders.indices) else { return }
    var numbers = Array(repeating: UInt32(0), count: coders.count)
    for (number, index) in sorted.enumerated() { numbers[index] = UInt32(number) }
    for index in segments.indices {
      segments[index].coder = numbers[Int(segments[index].coder)]
    }
    coders = sorted.map { coders[$0] }
  }

  func row(_ packed: PackedSegment, code: Int) -> SegmentRow {
    SegmentRow(
      version: Int(packed.version), start: Int(packed.start), end: Int(packed.end),
      speaker: Int(packed.speaker), words: Int(packed.words), code: code,
      coder: coders[Int(packed.coder)], origin: packed.uid < 0 ? .rule : .hand,
      status: Self.statuses[Int(packed.status)], uid: packed.uid < 0 ? nil : uids[Int(packed.uid)])
  }
}

/// Quotes from one text by code-point offsets, in any order: O(text) once, then O(quote) each.
package struct QuoteReader {
  private let utf8: [UInt8]
  /// Byte offset of every 32nd code point; empty where offsets and bytes are the same.
  private var marks: [UInt32] = []
  private static let stride = 32

  package init(_ text: [UInt8]) {
    utf8 = text
    marks = text.withUnsafeBufferPointer { bytes in
      guard bytes.contains(where: { $0 >= 0x80 }) else { return [] }
      var marks: [UInt32] = []
      var count = 0
      for index in bytes.indices where bytes[index] & 0xC0 != 0x80 {
        if count % Self.stride == 0 { marks.append(UInt32(index)) }
        count += 1
      }
      return marks
    }
  }

  package func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> {
    utf8[byte(range.lowerBound)..<byte(range.upperBound)]
  }

  package func quote(_ range: Range<Int>) -> String {
    String(decoding: bytes(range), as: UTF8.self)
  }

  private func byte(_ offset: Int) -> Int {
    if marks.isEmpty { return min(offset, utf8.count) }
    guard offset / Self.stride < marks.count else { return utf8.count }
    var byte = Int(marks[offset / Self.stride])
    var rest = offset % Self.stride
    while rest > 0, byte < utf8.count {
      byte += 1
      while byte < utf8.count, utf8[byte] & 0xC0 == 0x80 { byte += 1 }
      rest -= 1
    }
    return byte
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
