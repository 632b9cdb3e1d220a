import Coding
import Foundation
import Project
import SQLite
import TestSupport
import Testing

/// What a withdrawal takes, and what it leaves alone.
@Suite struct WithdrawalTests {
  static let group = """
    title: Drie aan tafel
    respondents: Fatima = G-1; Joop = G-2

    Interviewer: Fatima, wat is er veranderd in de straat?

    **Fatima:** De lamp bij de oude deur brandt eindelijk weer.

    Joop: Volgens mij heeft Fatima gelijk over die lamp.

    Fatima [00:12]:
    Een nieuwe lamp, en niemand die er iets van zegt!

    Joop: Een deur is een deur.
    """

  /// A study with an interview alone, one with two people, and another with one of them.
  static func study() throws -> Study {
    let study = try Study()
    try study.respondents([
      ("A-1", [("pseudonym", "Grietje"), ("role", "bewoner"), ("street", "Lindengracht")]),
      ("G-1", [("pseudonym", "Fatima"), ("role", "bewoner")]), ("G-2", [("role", "agent")]),
    ])
    try study.ingest([
      (
        "grietje.txt",
        "respondent: A-1\n\nI: Hoe woont u hier?\n\nGrietje: Onder die ene lamp van vroeger.\n"
      ),
      ("groep-fatima.md", Self.group),
      ("joop.txt", "respondent: G-2\n\nI: En?\n\nJ: Fatima zag de lamp het eerst, zegt ze.\n"),
    ])
    try study.add(Books.one(Books.rule("lamp"), Books.rule("deur", unit: "match")))
    try study.apply()
    return study
  }

  @discardableResult
  static func withdraw(_ name: String, from study: Study) throws -> (Withdrawal, ErasureProof) {
    let done = try study.project.withdraw(name, basis: "a letter", approver: "the board")
    try Recount(study: study).check("\(name) withdrew")
    return done
  }

  private func texts(_ study: Study) throws -> [String] {
    try study.project.connection.all("SELECT text FROM source_text ORDER BY version") {
      $0.text(0)
    }
  }

  @Test func anInterviewAloneGoesAsAWhole() throws {
    let study = try Self.study()
    let before = try texts(study)
    let (withdrawal, proof) = try Self.withdraw("A-1", from: study)
    #expect(proof.isClean)
    #expect(proof.runs == 11)
    #expect(withdrawal.texts.map(\.extent) == [.whole])
    #expect(withdrawal.segments == 1)
    let after = try texts(study)
    #expect(after[0].allSatisfy { $0 == "█" || $0 == "\n" })
    #expect(after[0].unicodeScalars.count == before[0].unicodeScalars.count)
    #expect(after[0].split(separator: "\n", omittingEmptySubsequences: false).count == 6)
    #expect(Array(after[1...]) == Array(before[1...]))
    #expect(try !study.project.voices().contains { $0.transcript.hasPrefix("withdrawn") })
    #expect(try study.project.transcriptNames().contains("withdrawn/1"))
    #expect(try study.project.knownRespondents().map(\.id) == ["G-1", "G-2"])
    #expect(try study.count("respondent_attribute") == 3)
    #expect(try study.count("speaker_salt") == 7)
  }

  @Test func ofAGroupOnlyOnesOwnTurnsGo() throws {
    let study = try Self.study()
    let quotes = try study.quotes()
    let (withdrawal, proof) = try Self.withdraw("G-1", from: study)
    #expect(proof.isClean)
    #expect(withdrawal.texts.map(\.extent) == [.turns(2)])
    let text = try texts(study)[1]
    #expect(
      text == """
        title: Drie aan tafel
        respondents: ██████ = ███; Joop = G-2

        Interviewer: Fatima, wat is er veranderd in de straat?

        \(fill("**Fatima:** De lamp bij de oude deur brandt eindelijk weer."))

        Joop: Volgens mij heeft Fatima gelijk over die lamp.

        \(fill("Fatima [00:12]:"))
        \(fill("Een nieuwe lamp, en niemand die er iets van zegt!"))

        Joop: Een deur is een deur.
        """)
    #expect(quotes.count == 8)
    #expect(
      try study.quotes() == [
        "Onder die ene lamp van vroeger.", "Volgens mij heeft Fatima gelijk over die lamp.", "deur",
        "deur", "Fatima zag de lamp het eerst, zegt ze.",
      ])
    #expect(try study.project.transcriptNames() == ["grietje.txt", "groep-██████.md", "joop.txt"])
    #expect(
      withdrawal.mentions.map(\.place) == [
        "groep-fatima.md:74-80", "groep-fatima.md:202-208", "joop.txt:28-34",
      ])
    #expect(withdrawal.mentions.allSatisfy { $0.name == "Fatima" })
  }

  private func fill(_ text: String) -> String { String(repeating: "█", count: text.count) }

  /// Everybody who was there withdraws in turn: in the end nobody's words are left either.
  @Test func theLastOneTakesTheRest() throws {
    let study = try Self.study()
    try Self.withdraw("G-1", from: study)
    let (withdrawal, proof) = try Self.withdraw("G-2", from: study)
    #expect(proof.isClean)
    #expect(withdrawal.texts.map(\.extent) == [.whole, .whole])
    #expect(try texts(study)[1].allSatisfy { $0 == "█" || $0 == "\n" })
    #expect(try study.quotes() == ["Onder die ene lamp van vroeger."])
    #expect(try study.project.transcriptNames() == ["grietje.txt", "withdrawn/1", "withdrawn/2"])
    #expect(try study.project.withdrawals() == (2, 2))
    try Self.withdraw("A-1", from: study)
    #expect(try study.project.voices().isEmpty)
    #expect(try study.count("vocabulary") == 0)
    #expect(try study.count("tally") == 0)
  }

  @Test func supersededVersionsGoToo() throws {
    let study = try Self.study()
    try study.ingest([
      (
        "grietje.txt",
        "respondent: A-1\n\nI: En?\n\nGrietje: Bij het licht van een kapotte lantaarn daar.\n"
      )
    ])
    try study.apply()
    let (withdrawal, proof) = try Self.withdraw("A-1", from: study)
    #expect(proof.isClean)
    #expect(withdrawal.texts.map(\.number) == [1, 2])
    #expect(withdrawal.words == 9)
    #expect(try texts(study).filter { $0.contains("██") }.count == 2)
  }

  /// The same words under another label, or under none, in an earlier reading.
  @Test func earlierReadingsWithoutTheRespondentGoToo() throws {
    let study = try Study()
    let words = "Wij hebben daar dertig jaar met plezier gewoond."
    try study.ingest([("a.txt", words + "\n")])
    try study.ingest([("a.txt", "respondent: A-1\n\nI: En?\n\nR: \(words)\n")])
    let (withdrawal, proof) = try Self.withdraw("A-1", from: study)
    #expect(proof.isClean)
    #expect(proof.shared == 0)
    #expect(withdrawal.texts.count == 2)
  }

  @Test func whatOnlyAHeaderNamesGoes() throws {
    let study = try Study()
    try study.respondents([("A-1", []), ("B-1", [])])
    try study.ingest([
      (
        "notes.txt", "respondent: A-1\ntitle: Notities\n\nZij wil niet opgenomen worden, zegt ze.\n"
      ),
      (
        "b.txt", "respondents: Bo = B-1; An = A-1\n\nI: En?\n\nBo: An zei vandaag helemaal niets.\n"
      ),
    ])
    let (withdrawal, proof) = try Self.withdraw("A-1", from: study)
    #expect(proof.isClean)
    #expect(withdrawal.texts.map(\.extent) == [.whole, .header])
    #expect(
      try texts(study)[1]
        == "respondents: Bo = B-1; An = ███\n\nI: En?\n\nBo: An zei vandaag helemaal niets.\n")
    #expect(try study.project.voices().contains { $0.respondent == "B-1" && $0.words == 5 })
  }

  @Test func somebodyWithoutAnInterviewLosesTheAttributes() throws {
    let study = try Study()
    try study.respondents([("A-1", [("street", "Lindengracht")])])
    let (withdrawal, proof) = try Self.withdraw("A-1", from: study)
    #expect(withdrawal.texts.isEmpty)
    #expect(proof.isClean)
    #expect(proof.names == 1)
    #expect(try study.count("respondent_attribute") == 0)
  }

  @Test func reasonsThatMayQuoteGo() throws {
    let study = try Self.study()
    let segments = try study.segments()
    for segment in segments {
      try study.decide(segment, .accepted, reason: "zij zegt lamp \(segment.start)")
    }
    let own = segments.filter { $0.version == 1 || ($0.version == 2 && $0.speaker == 2) }
    #expect(own.count == 4)
    let before = try study.count("content")
    try Self.withdraw("G-1", from: study)
    try Self.withdraw("A-1", from: study)
    // Four reasons less; each withdrawal adds what is known of it.
    #expect(try study.count("content") == before - 4 + 2)
    #expect(try study.segments().allSatisfy { $0.status == .accepted })
    #expect(try study.project.orphans().isEmpty)
  }

  @Test func nobodyIsWithdrawnTwiceOrByAWrongName() throws {
    let study = try Self.study()
    #expect(throws: ProjectError.self) { try study.project.plannedWithdrawal(of: "A-9") }
    try Self.withdraw("A-1", from: study)
    for name in ["A-1", " a-1 ", "withdrawn 1"] {
      #expect(throws: ProjectError.self, "\(name)") {
        try study.project.withdraw(name, basis: nil, approver: nil)
      }
      #expect(throws: ProjectError.self, "\(name)") { try study.respondents([(name, [])]) }
    }
    #expect(try study.project.withdrawals().respondents == 1)
  }

  @Test func theFilesThatWereReadStayOut() throws {
    let study = try Self.study()
    try Self.withdraw("G-1", from: study)
    let event = try study.events() - 1
    #expect(
      try study.ingest([("groep-fatima.md", Self.group), ("other.md", Self.group)])
        == [.withdrawn(event: event), .withdrawn(event: event)])
    let withdrawn = try study.project.withdrawnRespondents()
    #expect(withdrawn.event(named: "g-1") == event)
    #expect(withdrawn.event(named: "G-2") == nil)
    #expect(withdrawn.event(labelled: "FATIMA", in: "groep-██████.md") == event)
    #expect(withdrawn.event(labelled: "Joop", in: "groep-██████.md") == nil)
    #expect(withdrawn.event(labelled: "Fatima", in: "joop.txt") == nil)
  }

  /// A correction of what others said: their codings follow, those of who withdrew stay behind.
  @Test func othersCodingsFollowACorrection() throws {
    let study = try Self.study()
    for segment in try study.segments() { try study.decide(segment, .accepted) }
    try Self.withdraw("G-1", from: study)
    let corrected = """
      respondents: Joop = G-2

      Interviewer: Wat is er veranderd?

      Joop: Volgens mij heeft Fatima gelijk over die lamp.

      Joop: Een deur is een deur.
      """
    try study.ingest([("groep-██████.md", corrected)])
    try study.apply()
    try Recount(study: study).check("corrected")
    #expect(try study.project.orphans().isEmpty == false)
    #expect(try study.quotes().contains("Volgens mij heeft Fatima gelijk over die lamp."))
    #expect(try !study.project.orphans().contains { $0.quote.contains("█") })
  }

  @Test func newRulesFindNothingInFillers() throws {
    let study = try Self.study()
    try Self.withdraw("A-1", from: study)
    try study.add(
      Books.one(Books.rule("l*", speaker: "anyone"), Books.rule("deur NOT lamp", unit: "turn")))
    try study.apply()
    try Recount(study: study).check("new rules")
    #expect(try !study.quotes().contains { $0.contains("█") })
  }

  @Test func nothingCanBeCodedOnFillers() throws {
    let study = try Self.study()
    let own = try #require(study.segments().first { $0.version == 2 && $0.speaker == 2 })
    let range = own.start..<own.end
    try Self.withdraw("G-1", from: study)
    let code = try study.project.code(named: "repair")
    #expect(throws: ProjectError.self) {
      try study.project.change { try study.project.code(range, of: 2, with: code) }
    }
    let address = SegmentAddress(file: "groep-██████.md", range: range)
    #expect(throws: ProjectError.self) { try study.project.segments(at: address) }
    let erased = try study.project.segments(at: address, includingErased: true)
    let audit = try study.project.audit(try #require(erased.first))
    #expect(audit.erasedBy == (try study.events()) - 1)
    #expect(audit.isSound)
    #expect(audit.quote.allSatisfy { $0 == "█" })
  }

  /// The person counted then; the name and the words are gone from every view.
  @Test func thePastStillCounts() throws {
    let study = try Self.study()
    let (events, segments) = (try study.events(), try study.segments())
    try Self.withdraw("G-1", from: study)
    let past = try study.reopen(.read)
    try past.rewind(to: past.moment("\(events)"))
    var then: [SegmentRow] = []
    try past.forEachSegment(SegmentQuery()) { then.append($0) }
    #expect(then == segments)
    #expect(try past.voices().contains { $0.respondent == "withdrawn 1" && $0.words > 0 })
    let own = try #require(then.first { $0.version == 2 && $0.speaker == 2 })
    let audit = try past.audit(own)
    #expect(audit.isSound && audit.erasedBy == events + 1)
    #expect(audit.quote.allSatisfy { $0 == "█" })
  }

  @Test func neitherItNorWhatCameBeforeCanBeUndone() throws {
    let study = try Self.study()
    try Self.withdraw("G-1", from: study)
    #expect(throws: ProjectError.self) { try study.project.lastAct() }
    try study.ingest([("late.txt", interview("B-1", "Geen lamp."))])
    _ = try study.project.change { try study.project.undo(study.project.lastAct()) }
    try Recount(study: study).check("undone after a withdrawal")
    #expect(throws: ProjectError.self) { try study.project.lastAct() }
  }

  /// What was undone is in the file still, and goes like the rest.
  @Test func whatWasUndoneGoesToo() throws {
    let study = try Self.study()
    let words = "De kelder staat alweer helemaal vol met water."
    try study.ingest([("undone.txt", interview("A-1", words))])
    _ = try study.project.change { try study.project.undo(study.project.lastAct()) }
    let (withdrawal, proof) = try Self.withdraw("A-1", from: study)
    #expect(proof.isClean && proof.shared == 0)
    #expect(withdrawal.texts.count == 2)
    #expect(try study.bytes().range(of: Data("alweer".utf8)) == nil)
  }

  /// The words of a rule's text may stay in a codebook, but no list of words keeps them.
  @Test func theListOfWordsForgets() throws {
    let study = try Self.study()
    try Self.withdraw("A-1", from: study)
    let lists = try study.project.connection.all("SELECT words FROM vocabulary") {
      String(decoding: $0.blob(0), as: UTF8.self)
    }
    let words = lists.joined().split(separator: "\n")
    for word in ["vroeger", "woont", "Onder"] { #expect(!words.contains { $0 == word }) }
    for word in ["lamp", "die", "deur"] { #expect(words.contains { $0 == word }) }
  }
}
