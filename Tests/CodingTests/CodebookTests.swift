import TestSupport
import Testing

@testable import Coding

@Suite struct CodebookReaderTests {
  private static let small = #"""
    {
      "$schema": "codebook.schema.json",
      "id": "klein", "label": {"nl": "Klein", "en": "Small"},
      "lists": {"groen": ["boom*", "\"groene plek\""]},
      "codes": [
        {
          "id": "natuur", "label": {"nl": "Natuur", "en": "Nature"}, "definition": "Groen.",
          "colour": "#AABBCC",
          "examples": {"match": ["Er staat een boom."], "noMatch": ["Er staat een huis."]},
          "rules": ["@groen", {"find": "park AND speaker:anyone", "unit": "turn", "note": "ook vragen"}],
          "codes": [
            {"id": "weg", "label": {"nl": "Weg", "en": "Gone"}, "definition": "Geen groen.",
             "rules": ["NEGATED #natuur"]}
          ]
        }
      ]
    }
    """#

  private func read(_ text: String) throws(Rejected) -> Codebook {
    try CodebookReader.read(SourceText(text), file: "klein.json")
  }

  @Test func `a codebook is read with its codes, rules and places`() throws {
    let codebook = try read(Self.small)
    #expect(codebook.allCodes.map(\.path) == ["natuur", "natuur/weg"])
    #expect(codebook.allCodes.map(\.depth) == [0, 1])
    let nature = codebook.codes[0]
    #expect(nature.colour == "#aabbcc" && nature.matching.map(\.text) == ["Er staat een boom."])
    #expect(nature.rules.map(\.rule.unit) == [.sentence, .turn])
    #expect(nature.rules.map(\.rule.speaker) == [.respondent, .anyone])
    #expect(nature.rules[0].place == Place(file: "klein.json", line: 10, column: 17))
    #expect(nature.rules[1].note == "ook vragen")
  }

  @Test func `what is written is read back, and has the same version`() throws {
    let codebook = try read(Self.small)
    for text in [codebook.json.text(), codebook.json.text(indented: true), codebook.json.canonical]
    {
      let again = try read(text)
      #expect(again.json == codebook.json && again.version == codebook.version)
    }
  }

  @Test func `the version depends on content, not on layout`() throws {
    let version = try read(Self.small).version
    let other = Self.small.replacing("\n", with: "\n  ").replacing(
      "\"nl\": \"Klein\", \"en\": \"Small\"", with: "\"en\":\"Small\" ,\"nl\":\"Klein\"")
    #expect(try read(other).version == version)
    #expect(try read(Self.small.replacing("boom*", with: "bomen")).version != version)
    #expect(try read(Self.small.replacing("Groen.", with: "Groen!")).version != version)
  }

  private static func codebook(_ code: String, lists: String = "{\"l\": [\"boom\"]}") -> String {
    "{\"id\": \"x\", \"label\": {\"nl\": \"a\", \"en\": \"b\"}, \"lists\": \(lists),\n\"codes\": [\n\(code)]}"
  }
  private static let label = #""label": {"nl": "a", "en": "b"}, "definition": "d""#

  /// Each fault stands where the text has `¦`.
  private static let faults: [(marked: String, says: String, hint: String?)] = [
    ("¦[]", "a codebook should stand here, not a list", nil),
    ("{\"id\": ¦}", "no JSON value", "double quotes"),
    (codebook("¦{\(label)}"), "a code without 'id'", nil),
    (codebook("{\"id\": ¦\"A b\", \(label)}"), "'A b' can't be an id", "lower-case"),
    (codebook("{\"id\": ¦3, \(label)}"), "a text should stand here, not a number", nil),
    (codebook("¦{\"id\": \"a\", \"definition\": \"d\"}"), "a code without 'label'", "\"nl\""),
    (
      codebook("{\"id\": \"a\", \"definition\": \"d\", \"label\": ¦{\"nl\": \"a\"}}"),
      "a label needs both", nil
    ),
    (
      codebook("¦{\"id\": \"a\", \"label\": {\"nl\": \"a\", \"en\": \"b\"}}"),
      "without 'definition'", nil
    ),
    (
      codebook("{\"id\": \"a\", \(label)},\n¦{\"id\": \"a\", \(label)}"), "'a' stands here twice",
      "siblings"
    ),
    (
      codebook("{\"id\": \"a\", \(label), \"colour\": ¦\"rood\"}"), "'rood' is not a colour",
      "#b5472f"
    ),
    (
      codebook("{\"id\": \"a\", \(label), ¦\"rule\": []}"), "'rule' is not a field of a code",
      "rules"
    ),
    (
      codebook("{\"id\": \"a\", \(label), \"rules\": ¦\"aap\"}"),
      "a list should stand here, not a text", nil
    ),
    (codebook(rules("¦3")), "a rule should stand here, not a number", nil),
    (codebook(rules("¦{}")), "a rule without 'find'", "write the rule as a text"),
    (
      codebook(rules("{\"find\": \"a\", \"unit\": ¦\"word\"}")), "'word' is not a choice here",
      "sentence"
    ),
    (codebook(rules("\"aap ¦noot\"")), "in this rule: two terms", "AND"),
    (codebook(rules("\"\\\"é\\\" ¦noot\"")), "in this rule: two terms", "AND"),
    (codebook(rules("\"aap OR ¦@weg\"")), "no list named '@weg'", "@l"),
    (codebook(rules("\"¦#a\"")), "in '#a': '#a' is defined by itself", nil),
    (codebook(rules("\"¦#b\"")), "no code '#b'", "path"),
    (codebook(rules("\"a\""), lists: "{¦\"L\": [\"a\"]}"), "'L' can't be an id", "lower-case"),
    (codebook(rules("\"a\""), lists: "{¦\"l\": []}"), "the list 'l' has no words", nil),
    (codebook(rules("\"a\""), lists: "¦[]"), "an object should stand here, not a list", nil),
    (codebook(rules("\"a\""), lists: "{\"l\": [\"¦AND\"]}"), "in this rule: AND has nothing", nil),
    (
      codebook("{\"id\": \"a\", \(label), \"examples\": {\"match\": ¦\"x\"}}"),
      "a list should stand here", nil
    ),
    (
      codebook("{\"id\": \"a\", \(label), \"examples\": {¦\"matches\": []}}"),
      "'matches' is not a field", "match"
    ),
  ]

  private static func rules(_ rule: String) -> String {
    "{\"id\": \"a\", \(label), \"rules\": [\(rule)]}"
  }

  @Test(arguments: faults)
  func `a fault is told at its place, with a hint`(
    marked: String, says: String, hint: String?
  ) throws {
    let text = marked.replacing("¦", with: "")
    let before = marked.prefix { $0 != "¦" }.split(
      separator: "\n", omittingEmptySubsequences: false)
    let place = Place(
      file: "klein.json", line: before.count, column: (before.last?.unicodeScalars.count ?? 0) + 1)
    let rejected = try #require(throws: Rejected.self) { try read(text) }
    #expect(rejected.diagnostics.map(\.place) == [place], "\(rejected)")
    let fault = try #require(rejected.diagnostics.first)
    #expect(fault.message.text.contains(says), "\(fault)")
    #expect(hint.map { fault.hint?.contains($0) == true } ?? true, "\(fault)")
  }

  @Test func `all faults are told together, in the file's order`() throws {
    let text = Self.codebook(
      "{\"id\": \"A\", \(Self.label), \"rules\": [\"aap noot\", \"@weg\"], \"x\": 1}")
    let rejected = try #require(throws: Rejected.self) { try read(text) }
    #expect(rejected.diagnostics.count == 4)
    #expect(rejected.diagnostics.map(\.place) == rejected.diagnostics.map(\.place).sorted())
    #expect("\(rejected)".split(separator: "\n").count >= 4)
  }

  @Test func `no codebook of broken bytes brings the reader down`() {
    var random = Seeded(3)
    let valid = Array(Self.small.utf8)
    for _ in 0..<150 {
      var bytes = valid
      for _ in 0..<3 {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        if Bool.random(using: &random) {
          bytes[at] = random.pick(Array("\"{}[],:@#*x".utf8))
        } else {
          bytes.remove(at: at)
        }
      }
      do { _ = try read(String(decoding: bytes, as: UTF8.self)) } catch {
        #expect(!error.diagnostics.isEmpty)
      }
    }
  }

  @Test func `many examples are placed in time`() throws {
    let examples = (0..<8000).map { "\"Voorbeeld nummer \($0) van een zin.\"" }.joined(
      separator: ",\n")
    let text = Self.codebook(
      "{\"id\": \"a\", \(Self.label), \"examples\": {\"match\": [\(examples)]}}")
    let start = ContinuousClock.now
    let codebook = try read(text)
    #expect(codebook.codes[0].matching.last?.place.line == 8002)
    #expect(ContinuousClock.now - start < .seconds(4))
  }

  // MARK: Examples and fingerprints

  @Test func `examples are tried on the rules of their code`() throws {
    var codebook = try read(Self.small)
    #expect(try CodebookTest.run(codebook).map(\.isPassed) == [true, true])
    #expect(try CodebookTest.run(codebook)[0].rules == ["@groen"])
    codebook.codes[0].nonMatching[0].text = "Het park bestaat."
    let outcomes = try CodebookTest.run(codebook)
    #expect(outcomes.map(\.isPassed) == [true, false])
    #expect(outcomes[1].rules == ["park AND speaker:anyone"] && outcomes[1].path == "natuur")
  }

  @Test func `examples are tried whoever a rule wants to hear`() throws {
    let place = Place(file: "x")
    func code(_ id: String, _ rule: String) throws -> Code {
      Code(
        id: id, label: Label(nl: "a", en: "b"), matching: [Example(text: "Waarom?", place: place)],
        rules: [CodeRule(rule: try RuleParser.parse(rule), place: place)])
    }
    let codebook = Codebook(
      id: "x", label: Label(nl: "a", en: "b"),
      codes: [
        try code("vraag", "waarom AND speaker:interviewer"), try code("weer", "#vraag"),
        try code("rol", "waarom AND role:gids"), try code("geen", "waarom NOT role:gids"),
      ])
    #expect(try CodebookTest.run(codebook).allSatisfy(\.isPassed))
  }

  @Test func `a rule's fingerprint changes exactly with what the rule depends on`() throws {
    let place = Place(file: "x")
    func fingerprint(
      _ text: String = "NEGATED #groen AND \"de @dier\"", unit: CodedUnit = .sentence,
      green: String = "@plant OR gras", animal: String = "aap", plant: String = "boom",
      other: String = "x", negation: String? = nil
    ) throws -> Digest {
      let lists = try
        ([("dier", animal), ("plant", plant), ("los", other)]
        + (negation.map { [("negation", $0)] } ?? []))
        .map {
          WordList(
            name: $0.0, entries: [$0.1], expression: .or([try RuleParser.parse($0.1).expression]))
        }
      let codes = try [("groen", green), ("anders", other)].map { id, rule in
        Code(
          id: id, label: Label(nl: id, en: id),
          rules: [CodeRule(rule: try RuleParser.parse(rule), place: place)])
      }
      let codebook = Codebook(id: "x", label: Label(nl: "a", en: "b"), lists: lists, codes: codes)
      return codebook.fingerprint(of: try RuleParser.parse(text, unit: unit))
    }
    let first = try fingerprint()
    #expect(try first == fingerprint() && first == fingerprint(other: "y"))
    let changed = try [
      fingerprint("NEGATED #groen AND \"een @dier\""), fingerprint(unit: .turn),
      fingerprint(green: "@plant"),
      fingerprint(animal: "kat"), fingerprint(plant: "boom*"), fingerprint(negation: "geen"),
      fingerprint(
        green: "@plant OR gras AND speaker:anyone".replacing(
          "@plant OR gras", with: "(@plant OR gras)")),
    ]
    #expect(Set(changed + [first]).count == changed.count + 1)
  }
}
