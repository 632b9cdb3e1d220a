import Coding
import Formats
import Project
import TestSupport
import Testing

/// Which codings of which transcripts are compared.
@Suite struct AgreementTests {
  private let study: Study

  init() throws {
    study = try Study()
    try study.ingest([
      ("a.txt", interview("A-01", "De lamp is stuk. Niemand kwam.", "Toen kwam Jan.")),
      ("b.txt", interview("B-01", "Er hangt een lamp. Dat scheelt.")),
      ("c.txt", interview("C-01", "Niks.")),
    ])
    try study.add(
      Books.book(
        Books.code("repair", [], [Books.code("light", [Books.rule("lamp")])]),
        Books.code("people", [Books.rule("jan")])))
  }

  private func place(_ quote: String, in file: String) throws -> (version: Int, Range<Int>) {
    let version = try study.project.version(named: file).id
    let text = String(decoding: try study.project.text(ofVersion: version), as: UTF8.self)
    let range = try #require(text.range(of: quote))
    let start = text.unicodeScalars.distance(from: text.startIndex, to: range.lowerBound)
    return (version, start..<start + quote.unicodeScalars.count)
  }

  private func read(
    _ file: String, by coder: String, _ quotes: [(String, String)],
    lookingFor paths: [String] = ["repair", "repair/light", "people"]
  ) throws {
    let version = try study.project.version(named: file).id
    let codable = try study.project.codableVersion(version)
    let codings = try quotes.map { quote, path in
      let range = try place(quote, in: file).1
      let (speaker, words) = try codable.passage(range)
      return HandCoding(
        range: range, speaker: speaker, words: words,
        code: try study.project.code(named: path).id, memo: nil)
    }
    let codes = Set(try paths.map { try study.project.code(named: $0).id })
    try study.project.change {
      _ = try study.project.registerReference(coder)
      let recorder = try LayerRecorder(study.project, isSync: false)
      _ = try recorder.record(codings, of: version, by: coder, lookingFor: codes)
      try recorder.finish()
    }
  }

  private func compared(
    _ unit: AgreementQuery.Unit = .character, _ change: (inout AgreementQuery) -> Void = { _ in }
  ) throws -> ComparedCodings {
    var query = AgreementQuery(coders: ["anna", "bram"], codes: try study.project.codes())
    query.unit = unit
    change(&query)
    return try study.project.comparedCodings(query)
  }

  private func agreement(
    _ unit: AgreementQuery.Unit = .character, _ change: (inout AgreementQuery) -> Void = { _ in }
  ) throws -> [String: CodeTally] {
    let material = try compared(unit, change).material
    let agreement = Agreement(material, bootstrap: nil)
    return Dictionary(
      uniqueKeysWithValues: zip(material.codes.map(\.path), agreement.codes.map(\.tally)))
  }

  @Test func onlyWhatRespondentsSayCounts() throws {
    try read("a.txt", by: "anna", [("lamp is stuk. Niemand", "light")])
    try read("a.txt", by: "bram", [("stuk", "light")])
    let said = "De lamp is stuk. Niemand kwam.".count + "Toen kwam Jan.".count
    let light = try #require(try agreement()["repair/light"])
    #expect(light.units == said)
    #expect(light.pairs[0].table == TwoByTwo(both: 4, onlyFirst: 17, neither: said - 21))
    let all = try #require(try agreement { $0.countsAnyone = true }["repair/light"])
    #expect(all.units > said && all.pairs[0].table.both == 4)
  }

  @Test func aPassageOverALabelIsOne() throws {
    try study.ingest([("e.txt", "respondent: E-01\n\nE-01: Een lamp.\n\nE-01: Kapot.\n")])
    try read("e.txt", by: "anna", [("lamp.\n\nE-01: Kapot", "people")])
    try read("e.txt", by: "bram", [("lamp.", "people"), ("Kapot", "people")])
    let people = try #require(try agreement()["people"]?.pairs.first)
    #expect(people.table == TwoByTwo(both: 10, neither: 5))
    #expect(people.matches.first == 1 && people.matches.second == 2)
    #expect(people.matches.overlapping == 1 && people.matches.exact == 0)
  }

  @Test func aParentHoldsItsChildren() throws {
    try read("a.txt", by: "anna", [("De lamp", "light"), ("Niemand", "repair")])
    try read("a.txt", by: "bram", [("lamp is", "repair")])
    #expect(try agreement()["repair"]?.pairs[0].table.both == 4)
    #expect(try agreement()["repair"]?.pairs[0].table.first == 14)
    let own = try agreement { $0.withChildren = false }
    #expect(own["repair"]?.pairs[0].table.both == 0 && own["repair"]?.pairs[0].table.first == 7)
  }

  @Test func missingIsNotEmpty() throws {
    try read("a.txt", by: "anna", [("Jan", "people")])
    try read("a.txt", by: "bram", [("Jan", "people")], lookingFor: ["people"])
    try read("b.txt", by: "anna", [("lamp", "light")])
    try read("c.txt", by: "bram", [])
    let compared = try compared()
    #expect(compared.material.texts.map(\.name) == ["a.txt"])
    // Nobody but anna looked for lights.
    #expect(compared.material.codes.map(\.path) == ["people"])
    #expect(compared.readByOne == 2)
    #expect(try agreement()["people"]?.alpha == .value(1))
  }

  @Test func whatWasNotReadToTheEndIsLeftOutAndTold() throws {
    try read("a.txt", by: "anna", [("Jan", "people")])
    try read("a.txt", by: "bram", [("lamp", "light")], lookingFor: ["people"])
    let compared = try compared()
    #expect(compared.unread.map(\.coder) == ["bram"])
    #expect(compared.unread.first?.codings == 1 && compared.unread.first?.transcripts == 1)
    #expect(compared.material.codes.map(\.path) == ["people"])
  }

  @Test func verdictsOnRulesAreNoCodings() throws {
    try read("a.txt", by: "anna", [])
    try read("a.txt", by: "bram", [])
    try study.apply()
    for segment in try study.segments() { try study.decide(segment, .accepted) }
    for tally in try agreement().values { #expect(tally.pairs[0].table.first == 0) }
  }

  @Test func unitsAreThoseOfTheText() throws {
    try study.ingest([
      (
        "d.txt",
        "respondent: D-01\n\nI: En?\n\nD-01: Een lamp. Kapot.\n\nNog een. Ook kapot.\n\nI: Hm.\n\nD-01: Ja.\n"
      )
    ])
    try read("d.txt", by: "anna", [("Kapot", "people")])
    try read("d.txt", by: "bram", [("Een lamp", "people"), ("Nog een", "people")])
    func table(_ unit: AgreementQuery.Unit) throws -> TwoByTwo? {
      try agreement(unit)["people"]?.pairs[0].table
    }
    #expect(try table(.sentence) == TwoByTwo(onlyFirst: 1, onlySecond: 2, neither: 2))
    #expect(try table(.paragraph) == TwoByTwo(both: 1, onlySecond: 1, neither: 1))
    #expect(try table(.turn) == TwoByTwo(both: 1, neither: 1))
    #expect(try table(.segment) == TwoByTwo(onlyFirst: 1, onlySecond: 2))
  }

  @Test func whoReadNothingIsRefused() throws {
    try read("a.txt", by: "anna", [])
    #expect(throws: ProjectError.self) { try compared() }
  }

  @Test func codingsOfInterviewersWordsAreTold() throws {
    try read("a.txt", by: "anna", [("I: En de", "people")])
    try read("a.txt", by: "bram", [])
    let compared = try compared()
    #expect(compared.uncounted == 1)
    #expect(compared.material.texts[0].own.joined().allSatisfy { $0?.isEmpty == true })
  }
}
