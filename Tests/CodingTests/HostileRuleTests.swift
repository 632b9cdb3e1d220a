import Testing

@testable import Coding

/// Rules and texts made to be slow: the time must grow with their lengths, not with more.
@Suite(.serialized) struct HostileRuleTests {
  private static let letters = Array(repeating: "a", count: 10_000).joined(separator: " ")

  /// Far above what it takes, far below what a square of the length would.
  private func inTime<Result>(_ body: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    let result = try body()
    #expect(ContinuousClock.now - start < .seconds(4))
    return result
  }

  @Test(arguments: [
    "\"a … a … a … b\"", "(\"a … a\" OR a) NEAR/3 (\"a [20] a\" OR b)", "NEGATED/999 a",
    "a AND/99s a NOT/turn b",
  ])
  func `a word repeated 10,000 times costs no square of it`(rule: String) throws {
    _ = try inTime {
      try RuleFixture(lists: ["negation": "a"]).findings(rule, in: Self.letters + " c")
    }
  }

  @Test func `a pattern of 1,000 stars is matched in time`() throws {
    let pattern = String(repeating: "a*", count: 1000) + "b"
    let word = String(repeating: "a", count: 1000)
    let isNothing = try inTime {
      try RuleFixture().findings(pattern, in: word + " " + word + "c").isEmpty
    }
    #expect(isNothing)
    let isFound = try inTime { try RuleFixture().findings(pattern, in: word + "b").count == 1 }
    #expect(isFound)
  }

  @Test func `a long phrase of gaps is matched in time`() throws {
    let phrase = "\"" + Array(repeating: "a", count: 50).joined(separator: " … ") + "\""
    let text = Array(repeating: "a", count: 400).joined(separator: " ")
    _ = try inTime {
      let found = try RuleFixture(unit: .sentence).findings(phrase, in: text)
      #expect(found.map(\.places.count) == [400])
    }
  }

  @Test func `codes that name codes twice over cost no power of two`() throws {
    var codes = ["c0": ["a"]]
    for number in 1..<20 {
      codes["c\(number)"] = [
        "#c\(number - 1) AND #c\(number - 1)", "#c\(number - 1) NEAR/3 #c\(number - 1)",
      ]
    }
    let fixture = RuleFixture(codes: codes)
    let text = Array(repeating: "a", count: 50).joined(separator: " ")
    let isAny = try inTime { !(try fixture.findings("#c19", in: text).isEmpty) }
    #expect(isAny)
  }

  @Test func `chains of operators as long as allowed are evaluated`() throws {
    let text = Array(repeating: "a", count: 60).joined(separator: " ")
    for operation in ["AND", "NEAR/3", "BEFORE/3", "OR", "NOT/turn"] {
      let rule = Array(repeating: "a", count: 100).joined(separator: " \(operation) ")
      _ = try inTime { try RuleFixture().findings(rule, in: text) }
    }
  }

  @Test func `a text of commas is read in time`() {
    let text = String(repeating: "a, b. ", count: 20_000)
    inTime {
      let (stream, _) = Scanned.words(of: text)
      #expect(stream.clauseStarts.count == 39_999)
      _ = stream.encoded()
    }
  }

  @Test func `a gap as long as the text is read in time`() {
    let text = "a" + String(repeating: ".) \n", count: 30_000) + "b"
    _ = inTime { Scanned.words(of: text) }
  }
}
