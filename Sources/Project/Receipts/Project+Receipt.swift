import Coding
import SQLite

extension Project {
  /// The receipt of a segment under the checkpoint of the first events, all where no size is given.
  ///
  /// O(events / 256 + text + findings of its rules).
  package func receipt(
    of segment: SegmentRow, at size: Int? = nil, withWords: Bool = false
  ) throws -> SegmentReceipt {
    let size = try existing(size)
    let builder = try ReceiptBuilder(self, segment)
    guard let last = builder.events.last, last <= size else {
      throw ProjectError.unknown(
        "event \(builder.events.last ?? 0), which made this segment what it is, came after the "
          + "first \(counted(size, "event"))",
        hint: "leave --at away, or name a later point")
    }
    let tree = try LedgerTree(self, usingTiles: true)
    let entries = try builder.events.map { number in
      SegmentReceipt.Entry(
        text: try entry(number), proof: try tree.inclusion(of: number, in: size))
    }
    let receipt = SegmentReceipt(
      segment: builder.segment, entries: entries, findings: try builder.findings(),
      words: withWords ? try builder.words() : nil,
      checkpoint: Checkpoint(
        origin: Checkpoint.origin(ofProject: try uid()), size: size,
        root: try tree.root(of: size), time: surroundings.timestamp()))
    if let fault = ReceiptCheck(receipt).faults.first {
      throw ProjectError.unknown(
        "no receipt proves this segment: \(fault)", hint: "zicht verify looks at the whole file")
    }
    return receipt
  }

  private func entry(_ number: Int) throws -> String {
    var entry: String?
    try events(from: number, through: number) { event, _ in entry = event.entry }
    guard let entry else { throw ProjectError.damaged(path, "event \(number) is missing") }
    return entry
  }

  /// A segment as receipts tell of it.
  func receiptSegment(_ segment: SegmentRow) throws -> ReceiptSegment {
    try ReceiptBuilder(self, segment).segment
  }
}

/// Gathers what a segment is and which events made it so.
private struct ReceiptBuilder {
  private struct Run {
    var rule: Int
    var hash: String
    var event: Int
    var after: Int
    var through: Int
    var segments: Int
  }

  private let project: Project
  private let row: SegmentRow
  private let text: [UInt8]
  private let runs: [Run]
  let segment: ReceiptSegment
  /// Numbers, ascending.
  let events: [Int]
  private var connection: Connection { project.connection }

  init(_ project: Project, _ row: SegmentRow) throws {
    (self.project, self.row) = (project, row)
    text = try project.text(ofVersion: row.version)
    guard try project.isSound(row.version, speaker: row.speaker, text) else {
      throw ProjectError.damaged(project.path, "the speaker's words are not those recorded")
    }
    let source = try Self.source(project, row)
    let (rules, runs) = try Self.rules(project, row)
    let made = try Self.decided(project, row, in: source.transcript)
    let last = max(runs.map(\.event).max() ?? 0, made.first ?? 0)
    let code = try Self.code(project, row, before: last)
    self.runs = runs
    segment = ReceiptSegment(
      transcript: source.transcript, file: source.file, version: source.number,
      sha256: source.sha256, start: row.start, end: row.end,
      quote: QuoteReader(text).quote(row.start..<row.end), codebook: code.codebook,
      codebookVersion: code.version, codebookHash: code.hash, code: code.path,
      definition: code.definition, origin: row.origin, status: row.status, coder: row.coder,
      uid: row.uid, rules: rules)
    events = Set([source.event, code.event] + runs.map(\.event) + made).sorted()
  }

  private static func missing(_ project: Project) -> ProjectError {
    .damaged(project.path, "a segment's transcript or code is missing")
  }

  private static func source(
    _ project: Project, _ row: SegmentRow
  ) throws -> (transcript: String, file: String, number: Int, sha256: String, event: Int) {
    let source = try project.connection.first(
      """
      SELECT t.uid, t.name, v.number, v.sha256, v.event FROM version v
      JOIN transcript t ON t.id = v.transcript WHERE v.id = \(row.version)
      """
    ) { ($0.text(0), $0.text(1), $0.integer(2), $0.text(3), $0.integer(4)) }
    guard let source else { throw missing(project) }
    return source
  }

  /// The code, in the version of its codebook that held when an event came.
  private static func code(
    _ project: Project, _ row: SegmentRow, before event: Int
  ) throws -> (
    codebook: String, path: String, version: Int, hash: String, definition: String, event: Int
  ) {
    let found = try project.connection.first(
      """
      SELECT c.codebook, c.path, b.number, b.hash, b.body, b.event FROM code c
      JOIN codebook b ON b.name = c.codebook
      WHERE c.id = \(row.code) AND b.event <= \(event)
        AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.event = b.event)
      ORDER BY b.event DESC LIMIT 1
      """
    ) { ($0.text(0), $0.text(1), $0.integer(2), $0.text(3), $0.text(4), $0.integer(5)) }
    guard let found else { throw missing(project) }
    let body = try JSONReader.read(SourceText(found.4), file: found.0)
    let definition = body.code(at: found.1)?["definition"]?.string ?? ""
    return (found.0, found.1, found.2, found.3, definition, found.5)
  }

  /// The rules in force that propose the segment, and the runs in which they found it.
  private static func rules(
    _ project: Project, _ row: SegmentRow
  ) throws -> ([ReceiptSegment.Rule], [Run]) {
    guard row.origin == .rule else { return ([], []) }
    let found = try project.connection.all(
      """
      SELECT r.text, r.hash, p.places, r.id, a.event, a.after_version, a.through_version, a.segments
      FROM rule r
      JOIN proposal p ON p.rule = r.id AND p.version = \(row.version) AND p.start = \(row.start)
        AND p.end = \(row.end)
      JOIN application a ON a.rule = r.id AND a.after_version < p.version
        AND p.version <= a.through_version
      WHERE r.code = \(row.code) AND r.retired IS NULL ORDER BY r.id
      """
    ) { found in
      (
        ReceiptSegment.Rule(
          text: found.text(0), hash: found.text(1), places: found.optionalText(2)),
        Run(
          rule: found.integer(3), hash: found.text(1), event: found.integer(4),
          after: found.integer(5), through: found.integer(6), segments: found.integer(7))
      )
    }
    return (found.map(\.0), found.map(\.1))
  }

  /// The event by which a person coded the passage or decided on it, and those by which that
  /// followed its words into later versions.
  private static func decided(
    _ project: Project, _ row: SegmentRow, in transcript: String
  ) throws -> [Int] {
    let query: SQL =
      row.origin == .hand
      ? "SELECT event FROM coding WHERE uid = \(row.uid)"
      : """
      SELECT event FROM decision WHERE version = \(row.version) AND start = \(row.start)
        AND end = \(row.end) AND code = \(row.code)
      """
    guard let event = try project.connection.integer(query) else { return [] }
    // A correction's event is followed by the one that tells where the codings went.
    let corrections = try project.connection.all(
      """
      SELECT v.event FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE t.uid = \(transcript) AND v.event > \(event)
        AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.event = v.event) ORDER BY v.event
      """
    ) { $0.integer(0) }
    let moves = try corrections.compactMap { correction in
      try project.connection.integer(
        """
        SELECT number FROM event WHERE number = \(correction) + 1
          AND kind = \(LedgerEvent.Kind.codingsReanchored.rawValue)
        """)
    }
    return [event] + moves
  }

  // MARK: What proves more

  func findings() throws -> [SegmentReceipt.Findings] {
    try runs.map { run in
      SegmentReceipt.Findings(
        event: run.event, rule: run.hash, row: row.version, lines: try lines(of: run))
    }
  }

  private func lines(of run: Run) throws -> String? {
    // No finding takes less than ten bytes.
    guard run.segments <= SegmentReceipt.Findings.limit / 10 else { return nil }
    var digest = ProposalDigest(keepingText: true)
    try project.proposals(of: run.rule, after: run.after, through: run.through) { proposal, _ in
      digest.add(proposal)
    }
    _ = digest.finish()
    guard let lines = digest.text, lines.count <= SegmentReceipt.Findings.limit else { return nil }
    return String(decoding: lines, as: UTF8.self)
  }

  func words() throws -> SegmentReceipt.Words {
    let salt = try connection.first(
      """
      SELECT salt FROM speaker_salt WHERE version = \(row.version) AND number = \(row.speaker)
      """
    ) { $0.blob(0) }
    guard let salt else { throw Self.missing(project) }
    let isPartlyErased = try connection.integer(
      "SELECT 1 FROM redaction WHERE version = \(row.version) AND speaker = \(row.speaker)")
    guard isPartlyErased == nil else {
      throw ProjectError.unknown(
        "a part of these words was erased, and the event that recorded them can't prove the rest",
        hint: "leave the words out of the receipt")
    }
    let turns = try project.turns(of: row.version)
    let quotes = QuoteReader(text)
    return SegmentReceipt.Words(
      speaker: row.speaker, salt: salt,
      text: SpokenWords.share(of: row.speaker, turns) { quotes.quote($0) },
      turns: SpokenWords.lines(of: turns, times: try project.turnTimes(of: row.version)))
  }
}
