import Coding
import Formats
import Testing

@Suite struct SpeakerMapTests {
  private func map(_ text: String) throws -> SpeakerMap {
    try SpeakerMap(Array(text.utf8), file: "s.map")
  }

  private func read(_ text: String) throws -> Transcript {
    try #require(readTranscript(Array(text.utf8), file: "a.txt").transcript)
  }

  private func speakers(_ transcript: Transcript) -> String {
    transcript.speakers.map { ($0.part == .interviewer ? "*" : "") + $0.label }
      .joined(separator: " ")
  }

  private let talk =
    "Speaker 1: A?\n\nSpeaker 2: B.\n\nSpeaker2: C.\n\nSpeaker 1: D?\n\nDoel 9x: E.\n\nDoel 9x: F."

  @Test(arguments: [
    ("speaker 1 = interviewer", "*Speaker 1 Speaker 2 Doel 9x"),
    ("Speaker 1 = Jan, interviewer\nSpeaker 2 = Ria", "*Jan Ria Doel 9x"),
    ("Speaker 2 = speaker 1", "Speaker 1 Doel 9x"),
    ("Speaker 2 = Ria\nDoel 9x = Ria\n", "Speaker 1 Ria"),
    ("Doel 9x = nobody", "Speaker 1 Speaker 2"),
    (
      "# Speaker 1 = interviewer\n\n[b.txt]\nSpeaker 1 = interviewer", "Speaker 1 Speaker 2 Doel 9x"
    ),
    ("[a.txt]\nSpeaker 1 = interviewer", "*Speaker 1 Speaker 2 Doel 9x"),
    ("[in/*]\nSpeaker 1 = interviewer", "*Speaker 1 Speaker 2 Doel 9x"),
    ("Speaker 1 = Jan\n[*.txt]\nSpeaker 1 = Piet\n[*]\nSpeaker 2 = Els", "Piet Els Doel 9x"),
  ])
  func applies(text: String, expected: String) throws {
    let mapped = try map(text).applied(to: read(talk), named: "in/a.txt")
    #expect(speakers(mapped) == expected)
    #expect(mapped.turns.map(\.range) == (try read(talk).turns.map(\.range)))
  }

  @Test func mergedSpeakersKeepTheirLabelsAsWritten() throws {
    let map = try map("Speaker 2 = Ria\nDoel 9x = Ria")
    let mapped = map.applied(to: try read(talk), named: "a.txt")
    #expect(mapped.mapping?.written == [["Speaker 1"], ["Speaker 2", "Doel 9x"]])
    #expect(mapped.mapping?.map == map.digest)
    #expect(mapped.reader == "plain-text/1 map/1")
    #expect(mapped.turns.map(\.speaker) == [0, 1, 1, 0, 1, 1])
    #expect(mapped.spokenTurns.count == 4)
  }

  @Test func whatTheMapSettlesIsSaidNoMore() throws {
    let text = String(repeating: "Ria: A?\nKarim: B.\n", count: 4) + "Karin: C.\n"
    let result = readTranscript(Array(text.utf8), file: "a.txt")
    #expect(result.diagnostics.count == 2)
    let merged = try map("Karin = Karim").applied(to: result, named: "a.txt")
    #expect(findings(merged.diagnostics).hasPrefix("a.txt: note: no label is an interviewer's"))
    let asks = try map("Ria = interviewer").applied(to: result, named: "a.txt")
    #expect(findings(asks.diagnostics).hasPrefix("a.txt:9:1: warning: the label 'Karin'"))
  }

  @Test func nothingChangesWithoutARule() throws {
    let transcript = try read(talk)
    #expect(try map("Karim = Jan").applied(to: transcript, named: "a.txt") == transcript)
  }

  @Test func allMayBeNobody() throws {
    let map = try map("Speaker 1 = nobody\nSpeaker 2 = nobody\nDoel 9x = nobody")
    let mapped = map.applied(to: try read(talk), named: "a.txt")
    #expect(mapped.kind == .document)
    #expect(mapped.turns.allSatisfy { $0.speaker == nil })
  }

  @Test func everyFaultIsTold() throws {
    let rejected = #expect(throws: Rejected.self) {
      _ = try self.map("Ria\n = Jan\nRia =\n[]\nJan = , interviewer\nok = Jan\nRia = x, nobody")
    }
    #expect(
      rejected.map { findings($0.diagnostics) } == """
        s.map:1:1: error: 'Ria' says nothing of a label
        s.map:2:2: error: no label stands before the '='
        s.map:3:1: error: nothing stands after the '=' of 'Ria'
        s.map:4:1: error: '[]' names no file
        s.map:5:1: error: '' is no name
        """)
  }

  @Test func aRuleForNobodyIsTold() throws {
    let unused = try map("Ria = Jan\n[b.txt]\nJan = Piet").unused(among: [("a.txt", ["Jan"])])
    #expect(unused.map(\.place.line) == [1, 3])
  }

  @Test(arguments: [
    ("I: A?\nParticipant: B.\n", 8, "Particpant: C.", "Particpant=Participant likely"),
    ("I: A?\nR: B.\n", 4, "Respondent: C.", "Respondent=R possible"),
    ("I: A?\nR1: B.\n", 4, "R01: C.", "R01=R1 possible"),
    ("I: A?\nR1: B.\n", 4, "R2: C.", ""),
    (
      "Jan de Wit: A.\n\nRia: B.\n\n", 3, "JdW: C.\n\nRia: D.\n\nJdW: E.", "JdW=Jan de Wit possible"
    ),
  ])
  func sameSpeakersAreProposed(
    start: String, times: Int, end: String, expected: String
  ) throws {
    let proposals = try read(String(repeating: start, count: times) + end).proposals()
    let text = proposals.map { proposal in
      guard case .same(let other) = proposal.kind else { return "?" }
      return "\(proposal.label)=\(other) \(proposal.certainty.rawValue)"
    }
    #expect(text.joined(separator: ", ") == expected)
  }

  @Test func whoAsksIsProposed() throws {
    let text = String(repeating: "Speaker 1: A?\nSpeaker 2: B.\n", count: 4)
    let proposals = try read(text).proposals()
    #expect(proposals.map(\.kind) == [.interviewer])
    #expect(proposals.map(\.label) == ["Speaker 1"])
    #expect(try read("I: A?\nR: B?\nI: C?\nR: D.").proposals() == [])
    #expect(try read(String(repeating: "Ria: A?\nJan: B?\n", count: 4)).proposals() == [])
  }

  /// Any map, any talk: words stay where they are, and a speaker without turns there is none.
  @Test(arguments: 0..<200) func mapsKeepTheWords(seed: Int) throws {
    var random = Seeded(seed)
    let labels = ["Ria", "Jan", "I", "R1", "Speaker 2"]
    let parts = ["interviewer", "nobody", "Ria", "Els, respondent", "jan"]
    let text = (0..<12).map { _ in "\(labels.randomElement(using: &random) ?? ""): woord\n" }
      .joined()
    let rules = (0..<4).map { _ in
      "\(labels.randomElement(using: &random) ?? "") = \(parts.randomElement(using: &random) ?? "")\n"
    }
    let transcript = try read(text)
    let mapped = try map(rules.joined()).applied(to: transcript, named: "a.txt")
    #expect(mapped.turns.map(\.range) == transcript.turns.map(\.range))
    #expect(mapped.text == transcript.text)
    #expect(Set(mapped.turns.compactMap(\.speaker)) == Set(mapped.speakers.indices))
    #expect(Set(mapped.speakers.map { $0.label.lowercased() }).count == mapped.speakers.count)
  }
}
