import Reports
import Testing

/// Marked text in lines: no wider than asked, nothing lost, marks where they were.
@Suite struct MarkedLinesTests {
  private func lines(_ pieces: [(String, Bool)], _ width: Int) -> [[MarkedLines.Piece]] {
    MarkedLines(pieces.map { .init($0.0, isMarked: $0.1) }, width: width).lines
  }

  private func texts(_ pieces: [(String, Bool)], _ width: Int) -> [String] {
    lines(pieces, width).map { $0.map(\.text).joined() }
  }

  @Test func breaksAtSpacesAndInWordsThatAreTooWide() {
    #expect(texts([("een twee drie", false)], 8) == ["een twee", "drie"])
    #expect(texts([("abcdefghij", false)], 4) == ["abcd", "efgh", "ij"])
    #expect(texts([("a\n\nb\n", false)], 4) == ["a", "", "b"])
    #expect(texts([("日本語 日本", false)], 6) == ["日本語", "日本"])
    #expect(texts([("", true)], 4).isEmpty)
    #expect(texts([("ab", false), ("cd", true), ("ef gh", false)], 4) == ["abcd", "ef", "gh"])
  }

  @Test func marksStayWhereTheyAre() {
    #expect(
      lines([("een ", false), ("[[twee]]", true), (" drie", false)], 12) == [
        [.init("een "), .init("[[twee]]", isMarked: true)], [.init("drie")],
      ])
  }

  @Test func whatCouldSteerATerminalIsShown() {
    #expect(texts([("a\u{1B}[31mb", true)], 40) == ["a\\u{1B}[31mb"])
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func linesFitAndHoldAll(_ seed: UInt64) {
    var random = Seeded(state: seed)
    let words = ["een", "é", "日本", "🙂", "langwoordlangwoord", "'t", "\n", "a-b"]
    let pieces = (0..<Int.random(in: 1...5, using: &random)).map { number in
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        (words.randomElement(using: &random) ?? "")
          + (Bool.random(using: &random) ? " " : "")
      }.joined()
      return (text, number % 2 == 1)
    }
    let width = Int.random(in: 2...30, using: &random)
    let lines = lines(pieces, width)
    #expect(lines.allSatisfy { displayWidth($0.map(\.text).joined()) <= width })
    for isMarked in [true, false] {
      let told = lines.flatMap { $0 }.filter { $0.isMarked == isMarked }.map(\.text).joined()
      let meant = pieces.filter { $0.1 == isMarked }.map(\.0).joined()
      #expect(told.filter { !$0.isWhitespace } == meant.filter { !$0.isWhitespace }, "seed \(seed)")
    }
  }
}
