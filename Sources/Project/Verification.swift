import Coding
import SQLite

/// What `verify` looked at and what it found wrong.
package struct Verification: Sendable, Equatable {
  package var events = 0
  package var head = LedgerEvent.genesis
  package var transcripts = 0
  package var proposals = 0
  package var problems: [String] = []
  /// Texts indexed by another version of the matching engine; `apply` indexes them anew.
  package var stale = 0
  package var withdrawn = 0
  /// Versions of texts of which something was erased.
  package var redacted = 0
  /// Whether a withdrawal was interrupted before the file was written anew.
  package var isErasureUnfinished = false

  package var isSound: Bool { problems.isEmpty }

  /// What may be verified apart.
  package enum Part: Sendable, CaseIterable {
    /// That values, places and texts are such as they can be: whoever reads them finds nothing that
    /// can't be.
    case structure
    /// That all is as the events say.
    case history
  }
}

extension Project {
  /// Checks the whole file: SQLite's own structure, the chain of events, every commitment, each
  /// state table against what the events make of it, each digest and each index.
  ///
  /// O(file). Finds any change of a stored byte that a reader of the tables would see; that the
  /// whole history was not rewritten, only a checkpoint kept elsewhere can prove.
  package func verify(
    _ parts: Set<Verification.Part> = Set(Verification.Part.allCases),
    progress: (_ step: String) throws -> Void = { _ in }
  ) throws -> Verification {
    var verifier = Verifier(project: self)
    try verifier.run(parts, progress)
    return verifier.result
  }
}

private struct Verifier {
  let project: Project
  var result = Verification()
  private var connection: Connection { project.connection }

  init(project: Project) { self.project = project }

  mutating func run(
    _ parts: Set<Verification.Part>, _ progress: (String) throws -> Void
  ) throws {
    let steps: [(Verification.Part, String, (inout Verifier) throws -> Void)] = [
      (.structure, "database", { try $0.checkDatabase() }),
      (.history, "events", { try $0.checkChain() }),
      (.history, "content", { try $0.checkContent() }),
      (.history, "tables", { try $0.checkProjection() }),
      (.structure, "texts", { try $0.checkTexts() }),
      (.structure, "places", { try $0.checkPlaces() }),
      (.history, "proposals", { try $0.checkProposals() }),
      (.history, "counts", { try $0.checkTally() }),
    ]
    for (part, name, check) in steps where parts.contains(part) {
      try progress(name)
      // A disk that can't be read says nothing of what was written on it.
      do { try check(&self) } catch let error as SQLiteError where !error.isOfDisk {
        result.problems.append("\(name): \(error.message)")
      }
    }
  }

  private mutating func report(_ problem: String) {
    if result.problems.count < 1000 { result.problems.append(problem) }
  }

  private mutating func checkDatabase() throws {
    // Where a schema has views, some versions of SQLite leave the list of free pages out of the
    // first check, and never out of the second.
    let findings =
      try connection.all("PRAGMA integrity_check(20)") { $0.text(0) }
      + connection.all("PRAGMA integrity_check(sqlite_master)") { $0.text(0) }
    for finding in Set(findings).sorted() where finding != "ok" { report("database: \(finding)") }
    try connection.forEach("PRAGMA foreign_key_check") { row in
      report("database: a row of \(row.text(0)) refers to a row of \(row.text(2)) that isn't there")
    }
  }

  private mutating func checkChain() throws {
    var previous = LedgerEvent.genesis
    var expected = 1
    var tree = try TreeCheck(connection)
    do {
      try project.events {
        $0.leaf
      } _: { event, hash, leaf in
        guard hash.count == 32 else {
          report("event \(event.number) was altered: its hash is no hash")
          return
        }
        if event.number != expected {
          report("event \(expected) is missing")
          expected = event.number
        }
        tree.append(leaf)
        let link = LedgerEvent.link(of: leaf, after: previous)
        if link.bytes != hash {
          report(
            "event \(event.number) (\(event.kind.rawValue)) was altered: its hash is not the one recorded"
          )
        }
        previous = Digest(bytes: hash)
        expected &+= 1
        result.events += 1
      }
    } catch let error as ProjectError {
      report(error.message)
    }
    result.head = previous
    for problem in tree.finish() { report(problem) }
  }

  private mutating func checkContent() throws {
    try connection.forEach("SELECT hash, salt, body FROM content") { row in
      let commitment = Commitment(to: Array(row.bytesOfText(2)), salt: row.blob(1))
      if commitment.hash.bytes != row.blob(0) {
        report("content \(row.blob(0).hex.prefix(12)) was altered")
      }
    }
    try connection.forEach(
      "SELECT e.hash FROM content c JOIN erased e ON e.hash = lower(hex(c.hash))"
    ) { row in report("content \(row.text(0).prefix(12)) was erased, and is there again") }
  }

  /// Makes the state tables anew from the events, in memory, and compares row by row.
  private mutating func checkProjection() throws {
    let rebuilt = try StateTables.inMemory()
    var referred: Set<[UInt8]> = []
    let project = project
    let replacements = try Replacements(project)
    let projection = Projection(connection: rebuilt) { hash in
      let current = replacements.current(hash)
      if let current { referred.insert(current.bytes) }
      return try current.flatMap { try project.storedContent($0) }
    }
    do {
      try project.replay(onto: projection) { body in
        for key in ["reason", "memo", "title", "content"] {
          if let hash = body[key]?.string.flatMap(Digest.init(hex:)),
            let current = replacements.current(hash)
          {
            referred.insert(current.bytes)
          }
        }
      }
    } catch let error as SQLiteError {
      report("the events make no consistent tables: \(error.message)")
    } catch let error as Malformed {
      report("\(error)")
    } catch let error as Diagnostic {
      report("\(error)")
    } catch let error as ProjectError {
      report(error.message)
    }
    for table in Projection.tables { try compare(table.name, key: table.key, with: rebuilt) }
    try compareContent(with: referred)
  }

  /// All that the events commit to is there, and nothing else.
  private mutating func compareContent(with referred: Set<[UInt8]>) throws {
    let stored = Set(try connection.all("SELECT hash FROM content") { $0.blob(0) })
    for hash in referred.subtracting(stored).map(\.hex).sorted() {
      report("content \(hash.prefix(12)) is missing though an event refers to it")
    }
    for hash in stored.subtracting(referred).map(\.hex).sorted() {
      report("content \(hash.prefix(12)) is referred to by no event")
    }
  }

  private mutating func compare(_ table: String, key: String, with rebuilt: Connection) throws {
    let text = "SELECT * FROM \(table) ORDER BY \(key)"
    let stored = try connection.prepare(text)
    let expected = try rebuilt.prepare(text)
    defer {
      stored.reset()
      expected.reset()
    }
    var (row, differences) = (0, 0)
    while true {
      let (hasStored, hasExpected) = (try stored.step(), try expected.step())
      guard hasStored || hasExpected else { return }
      row += 1
      let isSame =
        hasStored && hasExpected
        && (0..<stored.columnCount).allSatisfy { stored.value($0) == expected.value($0) }
      if isSame { continue }
      differences += 1
      if differences <= 3 {
        let what =
          hasStored ? (hasExpected ? "differs from" : "is in none of") : "is missing though in"
        report("table \(table): row \(row) \(what) what the events say")
      }
    }
  }

  // MARK: Texts

  private mutating func checkTexts() throws {
    let vocabulary = try project.vocabulary()
    let versions = try connection.all(
      """
      SELECT v.id, t.name, v.number, v.sha256, v.length, v.turns FROM version v
      JOIN transcript t ON t.id = v.transcript ORDER BY v.id
      """
    ) { row in
      StoredVersion(
        id: row.integer(0), name: "\(row.text(1)) (version \(row.integer(2)))",
        sha256: row.text(3), length: row.integer(4), turns: row.text(5))
    }
    for version in versions { try check(version, vocabulary) }
    result.transcripts = versions.count
    result.withdrawn = try project.withdrawals().respondents
    result.isErasureUnfinished = try project.unfinishedErasure() != nil
    try checkVocabulary()
    if result.isSound { for problem in try project.fillerProblems() { report(problem) } }
    try checkSalts()
  }

  /// Each part of the list stands where its first word's number says.
  private mutating func checkVocabulary() throws {
    var words = Vocabulary()
    var isInOrder = true
    try connection.forEach("SELECT first, words FROM vocabulary ORDER BY first") { row in
      isInOrder = isInOrder && row.integer(0) == words.count
      words.add(lines: row.bytesOfBlob(1))
    }
    if !isInOrder { report("the list of all words was altered") }
  }

  private mutating func checkSalts() throws {
    let strays =
      try connection.integer(
        """
        SELECT count(*) FROM speaker_salt x
        LEFT JOIN speaker s ON s.version = x.version AND s.number = x.number WHERE s.number IS NULL
        """) ?? 0
    if strays > 0 { report("table speaker_salt: \(strays) rows belong to no speaker") }
  }

  private struct StoredVersion {
    var id: Int
    var name: String
    var sha256: String
    var length: Int
    var turns: String
  }

  private mutating func check(_ version: StoredVersion, _ vocabulary: Vocabulary) throws {
    let stored = try connection.first(
      "SELECT text, original FROM source_text WHERE version = \(version.id)"
    ) { (text: Array($0.bytesOfText(0)), original: $0.isNull(1) ? nil : $0.blob(1)) }
    guard let stored else {
      report("\(version.name): its text is missing")
      return
    }
    let redactions = try redactions(of: version.id)
    if !redactions.isEmpty {
      result.redacted += 1
      if stored.original != nil {
        report("\(version.name): the file's bytes were erased, and are there again")
      }
    } else if SHA256.digest(stored.original ?? stored.text).hex != version.sha256 {
      report("\(version.name): the file's bytes were altered")
    }
    let turns = try connection.all(
      """
      SELECT start, end, speaker, number, from_ms, to_ms FROM turn
      WHERE version = \(version.id) ORDER BY number
      """
    ) { row in
      StoredTurn(
        range: row.integer(0)..<max(row.integer(0), row.integer(1)), speaker: row.integer(2),
        number: row.integer(3), time: TimeSpan(row, startingAt: 4),
        isTimeWhole: !row.isNull(4) || row.isNull(5))
    }
    let spans = turns.map { (range: $0.range, speaker: $0.speaker) }
    let digest = SpokenWords.digest(of: spans, times: turns.map(\.time))
    if digest.hex != version.turns || !areInOrder(turns) {
      report("\(version.name): its turns were altered")
      return
    }
    guard validUTF8(stored.text) else {
      report("\(version.name): its text was altered: it is no valid UTF-8")
      return
    }
    try checkWords(version, stored.text, spans, redactions)
    try checkIndex(version, stored.text, spans, vocabulary)
  }

  /// By speaker what was erased of a version; where a part of a share is left, the commitment to it.
  private func redactions(of version: Int) throws -> [Int: String?] {
    var redactions: [Int: String?] = [:]
    try connection.forEach(
      "SELECT speaker, commitment FROM redaction WHERE version = \(version)"
    ) { redactions.updateValue($0.optionalText(1), forKey: $0.integer(0)) }
    return redactions
  }

  private struct StoredTurn {
    var range: Range<Int>
    var speaker: Int
    var number: Int
    var time: TimeSpan?
    /// Whether there is no end without a start.
    var isTimeWhole: Bool
  }

  /// Numbered from 0, each after the one before.
  private func areInOrder(_ turns: [StoredTurn]) -> Bool {
    var end = 0
    for (number, turn) in turns.enumerated() {
      guard turn.number == number, turn.range.lowerBound >= end, turn.isTimeWhole else {
        return false
      }
      end = turn.range.upperBound
    }
    return true
  }

  private func validUTF8(_ bytes: [UInt8]) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }

  private mutating func checkWords(
    _ version: StoredVersion, _ text: [UInt8], _ turns: [(range: Range<Int>, speaker: Int)],
    _ redactions: [Int: String?]
  ) throws {
    var counter = CodePoints(SourceText(validUTF8: text))
    let inBytes = counter.bytes(of: turns)
    if counter.offset(ofByte: text.count) != version.length {
      report("\(version.name): its length was altered")
    }
    try connection.forEach(
      """
      SELECT s.number, s.label, s.commitment, x.salt FROM speaker s
      LEFT JOIN speaker_salt x ON x.version = s.version AND x.number = s.number
      WHERE s.version = \(version.id)
      """
    ) { row in
      let number = row.integer(0)
      let who = number == 0 ? "outside all turns" : "of \(row.text(1))"
      let rest = redactions[number] ?? nil
      if redactions[number] != nil, rest == nil {
        if !row.isNull(3) {
          report("\(version.name): what erased words were committed with is there again")
        }
        if !SpokenWords.isErased(text: text, turns: inBytes, speaker: number) {
          report("\(version.name): the words \(who) were erased, and others stand in their place")
        }
        return
      }
      if row.isNull(3) {
        report("\(version.name): what its words were committed with is missing")
        return
      }
      let commitment = SpokenWords.commitment(
        text: text, turns: inBytes, speaker: number, salt: row.blob(3))
      if commitment.hex != rest ?? row.text(2) {
        report("\(version.name): the words \(who) were altered")
      }
    }
  }

  private mutating func checkIndex(
    _ version: StoredVersion, _ text: [UInt8], _ turns: [(range: Range<Int>, speaker: Int)],
    _ vocabulary: Vocabulary
  ) throws {
    let stored = try connection.first(
      "SELECT matching, stream FROM word_stream WHERE version = \(version.id)"
    ) { (matching: $0.integer(0), stream: $0.blob(1)) }
    if let stored, (1..<Codebook.matchingVersion).contains(stored.matching) {
      result.stale += 1
      return
    }
    if let stored, stored.matching != Codebook.matchingVersion {
      report("\(version.name): the version of its index was altered")
    }
    let source = SourceText(validUTF8: text)
    var counter = CodePoints(source)
    var words = vocabulary
    let known = words.count
    let stream = WordScanner.scan(
      source, turns: counter.bytes(of: turns).map { Turn(speaker: nil, range: $0.range) },
      vocabulary: &words)
    if words.count > known || stored?.stream != stream.encoded() {
      report("\(version.name): the index of its words is not that of its text")
    }
  }

  /// Passages lie within the texts that they are of; but for codings of other programs that did not
  /// fit.
  private mutating func checkPlaces() throws {
    for table in ["coding", "decision", "memo", "skipped", "settlement"] {
      let strays =
        try connection.integer(
          """
          SELECT count(*) FROM \(fragment: SQL(stringLiteral: table)) x
          LEFT JOIN version v ON v.id = x.version
          WHERE x.version IS NOT NULL \(fragment: table == "coding" ? "AND x.misfit IS NULL" : "")
            AND (v.id IS NULL OR x.start < 0 OR x.end <= x.start OR x.end > v.length)
          """) ?? 0
      if strays > 0 { report("table \(table): \(strays) of its places lie in no text") }
    }
  }

  // MARK: Proposals and counts

  private mutating func checkProposals() throws {
    let applications = try connection.all(
      """
      SELECT a.rule, a.after_version, a.through_version, a.segments, a.digest, c.path
      FROM application a JOIN rule r ON r.id = a.rule JOIN code c ON c.id = r.code
      ORDER BY a.rule, a.through_version
      """
    ) { ($0.integer(0), $0.integer(1), $0.integer(2), $0.integer(3), $0.text(4), $0.text(5)) }
    for (rule, after, through, segments, digest, code) in applications {
      var found = ProposalDigest()
      var isInRange = true
      try project.proposals(of: rule, after: after, through: through) { proposal, isWhole in
        isInRange = isInRange && isWhole
        found.add(proposal)
      }
      let (count, hash) = found.finish()
      result.proposals += count
      if count != segments || hash.hex != digest || !isInRange {
        report("proposals of rule \(rule) (\(code)) were altered")
      }
    }
    let stored = try connection.integer("SELECT count(*) FROM proposal") ?? 0
    if stored != result.proposals {
      report("\(stored - result.proposals) proposals were made by no recorded run of a rule")
    }
  }

  /// Counts everything anew and compares; the file itself is left as it was.
  ///
  /// Where what is counted was altered already, its counts say nothing more.
  private mutating func checkTally() throws {
    guard result.isSound else { return }
    let tree = try CodeTree(project)
    var rows = 0
    for code in try project.codes() {
      let stored = try tally(of: code.id)
      rows += stored.count
      if try stored != project.tallyRows(code.id, after: 0, tree) {
        report("the counts of \(code.path) are not those of its segments")
      }
    }
    if try connection.integer("SELECT count(*) FROM tally") != rows {
      report("there are counts of codes that no codebook has")
    }
  }

  private func tally(of code: Int) throws -> [TallyRow] {
    try connection.all(
      """
      SELECT code, version, speaker, segments, words FROM tally
      WHERE code = \(code) ORDER BY version, speaker
      """
    ) { row in
      TallyRow(
        code: row.integer(0), version: row.integer(1), speaker: row.integer(2),
        segments: row.integer(3), words: row.integer(4))
    }
  }
}
