import Testing

@testable import Coding

/// What the rule language refuses, each with its column and what to write instead.
@Suite struct RuleFaultTests {
  private static let deep = String(repeating: "(", count: 101) + "aap"
  private static let chain = "aap" + String(repeating: " AND aap", count: 101)
  private static let faults: [(rule: String, column: Int, says: String, hint: String?)] = [
    ("", 1, "an empty rule", "write a word"),
    ("   ", 1, "an empty rule", "write a word"),
    ("aap noot", 5, "two terms without an operator", "put a phrase in quotes"),
    ("aap and noot", 5, "two terms without an operator", "capitals: AND"),
    ("aap AND", 8, "the rule ends where a word should stand", nil),
    ("AND aap", 1, "AND has nothing before it", "write a word on both sides"),
    ("NOT aap", 1, "NOT has nothing before it", "words NOT words"),
    ("aap OR OR noot", 8, "OR has nothing before it", "write a word on both sides"),
    ("aap OR/turn noot", 5, "OR takes no '/turn'", "AND/turn"),
    ("aap AND/0s noot", 5, "'/0s' is no scope", "one of: /sentence"),
    ("aap AND/100s noot", 5, "'/100s' is no scope", "one of: /sentence"),
    ("aap AND NOT/woord noot", 9, "'/woord' is no scope", "one of: /sentence"),
    ("aap NEAR noot", 5, "NEAR needs a number of words", "NEAR/5"),
    ("aap NEAR/x noot", 5, "NEAR needs a number of words", "NEAR/5"),
    ("aap BEFORE/-1 noot", 5, "BEFORE needs a number of words", "BEFORE/5"),
    ("aap NEAR/1000 noot", 5, "NEAR needs a number of words", "NEAR/5"),
    ("NEGATED/x aap", 1, "NEGATED needs a number of words", "NEGATED/5"),
    ("NEGATED role:gids", 1, "NEGATED needs words", "write for example"),
    ("role:gids NEAR/2 aap", 11, "NEAR needs words", "write for example"),
    ("role:gids OR aap", 11, "OR needs words", "write for example"),
    ("(aap", 1, "a '(' that is never closed", "close it with )"),
    ("aap)", 4, "a ')' that nothing opens", nil),
    (")", 1, "a ')' that nothing opens", nil),
    ("()", 2, "a ')' that nothing opens", nil),
    ("\"te weinig", 1, "a quote that is never closed", "close the phrase"),
    ("aap OR =\"te", 9, "a quote that is never closed", "close the phrase"),
    ("\"\"", 1, "a phrase without a word", "te weinig"),
    ("\"…\"", 1, "a phrase without a word", "te weinig"),
    ("\"… aap\"", 1, "a phrase can't begin or end with a gap", "start and end it with a word"),
    ("\"aap [2]\"", 1, "a phrase can't begin or end with a gap", "start and end it with a word"),
    ("\"aap [x] noot\"", 6, "'[x]' is no gap", "write [3]"),
    ("\"aap [3-1] noot\"", 6, "'[3-1]' is no gap", "write [3]"),
    ("\"aap [100] noot\"", 6, "'[100]' is no gap", "write [3]"),
    ("\"aap [ noot\"", 6, "'[' is no gap", "write [3]"),
    ("\"aap [] noot\"", 6, "'[]' is no gap", "write [3]"),
    ("=\"aap [x] noot\"", 7, "'[x]' is no gap", "write [3]"),
    ("\"aap\t[x] noot\"", 6, "'[x]' is no gap", "write [3]"),
    ("\"de (goede|) band\"", 5, "'' is not one word", "each choice in brackets is one word"),
    ("\"de (goede band\"", 5, "'(goede' is not closed", "without blanks"),
    ("\"de (zo'n|ene) band\"", 5, "'zo'n' is not one word", "each choice in brackets is one word"),
    ("\"aap ** noot\"", 6, "'**' has a part without a letter", "a lone * stands for one word"),
    ("*", 1, "'*' matches every word", "at least one letter"),
    ("aap OR ??", 8, "'??' matches every word", "at least one letter"),
    ("\u{AD}*", 1, "matches every word", "at least one letter"),
    ("\u{301}", 1, "matches every word", "at least one letter"),
    ("…", 1, "'…' has no letters or digits", "write a word"),
    ("=", 1, "nothing follows '='", "write a name right after it"),
    ("@ dieren", 1, "nothing follows '@'", "write a name right after it"),
    ("aap OR #", 8, "nothing follows '#'", "write a name right after it"),
    ("role:", 1, "no value after 'role:'", "role:bewoner"),
    ("role:bewoner", 1, "a rule of attributes alone", "add the words"),
    ("role:bewoner NOT aap", 14, "NOT needs the words before it", "words NOT words"),
    (
      "aap NOT (role:gids AND wijk:jol)", 5, "NOT takes one attribute at a time", "NOT role:bewoner"
    ),
    ("aap NOT speaker:interviewer", 5, "NOT can't stand before 'speaker:'", "speaker:anyone"),
    ("aap AND speaker:wie", 9, "'wie' is no kind of speaker", "speaker:respondent"),
    ("aap AND speaker:anyone AND speaker:respondent", 28, "a rule has one 'speaker:'", "two rules"),
    (
      "(aap AND speaker:anyone) OR noot", 1, "'speaker:' holds for a whole rule",
      "(sloop* OR slopen)"
    ),
    (deep, 101, "brackets nested more than 100 deep", nil),
    (String(repeating: "NEGATED ", count: 101) + "aap", 801, "nested more than 100 deep", nil),
    (chain, 805, "more than 100 of AND, NOT, NEAR and BEFORE", "lists"),
    (
      "\"" + String(repeating: "a ", count: 101) + "\"", 1, "a phrase of more than 100 parts",
      "a part"
    ),
  ]

  @Test(arguments: faults)
  func `a fault says where, what and what to write`(
    rule: String, column: Int, says: String, hint: String?
  ) throws {
    let fault = try #require(throws: RuleFault.self) { try RuleParser.parse(rule) }
    #expect(fault.column == column, "\(fault)")
    #expect(fault.message.contains(says), "\(fault)")
    #expect(hint == nil ? fault.hint == nil : fault.hint?.contains(hint ?? "") == true, "\(fault)")
  }

  private static let references: [(rule: String, column: Int, says: String)] = [
    ("aap OR @plant", 8, "no list named '@plant'"),
    ("\"de @plant\"", 5, "no list named '@plant'"),
    ("\"de @zinnen\"", 5, "'@zinnen' holds phrases"),
    ("aap OR #weg", 8, "no code '#weg'"),
    ("#leeg", 1, "'#leeg' has no rules"),
    ("aap AND #zelf", 9, "in '#zelf': '#zelf' is defined by itself"),
    ("aap AND #heen", 9, "in '#heen': in '#terug': '#heen' is defined by itself"),
    ("aap AND @kring", 9, "in '@kring': '@kring' is defined by itself"),
    ("aap AND #stuk", 9, "in '#stuk': no list named '@plant'"),
    ("#lang0", 1, "refers to names more than 20 deep"),
  ]

  @Test(arguments: references)
  func `a name that leads nowhere or back to itself is refused where it stands`(
    rule: String, column: Int, says: String
  ) throws {
    var codes = [
      "leeg": [], "zelf": ["#zelf"], "heen": ["#terug"], "terug": ["noot AND #heen"],
      "stuk": [
        "een lange aanloop OR @plant".replacing(" ", with: "-").replacing("-OR-", with: " OR ")
      ],
    ]
    for number in 0..<30 { codes["lang\(number)"] = [number == 29 ? "aap" : "#lang\(number + 1)"] }
    let fixture = RuleFixture(
      lists: ["zinnen": "\"te weinig\"", "kring": "aap OR @kring"], codes: codes)
    let context = try fixture.context
    let fault = try #require(throws: RuleFault.self) {
      var set = RuleSet()
      try set.add(try RuleParser.parse(rule), in: context)
    }
    #expect(fault.column == column && fault.message.contains(says), "\(fault)")
  }
}
