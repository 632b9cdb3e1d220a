import Coding
import Project
import SQLite
import TestSupport
import Testing

/// Whatever was done, undoing it shows readers what they saw before, and the file verifies.
@Suite struct UndoTests {
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `undoing any act shows what was there before, back to the empty project`(
    seed: UInt64
  ) throws {
    let empty = try Shown(Study())
    var history = try RandomHistory(seed: seed)
    let study = history.study
    var random = Seeded(seed &+ 1000)
    // What readers saw before each act that still stands.
    var before: [Shown] = []
    for step in 1...18 {
      let (shown, events) = (try Shown(study), try study.events())
      let what = try history.step()
      if try study.events() > events { before.append(shown) }
      try Recount(study: study).check("seed \(seed), step \(step): \(what)")
      for _ in 0..<(random.once(in: 2) ? Int.random(in: 0...3, using: &random) : 0) {
        guard let expected = before.popLast() else { break }
        let undone = try study.undo()
        try Shown(study).expect(expected, "seed \(seed), step \(step): \(what), undone \(undone)")
        try Recount(study: study).check("seed \(seed), step \(step), undone \(undone)")
      }
    }
    while let expected = before.popLast() {
      let undone = try study.undo()
      try Shown(study).expect(expected, "seed \(seed), undone \(undone)")
    }
    while let undone = try? study.undo() {
      try Recount(study: study).check("seed \(seed), undone \(undone)")
    }
    try Shown(study).expect(empty, "seed \(seed), all undone")
    // What was undone can be done again.
    _ = try history.step()
    try Recount(study: study).check("seed \(seed), begun again")
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `what was undone is still seen as of the time when it stood`(seed: UInt64) throws {
    var history = try RandomHistory(seed: seed)
    let study = history.study
    var shown: [Int: Shown] = [:]
    for step in 1...12 {
      _ = try history.step()
      shown[try study.events()] = try Shown(study)
      for _ in 0..<(step % 4) where step % 3 == 0 {
        try study.undo()
        shown[try study.events()] = try Shown(study)
      }
    }
    let last = try study.events()
    for (event, expected) in shown where event < last {
      let past = try study.reopen(.read)
      try past.rewind(to: try past.moment("\(event)"))
      try Shown(past).expect(expected.withoutTheTally, "seed \(seed), as of event \(event)")
    }
  }

  @Test func `a difference names what was undone`() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "De lamp. De deur."))])
    try study.add(Books.one(Books.rule("lamp")))
    try study.apply()
    try study.decide(try #require(study.segments().first), .rejected)
    let code = try study.project.code(named: "repair")
    try study.project.change { _ = try study.project.code(39..<43, of: 1, with: code) }
    let moment = try study.events()
    for _ in 1...2 { try study.undo() }
    let earlier = try study.reopen(.read)
    try earlier.rewind(to: try earlier.moment("\(moment)"))
    let moves = try study.project.difference(since: earlier).moves
    #expect(moves.map(\.cause) == [.undo, .undo])
    #expect(moves.map(\.isGained) == [false, true])
    #expect(moves.map(\.event) == [moment + 1, moment + 2])
  }

  @Test func `what was undone can be done again, and counts once`() throws {
    let study = try Study()
    let files = [("a.txt", interview("A", "De lamp. Nog een lamp."))]
    try study.ingest(files)
    try study.add(Books.one(Books.rule("lamp")))
    try study.apply()
    for _ in 1...3 { try study.undo() }
    #expect(try study.project.transcriptNames().isEmpty)
    #expect(try study.ingest(files) == [.added])
    #expect(try study.add(Books.one(Books.rule("lamp"))) == .added(rules: 1))
    #expect(try study.apply().segments == 2)
    #expect(try study.quotes() == ["De lamp.", "Nog een lamp."])
    try Recount(study: study).check("done again")
  }

  @Test func `undoing a run over new transcripts keeps what earlier runs found`() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "De lamp."))])
    try study.add(Books.one(Books.rule("lamp"), Books.rule("deur")))
    try study.apply()
    try study.ingest([("b.txt", interview("B", "Een lamp. Een deur."))])
    try study.apply()
    try study.undo()
    #expect(try study.quotes() == ["De lamp."])
    try Recount(study: study).check("undone")
    let applied = try study.apply()
    #expect((applied.newRules, applied.transcripts, applied.segments) == (0, 1, 2))
    #expect(try study.quotes() == ["De lamp.", "Een lamp.", "Een deur."])
    try Recount(study: study).check("applied again")
  }

  @Test func `a decision is undone to the one before, with its coder and reason`() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "De lamp."))])
    try study.add(Books.one(Books.rule("lamp")))
    try study.apply()
    try study.decide(try #require(study.segments().first), .rejected, reason: "ruis")
    let rejected = try #require(study.segments([.rejected]).first)
    let audit = try study.project.audit(rejected)
    #expect(audit.reason == "ruis")
    try study.decide(rejected, .accepted)
    let act = try study.project.lastAct()
    #expect(act.events.map(\.what) == ["accepted a.txt:34-42:repair"])
    #expect(act.actor == "anna")
    try study.undo()
    #expect(try study.project.audit(rejected).reason == "ruis")
    try study.undo()
    #expect(try study.segments().map(\.status) == [.proposed])
  }

  @Test func `a checkpoint changes nothing and is passed over`() throws {
    let study = try Study()
    try study.respondents([("A", [("role", "bewoner")])])
    let checkpoint = try study.project.change {
      try study.project.name(study.project.checkpoint(), "interim")
    }
    #expect(try study.undo().hasPrefix("2 respondents.recorded"))
    #expect(try study.project.checkpoints() == [checkpoint])
    #expect(try study.project.verify().isSound)
  }

  @Test func `a project that holds nothing has nothing to undo`() throws {
    let study = try Study()
    #expect(throws: ProjectError.self) { try study.undo() }
    #expect(try study.events() == 1)
  }

  @Test func `undone acts whose event is altered are found`() throws {
    let study = try Study()
    try study.respondents([("A", [("role", "bewoner")])])
    try study.undo()
    #expect(try study.project.verify().isSound)
    try study.project.connection.execute("DELETE FROM undone")
    #expect(try study.project.verify().problems.count == 1)
  }
}

extension Study {
  /// Undoes the last act, and says what it was.
  @discardableResult
  func undo() throws -> String {
    try project.change {
      let act = try project.lastAct()
      try project.undo(act)
      return act.events.map { "\($0.number) \($0.kind.rawValue) \($0.what)" }
        .joined(separator: "; ")
    }
  }
}

/// All that readers of a project see: row numbers and the ledger itself aside.
struct Shown: Equatable {
  private var tables: [String: [String]] = [:]

  init(_ study: Study) throws { try self.init(study.project) }

  /// Past states have no tally; their counts are worked out.
  init(_ project: Project) throws {
    for (name, query) in Self.queries {
      tables[name] = try project.connection.all(SQL(stringLiteral: query)) { row in
        (0..<row.columnCount).map { Self.text(row.value($0)) }.joined(separator: " | ")
      }.sorted()
    }
    tables["caveats"] = try project.caveats().filter { !project.pastCaveats.contains($0) }
    if project.moment != nil { self = withoutTheTally }
    tables["codebooks"] = try project.codebooks().map { "\($0)" }
    tables["voices"] = try project.voices().map { voice in
      let attributes = voice.attributes.sorted { $0.key < $1.key }.map { "\($0)" }
      return "\(voice.transcript) \(voice.label) \(voice.respondent ?? "") \(attributes)"
    }
    tables["attributes"] = try project.attributeNames()
    tables["silent"] = try project.silentRespondents()
    tables["known"] = try project.knownRespondents().map { "\($0)" }.sorted()
  }

  var withoutTheTally: Shown {
    var shown = self
    for table in ["tally", "frequencies"] { shown.tables[table] = nil }
    return shown
  }

  private static let queries = [
    // Rules of one passage come in no order.
    "segments": """
    SELECT file, start, end, quote, code, code_path, codebook, respondent, coder, origin, status,
      length(rule), length(places), version FROM segments
    """,
    "frequencies": "SELECT * FROM frequencies", "respondents": "SELECT * FROM respondents",
    "attributes of respondents": "SELECT * FROM respondent_attributes",
    "neighbourhoods": "SELECT * FROM neighbourhood_attribute",
    "transcripts": "SELECT * FROM transcripts", "codes": "SELECT * FROM codes",
    "orphans": "SELECT * FROM orphans",
    "tally": """
    SELECT c.codebook, c.path, t.version, t.speaker, t.segments, t.words FROM tally t
    JOIN code c ON c.id = t.code
    """,
  ]

  private static func text(_ value: Value) -> String {
    switch value {
    case .null: "–"
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let text): text
    case .blob(let bytes): "\(bytes)"
    }
  }

  /// The tables that are not the same.
  func differences(from other: Shown) -> [String] {
    tables.keys.sorted().filter { tables[$0] != other.tables[$0] }
  }

  func expect(_ expected: Shown, _ what: String) {
    for name in differences(from: expected) {
      let (is_, was) = (tables[name] ?? [], expected.tables[name] ?? [])
      let lost = was.filter { !is_.contains($0) }.prefix(3)
      let gained = is_.filter { !was.contains($0) }.prefix(3)
      Issue.record("\(what): \(name): lost \(lost), gained \(gained)")
    }
  }
}
