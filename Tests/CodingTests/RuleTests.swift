import TestSupport
import Testing

@testable import Coding

/// Every construct of the rule language by example: what it finds, marked in the text.
@Suite struct RuleTests {
  private static let matches: [(rule: String, marked: String)] = [
    // words
    ("sloop", "De [sloop] en de sloopkogel, [Sloop]!"),
    ("sloop*", "De [sloop] en de [sloopkogel], niet sloep"),
    ("*corporatie", "Een [woningcorporatie] of [corporatie], geen corporaties"),
    ("*nieuwbouw*", "[nieuwbouwwijk] [Nieuwbouw] [sloopnieuwbouw]"),
    ("h?n", "[han] [hen] hn heen"),
    ("b*m*n", "[bomen] [bommen] [bmn] boom"),
    ("reunie", "Een [reünie] en een [reu\u{308}nie]"),
    ("=Jol", "[Jol] maar geen jol, JOL of Jól"),
    ("=één", "[één] is geen een"),
    ("zo'n", "[zo'n] [zo’n] [zo n] zon"),
    ("sociaal-economisch", "[sociaal-economisch] [sociaal‑economisch] [Sociaal–economisch]"),
    ("o.a.", "in [o.a]. de flat"),
    ("ijs", "[ĳs] [ijs] [IJs]"),
    // phrases
    ("\"te weinig\"", "[Te weinig] geld, weinig te doen, [te, weinig]"),
    ("\"te *weinig*\"", "[te allerweinigst] [te weinigen]"),
    ("\"een * huis\"", "[een groot huis], een huis, een erg groot huis"),
    (
      "\"een [2] huis\"",
      "[een groot huis], [een huis], [een erg groot huis], een zo erg groot huis"
    ),
    ("\"een [1-2] huis\"", "[een groot huis], een huis, [een erg groot huis]"),
    ("\"een [0] huis\"", "[een huis], een groot huis"),
    ("\"zet … op\"", "Hij [zet de hoed op]. Hij zet. Op"),
    ("\"zet ... op\"", "Hij zet en [zet op]"),
    ("\"(goede|sterke) band\"", "[goede band] [sterke band] slappe band"),
    ("\"de @dieren\"", "[de aap] de boom [de katten]"),
    ("=\"De band\"", "[De band] de band"),
    ("“te weinig”", "[te weinig]"),
    // lists and codes
    ("@dieren", "[aap] noot [katje]"),
    ("@zinnen", "[te weinig] en [niets]"),
    ("#groen", "[boom] [park]"),
    ("#groen AND aap", "[boom] [aap]"),
    // AND, OR, NOT
    ("aap OR noot", "[aap] [noot] mies"),
    ("aap AND noot", "[aap] en [noot]. Aap. Noot"),
    ("aap AND/turn noot", "[aap]. [noot]\naap\nnoot"),
    ("aap AND/2s noot", "[aap]. [noot]. [aap]. mies. aap"),
    ("aap AND/sentence noot", "[aap] [noot]. aap"),
    ("aap NOT noot", "aap noot. [aap]"),
    ("aap AND NOT noot", "aap noot. [aap]"),
    ("aap NOT/turn noot", "aap. noot\n[aap]"),
    ("aap AND NOT/2s noot", "noot. aap. [aap]"),
    ("aap OR noot AND mies", "[aap]. noot. [noot] [mies]"),
    ("(aap OR noot) AND mies", "aap. noot. [noot] [mies]"),
    ("aap NOT noot AND mies", "aap mies noot. aap. [aap] [mies]"),
    ("aap AND noot NEAR/0 mies", "[aap] en [noot mies]. aap noot en mies"),
    // NEAR and BEFORE
    ("aap NEAR/1 noot", "[aap en noot] mies; [noot aap] en ook"),
    ("aap NEAR/0 noot", "aap en noot"),
    ("noot NEAR/2 aap", "[aap. Ja, noot]"),
    ("noot NEAR/9 aap", "aap\nnoot"),
    ("aap BEFORE/1 noot", "noot aap, [aap en noot]"),
    // negation
    ("NEGATED geld", "[geen geld]. Wel geld. [nooit meer geld]"),
    ("NEGATED/0 geld", "geen extra geld. [geen geld]"),
    ("AFFIRMED geld", "geen geld. Wel [geld]. niet duur, [geld]"),
    ("NEGATED geld", "niet nu maar geld. niet, geld. [geld is er niet]"),
    ("NEGATED/0 (geld OR tijd)", "[te weinig geld] of tijd"),
    // who speaks
    ("aap", "I: aap\n[aap]"),
    ("aap AND speaker:interviewer", "I: [aap]\naap"),
    ("speaker:anyone AND aap", "I: [aap]\n[aap]"),
    ("#vraag AND speaker:anyone", "I: [waarom]\nwaarom"),
  ]

  private static let fixture = RuleFixture(
    lists: ["dieren": "aap OR kat*", "zinnen": "\"te weinig\" OR niets"],
    codes: [
      "groen": ["boom", "park"], "vraag": ["waarom AND speaker:interviewer"],
    ])

  @Test(arguments: matches)
  func `a rule finds what is marked`(rule: String, marked: String) throws {
    let text = MarkedText(marked).text
    #expect(try Self.fixture.found(rule, in: text) == marked, "\(rule)")
  }

  @Test func `a rule codes the match, its sentence or its turn`() throws {
    var fixture = RuleFixture()
    let text = "Ik woon hier. De aap is weg! Ja.\nNiets."
    #expect(try fixture.found("aap", in: text) == "Ik woon hier. De [aap] is weg! Ja.\nNiets.")
    fixture.unit = .sentence
    #expect(try fixture.found("aap", in: text) == "Ik woon hier. [De aap is weg!] Ja.\nNiets.")
    #expect(
      try fixture.found("aap NEAR/9 ja", in: text) == "Ik woon hier. [De aap is weg! Ja.]\nNiets.")
    fixture.unit = .turn
    #expect(
      try fixture.found("aap AND woon", in: text) == "[Ik woon hier. De aap is weg! Ja.]\nNiets.")
  }

  @Test(arguments: [
    ("\"zet … op\"", "Hij [zet] de hoed [op]"),
    ("\"zet de … op\"", "Hij [zet de] hoed [op]"),
    ("aap NEAR/3 noot", "[aap] en [noot] en [noot]"),
    ("aap BEFORE/3 noot", "[aap] en [noot] en noot"),
    ("NEGATED geld", "er is [geen] extra [geld]"),
    ("aap OR \"aap noot\"", "[[aap] noot] en [aap]"),
    ("(aap NEAR/2 noot) NEAR/2 mies", "[aap] en [noot] of [mies]"),
  ])
  func `the places of what matched are recorded`(rule: String, marked: String) throws {
    for unit in [CodedUnit.match, .sentence, .turn] {
      let found = try RuleFixture(unit: unit).places(rule, in: MarkedText(marked).text)
      #expect(found == marked, "\(rule) \(unit)")
    }
  }

  @Test func `places are written only where they say more than the passage`() throws {
    #expect(try RuleFixture().findings("aap", in: "een aap")[0].placesText == nil)
    #expect(
      try RuleFixture(unit: .sentence).findings("aap", in: "é aap aap")[0].placesText == "2-5 6-9")
  }

  @Test func `conditions on who speaks choose turns`() throws {
    let fixture = RuleFixture(attributes: [["role": "bewoner"], ["role": "gids"], [:]])
    let text = "aap\naap\naap"
    #expect(try fixture.found("aap AND role:bewoner", in: text) == "[aap]\naap\naap")
    #expect(try fixture.found("role:gids AND aap", in: text) == "aap\n[aap]\naap")
    #expect(try fixture.found("aap NOT role:gids", in: text) == "[aap]\naap\n[aap]")
    #expect(try fixture.found("aap NOT role:gids NOT role:bewoner", in: text) == "aap\naap\n[aap]")
    #expect(
      try fixture.found("(aap AND role:gids) OR (aap NOT role:gids)", in: text)
        == "[aap]\n[aap]\n[aap]")
  }

  @Test func `AND and OR don't mind the order, NEAR finds the same places from either side`() throws
  {
    var random = Seeded(7)
    for _ in 0..<200 {
      let text = (0..<12).map { _ in
        random.pick(["aap", "noot", "mies", "wim", "wim.", "jet.\naap"])
      }
      .joined(separator: " ")
      for (one, other) in [
        ("aap OR noot", "noot OR aap"), ("aap AND noot", "noot AND aap"),
        ("(aap OR noot) OR mies", "aap OR (mies OR noot)"),
        ("(aap AND noot) AND mies", "aap AND (mies AND noot)"),
        ("(aap AND/turn noot) AND/turn mies", "aap AND/turn (mies AND/turn noot)"),
        ("aap NEAR/2 noot", "noot NEAR/2 aap"),
        ("\"aap … mies\" NEAR/2 (aap OR wim)", "(wim OR aap) NEAR/2 \"aap … mies\""),
      ] {
        let found = try RuleFixture(unit: .sentence).findings(one, in: text)
        #expect(
          try found == RuleFixture(unit: .sentence).findings(other, in: text), "\(one): \(text)")
      }
      let parts = try ["NEGATED mies", "AFFIRMED mies", "mies"].map { rule in
        try RuleFixture(lists: ["negation": "wim"]).findings(rule, in: text).count
      }
      #expect(parts[0] + parts[1] == parts[2], "\(text)")
    }
  }

  @Test func `many rules together find what each finds alone`() throws {
    let text = "aap en noot, geen aap"
    var set = RuleSet()
    for rule in ["aap", "noot AND aap", "NEGATED aap"] {
      try set.add(try RuleParser.parse(rule), in: RuleContext())
    }
    let source = SourceText(text)
    var vocabulary = Vocabulary()
    let stream = WordScanner.scan(
      source, turns: [Turn(speaker: nil, range: 0..<source.utf8.count)], vocabulary: &vocabulary)
    let findings = Matcher(set, vocabulary: vocabulary)
      .findings(in: stream, voices: TurnVoices(voices: [.respondent]))
    #expect(findings.items.map(\.rule) == [0, 1, 2])
    #expect(
      findings.items.map { findings.placesText(of: $0) } == [
        "0-3 18-21", "0-3 7-11 18-21", "13-17 18-21",
      ])
  }
}
