import Coding
import Project
import SQLite
import TestSupport
import Testing

/// What a merge does with each kind of work, one at a time.
@Suite struct MergingTests {
  private let team: Team
  private let base: Laptop

  init() throws {
    team = try Team()
    base = try RandomWork.start(team)
  }

  @Test func codingsComeWithTheirCodersAndGoWithAnUndo() throws {
    let (lotte, anna) = (try team.copy(base, for: "lotte"), try team.copy(base))
    try lotte.code("Wij praten", in: "a.txt", as: "talk")
    let before = try anna.content()
    let report = try anna.merge(lotte)
    #expect(report.counts[.codings] == 1)
    #expect(report.codingsBy == ["lotte": 1])
    #expect(try anna.quotes().contains("Wij praten"))
    let address = try SegmentAddress(
      file: "a.txt", range: anna.place(of: "Wij praten", in: 1), code: "talk")
    let history = try anna.project.history(of: .segment(address))
    let event = try lotte.project.head().number
    #expect(
      history.contains {
        $0.what.contains("by lotte, recorded by lotte on 2020-01-01 (event \(event) of project")
      })
    try anna.undo()
    try anna.check("a merge was undone")
    #expect(try anna.content() == before)
    // That it was undone does not mean that lotte's coding is gone.
    #expect(try !lotte.merge(anna).counts.keys.contains(.takenBack))
    #expect(try anna.merge(lotte).counts[.codings] == 1)
    try anna.check("a merge was undone and made again")
    #expect(try anna.quotes().contains("Wij praten"))
  }

  @Test func whatEitherTookBackIsGone() throws {
    let (lotte, anna) = (try team.copy(base, for: "lotte"), try team.copy(base))
    let coding = try #require(try lotte.segments().first { $0.origin == .hand })
    try lotte.project.change { try lotte.project.retract(coding) }
    #expect(try anna.merge(lotte).counts[.takenBack] == 1)
    #expect(try anna.segments().allSatisfy { $0.uid != coding.uid })
    // An old copy does not bring it back.
    #expect(try anna.merge(base).isEmpty)
    let joost = try team.start("joost")
    try joost.merge(lotte)
    try joost.merge(base)
    #expect(try joost.segments().allSatisfy { $0.uid != coding.uid })
    // Unless whoever took it back undoes that.
    try lotte.undo()
    try anna.merge(lotte)
    #expect(try anna.segments().contains { $0.uid == coding.uid })
    try anna.check("a coding stands again")
  }

  @Test func theLaterVerdictHoldsUnlessAnotherIsPreferred() throws {
    let (lotte, anna) = (try team.copy(base, for: "lotte"), try team.copy(base))
    let segment = try #require(try anna.segments().first { $0.origin == .rule })
    try anna.decide(segment, .accepted)
    try lotte.decide(segment, .rejected)
    func verdict(_ laptop: Laptop) throws -> SegmentStatus? {
      try laptop.segments().first {
        $0.origin == .rule && $0.start == segment.start && $0.code == segment.code
          && $0.version == segment.version
      }?.status
    }
    for (preference, expected) in [
      (MergePreference.later, SegmentStatus.rejected), (.mine, .accepted), (.theirs, .rejected),
    ] {
      let copy = try team.copy(anna)
      let report = try copy.merge(lotte, preferring: preference)
      #expect(report.conflicts.map(\.kind) == ["verdict"])
      #expect(try verdict(copy) == expected, "\(preference)")
      #expect(try copy.merge(lotte).isEmpty)
      // A choice is a verdict of now: it holds on the other side too.
      let other = try team.copy(lotte)
      #expect(try other.merge(copy).conflicts.isEmpty)
      #expect(try verdict(other) == expected, "\(preference), and back")
    }
  }

  @Test func ofTwoSettlementsTheLaterStandsAlone() throws {
    let base = try RandomWork.start(team, withReaders: true)
    let (lotte, anna) = (try team.copy(base, for: "lotte"), try team.copy(base))
    func settle(_ laptop: Laptop, _ settling: Settling) throws {
      var query = ComparisonQuery()
      query.coders = ["ben", "eva"]
      let passage = try #require(
        try laptop.project.compare(query).disagreements.first { passage in
          try laptop.words(at: passage.range, of: passage.version).contains("Wij")
        })
      _ = try laptop.project.change {
        try laptop.project.settle(passage, between: ["ben", "eva"], as: settling)
      }
    }
    func settled(_ laptop: Laptop) throws -> [String] {
      try laptop.project.handCodings(of: 1, by: "consensus").map {
        try laptop.words(at: $0.coding.range, of: 1)
      }
    }
    try settle(anna, .take("eva"))
    try settle(lotte, .take("ben"))
    #expect(try settled(anna) == ["Wij"])
    #expect(try settled(lotte) == ["Wij praten"])
    for (preference, expected) in [
      (MergePreference.later, "Wij praten"), (.mine, "Wij"), (.theirs, "Wij praten"),
    ] {
      let copy = try team.copy(anna)
      let report = try copy.merge(lotte, preferring: preference)
      #expect(report.conflicts.map(\.kind) == ["settlement"])
      #expect(try settled(copy) == [expected], "\(preference)")
      try copy.check("\(preference)")
      #expect(try copy.merge(lotte).isEmpty)
      let other = try team.copy(lotte)
      #expect(try other.merge(copy).conflicts.isEmpty)
      #expect(try settled(other) == [expected], "\(preference), and back")
      #expect(try other.content() == copy.content())
      try copy.undo()
      #expect(try settled(copy) == ["Wij"])
    }
    // The same outcome twice is one, and no conflict.
    let alike = try team.copy(base, for: "joost")
    try settle(alike, .take("ben"))
    #expect(try alike.merge(lotte).conflicts.isEmpty)
    #expect(try settled(alike) == ["Wij praten"])
  }

  @Test func ofTwoCorrectionsTheLaterIsInForce() throws {
    let (lotte, anna) = (try team.copy(base, for: "lotte"), try team.copy(base))
    try anna.code("Wij praten", in: "a.txt", as: "talk")
    try anna.code("brandt weer", in: "a.txt", as: "talk")
    let first = interview(
      "A", "De lamp brandt weer. Een nieuwe voordeur.", "Toch een lamp. Wij praten.")
    let second = interview("A", "O, de lamp brandt. Een nieuwe deur.", "Toch een lamp. Wij praten.")
    try anna.ingest("a.txt", first)
    try lotte.ingest("a.txt", second)
    let (one, other) = (try team.copy(anna), try team.copy(lotte))
    let report = try one.merge(lotte)
    #expect(report.conflicts.map(\.kind) == ["text"])
    #expect(report.conflicts.map(\.taken) == [.theirs])
    try other.merge(anna)
    for laptop in [one, other] {
      let version = try laptop.project.version(named: "a.txt").id
      #expect(
        String(decoding: try laptop.project.text(ofVersion: version), as: UTF8.self) == second)
      let quotes = try laptop.quotes()
      // `nieuwe deur` waits on anna's text, and stands in lotte's; `brandt weer` is in neither's
      // any more.
      #expect(quotes.sorted() == ["Wij praten", "nieuwe deur", "wij helpen"])
      #expect(try laptop.project.orphans().count == 1)
      try laptop.check("both corrected")
    }
    #expect(try one.content() == other.content())
    let chosen = try team.copy(anna)
    try chosen.merge(lotte, preferring: .mine)
    let version = try chosen.project.version(named: "a.txt").id
    #expect(String(decoding: try chosen.project.text(ofVersion: version), as: UTF8.self) == first)
    #expect(try chosen.merge(lotte).isEmpty)
    try chosen.check("mine was preferred")
  }

  @Test func codebooksAreUnitedToTheSameBytes() throws {
    let (lotte, anna) = (try team.copy(base, for: "lotte"), try team.copy(base))
    for (laptop, codes) in [
      (anna, ["wins:talk/zacht", "wins:aan"]), (lotte, ["wins:talk/luid", "buren"]),
    ] {
      for code in codes { _ = try laptop.project.change { try laptop.project.coin(code) } }
    }
    try anna.project.change { _ = try anna.project.coin("straat") }
    let (one, other) = (try team.merged(anna, lotte), try team.merged(lotte, anna))
    for name in ["wins", "in-vivo"] {
      let (mine, theirs) = (
        try one.project.codebook(name).codebook, try other.project.codebook(name).codebook
      )
      #expect(mine.json.canonical == theirs.json.canonical)
    }
    #expect(
      Set(try one.project.codes().map(\.path))
        == ["repair", "repair/door", "talk", "talk/zacht", "talk/luid", "aan", "buren", "straat"])
    #expect(try one.merge(other).isEmpty && other.merge(one).isEmpty)
    #expect(try one.merge(lotte).isEmpty && one.merge(anna).isEmpty)
  }

  @Test func alikeCodingsOfTwoProjectsBothStandAndCountOnce() throws {
    let (lotte, anna) = (try team.copy(base, for: "iris"), try team.copy(base, for: "iris"))
    for laptop in [lotte, anna] { try laptop.code("Wij praten", in: "a.txt", as: "talk") }
    try anna.merge(lotte)
    #expect(try anna.quotes().count { $0 == "Wij praten" } == 2)
    let segments = try anna.project.connection.integer(
      "SELECT sum(t.segments) FROM tally t JOIN code c ON c.id = t.code WHERE c.path = 'talk'")
    #expect(segments == 2)  // with `wij helpen`
    try anna.check("alike codings")
    // Both go where the coder's text has the mark no more, and both follow a correction.
    try anna.ingest(
      "a.txt",
      interview("A", "Ja. De lamp brandt weer. Een nieuwe deur.", "Toch een lamp. Wij praten."))
    #expect(try anna.quotes().count { $0 == "Wij praten" } == 2)
    let version = try anna.project.version(named: "a.txt").id
    let talk = try anna.project.code(named: "talk").id
    try anna.project.change {
      let recorder = try LayerRecorder(anna.project, isSync: true)
      let outcome = try recorder.record([], of: version, by: "iris", lookingFor: [talk])
      #expect(outcome.gone == 1)
      try recorder.finish()
    }
    #expect(try !anna.quotes().contains("Wij praten"))
  }

  @Test func whoWithdrewNeverComesBack() throws {
    let (lotte, anna) = (try team.copy(base, for: "lotte"), try team.copy(base))
    try lotte.code("En wij helpen", in: "b.txt", as: "talk")
    try lotte.code("Wij praten", in: "a.txt", as: "talk")
    try lotte.ingest("b.txt", interview("B", "Geen lamp hier. De deur is dicht.", "En wij helpen."))
    try lotte.respondent("B", [("role", "maker")])
    _ = try anna.project.withdraw("B", basis: "a letter", approver: nil)
    let report = try anna.merge(lotte)
    #expect(report.withdrawnHere > 0)
    #expect(report.counts[.codings] == 1)
    try anna.check("somebody withdrew")
    let texts = try anna.project.connection.all("SELECT text FROM source_text") { $0.text(0) }
    #expect(!texts.contains { $0.contains("helpen") || $0.contains("dicht") })
    #expect(try anna.quotes().sorted() == ["Wij praten", "nieuwe deur"])
    #expect(try anna.project.respondentAttributeNames() == ["role", "age"])
    // The other way round it is said who withdrew.
    #expect(try lotte.merge(anna).withdrawnThere == ["B"])
  }

  @Test func projectsThatWereBegunApartBecomeOne() throws {
    let other = try team.start("joost")
    try other.respondent("C", [("role", "maker")])
    try other.respondent("A", [("age", "40"), ("city", "Delft")])
    try other.ingest(
      "elders.txt",
      interview("A", "De lamp brandt weer. Een nieuwe deur.", "Toch een lamp. Wij praten."))
    try other.ingest("c.txt", interview("C", "Ik heb een lamp."))
    try other.add(Books.book(Books.code("talk", []), Books.code("light", [])))
    try other.code("Wij praten", in: "elders.txt", as: "talk")
    try other.code("een lamp", in: "c.txt", as: "light")
    let (one, back) = (try team.merged(base, other), try team.merged(other, base))
    #expect(try one.content() == back.content())
    try one.check("begun apart")
    try back.check("begun apart")
    #expect(try one.project.transcriptNames() == ["a.txt", "b.txt", "c.txt"])
    #expect(try one.quotes().contains("Wij praten"))
    #expect(try one.merge(other).isEmpty && one.merge(back).isEmpty)
    #expect(try back.merge(one).isEmpty)
  }

  @Test func twoInterviewsOfOneNameAreToldApart() throws {
    let other = try team.start("joost")
    try other.ingest("a.txt", interview("Z", "Heel iets anders."))
    let error = #expect(throws: ProjectError.self) { try base.merge(other) }
    #expect(error?.message.contains("'a.txt', and they are different interviews") == true)
    #expect(try base.project.head().number == team.copy(base).project.head().number)
  }

  @Test func aKitHoldsNothingOfOthersAndComesHome() throws {
    try base.code("lamp brandt", in: "a.txt", as: "talk")
    try base.project.change {
      _ = try base.project.assign(["a.txt"], to: "lotte", isBlind: true)
    }
    let path = team.newPath()
    let (kit, report) = try base.project.read {
      try base.project.makeKit(
        at: path, for: "lotte", transcripts: ["a.txt"], withOthers: false, withAttributes: false,
        surroundings: team.surroundings("lotte"))
    }
    let laptop = Laptop(team: team, path: path, coder: "lotte", project: kit)
    try laptop.check("a kit")
    #expect(report.counts[.codings] == nil)
    #expect(try kit.transcriptNames() == ["a.txt"])
    #expect(try laptop.quotes().isEmpty)
    #expect(try kit.respondentAttributeNames().isEmpty)
    #expect(try kit.assignments().map(\.transcript) == ["a.txt"])
    let second = try kit.connection.text("SELECT kind FROM event WHERE number = 2")
    #expect(second == LedgerEvent.Kind.projectMerged.rawValue)
    #expect(throws: ProjectError.self) {
      try base.project.makeKit(
        at: path, for: "lotte", transcripts: ["a.txt"], withOthers: false, withAttributes: true,
        surroundings: team.surroundings("lotte"))
    }
    // Nothing was done in it yet: nothing comes back.
    #expect(try base.merge(laptop).isEmpty)
    try laptop.code("Wij praten", in: "a.txt", as: "talk")
    _ = try kit.change { try kit.coin("buren") }
    try laptop.code("Toch een", in: "a.txt", as: "buren")
    let home = try base.merge(laptop)
    #expect(home.counts[.codings] == 2 && home.codingsBy == ["lotte": 2])
    #expect(try base.project.respondentAttributeNames() == ["role", "age"])
    #expect(try base.merge(laptop).isEmpty)
    try base.check("a kit came home")
    // What was done here since goes into the kit as well.
    try laptop.merge(base)
    try laptop.check("a kit took over the rest")
    #expect(try laptop.content() == base.content())
  }

  @Test func attributesAreUnitedOneByOne() throws {
    let (lotte, anna) = (try team.copy(base, for: "lotte"), try team.copy(base))
    try anna.respondent("A", [("role", "maker"), ("age", "40")])
    try lotte.respondent("A", [("role", "bewoner"), ("age", "41"), ("city", "Delft")])
    let (one, other) = (try team.merged(anna, lotte), try team.merged(lotte, anna))
    #expect(try one.content() == other.content())
    let attributes = try #require(try one.project.attributes(ofRespondentNamed: "A"))
    #expect(
      Set(attributes.map { "\($0.name) \($0.value)" }) == ["role maker", "age 41", "city Delft"])
  }

  @Test func aCopyOfTheSameHasNothingNew() throws {
    let copy = try team.copy(base)
    let events = try base.project.head().number
    #expect(try base.merge(copy).isEmpty)
    #expect(try base.project.head().number == events)
  }
}
