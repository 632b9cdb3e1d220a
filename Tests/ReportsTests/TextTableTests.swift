import Coding
import Testing

@testable import Reports

@Suite struct TextTableTests {
  @Test func alignsTextLeftAndNumbersRight() {
    #expect(
      TextTable().string(frequencies) == """
        Codes by transcript
        code          segments   transcripts  mean
        ──────────────────────────────────────────
        trust               12  7 of 22  32%  1.50
          in café 😀         3  2 of 22   9%  0.00
          漢字             105  0 of  0    –
        ──────────────────────────────────────────
        total              120  9 of 22  41%     –
        ──────────────────────────────────────────
        Unit: segment.

        """)
  }

  @Test func narrowTablesContinueBelow() {
    let text = TextTable(width: 30).string(frequencies)
    #expect(
      text == """
        Codes by transcript
        code          segments
        ──────────────────────
        trust               12
          in café 😀         3
          漢字             105
        ──────────────────────
        total              120
        ──────────────────────

        code           transcripts
        ──────────────────────────
        trust         7 of 22  32%
          in café 😀  2 of 22   9%
          漢字        0 of  0    –
        ──────────────────────────
        total         9 of 22  41%
        ──────────────────────────

        code          mean
        ──────────────────
        trust         1.50
          in café 😀  0.00
          漢字
        ──────────────────
        total            –
        ──────────────────
        Unit: segment.

        """)
  }

  @Test func longTextIsWrapped() {
    let table = Table(
      title: "", columns: [.init("quotation"), .init("number of segments", .integer)],
      rows: [[.text("I never trusted them, and said so."), .integer(4)]])
    #expect(
      TextTable(width: 30).string(table) == """
                                number
                                    of
        quotation             segments
        ──────────────────────────────
        I never trusted              4
        them, and said so.

        """)
  }

  @Test func barsFollowTheirColumn() {
    let text = TextTable(bars: 1).string(frequencies)
    #expect(text.contains("\n  漢字             105  ██████████  0 of  0    –\n"))
    #expect(text.contains("\ntrust               12  █▏          7 of 22  32%  1.50\n"))
    #expect(text.contains("\ntotal              120              9 of 22  41%     –\n"))
    #expect(TextTable(bars: 2).string(frequencies).contains("7 of 22  32%  ███▏  1.50\n"))
    #expect(["", "▏", "█", "██████████"] == [0, 0.0125, 0.1, 7].map(Lane.bar))
  }

  @Test func shadesNeedColour() {
    let plain = TextTable().string(frequencies)
    #expect(TextTable(isShaded: true).string(frequencies) == plain)
    let shaded = TextTable(color: true, isShaded: true).string(frequencies)
    #expect(shaded.contains("\u{1B}[30;48;5;75m     105\u{1B}[0m"))
    #expect(shaded.contains("\u{1B}[1mCodes by transcript\u{1B}[0m\n"))
    #expect(!shaded.contains("m     120"))
    #expect(shaded.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test func hostileTextIsShown() {
    let text = TextTable().string(hostile)
    #expect(!text.unicodeScalars.contains { $0 != "\n" && isHostile($0) })
    #expect(text.contains("h\\u{1B}[31m") && text.contains("\\u{202E}evil\\u{2028}"))
  }

  @Test func emptyTables() {
    let table = Table(title: "Nothing", columns: [.init("code")])
    #expect(TextTable().string(table) == "Nothing\ncode\n────\n")
    #expect(TextTable().string(Table(title: "", columns: [])) == "")
    let short = Table(title: "", columns: [.init("a"), .init("b")], rows: [[], [.text("x")]])
    #expect(TextTable().string(short) == "a  b\n────\n\nx\n")
  }

  /// Whatever the width, every line fits and every cell is there.
  @Test func fitsItsWidth() {
    var generator = Seeded(state: 4)
    for _ in 0..<200 {
      let count = Int.random(in: 1...9, using: &generator)
      let columns = (0..<count).map { Table.Column("c\($0)", $0 % 2 == 0 ? .text : .integer) }
      let rows = (0..<3).map { row in
        (0..<count).map {
          $0 % 2 == 0 ? Table.Cell.text(generator.text()) : .integer(10 * row + $0)
        }
      }
      let width = Int.random(in: 30...90, using: &generator)
      let text = TextTable(width: width, bars: 1)
        .string(Table(title: "t", columns: columns, rows: rows, depths: [0, 1, 2]))
      for line in text.split(separator: "\n") { #expect(displayWidth(String(line)) <= width) }
      #expect((0..<count).allSatisfy { text.contains("c\($0)") })
    }
  }
}
