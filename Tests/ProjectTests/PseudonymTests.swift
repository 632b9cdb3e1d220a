import Coding
import Foundation
import Project
import SQLite
import TestSupport
import Testing

/// Names give way to pseudonyms, and everything that people did follows.
@Suite struct PseudonymTests {
  static let interview = """
    respondent: Ria de Boer
    interviewer: Kees
    neighbourhood: Moerwijk

    Kees: Hoe lang woont u hier, Ria?

    Ria de Boer: Met Ahmed sinds 1990. Ahmeds lamp brandt in Moerwijk. Bel 06-12345678, zei Ahmed.

    Kees: En Ahmed?

    Ria de Boer: Die is weg. De lamp ook.

    """
  static let names: [(String, IdentifierKind, String?)] = [
    ("Ria", .person, "[persoon-1]"), ("Ria de Boer", .person, "[persoon-1]"),
    ("Kees", .person, "[persoon-2]"), ("Ahmed", .person, "[persoon-3]"),
    ("06-12345678", .telephone, "[telefoon-1]"),
  ]

  static func replacer(
    _ names: [(String, IdentifierKind, String?)] = PseudonymTests.names
  ) -> NameReplacer {
    NameReplacer(
      names.map { Pseudonym(text: $0.0, kind: $0.1, replacement: $0.2, place: Place(file: "key")) })
  }

  static func replace(
    _ names: NameReplacer, in study: Study, key: String = "key-1"
  ) throws -> ReplacedNames {
    try study.project.change {
      let recorder = try PseudonymRecorder(study.project, names, key: key)
      try study.project.forEachTranscript { try recorder.record($0) }
      try recorder.recordRespondents()
      return try recorder.finish()
    }
  }

  /// An interview with codings that hold names, or end within one.
  private func coded() throws -> Study {
    let study = try Study()
    try study.ingest([
      ("ria.txt", Self.interview), ("b.txt", ProjectTests.interview("B", "Geen lamp.")),
    ])
    try study.add(Books.one(Books.rule("lamp")))
    try study.apply()
    let project = study.project
    let code = try project.code(named: "repair")
    let version = try project.version(named: "ria.txt").id
    let text = String(decoding: try project.text(ofVersion: version), as: UTF8.self)
    try project.change {
      for words in ["Met Ahmed sinds", "Ahmed sinds 1990", "med sinds", "lamp brandt", "zei Ahm"] {
        _ = try project.code(try #require(text.codePoints(of: words)), of: version, with: code)
      }
      let reader = try LayerRecorder(project, isSync: false)
      _ = try reader.record([], of: version, by: "iris", lookingFor: [code.id])
      try reader.finish()
      try project.write(memo: "Ahmed is haar man.", on: .transcript(version))
    }
    let lamp = try #require(
      try study.segments().first { $0.origin == .rule && $0.version == version })
    try study.decide(lamp, .accepted, reason: "Ria zegt het")
    return study
  }

  @Test func everythingFollows() throws {
    let study = try coded()
    let before = try study.segments()
    let replaced = try Self.replace(Self.replacer(), in: study)
    let project = study.project
    let version = try project.version(named: "ria.txt").id
    let text = String(decoding: try project.text(ofVersion: version), as: UTF8.self)
    #expect(
      text == """
        respondent: [persoon-1]
        interviewer: [persoon-2]
        neighbourhood: Moerwijk

        [persoon-2]: Hoe lang woont u hier, [persoon-1]?

        [persoon-1]: Met [persoon-3] sinds 1990. [persoon-3]s lamp brandt in Moerwijk. Bel [telefoon-1], zei [persoon-3].

        [persoon-2]: En [persoon-3]?

        [persoon-1]: Die is weg. De lamp ook.

        """)
    #expect(replaced.places == 12 && replaced.kinds == [.person: 11, .telephone: 1])
    #expect(replaced.reanchored.followed == 6 && replaced.reanchored.toReview == 0)
    #expect(
      try Set(study.quotes().filter { !$0.hasPrefix("Geen") }) == [
        "Met [persoon-3] sinds", "[persoon-3] sinds 1990", "[persoon-3] sinds",
        "[persoon-3]s lamp brandt in Moerwijk.", "lamp brandt", "zei [persoon-3]",
      ])
    try study.apply()
    let after = try study.segments()
    #expect(after.count == before.count)
    #expect(after.map(\.status).filter { $0 == .accepted }.count == 6)
    for segment in after {
      #expect(
        segment.words
          == (try project.codableVersion(segment.version)
            .passage(segment.start..<segment.end).words))
    }
    #expect(try project.readers().map(\.coder) == ["iris"])
    #expect(try project.voices().map(\.respondent).contains("[persoon-1]"))
    #expect(try project.verify().problems == [])
    try Recount(study: study).check("pseudonyms")
  }

  @Test func whoSpeaksStaysWhoSpeaks() throws {
    let study = try coded()
    try study.respondents([("Ria de Boer", [("neighbourhood", "Moerwijk"), ("partner", "Ahmed")])])
    _ = try Self.replace(Self.replacer(), in: study)
    try study.project.forEachTranscript { read in
      guard read.name == "ria.txt" else { return }
      #expect(read.transcript.speakers.map(\.label) == ["[persoon-2]", "[persoon-1]"])
      #expect(read.respondents == [nil, "[persoon-1]"])
      #expect(
        read.transcript.header.map(\.value) == ["[persoon-1]", "[persoon-2]", "Moerwijk"])
    }
    let connection = try Connection(path: study.path, options: .readOnly)
    let row = try connection.prepare(
      """
      SELECT (SELECT count(*) FROM respondent), r.name, group_concat(a.value, ',') FROM respondent r
      JOIN respondent_attribute a ON a.respondent = r.id GROUP BY r.id
      """)
    #expect(try row.step())
    #expect(
      row.integer(0) == 2 && row.text(1) == "[persoon-1]" && row.text(2) == "Moerwijk,[persoon-3]")
    row.reset()
  }

  @Test func doingItAgainDoesNothing() throws {
    let study = try coded()
    _ = try Self.replace(Self.replacer(), in: study)
    let events = try study.events()
    #expect(try Self.replace(Self.replacer(), in: study).isEmpty)
    #expect(try study.events() == events)
  }

  @Test func undoBringsAllBack() throws {
    let study = try coded()
    let (before, quotes) = (try study.segments(), try study.quotes())
    _ = try Self.replace(Self.replacer(), in: study)
    try study.apply()
    for _ in 0..<2 {
      _ = try study.project.change { try study.project.undo(study.project.lastAct()) }
    }
    #expect(try study.quotes() == quotes)
    #expect(try study.segments().map(\.status) == before.map(\.status))
    #expect(try study.project.voices().map(\.respondent).contains("Ria de Boer"))
    #expect(try study.project.verify().problems == [])
    // What was undone keeps no file out.
    #expect(try study.ingest([("ria.txt", Self.interview)]) == [.unchanged])
    try Recount(study: study).check("undone")
  }

  @Test func theFileWithTheNamesStaysOut() throws {
    let study = try coded()
    let event = try #require(try Self.replace(Self.replacer(), in: study).event)
    #expect(try study.ingest([("ria.txt", Self.interview)]) == [.pseudonymised(event: event)])
    #expect(try study.ingest([("other.txt", Self.interview)]) == [.pseudonymised(event: event)])
    #expect(try study.project.replacement(in: "ria.txt") == event)
    #expect(try study.project.replacement(in: "b.txt") == nil)
    #expect(try study.project.keys() == ["key-1"])
    #expect(
      try study.ingest([("b.txt", ProjectTests.interview("B", "Geen lamp."))]) == [.unchanged])
  }

  /// The ledger says that it was done, and neither a name nor a pseudonym.
  @Test func theLedgerHoldsNoNames() throws {
    let study = try coded()
    let first = try study.events()
    _ = try Self.replace(Self.replacer(), in: study)
    try study.project.events(from: first + 1) { event, _ in
      for name in ["Ria", "Boer", "Ahmed", "Kees", "persoon-", "12345678"] {
        #expect(!event.body.contains(name), "\(event.body)")
      }
    }
  }

  @Test func namesElsewhereAreTold() throws {
    let study = try coded()
    let mentions = try study.project.mentions(of: Self.replacer())
    #expect(
      Set(mentions.map { "\($0.name) in \($0.place.prefix(6))" })
        == ["Ahmed in memo o", "Ria in reason", "Ria in the na"])
  }

  @Test func withdrawingErasesTheNamesToo() throws {
    let study = try coded()
    _ = try Self.replace(Self.replacer(), in: study)
    try study.apply()
    let (_, proof) = try study.project.withdraw("[persoon-1]", basis: nil, approver: nil)
    #expect(proof.isClean)
    #expect(try study.project.verify().problems == [])
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: study.path)))
    for name in ["Ria de Boer", "Met Ahmed sinds", "06-12345678", "Met [persoon-3] sinds"] {
      #expect(!bytes.contains(Array(name.utf8)), "\(name)")
    }
    // Neither name brings the respondent back.
    for name in ["[persoon-1]", "Ria de Boer"] {
      #expect(throws: ProjectError.self) { try study.respondents([(name, [])]) }
    }
    #expect(try study.project.redactedTranscripts() == ["withdrawn/1"])
  }

  @Test func whoIsNamedAfterTheFileIsRenamedToo() throws {
    let study = try Study()
    try study.ingest([("bob.txt", "I: En?\n\nBob: Ja, de lamp.\n")])
    try study.respondents([("bob", [])])
    _ = try Self.replace(Self.replacer([("Bob", .person, "[persoon-1]")]), in: study)
    #expect(try !study.project.knownRespondents().map(\.id).contains("bob"))
    #expect(try study.project.verify().problems == [])
  }

  @Test func twoWithOnePseudonymStayTwo() throws {
    let study = try Study()
    try study.respondents([("Ria", []), ("Bep", [])])
    _ = try Self.replace(Self.replacer([("Ria", .person, "X"), ("Bep", .person, "X")]), in: study)
    let names = try study.project.knownRespondents().map(\.id).sorted()
    #expect(names == ["X", "X (2)"])
    #expect(try study.project.verify().problems == [])
  }

  /// Whatever the texts, the names and the codings: each covers what it covered, renamed.
  @Test(arguments: 0..<25) func codingsFollowInAnyText(seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let study = try Study()
    let said = random.dutch(pieces: 60)
    try study.ingest([
      ("a.txt", ProjectTests.interview("A", "Ik woon hier. " + said, "Straße " + said))
    ])
    try study.add(Books.one(Books.rule("ik")))
    try study.apply()
    let project = study.project
    let code = try project.code(named: "repair")
    let version = try project.version(named: "a.txt").id
    var ranges: [Range<Int>] = []
    for turn in try project.turns(of: version) {
      for _ in 0..<8 {
        let start = Int.random(in: turn.range, using: &random)
        let range = start..<Int.random(in: start + 1...turn.range.upperBound, using: &random)
        guard (try? project.codableVersion(version).passage(range)) != nil, !ranges.contains(range)
        else { continue }
        ranges.append(range)
        _ = try project.change { try project.code(range, of: version, with: code) }
      }
    }
    let names = Self.replacer([
      ("ik", .person, "iemand-anders"), ("woon hier", .place, "x"), ("één", .name, "[naam-1]"),
      ("Straße", .address, "[y]"), ("A", .person, "[persoon-1]"), ("dhr", .name, nil),
    ])
    let old = SourceText(validUTF8: try project.text(ofVersion: version))
    let before = try study.segments().filter { $0.origin == .hand }
    var stretches: [Range<Int>] = []
    try project.forEachTranscript { stretches = $0.surveyed().stretches }
    let hits = names.edits(in: old, stretches: stretches)
    let map = names.applying(hits, to: old).map
    let replaced = try Self.replace(names, in: study)
    let new = SourceText(validUTF8: try project.text(ofVersion: project.version(named: "a.txt").id))
    #expect(replaced.reanchored.followed + replaced.reanchored.ambiguous == before.count)
    let quotes = Set(try study.quotes())
    for segment in before {
      var points = CodePoints(old)
      let start = points.byte(ofOffset: segment.start)
      let range = start..<points.byte(ofOffset: segment.end)
      #expect(quotes.contains(new[map.place(of: range)]))
    }
    try study.apply()
    #expect(try project.verify().problems == [])
    #expect(try Self.replace(names, in: study).isEmpty)
    try Recount(study: study).check("seed \(seed)")
  }
}

extension String {
  fileprivate func codePoints(of words: String) -> Range<Int>? {
    guard let range = firstRange(of: words) else { return nil }
    let start = self[..<range.lowerBound].unicodeScalars.count
    return start..<start + words.unicodeScalars.count
  }
}
