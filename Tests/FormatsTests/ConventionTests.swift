import Coding
import Formats
import Testing

/// Each convention of labels and times, in every format that can carry it: the same turns come out.
@Suite struct ConventionTests {
  @Test(arguments: [
    "Interviewer: A?|Respondent: B.": "*Interviewer| A?|Respondent| B.",
    "INTERVIEWER: A?|GEÏNTERVIEWDE: B.": "*INTERVIEWER| A?|GEÏNTERVIEWDE| B.",
    "I: A?|R: B.|i: C?|r: D.": "*I| A?|R| B.|*I| C?|R| D.",
    "I: A?|R1: B.|P4: C.|SP1: D.": "*I| A?|R1| B.|P4| C.|SP1| D.",
    "[i] A?|[r1] B.": "*i| A?|r1| B.",
    "Interviewer1: A?|Interviewer 1: B?|Deelnemer D3: C.":
      "*Interviewer1| A?|*Interviewer1| B?|Deelnemer D3| C.",
    "I : A?|R : B.": "*I| A?|R| B.",
    "Interviewer|A?|Respondent|B.|C.": "*Interviewer| A?|Respondent| B./C.",
    "Interviewer:|A?|Respondent:|B.": "*Interviewer| A?|Respondent| B.",
    "Interviewer A?|Respondent B.|Interviewer C?|Respondent D.":
      "*Interviewer| A?|Respondent| B.|*Interviewer| C?|Respondent| D.",
    "[00:01:23] Speaker 1: A?|[00:01:30] Speaker 2: B.":
      "83000 Speaker 1| A?|90000 Speaker 2| B.",
    "Speaker 1: [00:01:23] A?|Speaker 2: [00:01:30] B.":
      "83000 Speaker 1| A?|90000 Speaker 2| B.",
    "Sjors 18:50|A?|Ria 18:52|B.|Sjors 18:55|C?|Ria 19:00|D.":
      "1130000 Sjors| A?|1132000 Ria| B.|1135000 Sjors| C?|1140000 Ria| D.",
    "Ria  0:00  |A?|Sjors  0:12  |B.|Ria  0:20  |C?|Sjors  1:00:00  |D.":
      "0 Ria| A?|12000 Sjors| B.|20000 Ria| C?|3600000 Sjors| D.",
    "Ruben (points at map): A.|I: B?|Ruben: C.": "Ruben| A.|*I| B?|Ruben| C.",
    "I: A? #00:00:04-2#|B: C. #00:00:09-0#": "0–4200 *I| A?|4200–9000 B| C.",
    "I: A?|R: B. #00:00:09-0#|C. #00:00:12-0#": "*I| A?|9000 R| B.|9000–12000 R| C.",
    "respondent: PS-09||I: A?|PS-09: B.": "*I| A?|PS-09| B.",
    "[00:10:00] I: A?|[00:00:05] R: B.": "600000 *I| A?|5000 R| B.",
    "I: A?|0:34|R: B.": "*I| A?|34000 R| B.",
    "I: A?|R: B [lacht] -- (onverstaanbaar) *zucht* ...":
      "*I| A?|R| B [lacht] -- (onverstaanbaar) *zucht* ...",
    "I: A?|R: B.|C om 12:30 uur.|http://a.example": "*I| A?|R| B./C om 12:30 uur./http://a.example",
    "Datum: 3 mei|Locatie: thuis||I: A?|R: B.": "*I| A?|R| B.",
    "Interview 4|Datum: 3 mei|Ort: Bonn||I: A?|B: C.": "-| Interview 4|*I| A?|B| C.",
    "I: Interviewer|R: Respondent||I: A?|R: B.": "*I| A?|R| B.",
    "Speaker 1 | 00:04|A?|Speaker 2 | 00:09|B.": "4000 Speaker 1| A?|9000 Speaker 2| B.",
    "0:0:0.0 --> 0:0:3.5|Wim|A?|0:0:3.6 --> 0:0:9.0|Bo|B.|0:0:9.0 --> 0:0:11.0|Wim|C?":
      "0–3500 Wim| A?|3600–9000 Bo| B.|9000–11000 Wim| C?",
    "Lena Marsh (00:02):|A?|Tom (00:08):|B.|(00:19):|C.|Lena Marsh (00:20):|D?|Tom (00:21):|E.":
      "2000 Lena Marsh| A?|8000 Tom| B.|19000 Tom| C.|20000 Lena Marsh| D?|21000 Tom| E.",
  ])
  func everyFormat(lines: String, expected: String) {
    let lines = lines.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    // A bar is also a sign between a name and a time.
    let joined = Self.joinedAroundBars(lines)
    for (name, bytes) in Self.files(joined) {
      #expect(Self.turns(readTranscript(bytes, file: name)) == expected, "\(name)")
    }
  }

  private static func joinedAroundBars(_ lines: [String]) -> [String] {
    lines.reduce(into: []) { result, line in
      if line.hasPrefix(" "), let last = result.popLast() {
        result.append(last + "|" + line)
      } else {
        result.append(line)
      }
    }
  }

  private static func files(_ lines: [String]) -> [(String, [UInt8])] {
    let escaped = lines.filter { !$0.isEmpty }.map { line in
      line.map { ["&": "&amp;", "<": "&lt;", ">": "&gt;"][$0] ?? String($0) }.joined()
    }
    let word = escaped.map { "<w:p><w:r><w:t>\($0)</w:t></w:r></w:p>" }.joined()
    let open = escaped.map { "<text:p>\($0)</text:p>" }.joined()
    let page = "<html>" + escaped.map { "<p>\($0)</p>\n" }.joined() + "</html>"
    return [
      ("a.txt", Array(lines.joined(separator: "\n").utf8)),
      ("a.md", Array(lines.joined(separator: lines.contains("") ? "\n" : "\n\n").utf8)),
      ("b.txt", Array(lines.joined(separator: "\r\n").utf8)),
      ("a.docx", TestArchive.word(word)), ("a.odt", TestArchive.openDocument(open)),
      ("a.html", Array(page.utf8)),
    ]
  }

  private static func turns(_ result: ReadResult) -> String {
    guard let transcript = result.transcript else { return "refused" }
    return transcript.turns.map { turn in
      let speaker = turn.speaker.map { transcript.speakers[$0] }
      let label = speaker.map { ($0.part == .interviewer ? "*" : "") + $0.label } ?? "-"
      let time = turn.time.map { "\($0.start)" + ($0.end.map { "–\($0)" } ?? "") + " " } ?? ""
      let words = transcript.text[turn.range].split(separator: "\n").joined(separator: "/")
      return time + label + "| " + words
    }.joined(separator: "|")
  }

  @Test(arguments: [
    (
      "<b>I:</b> A?\n<b>Ria</b>: B.\n<strong>I:</strong> C?\n<b>Ria:</b> D.",
      "*I| A?\nRia| B.\n*I| C?\nRia| D."
    ),
    ("&lt;x&gt;\nGe&iuml;nterviewde: A.\nI: B?", "-| &lt;x&gt;\nGeïnterviewde| A.\n*I| B?"),
    ("\\[00:00:01\\] I: A?\n\\[00:00:02\\] R: B.", "*I| A?\nR| B."),
    ("\\[i\\] A?\n\\[r\\] B.", "*i| A?\nr| B."),
    ("> **I:** A?\n>\n> **R:** B.\n\n> **I:** C?", "*I| A?/>\nR| B.\n*I| C?"),
    ("**I**: A?\n**R1 (laughs)**: B.", "*I| A?\nR1| B."),
    ("**Ria** A.\n\n**Jan** B.\n\n**Ria** C.\n\n**Jan** D.", "Ria| A.\nJan| B.\nRia| C.\nJan| D."),
  ])
  func markdown(text: String, expected: String) { #expect(marked(text, file: "a.md") == expected) }

  @Test(arguments: [
    "Hij zei: ja.\n\nHij zei: nee.\n\nHij zei: ja.", "hij zei: ja\n\nhij zei: ja\n\nhij zei: nee",
    "Tip: a.\n\nTip: b.\n\nTip: c.", "- Voordeel: a.\n- Nadeel: b.\n- Voordeel: c.\n- Nadeel: d.",
    "Pagina: 1\n\nTekst.\n\nPagina: 2", "A.\n\nB.\n\nA.", "a: een\nb: twee\nc: drie",
    "1. a: een\n2. b: twee", "Doel 1: a\n\nDoel 2: b\n\nDoel 3: c", "09:00 Inloop\n10:00 Pauze",
    "1. Hoe lang woont u hier?\n\n2. En daarvoor?", "FAQ\n\nQ: a?\n\nA: b.\n\nQ: c?\n\nA: d.",
    "Actie: a\nBesluit: b\nActie: c\nBesluit: d",
    "I think so.\n\nI did it.\n\nP is a letter.\n\nI went.",
  ])
  func nobodySpeaks(text: String) {
    let transcript = readTranscript(Array(text.utf8), file: "a.txt").transcript
    #expect(transcript?.speakers == [])
  }

  @Test func consecutiveStretchesAreOneTurn() throws {
    let text = "R: a\n\nR: b\n\nI: c?\n\n(00:01)\nR: d\n\n(00:02)\ne\n"
    let transcript = try #require(readTranscript(Array(text.utf8), file: "a.txt").transcript)
    #expect(transcript.turns.count == 5)
    #expect(transcript.spokenTurns == [0..<2, 2..<3, 3..<5])
  }
}
