import Coding
import SQLite

/// What a rule finds: a row of the table `proposal`, but for its rule.
struct Proposal {
  var version: UInt32
  var start: UInt32
  var end: UInt32
  var speaker: UInt32
  var words: UInt32
  /// The words that matched, as `start-end` pairs; nil where they are the whole passage.
  var places: String?
}

/// Inserts proposals, as fast in the order of the table's key as SQLite can.
struct ProposalWriter {
  private let insert: Statement

  init(_ connection: Connection) throws {
    insert = try connection.prepare("INSERT INTO proposal VALUES (?, ?, ?, ?, ?, ?, ?)")
  }

  func write(_ proposal: Proposal, rule: Int) throws {
    try insert.bind(rule, at: 1)
    try insert.bind(Int(proposal.version), at: 2)
    try insert.bind(Int(proposal.start), at: 3)
    try insert.bind(Int(proposal.end), at: 4)
    try insert.bind(Int(proposal.speaker), at: 5)
    try insert.bind(Int(proposal.words), at: 6)
    try insert.bind(proposal.places, at: 7)
    try insert.runOnce()
  }
}

extension Project {
  /// What one run of a rule found, in the order of its digest; not whole where a number in the file
  /// is none that a proposal can have.
  func proposals(
    of rule: Int, after: Int, through: Int,
    _ body: (Proposal, _ isWhole: Bool) throws -> Void
  ) throws {
    try connection.forEach(
      """
      SELECT version, start, end, speaker, words, places FROM proposal
      WHERE rule = \(rule) AND version > \(after) AND version <= \(through)
      ORDER BY version, start, end
      """
    ) { row in
      let proposal = Proposal(
        version: UInt32(clamping: row.integer(0)), start: UInt32(clamping: row.integer(1)),
        end: UInt32(clamping: row.integer(2)), speaker: UInt32(clamping: row.integer(3)),
        words: UInt32(clamping: row.integer(4)), places: row.optionalText(5))
      try body(proposal, (0..<5).allSatisfy { UInt32(exactly: row.integer($0)) != nil })
    }
  }
}

/// SHA-256 over one rule's proposals in the order of version, start, end: a line `version` where it
/// changes, then a line `start end speaker words[ places]` for each.
struct ProposalDigest {
  /// What was hashed, where it is asked for.
  private(set) var text: [UInt8]?
  private var hash = SHA256()
  private var line: [UInt8] = []
  private var version: UInt32 = 0
  private var count = 0

  init(keepingText: Bool = false) { text = keepingText ? [] : nil }

  mutating func add(_ proposal: Proposal) {
    if proposal.version != version {
      append(proposal.version, then: UInt8(ascii: "\n"))
      version = proposal.version
    }
    append(proposal.start, then: UInt8(ascii: " "))
    append(proposal.end, then: UInt8(ascii: " "))
    append(proposal.speaker, then: UInt8(ascii: " "))
    append(proposal.words, then: proposal.places == nil ? UInt8(ascii: "\n") : UInt8(ascii: " "))
    if let places = proposal.places {
      line.append(contentsOf: places.utf8)
      line.append(UInt8(ascii: "\n"))
    }
    count += 1
    if line.count > 4096 { drain() }
  }

  mutating func finish() -> (count: Int, digest: Digest) {
    drain()
    return (count, hash.finish())
  }

  private mutating func drain() {
    hash.update(line)
    text?.append(contentsOf: line)
    line.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ number: UInt32, then separator: UInt8) {
    let start = line.count
    var rest = number
    repeat {
      line.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    line[start...].reverse()
    line.append(separator)
  }
}
