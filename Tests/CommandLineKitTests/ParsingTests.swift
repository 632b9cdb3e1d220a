import Testing

@testable import CommandLineKit

@Suite struct ParsingTests {
  @Test func fillsEveryKind() throws {
    let command = try Ingest.parse(
      ["-s", "a", "--unit=turn", "--minimum", "-5", "--tag", "x", "b", "--tag=", "--json"])
    #expect(command.transcripts == ["a", "b"])
    #expect(command.unit == .turn)
    #expect(command.minimum == -5)
    #expect(command.tags == ["x", ""])
    #expect(command.isStrict && command.common.json && !command.common.noColor)
    #expect(command.common.project == "project.zicht")
  }

  @Test func doubleDashEndsOptions() throws {
    let command = try Ingest.parse(["-", "--", "--strict", "--"])
    #expect(command.transcripts == ["-", "--strict", "--"])
    #expect(!command.isStrict)
  }

  @Test func optionalArguments() throws {
    #expect(try AddCode.parse(["a"]).parent == nil)
    #expect(try AddCode.parse(["a", "b"]).parent == "b")
    #expect(try ListCodes.parse([]).units == [])
    #expect(try ListCodes.parse(["turn", "turn"]).units == [.turn, .turn])
  }

  static let refusals: [(String, String)] = [
    ("", "missing <transcript>\n  hint: File or directory."),
    ("a --strct", "unknown option '--strct'\n  hint: did you mean '--strict'?"),
    (
      "a --wholly-else",
      "unknown option '--wholly-else'\n  hint: --help lists the options; an argument that "
        + "starts with '-' comes after '--'"
    ),
    ("a --strict=yes", "'--strict' takes no value\n  hint: write '--strict' alone"),
    ("a --minimum", "missing value for '--minimum N'"),
    (
      "a --minimum --strict",
      "missing value for '--minimum N'\n  hint: write "
        + "'--minimum=--strict' if '--strict' is meant as the value"
    ),
    ("a -u", "missing value for '--unit segment|turn'"),
    ("a -u page", "'page' is not a value for '--unit'\n  hint: expected one of: segment, turn"),
    (
      "a --minimum 1e3",
      "'1e3' is not a value for '--minimum'\n  hint: expected a whole number "
        + "such as 12"
    ),
    ("a --share nan", "'nan' is not a value for '--share'\n  hint: expected a number such as 0.8"),
    ("a --minimum 1 --minimum 2", "'--minimum' is given twice\n  hint: give it once"),
  ]

  @Test(arguments: refusals) func refuses(line: String, message: String) {
    let result = replay("ingest \(line)")
    #expect(result.err == "zicht ingest: \(message)\n")
    #expect(result.status == 2)
    #expect(result.out == "")
  }

  @Test func refusesSurplus() {
    #expect(
      replay("codebook add a b c").err
        == "zicht codebook add: unexpected argument 'c'\n"
        + "  hint: put a value of several words in quotes\n")
    #expect(
      replay("codebook list turn page").err
        == "zicht codebook list: 'page' is not a value for <unit>\n"
        + "  hint: expected one of: segment, turn\n")
  }

  @Test func distanceIsAMetric() {
    var generator = Seeded(state: 11)
    for _ in 0..<300 {
      let words = (0..<3).map { _ in word(&generator) }
      let (a, b, c) = (words[0], words[1], words[2])
      #expect(editDistance(a, a) == 0)
      #expect(editDistance(a, b) == editDistance(b, a))
      #expect((editDistance(a, b) == 0) == (a == b))
      #expect(editDistance(a, b) <= max(a.count, b.count))
      #expect(editDistance(a + c, b + c) <= editDistance(a, b))
    }
    #expect(editDistance("ingset", "ingest") == 1)
  }

  /// Any list of words is read the same after `--`.
  @Test func wordsSurviveAfterDoubleDash() throws {
    var generator = Seeded(state: 12)
    for _ in 0..<200 {
      let words = (0...Int.random(in: 0...5, using: &generator)).map { _ in
        ["-", "--", ""][Int.random(in: 0..<3, using: &generator)] + word(&generator)
      }
      #expect(try Ingest.parse(["--"] + words).transcripts == words)
    }
  }

  private func word(_ generator: inout Seeded) -> String {
    let letters: [Character] = ["a", "b", "é", "-"]
    let length = Int.random(in: 0...6, using: &generator)
    return String((0..<length).map { _ in letters[Int.random(in: 0..<4, using: &generator)] })
  }
}

/// SplitMix64: the same numbers on every machine.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
