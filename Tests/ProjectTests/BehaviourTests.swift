import Coding
import Project
import SQLite
import TestSupport
import Testing

/// What recording and applying promise, on real files.
@Suite struct BehaviourTests {
  private let lamp = Books.rule("lamp")

  // MARK: Transcripts

  @Test func ingestingTwiceChangesNothing() throws {
    let study = try Study()
    let files = [("a.txt", interview("A", "De lamp.")), ("b.txt", interview("B", "De deur."))]
    #expect(try study.ingest(files) == [.added, .added])
    let events = try study.events()
    #expect(try study.ingest(files) == [.unchanged, .unchanged])
    #expect(try study.events() == events)
    try Recount(study: study).check("twice")
  }

  @Test func aChangedFileIsANewVersionAndTheOldOneIsKept() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "De lamp."))])
    try study.add(Books.one(lamp))
    try study.apply()
    #expect(try study.quotes() == ["De lamp."])
    #expect(
      try study.ingest([("a.txt", interview("A", "Twee lampen. De lamp is aan."))]) == [
        .newVersion(2)
      ])
    #expect(try study.quotes().isEmpty)
    try Recount(study: study).check("before applying")
    try study.apply()
    #expect(try study.quotes() == ["De lamp is aan."])
    let texts = try study.project.connection.all("SELECT text FROM source_text ORDER BY version") {
      $0.text(0)
    }
    #expect(texts.map { $0.contains("Twee") } == [false, true])
    try Recount(study: study).check("after applying")
  }

  @Test func aFileThatChangesBackIsAThirdVersion() throws {
    let study = try Study()
    let (first, second) = (interview("A", "De lamp."), interview("A", "De deur."))
    try study.ingest([("a.txt", first)])
    try study.ingest([("a.txt", second)])
    #expect(try study.ingest([("a.txt", first)]) == [.newVersion(3)])
    try Recount(study: study).check("changed back")
  }

  @Test func theSameContentUnderAnotherNameIsLeftOut() throws {
    let study = try Study()
    let text = interview("A", "De lamp.")
    #expect(
      try study.ingest([("a.txt", text), ("b.txt", text)]) == [.added, .duplicate(of: "a.txt")])
    #expect(try study.project.transcriptNames() == ["a.txt"])
    try Recount(study: study).check("duplicate")
  }

  @Test func nothingOfAFailedChangeRemains() throws {
    struct Stop: Error {}
    let study = try Study()
    let events = try study.events()
    #expect(throws: Stop.self) {
      try study.project.change {
        _ = try study.project.record(respondents: [
          AttributeRow(id: "A", attributes: [], place: Place(file: "t"))
        ])
        throw Stop()
      }
    }
    #expect(try study.events() == events)
    #expect(try study.count("respondent") == 0)
    #expect(try study.count("content") == 0)
  }

  // MARK: Applying

  @Test func aChangedRuleRedoesOnlyItsShare() throws {
    let study = try Study()
    try study.ingest([
      ("a.txt", interview("A", "De lamp. De deur.")), ("b.txt", interview("B", "Een lamp.")),
    ])
    try study.add(Books.one(lamp, Books.rule("deur")))
    let first = try study.apply()
    #expect((first.rules, first.newRules, first.transcripts, first.segments) == (2, 2, 2, 3))
    #expect(try study.apply().rules == 0)
    try study.add(Books.one(lamp, Books.rule("deur NOT open")))
    let events = try study.events()
    let second = try study.apply()
    #expect((second.rules, second.newRules, second.transcripts, second.segments) == (1, 1, 2, 1))
    #expect(try study.events() == events + 1)
    #expect(try study.count("application") == 3)
    try Recount(study: study).check("a changed rule")
  }

  @Test func aNewTranscriptIsMatchedAlone() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "De lamp."))])
    try study.add(Books.one(lamp, Books.rule("deur")))
    try study.apply()
    try study.ingest([("b.txt", interview("B", "Een lamp."))])
    let applied = try study.apply()
    #expect(
      (applied.rules, applied.newRules, applied.transcripts, applied.segments) == (2, 0, 1, 1))
    try Recount(study: study).check("a new transcript")
  }

  @Test func theOrderOfRulesAndFilesDoesNotMatter() throws {
    let files = [
      ("a.txt", interview("A", "De lamp. De deur.")), ("b.txt", interview("B", "Lamp.")),
    ]
    let (one, other) = (try Study(), try Study())
    try one.add(Books.one(lamp, Books.rule("deur")))
    try one.ingest(files)
    try one.apply()
    try other.ingest([files[1]])
    try other.add(Books.one(lamp))
    try other.apply()
    try other.ingest([files[0]])
    try other.apply()
    try other.add(Books.one(Books.rule("deur"), lamp))
    try other.apply()
    #expect(try one.quotes() == other.quotes())
  }

  // MARK: Deciding

  @Test func whatWasAcceptedOutlivesItsRule() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "De lamp. Nog een lamp."))])
    try study.add(Books.one(lamp))
    try study.apply()
    try study.decide(try #require(study.segments().first), .accepted)
    try study.add(Books.one(Books.rule("deur")))
    try study.apply()
    #expect(try study.quotes() == ["De lamp."])
    try Recount(study: study).check("the rule is gone")
    try study.decide(try #require(study.segments().first), nil)
    #expect(try study.quotes().isEmpty)
    try Recount(study: study).check("the decision is gone too")
  }

  @Test(arguments: [
    Books.one(Books.rule("lamp"), Books.rule("brand*")),  // another rule finds the same sentence
    Books.one(Books.rule("lamp OR deur")),  // a changed rule
    Books.one(Books.rule("lamp", unit: "match")),  // less of it
    Books.one(Books.rule("lamp", unit: "turn")),  // more of it
  ])
  func noRuleBringsBackWhatWasRejected(book: String) throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "Die lamp brandt. Mooi."))])
    try study.add(Books.one(lamp))
    try study.apply()
    try study.decide(try #require(study.segments().first), .rejected)
    try study.add(book)
    try study.apply()
    #expect(try study.quotes().isEmpty)
    #expect(try study.quotes([.rejected]).count == 1)
    try Recount(study: study).check("another codebook")
  }

  /// A sentence is rejected, then one word of it accepted: the next rule to find that word must not
  /// undo what a person decided last.
  @Test func whatWasRejectedAboveDoesNotOverrideAnAcceptedPart() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "Die lamp brandt."))])
    try study.add(Books.one(lamp))
    try study.apply()
    try study.decide(try #require(study.segments().first), .rejected)
    try study.add(Books.one(Books.rule("lamp", unit: "match")))
    try study.apply()
    let part = try #require(study.segments([.rejected]).first)
    #expect(try study.decide(part, .accepted))
    #expect(try study.quotes() == ["lamp"])
    try study.add(Books.one(Books.rule("lamp NOT deur", unit: "match")))
    try study.apply()
    #expect(try study.quotes() == ["lamp"])
    try Recount(study: study).check("a third rule")
  }

  @Test func aDecisionMadeAgainIsNoEvent() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "De lamp."))])
    try study.add(Books.one(lamp))
    try study.apply()
    #expect(try study.decide(try #require(study.segments().first), .rejected, reason: "ruis"))
    let events = try study.events()
    let rejected = try #require(study.segments([.rejected]).first)
    #expect(try study.decide(rejected, .rejected) == false)
    #expect(try study.events() == events)
    #expect(try study.decide(rejected, .accepted))
    #expect(try study.quotes([.accepted]) == ["De lamp."])
    try Recount(study: study).check("decided again")
  }

  @Test func codingByHandAndTakingItBack() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "Die 🙂 lamp brandt."))])
    try study.add(Books.one(lamp))
    try study.apply()
    let code = try study.project.code(named: "repair")
    let version = try study.project.version(named: "a.txt").id
    let proposed = try #require(study.segments().first)
    // The same passage by hand counts once; another counts beside it.
    for range in [proposed.start..<proposed.end, proposed.start..<proposed.start + 5] {
      _ = try study.project.change { try study.project.code(range, of: version, with: code) }
      try Recount(study: study).check("coded by hand")
    }
    #expect(try study.quotes() == ["Die 🙂", "Die 🙂 lamp brandt.", "Die 🙂 lamp brandt."])
    for segment in try study.segments().filter({ $0.origin == .hand }) {
      try study.project.change { try study.project.retract(segment) }
      try Recount(study: study).check("taken back")
    }
    #expect(try study.quotes() == ["Die 🙂 lamp brandt."])
    #expect(try study.count("coding") == 2)
  }

  @Test func aRemovedCodeLeavesNoCountsAndItsParentIsRecounted() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "De lamp. De deur."))])
    let child = Books.code("door", [Books.rule("deur")])
    try study.add(Books.book(Books.code("repair", [lamp], [child])))
    try study.apply()
    try study.decide(try #require(study.segments().last), .accepted)
    try study.add(Books.one(lamp))
    try Recount(study: study).check("a code less")
    try study.decide(try #require(study.segments().last), nil)
    try Recount(study: study).check("a decision on a code that is gone")
    try study.add(Books.book(Books.code("repair", [lamp], [child])))
    try study.apply()
    try Recount(study: study).check("the code is back")
    #expect(try study.quotes() == ["De lamp.", "De deur."])
  }

  @Test func coderNamesAreListedInOrder() throws {
    let study = try Study()
    try study.ingest([("a.txt", interview("A", "De lamp."))])
    try study.add(Books.one(lamp))
    for coder in ["zoe", "ben", "anna", "ömer", "carl"] {
      let project = try study.reopen(coder: coder)
      let version = try project.version(named: "a.txt").id
      _ = try project.change {
        try project.code(38..<42, of: version, with: try project.code(named: "repair"))
      }
    }
    #expect(try study.segments().map(\.coder) == ["anna", "ben", "carl", "zoe", "ömer"])
  }
}
