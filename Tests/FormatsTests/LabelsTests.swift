import Coding
import Formats
import Testing

@Suite struct LabelsTests {
  @Test(arguments: [
    ("Interviewer: Hoe?\n\nR1: Zo.", "*Interviewer| Hoe?\nR1| Zo."),
    ("INTERVIEWER: Hoe?\nRESPONDENT: Zo.", "*INTERVIEWER| Hoe?\nRESPONDENT| Zo."),
    ("I: Hoe?\nR : Zo.\nr: Ja.", "*I| Hoe?\nR| Zo.\nR| Ja."),
    ("[i] Hoe?\n[r1] Zo.\n[lacht] Ja.", "*i| Hoe?\nr1| Zo./[lacht] Ja."),
    ("[I]: Hoe?\n[Ria]: Zo.\n[Ria]: Ja.", "*I| Hoe?\nRia| Zo.\nRia| Ja."),
    ("GEÏNTERVIEWDE: Zo.\nI: Hoe?", "GEÏNTERVIEWDE| Zo.\n*I| Hoe?"),
    ("Deelnemer D3: Zo.\nDeelnemer D4: Ja.", "Deelnemer D3| Zo.\nDeelnemer D4| Ja."),
    ("Interviewer1: A.\nInterviewer 1: B.\nP4: C.", "*Interviewer1| A.\n*Interviewer1| B.\nP4| C."),
    ("Interviewer:\nHoe?\n\nRespondent:\n\nZo.\nJa.", "*Interviewer| Hoe?\nRespondent| Zo./Ja."),
    ("Interviewer\nHoe?\n\nRespondent\nZo.", "*Interviewer| Hoe?\nRespondent| Zo."),
    ("I\tHoe?\nR\tZo.", "*I| Hoe?\nR| Zo."),
    ("Vraag 1: Hoe?\nAntwoord: Zo.\nVraag 2: En?", "*Vraag| Hoe?\nAntwoord| Zo.\n*Vraag| En?"),
    ("Q: How?\nA: So.", "*Q| How?\nA| So."),
    ("I: Hoe?\nR:Zo.", "*I| Hoe?\nR| Zo."),
    ("Ria: A.\n\nJan: B.\n\nRia: C.\n\nJan: D.", "Ria| A.\nJan| B.\nRia| C.\nJan| D."),
    ("Ria: A.\n\nJan de Vries: B.", "Ria| A.\nJan de Vries| B."),
    ("Mw. Bos: A.\n\nMw. Bos: B.", "Mw. Bos| A.\nMw. Bos| B."),
    ("I:\u{A0}Hoe?\nR\u{A0}: Zo\u{AD}als.\u{200B}", "*I| Hoe?\nR| Zo\u{AD}als."),
  ])
  func label(text: String, expected: String) { #expect(marked(text) == expected) }

  @Test(arguments: [
    ("[00:01:23] Speaker 1: A.\n[00:02:00] Speaker 2: B.", "Speaker 1| A.\nSpeaker 2| B."),
    ("00:01:23 I: A.\n0:34 R: B.", "*I| A.\nR| B."),
    (
      "Sjors 18:50\nA.\n\nRia 18:51\nB.\n\nSjors 19:02\nC.\n\nRia 19:10\nD.",
      "Sjors| A.\nRia| B.\nSjors| C.\nRia| D."
    ),
    (
      "Ria  0:00  \nA.\nSjors  0:10  \nB.\nRia  0:20\nC.\nSjors  0:30\nD.",
      "Ria| A.\nSjors| B.\nRia| C.\nSjors| D."
    ),
    ("I [00:00:01]: A.\nR: [00:00:05] B.\nR: C [00:00:07] d.", "*I| A.\nR| B.\nR| C [00:00:07] d."),
    ("I: A. #00:03:57-2#\nR: B. #00:01:00-0#", "*I| A.\nR| B."),
    ("I: A.\n[00:01:00]\nR: B.\n00:02:00\nI: C.", "*I| A.\nR| B.\n*I| C."),
    (
      "[00:00:01 - 00:00:05]\nI: A.\nR: Om 18:50 uur, 12:30.",
      "*I| A.\nR| Om 18:50 uur, 12:30."
    ),
    ("I: Hoe laat?\nR: 18:50 was het.", "*I| Hoe laat?\nR| 18:50 was het."),
    ("Ruben (points at map): A.\nI: B.\nRuben: C.", "Ruben| A.\n*I| B.\nRuben| C."),
    (
      "I: A.\nR: Ja [lacht] -- nou... (onverstaanbaar) *zucht*",
      "*I| A.\nR| Ja [lacht] -- nou... (onverstaanbaar) *zucht*"
    ),
  ])
  func time(text: String, expected: String) { #expect(marked(text) == expected) }

  @Test(arguments: [
    ("**I [00:00:00]** A.\n\n**R [00:00:04]** B.", "*I| A.\nR| B."),
    ("**Ria:** A.\n\n**I:** B.\n\n**Ria**: C.", "Ria| A.\n*I| B.\nRia| C."),
    ("__I:__ A.\n\n*R*: B.", "*I| A.\nR| B."),
    (
      "# Gesprek\n\nI: A.\n\nR: B *echt*.\n\n## Deel 2\n\nToelichting.\n\nI: C.",
      "-| # Gesprek\n*I| A.\nR| B *echt*.\n-| ## Deel 2\n-| Toelichting.\n*I| C."
    ),
    ("**I: A?**\n\nR: B.\n\n**Let op** hier.", "*I| A?**\nR| B./**/Let op** hier."),
    ("**I**\n\nA.\n\n**R**\n\nB.", "*I| A.\nR| B."),
    ("*zucht*\n\nA.\n\n*zucht*\n\nB.", "-| *zucht*\n-| A.\n-| *zucht*\n-| B."),
  ])
  func markup(text: String, expected: String) {
    #expect(marked(text, file: "a.md") == expected.replacing("/**/", with: "//**"))
  }

  @Test(arguments: [
    "Zie https://zicht.example voor meer.\n\nhttp://a.example/b\n\nhttp://c.example",
    "Geen label hier.\n\nEn hier ook niet.",
    "Om 12:30 kwam hij.\n\n12:30: begin\n\n13:30: eind",
    "1: een vraag\n\n2: nog een vraag",
    "a: de lijst\n\nEn tekst.\n\nNog meer tekst.",
    "Hij zei, ja: dat is zo.\n\nHij zei, ja: dat is zo.",
    "| a | b |\n|---|---|\n| c: d | e |",
    "Opmerking: een.\n\nOpmerking: twee.\n\nTekst.",
    "Een heel lange zin van meer dan vijf woorden: ja.\n\nEen heel lange zin van meer dan vijf woorden: ja.",
  ])
  func documentHasNoSpeakers(text: String) throws {
    let transcript = try #require(PlainText.read(Array(text.utf8), file: "a.txt").transcript)
    #expect(transcript.kind == .document)
    #expect(transcript.speakers.isEmpty)
    #expect(transcript.turns.allSatisfy { $0.speaker == nil })
    #expect(transcript.turns.count == text.split(separator: "\n\n").count)
  }

  @Test func headingBelongsToNobody() {
    #expect(
      marked("Interview met Ria\n\nDe opname begint.\n\nI: A.\nR: B.")
        == "-| Interview met Ria\n-| De opname begint.\n*I| A.\nR| B.")
  }

  @Test func paragraphsContinueATurn() {
    #expect(marked("I: A.\n\nB.\nC.\n\nR: D.\n\n  E.  \n\n") == "*I| A.//B./C.\nR| D.//  E.")
  }

  @Test func typoIsProposedAndNotMerged() {
    let text = String(repeating: "I: A?\nParticipant: B.\n", count: 4) + "Particpant: C.\n"
    #expect(marked(text).hasSuffix("Particpant| C."))
    #expect(
      findings(text).contains(
        "a.txt:9:1: warning: the label 'Particpant' looks like 'Participant'"))
    let stray = String(repeating: "Interviewer2: A?\nR: B.\n", count: 4) + "Interviewer2 2: C?\n"
    #expect(marked(stray).hasSuffix("*Interviewer2 2| C?"))
    #expect(findings(stray).contains("'Interviewer2 2' looks like 'Interviewer2'"))
    let numbers = String(repeating: "Deelnemer 1: A.\nI: B.\n", count: 8) + "Deelnemer 2: C.\n"
    #expect(findings(numbers) == "")
  }

  @Test func loneNameIsReadAsWordsAndSaidSo() {
    let text = "I: A?\n\nR: B.\n\nKarim: C.\n\nEn nog iets.\n"
    #expect(marked(text) == "*I| A?\nR| B.//Karim: C.//En nog iets.")
    #expect(findings(text).hasPrefix("a.txt:5:1: note: 'Karim' before a colon is read as words"))
    #expect(marked("respondents: Karim; Ria\ndate: x\n\n" + text).contains("Karim| C."))
  }

  @Test func headerNamesTheInterviewer() {
    let text = "title: X\ninterviewer: Jan\n\nJan: A?\n\nRia: B.\n\nJan: C?\n\nRia: D."
    #expect(marked(text) == "*Jan| A?\nRia| B.\n*Jan| C?\nRia| D.")
    #expect(findings("Ria: A.\n\nJan: B.\n\nRia: C.").contains("no label is an interviewer's"))
  }

  @Test func kindIsForced() {
    #expect(marked("kind: document\ntitle: x\n\nI: A.\n\nR: B.") == "-| I: A.\n-| R: B.")
    let interview = "kind: interview\ntitle: x\n\nA.\n\nB."
    #expect(marked(interview) == "-| A.\n-| B.")
    #expect(findings(interview).contains("warning: the header says this is an interview"))
  }

  @Test func fewNamesInALongTextMakeNoInterview() {
    let text = String(repeating: "Tekst zonder label.\n\n", count: 20) + "Kern: a.\n\nKern: b.\n"
    #expect(!marked(text).contains("Kern|"))
    #expect(findings(text).contains("warning: 'Kern' stands before a colon 2 times"))
    #expect(marked("kind: interview\ntitle: x\n\n" + text).contains("Kern| a."))
  }

  @Test func turnWithoutWordsIsDroppedAndNoted() {
    #expect(marked("I: A?\nR:\nI: B?\nR: [00:01:00]") == "*I| A?\n*I| B?")
    #expect(
      findings("I: A?\nR:\nI: B?")
        == "a.txt:2:1: note: the turn of 'R' has no words and is left out")
  }

  @Test func speakersStandWhereTheyFirstDo() throws {
    let text = "é\n\n  I: A.\n**R**: B."
    let speakers = try #require(readTranscript(Array(text.utf8), file: "a.md").transcript?.speakers)
    #expect(speakers.map(\.place.description) == ["a.md:3:3", "a.md:4:3"])
  }
}
