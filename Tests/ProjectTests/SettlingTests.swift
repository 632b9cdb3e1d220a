import Coding
import Project
import SQLite
import TestSupport
import Testing

/// Coders are compared, and what they coded differently is settled beside their codings.
@Suite struct SettlingTests {
  private static let words = "Een nieuwe lamp. De deur is open. Wij zijn er blij mee. Het is stil."

  /// Transcripts, two codes, and no rules that find anything.
  private func study(files: [String] = ["a.txt"]) throws -> Study {
    let study = try Study()
    try study.ingest(files.map { ($0, interview($0, Self.words)) })
    try study.add(Books.book(Books.code("lamp", []), Books.code("deur", [])))
    return study
  }

  /// Where the respondent's words start.
  private func start(_ study: Study) throws -> Int {
    try #require(try study.project.turns(of: 1).last).range.lowerBound
  }

  /// Somebody reads a version to the end.
  private func read(
    _ study: Study, _ coder: String, version: Int = 1, _ spans: [(String, Range<Int>)],
    codes: [String] = ["lamp", "deur"], isSync: Bool = true
  ) throws {
    let project = study.project
    let offset = try start(study)
    let speaker = try #require(try project.turns(of: version).last).speaker
    try project.change {
      let recorder = try LayerRecorder(project, isSync: isSync)
      let codings = try spans.map { name, range in
        HandCoding(
          range: range.lowerBound + offset..<range.upperBound + offset, speaker: speaker,
          words: 1, code: try project.code(named: name).id)
      }
      _ = try recorder.record(
        codings, of: version, by: coder,
        lookingFor: Set(try codes.map { try project.code(named: $0).id }))
      try recorder.finish()
    }
  }

  private func compare(_ study: Study) throws -> Comparison {
    try study.project.compare(ComparisonQuery())
  }

  /// What stands by a coder: code and place, from the respondent's first word.
  private func standing(_ study: Study, _ coder: String) throws -> [String] {
    let offset = try start(study)
    let codes = try study.project.codes()
    return try study.project.handCodings(of: 1, by: coder).map(\.coding).map { coding in
      let name = codes.first { $0.id == coding.code }?.name ?? ""
      return "\(name) \(coding.range.lowerBound - offset)-\(coding.range.upperBound - offset)"
    }
  }

  private func readers(_ study: Study) throws -> [String] {
    try study.project.readers().map(\.coder)
  }

  @Test func onlyWhatBothLookedForIsCompared() throws {
    let study = try study(files: ["a.txt", "b.txt"])
    try read(study, "anna", [("lamp", 0..<10), ("deur", 20..<30)])
    try read(study, "ben", [("lamp", 0..<10)], codes: ["lamp"])
    try read(study, "anna", version: 2, [("lamp", 0..<10)])
    let comparison = try compare(study)
    #expect(comparison.coders == ["anna", "ben"])
    #expect(comparison.transcripts.map(\.name) == ["a.txt"])
    #expect(comparison.passages.count == 1 && comparison.disagreements.isEmpty)
    #expect(throws: ProjectError.self) {
      var query = ComparisonQuery()
      query.coders = ["anna", "carla"]
      _ = try study.project.compare(query)
    }
  }

  @Test func whatIsAlikeIsCopiedWithTheFirstAndReadWithTheLast() throws {
    let study = try study()
    try read(study, "anna", [("lamp", 0..<10), ("lamp", 20..<30), ("deur", 0..<5)])
    try read(study, "ben", [("lamp", 0..<12), ("lamp", 20..<30)])
    let before = try standing(study, "anna") + standing(study, "ben")
    let open = try compare(study).disagreements
    #expect(open.map(\.isOpen) == [true, true])
    try study.project.change {
      _ = try study.project.settle(open[0], between: ["anna", "ben"], as: .nothing)
    }
    #expect(try standing(study, "consensus") == ["lamp 20-30"])
    #expect(try readers(study) == ["anna", "ben"])
    try study.project.change {
      _ = try study.project.settle(
        open[1], between: ["anna", "ben"], as: .take("ben"), reason: "de punt")
    }
    #expect(try standing(study, "consensus") == ["lamp 0-12", "lamp 20-30"])
    #expect(try readers(study) == ["anna", "ben", "consensus"])
    let settled = try compare(study)
    #expect(settled.coders == ["anna", "ben"])
    #expect(settled.disagreements.compactMap(\.settled).map(\.reason) == [nil, "de punt"])
    #expect(try standing(study, "anna") + standing(study, "ben") == before)
    #expect(try study.project.referenceCoders() == ["consensus"])
    try Recount(study: study).check("settled")
    // Settled again, it is replaced, by nothing else than what is said.
    let again = try study.project.change {
      try study.project.settle(open[1], between: ["anna", "ben"], as: .both)
    }
    #expect(again.count == 1)
    #expect(try standing(study, "consensus") == ["lamp 0-12", "lamp 20-30"])
    #expect(try compare(study).disagreements.compactMap(\.settled).count == 2)
  }

  @Test func aChangeReopensAndItsUndoingSettles() throws {
    let study = try study()
    try read(study, "anna", [("lamp", 0..<10)])
    try read(study, "ben", [("lamp", 0..<12)])
    let open = try compare(study).disagreements
    try study.project.change {
      _ = try study.project.settle(open[0], between: ["anna", "ben"], as: .take("ben"))
    }
    #expect(try compare(study).disagreements.map(\.isOpen) == [false])
    try read(study, "anna", [("lamp", 0..<8)])
    #expect(try compare(study).disagreements.map(\.isOpen) == [true])
    #expect(throws: Changed.self) {
      try study.project.change {
        _ = try study.project.settle(open[0], between: ["anna", "ben"], as: .nothing)
      }
    }
    _ = try study.project.change { try study.project.undo(try study.project.lastAct()) }
    #expect(try compare(study).disagreements.map(\.isOpen) == [false])
    try Recount(study: study).check("undone")
  }

  /// It names codings, not places: these follow a corrected transcript.
  @Test func aSettlementOutlivesACorrection() throws {
    let study = try study()
    try read(study, "anna", [("lamp", 4..<10)])
    try read(study, "ben", [("lamp", 4..<15)])
    let open = try compare(study).disagreements
    try study.project.change {
      _ = try study.project.settle(open[0], between: ["anna", "ben"], as: .take("anna"))
    }
    try study.ingest([("a.txt", interview("a.txt", "Kijk. " + Self.words))])
    let after = try compare(study).disagreements
    #expect(after.map(\.isOpen) == [false])
    #expect(after[0].range.lowerBound == open[0].range.lowerBound + 6)
    #expect(after[0].settled?.ranges.count == 1)
    try Recount(study: study).check("corrected")
  }

  @Test func aCoderWhoReadsBlindComparesNothing() throws {
    let study = try study()
    try read(study, "carla", [("lamp", 0..<10)])
    try read(study, "ben", [("lamp", 0..<12)])
    try study.project.change { try study.project.assign(["a.txt"], to: "anna", isBlind: true) }
    #expect(try compare(study).transcripts.isEmpty)
    let other = try study.reopen(coder: "dirk")
    #expect(try other.compare(ComparisonQuery()).disagreements.count == 1)
    #expect(try study.project.reviewQueue(ReviewQuery(.disagreements(between: []))).total == 0)
    #expect(throws: ProjectError.self) {
      let passage = try #require(try other.compare(ComparisonQuery()).disagreements.first)
      try study.project.change {
        _ = try study.project.settle(passage, between: ["ben", "carla"], as: .nothing)
      }
    }
  }

  @Test func aLayerIsNobodysName() throws {
    let study = try study()
    try read(study, "anna", [("lamp", 0..<10)])
    try read(study, "ben", [])
    for layer in ["ben", "anna", "rule", ""] {
      var query = ComparisonQuery()
      query.layer = layer
      #expect(throws: ProjectError.self) { _ = try study.project.compare(query) }
    }
    let events = try study.events()
    let open = try compare(study).disagreements
    for settling in [Settling.take("carla"), .at([0..<1]), .at([0..<9999])] {
      #expect(throws: ProjectError.self) {
        try study.project.change {
          _ = try study.project.settle(open[0], between: ["anna", "ben"], as: settling)
        }
      }
    }
    #expect(try study.events() == events)
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func inTheEndTheLayerHoldsWhatWasSaid(_ seed: UInt64) throws {
    let study = try study()
    var random = Seeded(seed)
    func codings() -> [(String, Range<Int>)] {
      var seen: Set<String> = []
      return (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
        let start = Int.random(in: 0..<50, using: &random)
        let range = start..<(start + Int.random(in: 1...12, using: &random))
        let code = random.pick(["lamp", "deur"])
        return seen.insert("\(code) \(range)").inserted ? (code, range) : nil
      }
    }
    try read(study, "anna", codings())
    try read(study, "ben", codings())
    let offset = try start(study)
    var expected: [Int: Set<Int>] = [:]
    for passage in try compare(study).passages where passage.isAlike {
      expected[passage.code, default: []].formUnion(
        passage.range.filter { place in
          passage.run.coverage(of: "anna").contains { $0.contains(place) }
        })
    }
    let before = try standing(study, "anna") + standing(study, "ben")
    let events = try study.events()
    while let passage = try compare(study).disagreements.first(where: \.isOpen) {
      let coder = random.pick(["anna", "ben"])
      let settling = random.pick([Settling.nothing, .both, .take(coder), .at([passage.range])])
      let places: [Int] =
        switch settling {
        case .nothing: []
        case .both, .at: Array(passage.range)
        case .take: passage.run.coverage(of: coder).flatMap { Array($0) }
        }
      expected[passage.code, default: []].formUnion(places)
      try study.project.change {
        _ = try study.project.settle(passage, between: ["anna", "ben"], as: settling)
      }
      try Recount(study: study).check("seed \(seed)")
    }
    let result = try study.project.change {
      try study.project.settleAgreed(ComparisonQuery())
    }
    #expect(result.open.isEmpty && result.transcripts == 1)
    var held: [Int: Set<Int>] = [:]
    for coding in try study.project.handCodings(of: 1, by: "consensus").map(\.coding) {
      held[coding.code, default: []].formUnion(coding.range)
    }
    #expect(held == expected.filter { !$0.value.isEmpty }, "seed \(seed), from \(offset)")
    #expect(try standing(study, "anna") + standing(study, "ben") == before)
    #expect(try readers(study).contains("consensus"))
    // Once more changes nothing.
    let last = try study.events()
    _ = try study.project.change { try study.project.settleAgreed(ComparisonQuery()) }
    #expect(try study.events() == last)
    // All of it can be taken back.
    while try study.events() > events, try study.project.referenceCoders() == ["consensus"] {
      _ = try study.project.change { try study.project.undo(try study.project.lastAct()) }
      try Recount(study: study).check("seed \(seed), undone")
    }
    #expect(try standing(study, "consensus").isEmpty)
  }
}
