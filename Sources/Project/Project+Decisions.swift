import Coding
import SQLite

/// `FILE:START-END`, optionally `:CODE`: how a person names a segment.
package struct SegmentAddress: Sendable, Equatable {
  package var file: String
  package var range: Range<Int>
  package var code: String?

  package init(file: String, range: Range<Int>, code: String? = nil) {
    (self.file, self.range, self.code) = (file, range, code)
  }

  /// Nil when the text is no address.
  ///
  /// The file may hold colons; the last range of numbers counts.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for index in parts.indices.reversed() where index > 0 {
      let bounds = parts[index].split(separator: "-", omittingEmptySubsequences: false)
      guard bounds.count == 2, let start = Int(bounds[0]), let end = Int(bounds[1]), start >= 0,
        start < end
      else { continue }
      let code = parts[(index + 1)...].joined(separator: ":")
      self.init(
        file: parts[..<index].joined(separator: ":"), range: start..<end,
        code: code.isEmpty ? nil : code)
      return
    }
    return nil
  }

  package var text: String {
    "\(file):\(range.lowerBound)-\(range.upperBound)" + (code.map { ":\($0)" } ?? "")
  }
}

extension Project {
  /// The version in force of a transcript, by its name or the end of its name.
  package func version(named name: String) throws -> (id: Int, name: String) {
    let exact = try connection.all(
      """
      SELECT v.id, t.name FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE v.superseded IS NULL AND (t.name = \(name) OR t.name LIKE '%/' || \(escaped(name)) ESCAPE '\\')
      ORDER BY t.name <> \(name), t.name
      """
    ) { (id: $0.integer(0), name: $0.text(1)) }
    if let first = exact.first, first.name == name || exact.count == 1 { return first }
    throw ProjectError.unknown(
      exact.isEmpty ? "no transcript '\(name)'" : "'\(name)' may be one of several transcripts",
      hint: exact.isEmpty
        ? "zicht transcripts lists them"
        : "write one of: " + exact.prefix(5).map(\.name).joined(separator: ", "))
  }

  private func escaped(_ text: String) -> String {
    String(text.flatMap { "%_\\".contains($0) ? ["\\", $0] : [$0] })
  }

  /// The segments at an address, of the statuses asked for.
  package func segments(
    at address: SegmentAddress, statuses: Set<SegmentStatus> = Set(SegmentStatus.allCases),
    includingErased: Bool = false
  ) throws -> [SegmentRow] {
    let version = try version(named: address.file)
    var query = SegmentQuery()
    query.versions = [version.id]
    query.statuses = statuses
    query.withReferences = true
    query.includesErased = includingErased
    if let name = address.code { query.codes = [try code(named: name).id] }
    var found: [SegmentRow] = []
    try forEachSegment(query) { row in
      if row.start..<row.end == address.range { found.append(row) }
    }
    guard !found.isEmpty else { throw try nothing(at: address, version: version, query) }
    return found
  }

  private func nothing(
    at address: SegmentAddress, version: (id: Int, name: String), _ query: SegmentQuery
  ) throws -> ProjectError {
    var near: [String] = []
    // Whoever is to read blind learns of nothing that stands beside.
    let isBlind = try blindVersions(for: surroundings.coder).contains(version.id)
    if !isBlind {
      try forEachSegment(query) { row in
        let place = "\(version.name):\(row.start)-\(row.end)"
        let isNear = row.start < address.range.upperBound && row.end > address.range.lowerBound
        if near.count < 3, isNear, near.last != place { near.append(place) }
      }
    }
    return ProjectError.unknown(
      "no segment at \(address.text)",
      hint: near.isEmpty
        ? "zicht segments lists them; an address is FILE:START-END or FILE:START-END:CODE"
        : "overlapping it: " + near.joined(separator: ", "))
  }

  /// What a coder coded by hand at an address.
  ///
  /// - Throws: `ProjectError.unknown` where that is nothing; it names those who did code there, unless
  ///   whoever asks is to read the transcript blind.
  package func codings(at address: SegmentAddress, by coder: String) throws -> [SegmentRow] {
    let version = try version(named: address.file).id
    if coder != surroundings.coder { try requireSight(ofVersion: version) }
    let byHand = try segments(at: address).filter { $0.origin == .hand }
    let own = byHand.filter { $0.coder == coder }
    guard own.isEmpty else { return own }
    let isBlind = try blindVersions(for: surroundings.coder).contains(version)
    let others = isBlind ? [] : Set(byHand.map(\.coder)).sorted()
    throw ProjectError.unknown(
      "\(coder) did not code \(address.text) by hand",
      hint: others.isEmpty
        ? "a rule's proposal is rejected with: zicht reject"
        : "who did: \(others.joined(separator: ", ")); --of says whose is meant")
  }

  /// A person's verdict on a proposal; nil takes an earlier one back.
  ///
  /// - Returns: false when the verdict was that already, and nothing changed.
  package func decide(
    _ segment: SegmentRow, _ verdict: SegmentStatus?, reason: String?
  ) throws -> Bool {
    let status: SegmentStatus = verdict ?? .proposed
    guard segment.status != status else { return false }
    try requireSight(ofVersion: segment.version)
    guard segment.origin == .rule else {
      throw ProjectError.unknown(
        "that segment was coded by hand, not proposed by a rule",
        hint: "take it back with: zicht retract")
    }
    var body = try fields(
      of: segment.start..<segment.end, in: segment.version, code: segment.code)
    body += [("speaker", .integer(segment.speaker)), ("words", .integer(segment.words))]
    body.append(("verdict", .string(status == .proposed ? "undecided" : status.rawValue)))
    if let reason { body.append(("reason", try commit(.string(reason)))) }
    try append(.segmentDecided, .object(body))
    try updateTally([segment.code], after: segment.version - 1, through: segment.version)
    return true
  }

  /// Codes a passage by hand.
  package func code(
    _ range: Range<Int>, of version: Int, with code: CodeRow, memo: String? = nil
  ) throws -> SegmentRow {
    try require(range, in: version)
    let speaker = try speaker(at: range, of: version)
    if let event = try erasure(ofVersion: version, speaker: speaker) {
      throw ProjectError.unknown(
        "the words of that passage were erased: who said them withdrew (event \(event))", hint: nil)
    }
    let coder = surroundings.coder
    guard try !isCoded(range, of: version, with: code.id, by: coder) else {
      throw ProjectError.unknown("\(coder) coded that passage so already", hint: nil)
    }
    let coding = HandCoding(
      range: range, speaker: speaker, words: try words(in: range, of: version), code: code.id,
      memo: memo)
    let uid = try append(coding, to: version, by: coder)
    try updateTally([code.id], after: version - 1, through: version)
    return SegmentRow(
      version: version, start: range.lowerBound, end: range.upperBound, speaker: speaker,
      words: coding.words, code: code.id, coder: coder, origin: .hand, status: .accepted, uid: uid)
  }

  /// Gives a coding by hand another code: it is taken back, and the same words are coded anew by the
  /// same coder, with the same memo.
  ///
  /// - Precondition: inside `change`; `segment` was coded by hand.
  package func recode(_ segment: SegmentRow, as code: Int) throws {
    let known = try handCodings(of: segment.version, by: segment.coder)
    let memo = known.first { $0.uid == segment.uid }?.coding.memo
    try retract(segment)
    let range = segment.start..<segment.end
    guard try !isCoded(range, of: segment.version, with: code, by: segment.coder) else { return }
    let anew = HandCoding(
      range: range, speaker: segment.speaker, words: segment.words, code: code, memo: memo)
    try append(anew, to: segment.version, by: segment.coder)
    try updateTally([code], after: segment.version - 1, through: segment.version)
  }

  func require(_ range: Range<Int>, in version: Int) throws {
    let length = try connection.integer("SELECT length FROM version WHERE id = \(version)") ?? 0
    guard range.lowerBound >= 0, range.upperBound <= length, !range.isEmpty else {
      throw ProjectError.unknown(
        "the text has \(length) characters, so \(range.lowerBound)-\(range.upperBound) is not in it",
        hint: nil)
    }
  }

  func isCoded(
    _ range: Range<Int>, of version: Int, with code: Int, by coder: String
  ) throws -> Bool {
    try connection.integer(
      """
      SELECT count(*) FROM coding WHERE version = \(version) AND start = \(range.lowerBound)
        AND end = \(range.upperBound) AND code = \(code) AND coder = \(coder)
        AND retracted IS NULL AND misfit IS NULL
      """) ?? 0 > 0
  }

  /// Takes a coding by hand back; it stays in the ledger.
  package func retract(_ segment: SegmentRow) throws {
    if segment.coder != surroundings.coder { try requireSight(ofVersion: segment.version) }
    guard let uid = segment.uid else {
      throw ProjectError.unknown(
        "that segment was proposed by a rule, not coded by hand", hint: "use: zicht reject")
    }
    try append(.codingRetracted, ["uid": .string(uid)])
    try updateTally([segment.code], after: segment.version - 1, through: segment.version)
  }

  /// Whose words a passage holds; it may not mix an interviewer's with a respondent's.
  func speaker(at range: Range<Int>, of version: Int) throws -> Int {
    let speakers = try connection.all(
      """
      SELECT DISTINCT speaker FROM turn WHERE version = \(version)
        AND start < \(range.upperBound) AND end > \(range.lowerBound)
      """
    ) { $0.integer(0) }
    guard speakers.count <= 1 else {
      throw ProjectError.unknown(
        "that passage holds the words of \(speakers.count) speakers",
        hint: "code each speaker's words apart")
    }
    return speakers.first ?? 0
  }

  func words(in range: Range<Int>, of version: Int) throws -> Int {
    try connection.first("SELECT stream FROM word_stream WHERE version = \(version)") { row in
      WordStream(encoded: row.bytesOfBlob(0))?.words(
        in: UInt32(range.lowerBound)..<UInt32(range.upperBound)) ?? 0
    } ?? 0
  }
}
