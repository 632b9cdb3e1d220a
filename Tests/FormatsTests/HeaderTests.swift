import Coding
import Formats
import Testing

@Suite struct HeaderTests {
  @Test func leadingLines() {
    let text =
      "respondent: R0091\nneighbourhood: Bijlmermeer\nDate: 2007-03-20\n\nInterviewer: A?\n\nRespondent: B."
    #expect(header(text) == "respondent=R0091\nneighbourhood=Bijlmermeer\ndate=2007-03-20")
    #expect(marked(text) == "*Interviewer| A?\nRespondent| B.")
  }

  @Test(arguments: [
    ("Interviewer: Hoe gaat het?\nRespondent: Goed.", ""),
    ("Interviewer: Hallo\n\nRespondent: Hoi", ""),
    ("Interviewer: Hoe?\nRespondent: Zo.\n\nInterviewer: En?\nRespondent: Ja.", ""),
    ("Interviewer:\n\nHoe?\n\nRespondent:\n\nZo.", ""),
    ("Respondent: R12\n\nInterviewer: A?\n\nRespondent: B.", "respondent=R12"),
    ("Interviewer: Jan\nRespondent: Ria\n\nI: A?\n\nR: B.", "interviewer=Jan\nrespondent=Ria"),
    ("Titel: Gesprek\nDatum: 3 mei\nI: A?\nR: B.", "titel=Gesprek\ndatum=3 mei"),
    ("Ria: A.\nJan: B.\n\nRia: C.\nJan: D.", ""),
    ("Jan: A.\nRia: B.\n\nRia: C.\nRia: D.", ""),
    ("opleiding: mbo\nhuurder: ja\n\nI: A?\nR: B.", "opleiding=mbo\nhuurder=ja"),
    ("# Gesprek\n\nDatum: 3 mei\n\nI: A?\nR: B.", "datum=3 mei"),
    ("**Datum:** 3 mei\n**Locatie:** thuis\n\nI: A?\nR: B.", "datum=3 mei\nlocatie=thuis"),
    ("Tekst: met een dubbele punt.\n\nMeer tekst.", ""),
    ("I: A?\nR: B.\n\n", ""),
  ])
  func isHeaderOrTalk(text: String, expected: String) { #expect(header(text) == expected) }

  @Test func titleAboveTheHeaderStaysInTheText() {
    #expect(
      marked("# Gesprek\n\nDatum: 3 mei\n\nI: A?\nR: B.", file: "a.md")
        == "-| # Gesprek\n*I| A?\nR| B.")
  }

  @Test func frontMatter() {
    let text = """
      ---
      Title: "Gesprek: met \\"Ria\\""
      note: 'Ria''s huis'  # een opmerking
      # nog een
      tags: [huur, "a, b", 'c']
      respondents:
        - Ria
        - Jan
      place:
        city: Den Haag
        wijk: Duindorp
      empty:
      url: https://a.example/b#c
      ---

      Ria: A.
      """
    #expect(
      header(text, file: "a.md") == """
        title=Gesprek: met "Ria"
        note=Ria's huis
        tags=huur; a, b; c
        respondents=Ria; Jan
        place.city=Den Haag
        place.wijk=Duindorp
        empty=
        url=https://a.example/b#c
        """)
    #expect(marked(text, file: "a.md") == "Ria| A.")
  }

  @Test func placesAreTheFiles() throws {
    let text = "---\ntitle: x\nsub:\n  ké: y\n---\nA."
    let fields = try #require(readTranscript(Array(text.utf8), file: "a.md").transcript?.header)
    #expect(fields.map(\.place.description) == ["a.md:2:1", "a.md:4:3"])
  }

  @Test(arguments: [
    ("---\ntitle: x\n\nA.", "a.md:1:1: error: the front matter opened here is never closed"),
    (
      "---\ntitle: x\n  geen veld\n---\nA.",
      "a.md:3:3: error: 'geen veld' in the front matter is no 'key: value'"
    ),
    ("---\ntitle: x\n- a\n---\nA.", "a.md:3:1: error: a list item under no key"),
    ("---\n  a: b\n---\nA.", "a.md:2:3: error: 'a' is indented under no key"),
  ])
  func brokenFrontMatter(text: String, expected: String) {
    #expect(marked(text, file: "a.md") == "refused")
    #expect(findings(text, file: "a.md") == expected)
  }

  @Test func repeatedKeyIsAWarning() {
    let text = "title: a\ntitle: b\ndate: c\n\nA."
    #expect(findings(text) == "a.txt:2:1: warning: the header has 'title' twice, first on line 1")
    #expect(header(text) == "title=a\ntitle=b\ndate=c")
  }

  @Test func ruleIsNoFrontMatter() {
    #expect(marked("---\n\nTekst.", file: "a.md") == "-| ---\n-| Tekst.")
  }

  @Test func headerAloneHasNoWords() {
    #expect(header("title: x\ndate: y\n") == "title=x\ndate=y")
    #expect(findings("title: x\ndate: y\n").contains("warning: the file holds no words"))
    #expect(findings("").contains("warning: the file holds no words"))
  }
}
