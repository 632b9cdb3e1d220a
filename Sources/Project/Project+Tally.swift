import Coding
import SQLite

extension Project {
  /// Counts anew, for these codes and all above them, the distinct segments that are not rejected,
  /// of the code and its children, per voice, in the versions after one and up to another.
  func updateTally(_ codes: [Int], after: Int = 0, through last: Int = .max) throws {
    let tree = try CodeTree(self)
    for code in tree.withAncestors(codes.filter(tree.isInForce)) {
      try connection.run(
        "DELETE FROM tally WHERE code = \(code) AND version > \(after) AND version <= \(last)")
      let insert = try connection.prepare("INSERT INTO tally VALUES (?, ?, ?, ?, ?)")
      for row in try tallyRows(code, after: after, through: last, tree) {
        try insert.bind(code, at: 1)
        try insert.bind(row.version, at: 2)
        try insert.bind(row.speaker, at: 3)
        try insert.bind(row.segments, at: 4)
        try insert.bind(row.words, at: 5)
        try insert.runOnce()
      }
    }
  }

  /// What the tally of a code should be, by version and speaker.
  func tallyRows(
    _ code: Int, after: Int, through last: Int = .max, _ tree: CodeTree
  ) throws -> [TallyRow] {
    var counter = TallyCounter(code: code)
    try segments(of: tree.descendants(code), after: after, through: last, tree) { segment in
      if !tree.isErased(segment) { counter.add(segment) }
    }
    return counter.rows()
  }

  /// All segments of some codes that count, in the versions in force after one and up to another.
  private func segments(
    of codes: [Int], after: Int, through last: Int, _ tree: CodeTree,
    _ body: (CountedSegment) -> Void
  ) throws {
    for code in codes {
      let decisions = try DecidedPassages(self, code: code, after: after, through: last)
      for rule in tree.rules[code] ?? [] {
        let rows = try connection.prepare(
          """
          SELECT version, start, end, speaker, words FROM proposal
          WHERE rule = ? AND version > ? AND version <= ?
          """)
        defer { rows.reset() }
        try rows.bind(rule, at: 1)
        try rows.bind(after, at: 2)
        try rows.bind(last, at: 3)
        while try rows.step() {
          let segment = CountedSegment(
            version: UInt32(clamping: rows.integer(0)),
            start: UInt32(clamping: rows.integer(1)),
            end: UInt32(clamping: rows.integer(2)),
            speaker: UInt32(clamping: rows.integer(3)),
            words: UInt32(clamping: rows.integer(4)))
          let isCounted = !tree.superseded.contains(segment.version)
          if isCounted, !decisions.isRejected(segment) { body(segment) }
        }
      }
      for segment in decisions.accepted { body(segment) }
      try connection.forEach(
        """
        SELECT c.version, c.start, c.end, c.speaker, c.words FROM coding c JOIN version v ON v.id = c.version
        WHERE c.code = \(code) AND c.retracted IS NULL AND c.misfit IS NULL AND c.version > \(after)
          AND c.version <= \(last) AND v.superseded IS NULL AND c.coder NOT IN (SELECT coder FROM reference_coder)
        """
      ) { row in
        body(
          CountedSegment(
            version: UInt32(truncatingIfNeeded: row.integer(0)),
            start: UInt32(truncatingIfNeeded: row.integer(1)),
            end: UInt32(truncatingIfNeeded: row.integer(2)),
            speaker: UInt32(truncatingIfNeeded: row.integer(3)),
            words: UInt32(truncatingIfNeeded: row.integer(4))))
      }
    }
  }

  /// Drops what was counted in versions and for codes that are no longer in force.
  func dropStaleTally() throws {
    try connection.run(
      "DELETE FROM tally WHERE version IN (SELECT id FROM version WHERE superseded IS NOT NULL)")
    try dropTallyOfRetiredCodes()
  }

  /// Drops what was counted for codes that are no longer in a codebook.
  ///
  /// O(their rows).
  func dropTallyOfRetiredCodes() throws {
    try connection.run(
      "DELETE FROM tally WHERE code IN (SELECT id FROM code WHERE retired IS NOT NULL)")
  }
}

/// A row of the tally.
struct TallyRow: Equatable {
  var code: Int
  var version: Int
  var speaker: Int
  var segments: Int
  var words: Int
}

/// A place that counts once for a code, whoever coded it.
struct CountedSegment: Hashable, Comparable {
  var version: UInt32
  var start: UInt32
  var end: UInt32
  var speaker: UInt32
  var words: UInt32

  static func < (a: Self, b: Self) -> Bool {
    (a.version, a.start, a.end) < (b.version, b.start, b.end)
  }
}

/// The codes in force with their rules, and which versions are out of force.
struct CodeTree {
  private var parents: [Int: Int] = [:]
  private var children: [Int: [Int]] = [:]
  private(set) var rules: [Int: [Int]] = [:]
  private let inForce: Set<Int>
  let superseded: Set<UInt32>
  private let redactions: Redactions

  init(_ project: Project) throws {
    let codes = try project.codes()
    inForce = Set(codes.map(\.id))
    for code in codes {
      if let parent = code.parent {
        parents[code.id] = parent
        children[parent, default: []].append(code.id)
      }
    }
    var rules: [Int: [Int]] = [:]
    try project.connection.forEach("SELECT code, id FROM rule WHERE retired IS NULL ORDER BY id") {
      rules[$0.integer(0), default: []].append($0.integer(1))
    }
    self.rules = rules
    superseded = Set(
      try project.connection.all("SELECT id FROM version WHERE superseded IS NOT NULL") {
        UInt32(truncatingIfNeeded: $0.integer(0))
      })
    redactions = try Redactions(project)
  }

  func isInForce(_ code: Int) -> Bool { inForce.contains(code) }

  func isErased(_ segment: CountedSegment) -> Bool {
    redactions.covers(version: Int(segment.version), speaker: Int(segment.speaker))
  }

  /// The codes and all above them, each once, ascending.
  func withAncestors(_ codes: [Int]) -> [Int] {
    var all: Set<Int> = []
    for code in codes {
      var next: Int? = code
      while let id = next, all.insert(id).inserted { next = parents[id] }
    }
    return all.sorted()
  }

  /// A code and all below it.
  func descendants(_ code: Int) -> [Int] { [code] + (children[code] ?? []).flatMap(descendants) }
}

/// A code's decisions in the versions in force.
private struct DecidedPassages {
  private var rejected: Set<CountedSegment> = []
  private(set) var accepted: [CountedSegment] = []

  init(_ project: Project, code: Int, after: Int, through last: Int) throws {
    try project.connection.forEach(
      """
      SELECT d.version, d.start, d.end, d.verdict, d.speaker, d.words
      FROM decision d JOIN version v ON v.id = d.version
      WHERE d.code = \(code) AND d.version > \(after) AND d.version <= \(last)
        AND v.superseded IS NULL
      """
    ) { row in
      let segment = CountedSegment(
        version: UInt32(truncatingIfNeeded: row.integer(0)),
        start: UInt32(truncatingIfNeeded: row.integer(1)),
        end: UInt32(truncatingIfNeeded: row.integer(2)),
        speaker: UInt32(truncatingIfNeeded: row.integer(4)),
        words: UInt32(truncatingIfNeeded: row.integer(5)))
      if row.text(3) == "accepted" {
        accepted.append(segment)
      } else {
        rejected.insert(segment)
      }
    }
  }

  func isRejected(_ segment: CountedSegment) -> Bool {
    !rejected.isEmpty && rejected.contains(segment)
  }
}

/// Counts a code's distinct segments per voice.
private struct TallyCounter {
  let code: Int
  private var segments: [CountedSegment] = []
  private var isSorted = true

  init(code: Int) { self.code = code }

  mutating func add(_ segment: CountedSegment) {
    if isSorted, let last = segments.last, !(last < segment) { isSorted = false }
    segments.append(segment)
  }

  mutating func rows() -> [TallyRow] {
    if !isSorted { segments.sort() }
    var rows: [TallyRow] = []
    var first = 0  // of the rows of the version at hand
    var previous: CountedSegment?
    for segment in segments {
      if previous?.version != segment.version {
        rows[first...].sort { $0.speaker < $1.speaker }
        first = rows.count
      }
      if previous.map({ $0 < segment }) ?? true {
        count(segment, in: &rows, from: first)
        previous = segment
      }
    }
    rows[first...].sort { $0.speaker < $1.speaker }
    return rows
  }

  /// A version has few speakers: looking through their rows is quickest.
  private func count(_ segment: CountedSegment, in rows: inout [TallyRow], from first: Int) {
    let speaker = Int(segment.speaker)
    let known = rows[first...].firstIndex { $0.speaker == speaker }
    let index = known ?? rows.count
    if known == nil {
      rows.append(
        TallyRow(
          code: code, version: Int(segment.version), speaker: speaker, segments: 0, words: 0))
    }
    rows[index].segments += 1
    rows[index].words += Int(segment.words)
  }
}
