import Formats
import Testing

@Suite struct DocumentTests {
  /// What is read after a question, or a label would be no talk.
  private func word(_ body: String) -> String {
    let body = paragraph(run("I: ?")) + body
    return answer(readTranscript(TestArchive.word(body), file: "a.docx"))
  }

  private func open(_ body: String) -> String {
    answer(readTranscript(TestArchive.openDocument("<text:p>I: ?</text:p>" + body), file: "a.odt"))
  }

  private func paragraph(_ inner: String) -> String { "<w:p>\(inner)</w:p>" }
  private func run(_ text: String, _ properties: String = "") -> String {
    "<w:r><w:rPr>\(properties)</w:rPr><w:t xml:space=\"preserve\">\(text)</w:t></w:r>"
  }

  @Test func runsMayPartAWord() {
    #expect(
      word(paragraph(run("R: buu") + run("rt") + run("werk &amp; &#233;"))) == "R| buurtwerk & é")
  }

  @Test(arguments: [
    ("<w:r><w:t>R: a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "R| a\tb/c"),
    ("<w:r><w:t>R: zo</w:t><w:noBreakHyphen/><w:t>n</w:t></w:r>", "R| zo\u{2011}n"),
    ("<w:hyperlink><w:r><w:t>R: link</w:t></w:r></w:hyperlink>", "R| link"),
    ("<w:smartTag><w:r><w:t>R: Den Haag</w:t></w:r></w:smartTag>", "R| Den Haag"),
    ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>R: a</w:t></w:r></w:sdtContent></w:sdt>", "R| a"),
    (
      "<w:r><w:t>R: a</w:t></w:r><w:ins><w:r><w:t>b</w:t></w:r></w:ins><w:del><w:r>"
        + "<w:delText>c</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>d</w:t></w:r></w:moveFrom>",
      "R| ab"
    ),
    ("<w:r><w:t>R: a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r>", "R| a"),
    ("<w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>R: a</w:t></w:r>", "R| a"),
    (
      "<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>R: a</w:t></w:r>",
      "R| a"
    ),
    (
      "<w:r><w:t>R: a</w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>"
        + "PAGE</w:instrText></w:r><w:r><w:t>x</w:t></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/>"
        + "</w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
      "R| a7"
    ),
    (
      "<w:r><w:t>R: a</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:p><w:r><w:t>x"
        + "</w:t></w:r></w:p></w:drawing></mc:Choice><mc:Fallback><w:t>y</w:t></mc:Fallback>"
        + "</mc:AlternateContent></w:r>",
      "R| a"
    ),
  ])
  func inline(xml: String, expected: String) { #expect(word(paragraph(xml)) == expected) }

  @Test func rowsMayBeNumberedUnderHeadings() {
    func row(_ cells: String...) -> String {
      let cells = cells.map { "<w:tc>" + paragraph(run($0)) + "</w:tc>" }.joined()
      return "<w:tr>\(cells)</w:tr>"
    }
    let rows =
      row("Nr", "Spreker", "Tekst") + row("1", "I", "A?") + row("2", "Ria", "B.")
      + row("3", "00:01:02", "Ria", "C.")
    #expect(
      word("<w:tbl>\(row("Spreker", "Tekst") + rows)</w:tbl>")
        == "no question: *I| ?//Spreker | Tekst//Nr | Spreker | Tekst\n*I| A?\nRia| B.\nRia| C.")
  }

  @Test func deletedParagraphEndJoins() {
    let first = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("R: a ")
    #expect(word(paragraph(first) + paragraph(run("b"))) == "R| a b")
  }

  @Test func headerIsFoundBelowATitleAndWithoutEmptyParagraphs() {
    let lines = ["title: x", "respondent: R1", "I: A?", "R: B.", "En C."]
    let result = readTranscript(
      TestArchive.word(lines.map { paragraph(run($0)) }.joined()), file: "a.docx")
    #expect(result.transcript?.header.map(\.key) == ["title", "respondent"])
    #expect(
      result.transcript?.text.string == "title: x\nrespondent: R1\n\nI: A?\n\nR: B.\n\nEn C.\n")
    #expect(marked(result) == "*I| A?\nR| B.//En C.")
  }

  private func table(_ rows: [[String]]) -> String {
    let rows = rows.map { row in
      "<w:tr>" + row.map { "<w:tc>\(paragraph(run($0)))</w:tc>" }.joined() + "</w:tr>"
    }
    return "<w:tbl>\(rows.joined())</w:tbl>"
  }

  @Test(arguments: [
    ([["I", "A?"], ["Ria", "B."], ["Ria", "C."]], "*I| A?\nRia| B.\nRia| C."),
    (
      [["0:01", "I", "A?"], ["0:02", "Ria", "B."], ["0:03", "Ria", "C."]],
      "*I| A?\nRia| B.\nRia| C."
    ),
    ([["I:", "A?"], ["R:", "B."]], "*I| A?\nR| B."),
    ([["Ria", "0:01", "A."], ["Ria", "0:02", "B."]], "Ria| A.\nRia| B."),
    ([["R: a", "b", "c"], ["d", "e", "f"]], "R| a\tb\tc//d\te\tf"),
    ([["R: a", ""], ["0:01", ""]], "R| a"),
  ])
  func tableRowsAreTurns(rows: [[String]], expected: String) {
    #expect(word(table(rows)) == expected)
  }

  @Test func documentWithoutLabelsHasAParagraphATurn() {
    let body = paragraph(run("Een.")) + paragraph("") + paragraph(run("Twee."))
    #expect(marked(readTranscript(TestArchive.word(body), file: "a.docx")) == "-| Een.\n-| Twee.")
  }

  @Test(arguments: [
    (
      "<text:p>R: a<text:s text:c=\"3\"/>b  \n c<text:tab/>d<text:line-break/>e</text:p>",
      "R| a   b c\td/e"
    ),
    ("<text:p>R: <text:span>wo</text:span><text:soft-page-break/>ont</text:p>", "R| woont"),
    (
      "<text:p>R: a<text:note><text:note-body><text:p>R: b</text:p></text:note-body></text:note></text:p>",
      "R| a"
    ),
    ("<text:list><text:list-item><text:p>R: a</text:p></text:list-item></text:list>", "R| a"),
    (
      "<text:h>Kop</text:h><text:p>R: a</text:p><text:h>Kop</text:h><text:p>b</text:p>",
      "-| Kop\nR| a\n-| Kop\n-| b"
    ),
  ])
  func openDocument(xml: String, expected: String) { #expect(open(xml) == expected) }
}
