import Coding
import Formats
import Project
import SQLite
import TestSupport
import Testing

/// Codings of whole transcripts, kept apart as a reference, and rules held against them.
@Suite struct ReferenceTests {
  private let study: Study

  init() throws {
    study = try Study()
    try study.ingest([
      ("a.txt", interview("A-01", "De lamp is stuk. Niemand kwam. Toen kwam Jan.")),
      ("b.txt", interview("B-01", "Er hangt een lamp. Dat scheelt.")),
    ])
    try study.add(
      Books.book(
        Books.code("repair", [], [Books.code("light", [Books.rule("lamp")])]),
        Books.code("people", [Books.rule("jan")])))
    try study.apply()
  }

  private func code(_ path: String) throws -> Int { try study.project.code(named: path).id }

  private func codings(_ quotes: [(String, String, String?)], in file: String) throws
    -> [HandCoding]
  {
    let version = try study.project.version(named: file).id
    let codable = try study.project.codableVersion(version)
    let text = String(decoding: try study.project.text(ofVersion: version), as: UTF8.self)
    return try quotes.map { quote, path, memo in
      let range = try #require(text.range(of: quote))
      let start = text.unicodeScalars.distance(from: text.startIndex, to: range.lowerBound)
      let place = start..<start + quote.unicodeScalars.count
      let (speaker, words) = try codable.passage(place)
      return HandCoding(
        range: place, speaker: speaker, words: words, code: try code(path), memo: memo)
    }
  }

  @discardableResult
  private func record(
    _ quotes: [(String, String, String?)], in file: String, by coder: String = "iris",
    lookingFor paths: [String] = ["repair", "light", "people"], reference: Bool = true,
    isSync: Bool = false
  ) throws -> LayerRecorder.Outcome {
    let codings = try codings(quotes, in: file)
    let codes = Set(try paths.map(code))
    return try study.project.change {
      if reference { _ = try study.project.registerReference(coder) }
      let recorder = try LayerRecorder(study.project, isSync: isSync)
      let outcome = try recorder.record(
        codings, of: try study.project.version(named: file).id, by: coder, lookingFor: codes)
      try recorder.finish()
      return outcome
    }
  }

  private func tally() throws -> [Int] {
    try study.project.connection.all("SELECT segments FROM tally ORDER BY code, version") {
      $0.integer(0)
    }
  }

  @Test func whatIsKnownIsNotRecordedAgain() throws {
    let first = try record([("Niemand kwam", "people", "wie?")], in: "a.txt")
    #expect(first.added == 1 && first.isNewReading)
    let events = try study.events()
    let second = try record([("Niemand kwam", "people", "wie?")], in: "a.txt")
    #expect(second.added == 0 && second.unchanged == 1 && !second.isNewReading)
    #expect(try study.events() == events)
    #expect(try study.project.verify().problems == [])
  }

  @Test func whatIsGoneStaysUntilAsked() throws {
    try record(
      [("Niemand kwam", "people", nil), ("De lamp", "light", "stuk"), ("Jan", "people", nil)],
      in: "a.txt")
    let told = try record([("De lamp", "light", "kapot")], in: "a.txt")
    #expect(told.gone == 2 && told.otherMemos == 1 && told.added == 0)
    #expect(try study.count("coding") == 3)
    // Of a code that was not looked for nothing is said.
    let narrow = try record([], in: "a.txt", lookingFor: ["light"], isSync: true)
    #expect(narrow.gone == 1)
    let synced = try record([("De lamp", "light", "kapot")], in: "a.txt", isSync: true)
    #expect(synced.gone == 2 && synced.added == 1)
    let standing = try study.project.connection.integer(
      "SELECT count(*) FROM coding WHERE retracted IS NULL")
    #expect(standing == 1)
    #expect(try study.project.verify().problems == [])
  }

  @Test func aReferenceCountsNowhereUnlessAskedFor() throws {
    let (before, shown) = (try tally(), try study.segments())
    try record([("Niemand kwam", "people", nil), ("De lamp", "light", nil)], in: "a.txt")
    #expect(try tally() == before)
    #expect(try study.segments() == shown)
    let viewed = try study.project.connection.integer("SELECT count(*) FROM segments")
    #expect(viewed == shown.count)
    var query = SegmentQuery()
    query.coder = "iris"
    var rows: [SegmentRow] = []
    try study.project.forEachSegment(query) { rows.append($0) }
    #expect(rows.map(\.coder) == ["iris", "iris"])
    #expect(try study.project.caveats().contains { $0.contains("iris") })
    #expect(try study.project.verify().problems == [])
  }

  @Test func aLayerThatIsNoReferenceCounts() throws {
    let before = try tally()
    try record([("Niemand kwam", "people", nil)], in: "a.txt", by: "ben", reference: false)
    #expect(try tally() != before)
    #expect(try study.project.verify().problems == [])
    #expect(throws: ProjectError.self) {
      try self.study.project.change { try self.study.project.registerReference("ben") }
    }
  }

  @Test func notCodedIsNotNothingFound() throws {
    try record([], in: "b.txt")
    #expect(try study.project.readers().map(\.transcripts) == [1])
    #expect(try study.count("reading") == 3)
    // What was read stays read when the transcript is corrected, as codings stay.
    try study.ingest([("b.txt", interview("B-01", "Er hing een lamp. Dat scheelt."))])
    #expect(try study.project.readers().map(\.transcripts) == [1])
    #expect(try study.count("reading") == 6)
    #expect(try study.project.verify().problems == [])
  }

  @Test(arguments: [
    "DELETE FROM reading WHERE code = 1", "UPDATE reading SET coder = 'joost'",
    "DELETE FROM reference_coder", "UPDATE coding SET coder = 'anna'",
    "UPDATE content SET body = '\"other\"' WHERE body = '\"memo\"'",
    "DELETE FROM content WHERE body = '\"memo\"'",
  ])
  func whatWasAlteredIsSeen(_ change: String) throws {
    try record([("Niemand kwam", "people", "memo")], in: "a.txt")
    #expect(try study.project.verify().isSound)
    try study.project.connection.execute(change)
    #expect(study.project.connection.changes > 0)
    #expect(try !study.project.verify().isSound)
  }

  @Test func aPassageIsOneSpeakersWords() throws {
    let version = try study.project.version(named: "a.txt").id
    let codable = try study.project.codableVersion(version)
    let length = try study.project.text(ofVersion: version).count
    #expect(throws: UncodablePassage.speakers(2)) { try codable.passage(0..<length) }
    #expect(throws: UncodablePassage.wordless) { try codable.passage(length - 2..<length) }
  }

  // MARK: Scores

  private func material(
    _ coders: [String], withChildren: Bool = true, transcripts: Set<String>? = nil
  ) throws -> ScoreMaterial {
    var query = ScoreQuery(
      codebooks: [try study.project.codebook("wins").codebook], coders: coders)
    query.withChildren = withChildren
    query.transcripts = transcripts
    return try study.project.scoreMaterial(query)
  }

  @Test func sentencesAreThoseOfRespondents() throws {
    try record([("lamp is stuk. Niemand", "light", nil)], in: "a.txt")
    try record([], in: "b.txt")
    let material = try material(["iris"])
    #expect(material.codes.map(\.path) == ["repair", "repair/light", "people"])
    // The interviewer's 'En de lamp?' is none of them.
    #expect(material.transcripts.map(\.sentences.count) == [3, 2])
    // What a child has, its parent has.
    #expect(material.transcripts[0].coded == [[[0, 1], [0, 1], []]])
    #expect(material.transcripts[0].found.map { Set($0.keys) } == [[0], [0], [2]])
    #expect(material.transcripts[0].overlaps(.any)[1] == Overlap(right: 1, wrong: 0, missed: 1))
    #expect(material.transcripts[0].overlaps(.any)[2] == Overlap(right: 0, wrong: 1, missed: 0))
    #expect(material.transcripts[1].overlaps(.any)[0] == Overlap(right: 0, wrong: 1, missed: 0))
    let own = try self.material(["iris"], withChildren: false)
    #expect(own.transcripts[0].coded == [[[], [0, 1], []]])
  }

  @Test func onlyWhatAllCodersReadCounts() throws {
    try record([("De lamp", "light", nil)], in: "a.txt")
    try record([], in: "b.txt")
    try record(
      [("De lamp is stuk. Niemand kwam", "light", nil)], in: "a.txt", by: "joost",
      lookingFor: ["light"])
    let material = try material(["iris", "joost"])
    #expect(material.transcripts.map(\.transcript) == ["a.txt"])
    #expect(material.codes.map(\.path) == ["repair/light"])
    #expect(material.leftOut.map(\.path) == ["repair", "people"])
    #expect(material.transcripts[0].wanted(0, .any) == [0, 1])
    #expect(material.transcripts[0].wanted(0, .both) == [0])
    #expect(material.transcripts[0].agreement() == [Overlap(right: 1, wrong: 0, missed: 1)])
    #expect(try self.material(["iris"], transcripts: ["b.txt"]).transcripts.count == 1)
    #expect(throws: ProjectError.self) { try self.material(["nobody"]) }
  }

  @Test func decisionsDoNotChangeWhatRulesFind() throws {
    try record([("De lamp", "light", nil)], in: "a.txt")
    let before = try material(["iris"]).transcripts
    for segment in try study.segments() { try study.decide(segment, .rejected) }
    #expect(try material(["iris"]).transcripts == before)
  }
}
