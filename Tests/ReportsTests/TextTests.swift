import Coding
import Testing

@testable import Reports

@Suite struct SanitizeTests {
  static let cases: [(String, String)] = [
    ("plain", "plain"), ("", ""), ("a\tb\nc\r\nd", "a b c d"), ("a\rb", "a\\u{D}b"),
    ("\u{1B}[2J", "\\u{1B}[2J"), ("\u{9B}1m\u{7F}\u{0}", "\\u{9B}1m\\u{7F}\\u{0}"),
    ("a\u{202E}b\u{2066}\u{200F}\u{61C}", "a\\u{202E}b\\u{2066}\\u{200F}\\u{61C}"),
    ("\u{2028}\u{2029}\u{85}", "\\u{2028}\\u{2029}\\u{85}"), ("é 漢 👩‍👩‍👧", "é 漢 👩‍👩‍👧"),
    ("\r\r\n", "\\u{D} "), ("\u{1B}\u{301}", "\\u{1B}\u{301}"),
  ]

  @Test(arguments: cases) func escapes(text: String, expected: String) {
    #expect(Array(sanitized(text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test func keepsNewlinesWhenAsked() {
    #expect(sanitized("a\r\nb\n\u{1B}", keepingNewlines: true) == "a\nb\n\\u{1B}")
  }

  @Test func nothingHostileIsLeftAndASecondTimeChangesNothing() {
    var generator = Seeded(state: 1)
    for _ in 0..<500 {
      let once = sanitized(generator.text())
      #expect(!once.unicodeScalars.contains(where: isHostile))
      #expect(sanitized(once) == once)
    }
  }
}

@Suite struct DisplayWidthTests {
  static let widths: [(String, Int)] = [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("한", 2), ("\u{1112}\u{1161}", 2),
    ("😀", 2), ("👩‍👩‍👧", 2), ("❤️", 2), ("🇳🇱", 2), ("ｱ", 1), ("Ａ", 2), ("…–█", 3),
  ]

  @Test(arguments: widths) func measures(text: String, width: Int) {
    #expect(displayWidth(text) == width)
  }

  @Test func truncatesAndPads() {
    #expect(truncated("interview", to: 5) == "inte…")
    #expect(truncated("漢字漢", to: 4) == "漢…")
    #expect(truncated("abc", to: 3) == "abc")
    #expect(truncated("abc", to: 0) == "")
    #expect(padded("漢", to: 4) == "漢  ")
    #expect(padded("7", to: 3, .right) == "  7")
    #expect(padded("long", to: 2) == "long")
  }

  @Test func truncationFits() {
    var generator = Seeded(state: 2)
    for _ in 0..<500 {
      let text = sanitized(generator.text())
      let width = Int.random(in: 0...10, using: &generator)
      #expect(displayWidth(truncated(text, to: width)) <= width)
      #expect(displayWidth(padded(text, to: width)) >= width)
    }
  }

  @Test func wrappingFitsAndLosesNothing() {
    var generator = Seeded(state: 3)
    for _ in 0..<500 {
      let text = sanitized(generator.text())
      let width = Int.random(in: 2...9, using: &generator)
      let lines = wrapped(text, to: width)
      #expect(lines.allSatisfy { displayWidth($0) <= width })
      #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    }
  }
}

@Suite struct NumberTests {
  @Test func decimals() {
    let cases: [(Double, Int, String?)] = [
      (1.5, 0, "2"), (2.5, 0, "3"), (-2.5, 0, "-3"), (0.05, 1, "0.1"), (-0.001, 2, "0.00"),
      (12.3456, 4, "12.3456"), (.nan, 2, nil), (.infinity, 2, nil), (0, 3, "0.000"),
      (-7, 1, "-7.0"),
    ]
    for (value, places, expected) in cases { #expect(decimal(value, decimals: places) == expected) }
    #expect(decimal(1e300, decimals: 2) == "1e+300")
    #expect(decimal(1, decimals: -4) == "1")
  }

  @Test func percentages() {
    #expect(percent(7, of: 22) == 32)
    #expect(percent(1, of: 200) == 1)
    #expect(percent(-1, of: 200) == -1)
    #expect(percent(0, of: 0) == nil)
    #expect(percent(3, of: -1) == nil)
    #expect(share(7, of: 22) == "0.3182")
    #expect(share(1, of: 20_000) == "0.0001")
    #expect(share(1, of: 20_001) == "0.0000")
    #expect(share(22, of: 22) == "1.0000")
    #expect(share(Int.max, of: Int.max) == "1.0000")
    #expect(percent(Int.min, of: 1) == nil)
  }
}
