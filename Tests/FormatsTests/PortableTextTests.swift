import Coding
import Formats
import Testing

@Suite struct PortableTextTests {
  private func read(_ text: String) -> ReadResult {
    readTranscript(Array("%PDF-1.7".utf8), file: "a.pdf") {
      PortableText(text: Array(text.utf8), tool: "pdftotext/22.12.0")
    }
  }

  @Test func pagesAreJoined() {
    let result = read(
      "   I:   Hoe was het?\n\n   R:   Goed, en toen\n\n\n        3\n\u{0C}        het einde.\n\n   I:   Ja.\n      - 4 -\n\u{0C}"
    )
    #expect(marked(result) == "*I| Hoe was het?\nR| Goed, en toen/het einde.\n*I| Ja.")
    #expect(result.transcript?.reader == "pdf/1 pdftotext/22.12.0")
  }

  @Test func runningLinesAndInvisibleOnesAreLeftOut() {
    let pages = (1...4).map { page in
      "Project Zuid \(page)\n\nI: Vraag \(page)?\nR: Ant\u{AD}woord\u{200B} \(page).\n\nPagina \(page) van 4\n"
    }
    let result = read(pages.joined(separator: "\u{0C}"))
    #expect(marked(result).hasPrefix("*I| Vraag 1?\nR| Antwoord 1.\n*I| Vraag 2?"))
    #expect(
      findings(result.diagnostics)
        == "a.pdf: note: left out: what stands on top or foot of the pages")
  }

  @Test func numbersInTheMarginAreLeftOut() {
    let lines = ["I: Hoe?", "R: Zo, en", "ook zo.", "I: Ja?", "R: Ja.", "I: Dank."]
    let text = lines.enumerated().map { "  \($0 + 1)    \($1)\n" }.joined()
    let result = read(text)
    #expect(marked(result) == "*I| Hoe?\nR| Zo, en/ook zo.\n*I| Ja?\nR| Ja.\n*I| Dank.")
    #expect(findings(result.diagnostics) == "a.pdf: note: left out: numbers of lines or paragraphs")
  }

  @Test func numbersThatAreWordsStay() {
    #expect(marked(read("I: Hoeveel?\nR: 12\n\nI: En toen?\nR: 1988 was het.\n")).contains("R| 12"))
  }

  @Test func scansHaveNoText() {
    #expect(findings(read("\u{0C}\u{0C}").diagnostics).contains("the PDF holds no text"))
  }

  @Test func withoutTheProgramItIsRefused() {
    let result = readTranscript(Array("%PDF-1.7".utf8), file: "a.pdf")
    #expect(findings(result.diagnostics).hasPrefix("a.pdf: error: this is a PDF"))
  }

  /// Any bytes that the program may write.
  @Test(arguments: 0..<200) func anyPagesAreReadSafely(seed: Int) {
    var random = Seeded(seed)
    let bytes = HostileTests.soup(&random).flatMap { $0 == 0x2A ? [0x0C, 0x31, 0x20, 0x20] : [$0] }
    let result = readTranscript(Array("%PDF-".utf8), file: "a.pdf") {
      PortableText(text: bytes, tool: "x")
    }
    HostileTests.check(result, bytes)
  }
}
