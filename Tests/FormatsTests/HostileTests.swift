import Coding
import Formats
import Testing

/// Any bytes: no crash, and ranges that a coder can rely on.
@Suite struct HostileTests {
  static let pieces: [[UInt8]] =
    [
      "I: ", "R1: ", "Ria: ", "**Ria:** ", "[i] ", "[00:01:23] ", "#00:00:01-2#", "0:34", "---\n",
      "\n",
      "\n\n", "\r\n", "\r", "key: value\n", "datum: x\n", "- a\n", "[a, \"b\n", "# kop\n",
      "woorden ", "é", "😀",
      "\u{A0}", "\u{AD}", "\u{200B}", "\u{FEFF}", "(", ")", "[", "]", "*", "_", ":", "::", "://",
      "\t", "\u{1}",
      "Interviewer", "Vraag 1", "\"", ",", ";", "'", "Respondent : ", " ", "ï", "Mw. ",
      "kind: document\n", "#",
      "<", "12:30", ".", "\u{2028}", "\u{E0001}",
    ].map { Array($0.utf8) } + [[0], [0xE9], [0x80], [0xFF, 0xFE], [0xE2, 0x80], [0xC2]]

  static func soup(_ random: inout Seeded) -> [UInt8] {
    let isClean = Bool.random(using: &random)
    let choice = isClean ? pieces.dropLast(6) : pieces[...]
    return (0..<Int.random(in: 0...60, using: &random)).flatMap { _ in
      choice.randomElement(using: &random) ?? []
    }
  }

  static func check(_ result: ReadResult, _ bytes: [UInt8]) {
    let hasError = result.diagnostics.contains { $0.severity == .error }
    #expect((result.transcript == nil) == hasError, "\(bytes)")
    guard let transcript = result.transcript else { return }
    let text = transcript.text.utf8
    #expect(String(validating: text, as: UTF8.self) != nil, "\(bytes)")
    #expect(!text.contains(0x0D), "\(bytes)")
    var end = 0
    for turn in transcript.turns {
      #expect(turn.range.lowerBound >= end && turn.range.upperBound <= text.count, "\(bytes)")
      #expect(!turn.range.isEmpty, "\(bytes)")
      #expect(text[turn.range.lowerBound] & 0xC0 != 0x80, "\(bytes)")
      #expect(turn.range.upperBound == text.count || text[turn.range.upperBound] & 0xC0 != 0x80)
      #expect(turn.speaker.map(transcript.speakers.indices.contains) ?? true, "\(bytes)")
      #expect(transcript.kind == .interview || turn.speaker == nil, "\(bytes)")
      end = turn.range.upperBound
    }
    #expect(Set(transcript.turns.compactMap(\.speaker)).count == transcript.speakers.count)
  }

  @Test(arguments: 0..<500) func anyTextIsReadSafely(seed: Int) {
    var random = Seeded(seed)
    let bytes = Self.soup(&random)
    for name in ["a.txt", "a.md"] {
      let result = readTranscript(bytes, file: name)
      Self.check(result, bytes)
      #expect(result == readTranscript(bytes, file: name))
    }
    _ = readRespondents(bytes, file: "a.csv")
  }

  /// As many as fit in a second, of seeds no other test has.
  @Test func fuzz() {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(1)
    var random = Seeded(20_240_501)
    while clock.now < end {
      var bytes = Self.soup(&random)
      for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      Self.check(PlainText.read(bytes, file: "a.txt"), bytes)
      Self.check(Markdown.read(bytes, file: "a.md"), bytes)
      _ = readNeighbourhoods(bytes, file: "a.csv")
    }
  }

  /// Work grows with the text, not with its square: each of these is one trap, many times over.
  @Test(arguments: [
    "[", "(", "*", "#", "a:\n", " ", "\n", "- a\n", "I:\n", "I: a\n\n", "\"", "a,", "0:34 ",
    "[0:34]", "\u{200B}", "x ",
  ])
  func trapsAreReadInTime(piece: String) {
    let body = Array(String(repeating: piece, count: 200_000 / piece.utf8.count).utf8)
    let clock = ContinuousClock()
    let time = clock.measure {
      for front in ["", "---\na:\n", "I: ", "Ria (", "[0:34"] {
        Self.check(Markdown.read(Array(front.utf8) + body, file: "a.md"), [])
      }
      _ = readRespondents(Array("id,a\n".utf8) + body, file: "a.csv")
    }
    #expect(time < .seconds(60))
  }

  @Test func manyDistinctLabelsAreReadInTime() {
    let lines = (0..<20_000).map { "Naam\($0 % 9)x\($0): woorden\n" }.joined()
    let time = ContinuousClock().measure {
      Self.check(PlainText.read(Array(lines.utf8), file: "a"), [])
    }
    #expect(time < .seconds(20))
  }

  @Test func hugeDistinctFrontMatterIsReadInTime() {
    let lines = "---\n" + (0..<20_000).map { "k\($0): v\n" }.joined() + "---\nA."
    let time = ContinuousClock().measure {
      Self.check(Markdown.read(Array(lines.utf8), file: "a.md"), [])
    }
    #expect(time < .seconds(20))
  }
}
