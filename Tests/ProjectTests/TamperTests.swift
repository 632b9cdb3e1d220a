import Coding
import Foundation
import Project
import SQLite
import TestSupport
import Testing

/// `verify` finds whatever was changed behind the program's back.
@Suite struct TamperTests {
  /// A file with something in every table.
  static func sample() throws -> Study {
    let study = try Study()
    try study.respondents([("A", [("role", "bewoner")]), ("B", [("role", "x"), ("age", "8")])])
    _ = try study.project.change {
      try study.project.record(neighbourhoods: [
        AttributeRow(
          id: "Noord", attributes: [Attribute(name: "city", value: "Groningen")],
          place: Place(file: "table"))
      ])
    }
    try study.ingest([
      ("a.txt", interview("A", "De lamp brandt. Eén lamp.", "Een nieuwe deur. En een lamp.")),
      ("b.txt", interview("B", "Geen lamp.\r\n", "De deur is nieuw.")),
    ])
    try study.add(
      Books.book(
        Books.code(
          "repair", [Books.rule("lamp")], [Books.code("door", [Books.rule("deur", unit: "match")])])
      ))
    try study.apply()
    let segments = try study.segments()
    try study.decide(segments[0], .accepted, reason: "goed")
    try study.decide(segments[1], .rejected)
    let code = try study.project.code(named: "door")
    let version = try study.project.version(named: "a.txt").id
    for range in [27..<31, 30..<35] {
      _ = try study.project.change {
        try study.project.code(range, of: version, with: code)
      }
    }
    try study.project.change {
      _ = try study.project.registerReference("iris")
      let recorder = try LayerRecorder(study.project, isSync: false)
      let lamp = segments[0]
      let coding = HandCoding(
        range: lamp.start..<lamp.end, speaker: lamp.speaker, words: lamp.words, code: code.id,
        memo: "of toch niet")
      _ = try recorder.record([coding], of: lamp.version, by: "iris", lookingFor: [code.id])
      try recorder.finish()
    }
    if let coding = try study.segments().first(where: { $0.origin == .hand }) {
      try study.project.change { try study.project.retract(coding) }
    }
    try bring(to: study, code: code.id, version: version)
    try share(study, code: code.id, version: version)
    try settle(study, code: code.id)
    try merge(into: study)
    try study.add(Books.one(Books.rule("lamp"), Books.rule("deur NOT nieuw")))
    try study.ingest([("b.txt", interview("B", "Toch een lamp."))])
    try study.apply()
    try study.respondents([("C", [("role", "bewoner")])])
    try study.undo()
    _ = try study.project.change {
      try study.project.name(study.project.checkpoint(), "rapport")
    }
    try Recount(study: study).check("the sample")
    return study
  }

  /// Coders with their kinds, what they are to read, and what a reviewer left for later.
  private static func share(_ study: Study, code: Int, version: Int) throws {
    let project = study.project
    try project.change {
      #expect(try project.register("joost", as: .human))
      #expect(try !project.register("joost", as: .human))
      #expect(try project.register("team", as: .layer, isReference: true))
      #expect(try project.assign(["a.txt", "b.txt"], to: "joost", isBlind: true) == 2)
      #expect(try project.assign(["a.txt"], to: "joost", isBlind: true) == 0)
      #expect(try project.takeBack(["b.txt"], from: "joost") == 1)
      try project.skip(27..<31, of: version, code: code)
    }
  }

  /// What one coder coded in the words of B stays hers, and is settled as somewhat less.
  private static func settle(_ study: Study, code: Int) throws {
    let project = study.project
    let version = try project.version(named: "b.txt").id
    let turn = try #require(try project.turns(of: version).last)
    let start = turn.range.lowerBound
    let coding = HandCoding(
      range: start..<start + 7, speaker: turn.speaker, words: 2, code: code)
    try project.change {
      let recorder = try LayerRecorder(project, isSync: false)
      #expect(try recorder.add([coding], to: version, by: "joost") == 1)
      try recorder.finish()
      let uid = try #require(try project.handCodings(of: version, by: "joost").first?.uid)
      try project.settle(
        coding: CodedSpan(
          range: coding.range, coder: "joost", uid: uid, speaker: turn.speaker),
        code: code, of: version, at: [start..<start + 4], reason: "korter")
    }
  }

  /// Another project's memo.
  private static func merge(into study: Study) throws {
    let other = try Project.create(
      path: study.folder.file("other.zicht"),
      surroundings: .counting(coder: "joost", from: 9_000_000))
    try other.change { try other.write(memo: "Van elders.", on: .project) }
    let report = try other.read { try study.project.change { try study.project.merge(other) } }
    #expect(report.counts == [.memos: 1])
  }

  /// Memos of every kind, and what another program's file brings.
  private static func bring(to study: Study, code: Int, version: Int) throws {
    let project = study.project
    try project.change {
      try project.write(memo: "Begonnen.", on: .project)
      try project.write(memo: "Ook poorten.", title: "Deur", on: .code(code))
      try project.write(memo: "Rumoerig.", on: .transcript(version))
      try project.write(memo: "Mooi.", on: .passage(version, 27..<31))
      try project.retractMemo(ofEvent: project.head().number)
      var file = ImportedFile(
        name: "a.qdpx", sha256: String(repeating: "0", count: 64), format: "REFI-QDA project",
        origin: "Elders 1")
      file.guids = [(kind: "coder", name: "ria", guid: "1")]
      let recorder = try ExchangeRecorder(project, file, after: project.head().number)
      let coding = ImportedCoding(
        uid: String(repeating: "a", count: 32), version: version, range: 30..<40, code: code,
        coder: "ria", memo: "zeker?", made: "2020-01-01T00:00:00Z")
      #expect(try recorder.record(coding) == .added)
      #expect(try recorder.record(coding) == .known)
      var stray = coding
      (stray.uid, stray.range, stray.misfit) = (
        String(repeating: "b", count: 32), 0..<1, "no start"
      )
      #expect(try recorder.record(stray) == .added)
      let members = [(kind: "code", name: "book:repair/door")]
      #expect(try recorder.record(set: "s", name: "S", description: "D", members: members))
      #expect(try !recorder.record(set: "s", name: "S", description: "D", members: members))
      #expect(try recorder.finish())
    }
  }

  /// The same as it is, and after somebody withdrew from it.
  enum Sample: CaseIterable {
    case whole, redacted

    func study() throws -> Study {
      let study = try TamperTests.sample()
      guard self == .redacted else { return study }
      try study.ingest([("groep.md", WithdrawalTests.group)])
      try study.apply()
      for segment in try study.segments() where segment.status == .proposed {
        try study.decide(segment, .accepted, reason: "want zij zegt het")
      }
      try study.apply()
      try study.ingest([("kort.txt", interview("A", "Het was een lamp."))])
      _ = try study.project.change { try study.project.undo(study.project.lastAct()) }
      try WithdrawalTests.withdraw("G-1", from: study)
      try WithdrawalTests.withdraw("A", from: study)
      return study
    }
  }

  /// What `verify` says of a copy of a file after a change by raw SQL; nil when all is well.
  static func verdict(on study: Study, after tamper: (Connection) throws -> Void) throws -> String?
  {
    let copy = study.folder.file("copy.zicht")
    try? FileManager.default.removeItem(atPath: copy)
    try FileManager.default.copyItem(atPath: study.path, toPath: copy)
    do {
      let raw = try Connection(path: copy)
      try raw.execute(
        """
        PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF;
        PRAGMA journal_mode = MEMORY
        """)
      let triggers = try raw.all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'") {
        ($0.text(0), $0.text(1))
      }
      for trigger in triggers { try raw.execute("DROP TRIGGER \(trigger.0)") }
      try tamper(raw)
      for trigger in triggers { try raw.execute(trigger.1) }
    }
    return verdict(onFile: copy)
  }

  static func verdict(onFile path: String) -> String? {
    do {
      let project = try Project.open(
        path: path, for: .read, surroundings: .counting(coder: "auditor"))
      let result = try project.verify()
      return result.isSound && result.stale == 0 ? nil : result.problems.joined(separator: "; ")
    } catch { return "\(error)" }
  }

  struct Column {
    var table: String
    var name: String
    var type: String
    var isKey: Bool
  }

  /// Of all tables but `tile`, which takes 256 events to have a row: see `TreeTamperTests`.
  static func columns(_ study: Study) throws -> [Column] {
    try study.project.connection.all(
      """
      SELECT t.name, c.name, c.type, c.pk FROM sqlite_schema t, pragma_table_info(t.name) c
      WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'tile'
      ORDER BY t.name, c.cid
      """
    ) { Column(table: $0.text(0), name: $0.text(1), type: $0.text(2), isKey: $0.integer(3) > 0) }
  }

  /// SQL for another value of a column of the same type.
  private static func other(_ column: Column) -> String {
    let name = "\"\(column.name)\""
    return switch column.type {
    case "INTEGER": "coalesce(\(name), 0) + 1000"
    case "BLOB":
      "CAST(coalesce(substr(\(name), 1, length(\(name)) - 1), x'') || x'5A' AS BLOB)"
    default: "coalesce(substr(\(name), 1, length(\(name)) - 1), '') || '~'"
    }
  }

  /// SQL for values that no program of ours writes.
  private static func outlandish(_ column: Column) -> [String] {
    switch column.type {
    case "INTEGER": ["-1", "9223372036854775807", "4294967296 + \"\(column.name)\""]
    case "BLOB": ["x''", "zeroblob(100)"]
    default: ["''", "CAST(x'80FF00' AS TEXT)"]
    }
  }

  private static func oneRow(_ table: String, _ columns: [Column], seed: UInt64) -> String {
    let keys = columns.filter { $0.table == table && $0.isKey }.map { "\"\($0.name)\"" }
      .joined(separator: ", ")
    return "(\(keys)) IN (SELECT \(keys) FROM \"\(table)\" ORDER BY \(keys) LIMIT 1 "
      + "OFFSET (SELECT \(seed) % count(*) FROM \"\(table)\"))"
  }

  /// The columns of all tables that hold something.
  private static func filledColumns(_ study: Study, of sample: Sample) throws -> [Column] {
    let columns = try columns(study)
    let tables = Set(columns.map(\.table))
    let filled = try tables.filter { try study.count($0) > 0 }
    #expect(tables.count == 36)
    let empty = sample == .redacted ? [] : ["redaction", "erased"]
    #expect(tables.subtracting(filled) == Set(empty))
    return columns.filter { filled.contains($0.table) }
  }

  @Test(arguments: Sample.allCases, [1, 400] as [UInt64])
  func findsAnyChangedColumn(sample: Sample, seed: UInt64) throws {
    let study = try sample.study()
    let columns = try Self.filledColumns(study, of: sample)
    for column in columns {
      let table = "\"\(column.table)\""
      let row = Self.oneRow(column.table, columns, seed: seed)
      let verdict = try Self.verdict(on: study) {
        try $0.execute(
          "UPDATE \(table) SET \"\(column.name)\" = \(Self.other(column)) WHERE \(row)")
        #expect($0.changes == 1, "nothing changed in \(column.table).\(column.name)")
      }
      if verdict == nil { Issue.record("unnoticed: \(column.table).\(column.name)") }
    }
  }

  /// Values that can't be: they are told, not tripped over.
  @Test(arguments: Sample.allCases) func survivesOutlandishValues(sample: Sample) throws {
    let study = try sample.study()
    let columns = try Self.filledColumns(study, of: sample)
    for column in columns {
      for value in Self.outlandish(column) {
        let what = "\(column.table).\(column.name) = \(value)"
        let (table, name) = ("\"\(column.table)\"", "\"\(column.name)\"")
        var isChanged = false
        let verdict = try Self.verdict(on: study) {
          try? $0.execute(
            "UPDATE \(table) SET \(name) = \(value) WHERE \(name) IS NOT \(value) "
              + "AND \(Self.oneRow(column.table, columns, seed: 1))")
          isChanged = $0.changes == 1
        }
        if verdict == nil, isChanged { Issue.record("unnoticed: \(what)") }
      }
    }
  }

  @Test(arguments: Sample.allCases, [0, 1, 90] as [UInt64])
  func findsADeletedRow(sample: Sample, seed: UInt64) throws {
    let study = try sample.study()
    let columns = try Self.filledColumns(study, of: sample)
    for table in Set(columns.map(\.table)).sorted() {
      let verdict = try Self.verdict(on: study) {
        try $0.execute("DELETE FROM \"\(table)\" WHERE \(Self.oneRow(table, columns, seed: seed))")
        #expect($0.changes == 1, "nothing deleted from \(table)")
      }
      if verdict == nil { Issue.record("unnoticed: a row less in \(table)") }
    }
  }

  /// A copy of a row under a key of its own.
  @Test(arguments: Sample.allCases, [0, 3] as [UInt64])
  func findsAnAddedRow(sample: Sample, seed: UInt64) throws {
    let study = try sample.study()
    let columns = try Self.filledColumns(study, of: sample)
    for table in Set(columns.map(\.table)).sorted() {
      let unique = ["uid", "name", "number", "path", "hash"]
      let values = columns.filter { $0.table == table }.map { column in
        column.isKey || unique.contains(column.name) ? Self.other(column) : "\"\(column.name)\""
      }
      let verdict = try Self.verdict(on: study) {
        try $0.execute(
          "INSERT INTO \"\(table)\" SELECT \(values.joined(separator: ", ")) FROM \"\(table)\" "
            + "WHERE \(Self.oneRow(table, columns, seed: seed))")
        #expect($0.changes == 1, "nothing added to \(table)")
      }
      if verdict == nil { Issue.record("unnoticed: a row more in \(table)") }
    }
  }

  @Test func findsContentThatNothingRefersTo() throws {
    let study = try Self.sample()
    let salt = [UInt8](repeating: 7, count: 32)
    let stowaway = Commitment(to: Array("{}".utf8), salt: salt)
    let verdict = try Self.verdict(on: study) {
      try $0.run("INSERT INTO content VALUES (\(stowaway.hash.bytes), \(salt), \("{}"))")
    }
    #expect(verdict != nil)
  }

  /// The chain notices an event that was rewritten with a hash to match.
  @Test(arguments: Sample.allCases) func findsARewrittenEvent(sample: Sample) throws {
    let study = try sample.study()
    var events: [LedgerEvent] = []
    try study.project.events { event, _ in events.append(event) }
    var previous = LedgerEvent.genesis
    for event in events.dropLast() {
      var rewritten = event
      rewritten.actor = "mallory"
      let hash = rewritten.link(after: previous).bytes
      let verdict = try Self.verdict(on: study) {
        try $0.run(
          "UPDATE event SET actor = \(rewritten.actor), hash = \(hash) WHERE number = \(event.number)"
        )
      }
      #expect(verdict != nil, "unnoticed: event \(event.number)")
      previous = event.link(after: previous)
    }
  }

  /// SQLite reads only some words of its own list of tables; we compare them all.
  @Test(arguments: ["type = 'TABLE'", "tbl_name = 'Tally'"])
  func findsAChangedSchema(_ change: String) throws {
    let study = try Self.sample()
    let verdict = try Self.verdict(on: study) {
      try $0.execute(
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET \(change) WHERE name = 'tally'")
      #expect($0.changes == 1)
    }
    #expect(verdict?.contains("the tables of") == true)
  }

  /// Whatever byte is flipped: it is found, or no table says anything else.
  @Test(arguments: Sample.allCases) func findsFlippedBytes(sample: Sample) throws {
    let study = try sample.study()
    let original = [UInt8](try Data(contentsOf: URL(fileURLWithPath: study.path)))
    let before = try Self.dump(study.path)
    var random = Seeded(42)
    var found = 0
    for _ in 0..<150 {
      var bytes = original
      bytes[Int.random(in: bytes.indices, using: &random)] ^= UInt8(
        1 << Int.random(in: 0..<8, using: &random))
      try study.folder.write(bytes, to: "flipped.zicht")
      let path = study.folder.file("flipped.zicht")
      if Self.verdict(onFile: path) != nil {
        found += 1
      } else {
        #expect((try? Self.dump(path)) == before, "unnoticed")
      }
    }
    #expect(found > 10)
  }

  /// All rows of all tables.
  private static func dump(_ path: String) throws -> [String] {
    let connection = try Connection(path: path, options: .readOnly)
    let tables = try connection.all(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
    ) { $0.text(0) }
    return try tables.flatMap { table -> [String] in
      let rows = try connection.prepare("SELECT * FROM \"\(table)\"")
      defer { rows.reset() }
      var lines: [String] = []
      while try rows.step() {
        lines.append(table + (0..<rows.columnCount).map { "|\(rows.value($0))" }.joined())
      }
      return lines
    }
  }
}
