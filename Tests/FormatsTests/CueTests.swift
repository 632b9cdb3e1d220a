import Formats
import Testing

@Suite struct CueTests {
  /// Cues a second long, one after the other.
  private func vtt(_ cues: String...) -> String {
    let cues = cues.enumerated().map { number, text in
      "00:00:0\(number).000 --> 00:00:0\(number + 1).000\n\(text)\n"
    }
    return "WEBVTT\n\n" + cues.joined(separator: "\n")
  }

  private func times(_ text: String, file: String) -> [String] {
    let turns = readTranscript(Array(text.utf8), file: file).transcript?.turns ?? []
    return turns.map { turn in
      turn.time.map { "\($0.start)-\($0.end.map(String.init) ?? "")" } ?? "none"
    }
  }

  @Test func cuesOfOneSpeakerAreATurn() {
    let text = vtt("<v I>A</v>", "<v Ria>B", "<v Ria>C", "<v I>D", "<v Ria>E")
    #expect(marked(text, file: "a.vtt") == "*I| A\nRia| B C\n*I| D\nRia| E")
    #expect(times(text, file: "a.vtt") == ["0-1000", "1000-3000", "3000-4000", "4000-5000"])
  }

  @Test func theTextIsThatOfATextFile() {
    let text = "WEBVTT\n\nNOTE\ntitle: x\nrespondent: R1\n\n00:00.000 --> 00:01.000\n<v Ria>A\n"
    let result = readTranscript(Array(text.utf8), file: "a.vtt")
    #expect(result.transcript?.text.string == "title: x\nrespondent: R1\n\nRia: A\n")
    #expect(result.transcript?.header.map(\.place.line) == [4, 5])
    #expect(result.diagnostics.isEmpty)
  }

  @Test func namesInTheTextAreLabels() {
    let text = vtt("Noor Visser: A?", "Ria: B", "nog wat", "Ria: C", "Noor Visser: D\nRia: E")
    #expect(
      marked("WEBVTT\n\nNOTE\ninterviewer: Noor Visser\n\n" + text.dropFirst(8), file: "a.vtt")
        == "*Noor Visser| A?\nRia| B nog wat C\n*Noor Visser| D\nRia| E")
  }

  @Test func cuesWithoutNamesAreParagraphs() {
    let text =
      "1\n00:00:01,000 --> 00:00:02,000\nEen\n\n2\n00:00:02,100 --> 00:00:03,000\ntwee.\n\n"
      + "3\n00:00:05,000 --> 00:00:06,000\nDrie."
    #expect(marked(text, file: "a.srt") == "-| Een twee.\n-| Drie.")
    #expect(times(text, file: "a.srt") == ["1000-3000", "5000-6000"])
  }

  @Test(arguments: [
    ("R: <i>schuin</i> <b>vet</b> <c.geel>c</c> <00:00:01.500>t", "R| schuin vet c t"),
    ("R: a &lt;b&gt; &amp; &nbsp;c &#233; &x; &", "R| a <b> & \u{A0}c é &x; &"),
    ("R: 3 < 4 en <3", "R| 3 < 4 en <3"),
    ("R: {\\an8}boven", "R| boven"),
    ("<v>R: a", "R| a"),
  ])
  func markup(cue: String, expected: String) {
    #expect(marked(vtt(cue, "I: x"), file: "a.vtt") == expected + "\n*I| x")
  }

  @Test func missingEmptyLinesAndNumbers() {
    let text =
      "1\r\n00:00:01,000 --> 00:00:02,000\r\nI: A?\r\n2\r\n0:00:02,5 --> 0:00:03,25\r\nR: B\r\n"
      + "00:00:04,000 --> 00:00:05,000\r\nR: 1984\r\n"
    #expect(marked("\u{FEFF}" + text, file: "a.srt") == "*I| A?\nR| B 1984")
    #expect(times(text, file: "a.srt") == ["1000-2000", "2500-5000"])
  }

  @Test func whatIsSaidTwiceStays() {
    #expect(
      marked(vtt("<v R>Ja.", "<v R>Ja.", "<v R>Nee.", "<v R>Ja."), file: "a.vtt")
        == "R| Ja. Ja. Nee. Ja.")
  }

  @Test func tableOfTurns() {
    let text = "Start\tEnd\tSpeaker\tText\n1.5\t2\tI\tA?\n00:00:02\t\tRia\tB\n3\t2\tRia\tC\n"
    #expect(marked(text, file: "a.tsv") == "*I| A?\nRia| B\nRia| C")
    #expect(times(text, file: "a.tsv") == ["1500-2000", "2000-", "3000-"])
    #expect(
      findings("id,name,text\n", file: "a.csv")
        == "a.csv: warning: the file holds no words besides its header")
    #expect(findings("id,role\n1,x\n", file: "a.csv").contains("this is a table, not a transcript"))
  }

  @Test(arguments: [
    (
      "[{\"speaker\": 1, \"text\": \"A\"}, {\"speaker\": 2, \"text\": \"B\"}]",
      "Speaker 1| A\nSpeaker 2| B"
    ),
    (
      "{\"transcription\": [{\"timestamps\": {\"from\": \"00:00:01,5\"}, \"text\": \" A\"}]}",
      "-| A"
    ),
    ("{\"results\": {\"items\": []}}", ""),
    ("{\"a\": 1}", "refused"), ("{\"segments\": [{\"words\": 3}]}", "refused"), ("{", "refused"),
  ])
  func recognisedSpeech(json: String, expected: String) {
    #expect(marked(json, file: "a.json") == expected)
  }

  /// Cut or altered anywhere: no crash, ranges that hold.
  @Test(arguments: 0..<100) func damaged(seed: Int) {
    var random = Seeded(seed)
    let goods = [
      vtt("<v I>Hoe &amp; wat?", "<v Ria>Zo.\nEn zo.", "Ria: {\\an8}Ja"),
      "start,speaker,text\n1,I,\"A\"\n2,R,B\n",
      "{\\rtf1\\ansi\\uc1 I: A?\\par R: \\u233\\'e9 {\\*\\x b}\\par\\trowd\\intbl a\\cell b\\cell\\row}",
      "{\"segments\": [{\"text\": \"a\", \"start\": 1e2, \"speaker\": \"x\"}]}",
    ]
    for (good, name) in zip(goods, ["a.vtt", "a.csv", "a.rtf", "a.json"]) {
      var bytes = Array(good.utf8)
      if Bool.random(using: &random) {
        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
      }
      for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      HostileTests.check(readTranscript(bytes, file: name), bytes)
    }
  }
}
