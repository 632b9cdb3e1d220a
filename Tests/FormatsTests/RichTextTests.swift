import Formats
import Testing

@Suite struct RichTextTests {
  /// What is read after a question, or a label would be no talk.
  private func rich(_ body: String, file: String = "a.rtf") -> String {
    let text = "{\\rtf1\\ansi\\ansicpg1252\\deff0 I: ?\\par\n" + body + "}"
    return answer(readTranscript(Array(text.utf8), file: file))
  }

  @Test(arguments: [
    ("I: A?\\par R: B\\tab c\\line d\\par", "*I| A?\nR| B\tc/d"),
    ("R: caf\\'e9 \\u233?t\\u233\\'e9, \\uc0\\u8364 5", "R| café été, €5"),
    ("R: \\u-10179?\\u-8704? {\\uc2\\u233 xx}ok", "R| 😀 éok"),
    ("R: a\\{b\\}\\\\c\\~d\\_e", "R| a{b}\\c\u{A0}d\u{2011}e"),
    ("{\\fonttbl{\\f0 Times;}}{\\*\\generator Riched;}{\\info{\\title x}}R: a", "R| a"),
    ("R: a{\\pict\\bin3 }}}b}c", "R| ac"),
    ("R: a{\\v geheim}b {\\deleted weg}c {\\revised nieuw}", "R| ab c nieuw"),
    ("R: a{\\super\\chftn{\\footnote R: noot}}b", "R| ab"),
    ("{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt R: link}}", "R| link"),
    (
      "\\trowd\\cellx1\\cellx2\\intbl I\\cell A?\\cell\\row\\trowd\\intbl Ria\\cell B\\par c\\cell\\row\\pard Ria: D\\par",
      "*I| A?\nRia| B/c\nRia| D"
    ),
    ("R: \\ldblquote a\\rdblquote \\emdash b", "R| “a”—b"),
  ])
  func reads(body: String, expected: String) { #expect(rich(body) == expected) }

  @Test func contentDecides() { #expect(rich("R: a", file: "a.doc") == "R| a") }

  @Test(arguments: ["{\\rtf1 R: a", "{\\rtf1 {R: a}", "{\\rtf1"])
  func cutOffIsAnError(text: String) {
    #expect(findings(text, file: "a.rtf").contains("error: the rich text is damaged or cut off"))
  }

  @Test func deepGroupsAreAnError() {
    let text = "{\\rtf1" + String(repeating: "{", count: 100_000)
    #expect(findings(text, file: "a.rtf").contains("error: groups are nested more than 200 deep"))
  }

  @Test func otherCodePagesAreSaid() {
    #expect(
      findings("{\\rtf1\\ansicpg1251 R: \\'e9}", file: "a.rtf")
        .contains("warning: letters of code page 1251 are read as windows-1252"))
  }
}
