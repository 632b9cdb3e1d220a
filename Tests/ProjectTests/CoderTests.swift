import Coding
import Project
import SQLite
import TestSupport
import Testing

/// Who codes, what they are to read, what they may see, and codes that they coin.
@Suite struct CoderTests {
  private let study: Study

  init() throws {
    study = try Study()
    try study.ingest([
      ("a.txt", interview("A-01", "Er hing een lamp.", "Niemand kwam.")),
      ("b.txt", interview("B-01", "De lamp is stuk.")),
    ])
    try study.add(
      Books.book(Books.code("repair", [Books.rule("lamp")]), Books.code("people", [])))
    try study.apply()
  }

  private func code(_ range: Range<Int>, _ name: String, by coder: String) throws {
    let project = try study.reopen(coder: coder)
    try project.change {
      let version = try project.version(named: "a.txt").id
      _ = try project.code(range, of: version, with: project.code(named: name))
    }
  }

  @Test func aBlindCoderSeesOnlyTheirOwn() throws {
    try code(30..<35, "people", by: "anna")
    _ = try study.project.change { try study.project.assign(["a.txt"], to: "ben", isBlind: true) }
    try code(31..<36, "people", by: "ben")
    func seen(_ coder: String) throws -> [String] {
      let project = try study.reopen(.read, coder: coder)
      try project.blindfold()
      var seen: [String] = []
      try project.forEachSegment(SegmentQuery()) {
        seen.append("\(try project.name(ofVersion: $0.version)) \($0.coder)")
      }
      let viewed = try project.connection.integer("SELECT count(*) FROM segments")
      #expect(viewed == seen.count)
      return seen.sorted()
    }
    #expect(try seen("ben") == ["a.txt ben", "b.txt rule"])
    #expect(try seen("anna") == ["a.txt anna", "a.txt ben", "a.txt rule", "b.txt rule"])

    let ben = try study.reopen(coder: "ben")
    let proposal = try study.segments().first { $0.origin == .rule }
    let segment = try #require(proposal)
    #expect(throws: ProjectError.self) {
      try ben.change { try ben.decide(segment, .rejected, reason: nil) }
    }
    _ = try ben.change {
      let version = try ben.version(named: "a.txt").id
      let codes = Set(try ben.codes().map(\.id))
      #expect(try ben.recordReading(of: version, by: "ben", codes))
    }
    #expect(try seen("ben").count == 4)
    #expect(try ben.verify().problems == [])
  }

  @Test func aCoinedCodeIsAProposalInItsCodebook() throws {
    let project = study.project
    try project.change {
      let id = try project.coin("repair/held")
      #expect(try project.coin("repair/held") == id)
      #expect(try project.coin("trots") != id)
    }
    #expect(try project.codebooks().map(\.name) == ["in-vivo", "wins"])
    #expect(try project.codebook("wins").number == 2)
    let code = try project.codebook("wins").codebook.codes[0].codes[0]
    #expect(code.id == "held" && code.isProposed)
    let proposed = try project.connection.all("SELECT code_path FROM codes WHERE proposed") {
      $0.text(0)
    }
    #expect(Set(proposed) == ["repair/held", "trots"])
    // Rules and what they found stay as they were.
    #expect(try study.segments().count == 2)
    for name in ["Held", "a b", "", "repair/", "/held", "nobody/held", "nobook:held", ":x"] {
      #expect(throws: ProjectError.self) { try project.change { try project.coin(name) } }
    }
    #expect(try project.verify().problems == [])
  }

  @Test func recodingKeepsWhoAndWhy() throws {
    let project = study.project
    let version = try project.version(named: "a.txt").id
    try project.change {
      let code = try project.code(named: "people")
      _ = try project.code(30..<35, of: version, with: code, memo: "zei ze")
    }
    let coding = try #require(try study.segments().first { $0.origin == .hand })
    let ben = try study.reopen(coder: "ben")
    try ben.change { try ben.recode(coding, as: ben.code(named: "repair").id) }
    let codings = try ben.handCodings(of: version, by: "anna")
    #expect(codings.map(\.coding.memo) == ["zei ze"])
    #expect(codings.map(\.coding.range) == [30..<35])
    #expect(try codings.map(\.coding.code) == [ben.code(named: "repair").id])
    #expect(try ben.verify().problems == [])
    _ = try ben.change { try ben.undo(try ben.lastAct()) }
    let before = try ben.handCodings(of: version, by: "anna")
    #expect(try before.map(\.coding.code) == [ben.code(named: "people").id])
  }

  /// Whoever saves a text does not take back what came after it was opened.
  @Test func whatIsNewerThanTheTextStays() throws {
    let project = study.project
    let version = try project.version(named: "a.txt").id
    let people = try project.code(named: "people").id
    try code(30..<35, "people", by: "anna")
    let opened = try study.events()
    try code(36..<40, "people", by: "anna")
    let outcome = try project.change {
      let recorder = try LayerRecorder(project, isSync: true)
      defer { #expect(throws: Never.self) { try recorder.finish() } }
      return try recorder.record(
        [], of: version, by: "anna", lookingFor: [people], after: opened, isToTheEnd: false)
    }
    #expect(outcome.gone == 1 && outcome.newer == 1 && !outcome.isNewReading)
    #expect(try project.handCodings(of: version, by: "anna").map(\.coding.range) == [36..<40])
    #expect(try project.readers().isEmpty)
    #expect(try project.verify().problems == [])
  }
}
