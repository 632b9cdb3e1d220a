import Testing

@testable import Coding

@Suite struct SpeakerResolutionTests {
  private static let known: [String: KnownRespondent] = [
    "MW-03": KnownRespondent(id: "MW-03", pseudonym: "Ria", neighbourhood: "Moerwijk"),
    "MW-04": KnownRespondent(id: "MW-04", pseudonym: "José", neighbourhood: "Moerwijk"),
    "JO-01": KnownRespondent(id: "JO-01", pseudonym: "Ria", neighbourhood: "Jol"),
    "JO-02": KnownRespondent(id: "JO-02", pseudonym: "Bas", neighbourhood: "Jol"),
    "JO-03": KnownRespondent(id: "JO-03", pseudonym: "Bas", neighbourhood: "Jol"),
  ]

  private func resolve(
    _ labels: [String], header: [String: String] = [:], known: [String: KnownRespondent] = known
  ) -> (ids: [String?], notes: [String]) {
    let place = Place(file: "mw-03.txt", line: 9, column: 1)
    let transcript = Transcript(
      text: SourceText(""), kind: .interview,
      header: header.sorted { $0.key < $1.key }.map {
        HeaderField(key: $0.key, value: $0.value, place: place)
      },
      speakers: labels.map {
        Speaker(label: $0, part: $0 == "I" ? .interviewer : .respondent, place: place)
      },
      reader: "test/1")
    let resolution = SpeakerResolution(
      transcript, stem: "mw-03", known: KnownRespondents(Array(known.values)))
    return (
      resolution.respondents, resolution.notes.map { "\($0.severity.rawValue): \($0.message.text)" }
    )
  }

  @Test func `the header says which label is whom`() {
    let (ids, notes) = resolve(
      ["I", "ria", "Joop"], header: ["respondents": "Ria = MW-03; Joop=MW-04"])
    #expect(ids == [nil, "MW-03", "MW-04"] && notes.isEmpty)
  }

  @Test func `a label may be an id`() {
    let (ids, notes) = resolve(["I", "mw-04", "JO-01"])
    #expect(ids == [nil, "MW-04", "JO-01"] && notes.isEmpty)
  }

  @Test func `a pseudonym counts among those the header names, or of the neighbourhood`() {
    #expect(resolve(["Jose"], header: ["respondents": "MW-03, MW-04"]).ids == ["MW-04"])
    #expect(resolve(["Ria"], header: ["neighbourhood": "Moerwijk"]).ids == ["MW-03"])
    #expect(resolve(["Ria"], header: ["wijk": "Jol"]).ids == ["JO-01"])
    #expect(resolve(["Ria"]).ids == ["mw-03"])
  }

  @Test func `a name that two have is nobody's`() {
    let (ids, notes) = resolve(["Bas", "Ria"], header: ["buurt": "Jol"])
    #expect(ids == ["mw-03/Bas", "JO-01"])
    #expect(
      notes == [
        "warning: the speaker 'Bas' is no known respondent, and is kept as one of this file alone"
      ])
  }

  @Test func `the header's only respondent is the only one who speaks`() {
    let (ids, notes) = resolve(["I", "R"], header: ["respondent": "MW-03"])
    #expect(ids == [nil, "MW-03"] && notes.isEmpty)
    #expect(
      resolve(["R1", "Ria"], header: ["respondents": "MW-03; MW-04"]).ids == ["MW-04", "MW-03"])
  }

  @Test func `who is left is named after the file, and that is said`() {
    let (ids, notes) = resolve(["I", "R"])
    #expect(ids == [nil, "mw-03"])
    #expect(
      notes == ["note: nothing says who the respondent is, so it is named after the file: 'mw-03'"])
    let many = resolve(["A", "B"])
    #expect(many.ids == ["mw-03/A", "mw-03/B"] && many.notes.count == 2)
  }

  @Test func `respondents who are unknown or silent are told`() {
    let (ids, notes) = resolve(["R"], header: ["respondents": "R = XX-01; MW-04"])
    #expect(ids == ["XX-01"])
    #expect(
      notes == [
        "warning: the respondent 'XX-01' is not in the table of respondents",
        "warning: the respondent 'MW-04' says nothing here",
      ])
    #expect(resolve(["R"], header: ["respondent": "XX-01"], known: [:]).notes.isEmpty)
  }

  @Test func `ids that fold together resolve the same way each time`() {
    var known: [String: KnownRespondent] = [:]
    for id in ["ab", "AB", "Ab", "aB", "áb"] { known[id] = KnownRespondent(id: id) }
    for _ in 0..<20 {
      var shuffled: [String: KnownRespondent] = [:]
      shuffled.reserveCapacity(Int.random(in: 1...500))
      for id in known.keys.shuffled() { shuffled[id] = known[id] }
      #expect(resolve(["ab"], known: shuffled).ids == ["AB"])
    }
  }
}

@Suite struct ParallelMapTests {
  @Test(arguments: [0, 1, 2, 11, 12, 13, 500], [1, 2, 7])
  func `results come in the order of the elements`(count: Int, threads: Int) {
    var results: [Int] = []
    parallelMap(Array(0..<count), threads: threads, window: 3) { number in
      if number % 5 == 0 { for _ in 0..<2000 { _ = number.hashValue } }
      return number * 2
    } consume: {
      results.append($0)
    }
    #expect(results == (0..<count).map { $0 * 2 })
  }
}
