import Coding
import SQLite

/// What a reviewer does with a passage.
///
/// Each is one act in the ledger; a passage that somebody else has decided on meanwhile, or that is not
/// there any more, is left alone: `Changed`.
extension Project {
  /// Where it stands with a passage now.
  package func state(of item: ReviewItem, layer: String) throws -> ReviewItem.State {
    switch item.subject {
    case .proposal: try stateOfProposal(item)
    case .coding(let span): try state(of: span, layer)
    case .disagreement(let passage): try state(of: passage, layer)
    case .orphan(let orphan): try isLost(orphan) ? .open : .gone
    }
  }

  private func stateOfProposal(_ item: ReviewItem) throws -> ReviewItem.State {
    let (start, end) = (item.range.lowerBound, item.range.upperBound)
    let isInForce =
      try connection.integer(
        "SELECT superseded IS NULL FROM version WHERE id = \(item.version)") == 1
    guard isInForce else { return .gone }
    let decided = try connection.first(
      """
      SELECT verdict, coder FROM decision WHERE version = \(item.version) AND start = \(start)
        AND end = \(end) AND code = \(item.code)
      """
    ) { (verdict: $0.text(0), coder: $0.text(1)) }
    if let decided {
      return decided.verdict == "accepted"
        ? .accepted(by: decided.coder) : .rejected(by: decided.coder)
    }
    let isProposed =
      try connection.integer(
        """
        SELECT EXISTS (SELECT 1 FROM rule r JOIN proposal p ON p.rule = r.id
          AND p.version = \(item.version) AND p.start = \(start) AND p.end = \(end)
          WHERE r.code = \(item.code) AND r.retired IS NULL)
        """) == 1
    return isProposed ? .open : .gone
  }

  private func state(of span: CodedSpan, _ layer: String) throws -> ReviewItem.State {
    let stands =
      try connection.integer(
        """
        SELECT EXISTS (SELECT 1 FROM coding h JOIN version v ON v.id = h.version
          WHERE h.uid = \(span.uid) AND h.retracted IS NULL AND v.superseded IS NULL
            AND h.start = \(span.range.lowerBound) AND h.end = \(span.range.upperBound))
        """) == 1
    guard stands else { return .gone }
    return try Settlements(self, layer: layer).settled[span.uid].map { .settled(by: $0) } ?? .open
  }

  private func state(
    of passage: Comparison.Passage, _ layer: String
  ) throws -> ReviewItem.State {
    var query = ComparisonQuery()
    (query.coders, query.layer) = (passage.coders, layer)
    (query.codes, query.versions) = ([passage.code], [passage.version])
    let current = try compare(query).disagreements.first { $0.codings == passage.codings }
    guard let current else { return .gone }
    return current.settled.map { .settled(by: $0.coder) } ?? .open
  }

  private func isLost(_ orphan: Orphan) throws -> Bool {
    try connection.integer(
      """
      SELECT EXISTS (SELECT 1 FROM orphans WHERE file = \(orphan.file)
        AND version = \(orphan.version) AND start = \(orphan.start) AND end = \(orphan.end)
        AND codebook = \(orphan.codebook) AND code_path = \(orphan.path))
      """) == 1
  }

  /// Does something to a passage as one act, where it still stands as it was shown.
  ///
  /// - Returns: the first event of the act; nil where nothing changed.
  package func review(
    _ item: ReviewItem, layer: String, _ body: () throws -> Void
  ) throws -> Int? {
    try change {
      let state = try state(of: item, layer: layer)
      guard state == item.state else { throw Changed(state.told) }
      try body()
      return act
    }
  }

  /// The verdict on a proposal; nil takes an earlier one back.
  ///
  /// - Precondition: inside `review`.
  package func decide(
    _ item: ReviewItem, _ verdict: SegmentStatus?, reason: String? = nil
  ) throws {
    let segment = SegmentRow(
      version: item.version, start: item.range.lowerBound, end: item.range.upperBound,
      speaker: item.speaker, words: item.words, code: item.code, coder: reader, origin: .rule,
      status: item.state.status)
    _ = try decide(segment, verdict, reason: reason)
  }

  /// Takes back an act of this review, the last one of the project.
  ///
  /// - Throws: `Changed` where somebody has acted since.
  package func undoReview(_ first: Int) throws {
    try change {
      let last = try lastAct()
      guard last.first == first else {
        throw Changed("\(last.actor) has acted since: zicht undo takes back the last act of all")
      }
      try undo(last)
    }
  }

  /// Rejects a proposal, and codes by hand what it should have been.
  ///
  /// - Precondition: inside `review`.
  package func replace(
    _ item: ReviewItem, with code: CodeRow, at range: Range<Int>, reason: String
  ) throws {
    try decide(item, .rejected, reason: reason)
    guard try !isCoded(range, of: item.version, with: code.id, by: reader) else { return }
    _ = try self.code(range, of: item.version, with: code)
  }
}

extension ReviewItem.State {
  fileprivate var status: SegmentStatus {
    switch self {
    case .accepted: .accepted
    case .rejected: .rejected
    case .open, .settled, .gone: .proposed
    }
  }

  /// What happened to a passage that was shown otherwise.
  package var told: String {
    switch self {
    case .open: "this is open again"
    case .accepted(let coder): "\(coder) accepted this meanwhile"
    case .rejected(let coder): "\(coder) rejected this meanwhile"
    case .settled(let coder): "\(coder) settled this meanwhile"
    case .gone: "what was coded here has changed meanwhile"
    }
  }
}
