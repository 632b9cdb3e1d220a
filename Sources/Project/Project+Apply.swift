import Coding
import SQLite

/// What applying rules did.
package struct AppliedRules: Sendable, Equatable {
  /// Rules that were new or changed, and so were matched on everything.
  package var newRules = 0
  package var rules = 0
  /// Versions of transcripts that were matched at all.
  package var transcripts = 0
  /// Proposals stored now.
  package var segments = 0
  /// Proposals in places that a person had rejected before; they stay rejected.
  package var stillRejected = 0
}

extension Project {
  /// How many transcripts rules have yet to be matched on, for a progress line.
  package func transcriptsDue() throws -> Int {
    let through = try lastVersion()
    let waiting = Set(try rulesInForce().map(\.appliedThrough).filter { $0 < through })
    return try waiting.reduce(0) { try $0 + versionsInForce(after: $1, through: through).count }
  }

  /// Brings all proposals up to date: every rule in force on every version that it has not seen.
  ///
  /// What is up to date costs nothing: a changed rule is matched alone, a new transcript too.
  ///
  /// `progress` is told how many transcripts were matched since it was last called.
  package func applyRules(progress: (Int) throws -> Void) throws -> AppliedRules {
    try renewMatching()
    try renewRulesOnSpeakers()
    let through = try lastVersion()
    let due = Dictionary(grouping: try rulesInForce().filter { $0.appliedThrough < through }) {
      $0.appliedThrough
    }
    var applied = AppliedRules()
    var transcripts: Set<Int> = []
    for (after, rows) in due.sorted(by: { $0.key < $1.key }) {
      let versions = try versionsInForce(after: after, through: through)
      let run = try ApplicationRun(self, rows, after: after, through: through)
      try run.run(versions, progress: progress)
      transcripts.formUnion(versions)
      applied.rules += rows.count
      applied.newRules += after == 0 ? rows.count : 0
      applied.segments += run.segments
      applied.stillRejected += run.carried.count
      try updateTally(Array(Set(rows.map(\.code))), after: after)
    }
    applied.transcripts = transcripts.count
    return applied
  }
}

/// One run of rules over versions: matches, stores in the table's own order, and records the event
/// with a digest over each rule's proposals.
private final class ApplicationRun {
  private let project: Project
  private let rules: ProjectRules
  private let after: Int
  private let through: Int
  private var digests: [ProposalDigest]
  /// By rule; within one they come in the order of the table's key.
  private var pending: [[Proposal]]
  private var pendingCount = 0
  private let writer: ProposalWriter
  private var rejected: RejectedPassages
  private(set) var segments = 0
  private(set) var carried: [JSON] = []
  /// Proposals kept in memory before they are stored.
  private static let capacity = 500_000

  init(_ project: Project, _ rows: [Project.RuleRow], after: Int, through: Int) throws {
    self.project = project
    (self.after, self.through) = (after, through)
    rules = try ProjectRules(rows, of: project)
    digests = rows.map { _ in ProposalDigest() }
    pending = rows.map { _ in [] }
    writer = try ProposalWriter(project.connection)
    rejected = try RejectedPassages(project)
  }

  func run(_ versions: [Int], progress: (Int) throws -> Void) throws {
    try project.match(rules.matcher, rules.set, versions: versions, progress: progress) {
      version, findings, speakers in
      for item in findings.items {
        let speaker = speakers[Int(item.turn)]
        pending[Int(item.rule)].append(
          Proposal(
            version: UInt32(version), start: item.start, end: item.end, speaker: UInt32(speaker),
            words: item.words, places: findings.placesText(of: item)))
        try carry(item, of: version, findings, speaker: speaker)
      }
      pendingCount += findings.items.count
      if pendingCount > Self.capacity { try flush() }
    }
    try flush()
    try record()
  }

  /// A passage whose matched words all lie in one that was rejected for the code stays rejected.
  private func carry(
    _ item: Findings.Item, of version: Int, _ findings: Findings, speaker: Int
  ) throws {
    guard !rejected.isEmpty else { return }
    let row = rules.rows[Int(item.rule)]
    let places =
      item.places.isEmpty ? [item.start..<item.end] : Array(findings.places[item.places])
    let range = Int(item.start)..<Int(item.end)
    guard let from = rejected.passage(code: row.code, version: version, holding: places),
      rejected.markDecided(range, code: row.code, version: version)
    else { return }
    carried.append([
      "transcript": .string(from.transcript), "version": .integer(from.number),
      "start": .integer(range.lowerBound), "end": .integer(range.upperBound),
      "codebook": .string(row.codebook), "code": .string(row.path), "verdict": "rejected",
      "coder": .string(from.coder), "speaker": .integer(speaker),
      "words": .integer(Int(item.words)),
    ])
  }

  /// Stores what waits, in the order of the table's key, which makes each insert an append.
  private func flush() throws {
    for (rule, row) in rules.rows.enumerated() {
      for proposal in pending[rule] {
        try writer.write(proposal, rule: row.id)
        digests[rule].add(proposal)
      }
      pending[rule].removeAll(keepingCapacity: true)
    }
    segments += pendingCount
    pendingCount = 0
  }

  private func record() throws {
    let applied = rules.rows.indices.map { index -> JSON in
      let row = rules.rows[index]
      let (count, digest) = digests[index].finish()
      return [
        "codebook": .string(row.codebook), "code": .string(row.path), "hash": .string(row.hash),
        "segments": .integer(count), "digest": .string(digest.hex),
      ]
    }
    var body: [(String, JSON)] = [
      ("after", .integer(after)), ("through", .integer(through)), ("rules", .array(applied)),
    ]
    if !carried.isEmpty { body.append(("carried", .array(carried))) }
    try project.append(.rulesApplied, .object(body))
  }
}

/// What people have rejected, by code and version, and where they have decided at all.
struct RejectedPassages {
  struct Passage {
    var range: Range<Int>
    var transcript: String
    var number: Int
    var coder: String
  }
  private struct Key: Hashable {
    var code: Int
    var version: Int
  }
  private var passages: [Key: [Passage]] = [:]
  private var decided: [Key: Set<Range<Int>>] = [:]

  init(_ project: Project) throws {
    try project.connection.forEach(
      """
      SELECT d.code, d.version, d.start, d.end, t.uid, v.number, d.coder, d.verdict FROM decision d
      JOIN version v ON v.id = d.version JOIN transcript t ON t.id = v.transcript
      """
    ) { row in
      let key = Key(code: row.integer(0), version: row.integer(1))
      let range = row.integer(2)..<row.integer(3)
      decided[key, default: []].insert(range)
      guard row.text(7) == "rejected" else { return }
      passages[key, default: []].append(
        Passage(
          range: range, transcript: row.text(4), number: row.integer(5),
          coder: row.text(6)))
    }
  }

  var isEmpty: Bool { passages.isEmpty }

  /// Notes a decision on a passage; false where there is one, which stands.
  mutating func markDecided(_ range: Range<Int>, code: Int, version: Int) -> Bool {
    decided[Key(code: code, version: version), default: []].insert(range).inserted
  }

  /// The rejected passage of a code that holds all of some places.
  func passage(code: Int, version: Int, holding places: [Range<UInt32>]) -> Passage? {
    passages[Key(code: code, version: version)]?.first { passage in
      places.allSatisfy {
        passage.range.lowerBound <= Int($0.lowerBound)
          && Int($0.upperBound) <= passage.range.upperBound
      }
    }
  }
}
