import Coding
import Testing

/// What a survey proposes, and what it leaves to a person.
@Suite struct IdentifierSurveyTests {
  private func vocabulary(_ words: String) -> Vocabulary {
    var vocabulary = Vocabulary()
    for word in words.split(separator: " ") { _ = vocabulary.number(of: String(word)) }
    return vocabulary
  }

  private func survey(
    _ texts: [(String, [String])], ordinary: String = "ik zei en de van in dat is weg hof roos",
    terms: StudyTerms = StudyTerms(), list: PseudonymList? = nil
  ) throws -> [PseudonymProposal] {
    var survey = IdentifierSurvey(vocabulary(ordinary))
    let surveyed = texts.enumerated().map { index, text in
      let source = SourceText(text.0)
      return SurveyedText(
        name: "\(index + 1).txt", text: source, turns: [0..<source.utf8.count], people: text.1)
    }
    for text in surveyed { survey.learn(from: text) }
    for text in surveyed { survey.add(survey.read(text)) }
    let list = try list ?? PseudonymList(form: PseudonymForm())
    var count = ProposalCount(survey.proposals(beside: list, terms), ignoringCase: false)
    for text in surveyed { count.add(count.count(in: text)) }
    return count.finish()
  }

  private func words(_ text: String, ordinary: String? = nil) throws -> [String] {
    let found = try survey(
      [(text, [])], ordinary: ordinary ?? "ik zei en de van in dat is weg hof roos")
    return found.map { "\($0.text) \($0.kind.name) \($0.verdict.rawValue)" }
  }

  @Test(arguments: [
    ("Ik zag Fatima daar.", ["Fatima name ?"]),
    ("Ik zag mevrouw De Vries.", ["De Vries person yes"]),
    ("Dat zei dhr. J. de Boer.", ["J. de Boer person yes"]),
    ("Meneer Van den Berg zei", ["Van den Berg person yes"]),
    ("Fatima zei dat.", []), ("Jan Smit zei dat.", ["Jan Smit name ?"]), ("dat Roos en Ik", []),
    ("Ik woon in Delft nu", ["Delft place ?"]),
    ("bij de GGD en PvdA", ["GGD organisation ?", "PvdA organisation ?"]),
    ("in de Hilledijk 12a, zei", ["Hilledijk 12a address yes"]),
    ("op het Afrikaanderplein is", ["Afrikaanderplein address ?"]),
    ("Hilledijk 12 is het", ["Hilledijk 12 address yes"]),
    ("de Lange Weg 3", ["Lange Weg 3 address yes"]),
    ("dat Jan-Willem zei", ["Jan-Willem name ?"]), ("ken [Naam-3] en [Persoon-1]", []),
    ("zei: \"Nou ja\"", []),
    ("met Ahmed el Amrani en Bob", ["Ahmed el Amrani name ?", "Bob name ?"]),
    ("dank u, mevrouw. Ik", []), ("bij Ria Molendijk", ["Ria Molendijk name ?"]),
    ("tante Élise en oma", ["Élise person yes"]), ("ik zei A en B", []),
    ("O, zei Ölmez", ["Ölmez name ?"]),
  ]) func finds(_ text: String, _ expected: [String]) throws {
    #expect(try words(text) == expected)
  }

  @Test func countsAndNumbersByFirstAppearance() throws {
    let found = try survey([
      ("ik ken Ahmed en Ahmeds kat; bel 06-12345678", ["Ria"]),
      ("En Ria en Ahmed, +31 6 12345678, zag Bob", ["Bob"]),
    ])
    let rows = found.map {
      "\($0.text) \($0.replacement) \($0.verdict.rawValue) \($0.times) \($0.transcripts)"
    }
    #expect(
      rows == [
        "Ria [persoon-1] yes 1 1", "Ahmed [naam-1] ? 2 2", "Ahmeds [naam-1]s ? 1 1",
        "06-12345678 [telefoon-1] yes 1 1",
        "Bob [persoon-2] yes 1 1", "+31 6 12345678 [telefoon-1] yes 1 1",
      ])
    #expect(found[2].notes == ["'Ahmed' with a possessive s, or a name of its own"])
    #expect(found[1].first == Place(file: "1.txt", line: 1, column: 8))
    #expect(found[1].context == "ik ken Ahmed en Ahmeds kat; bel 06-12345678")
  }

  @Test func keepsWhatTheStudyIsAbout() throws {
    var terms = StudyTerms()
    terms.add(attribute: "neighbourhood", value: "Moerwijk")
    terms.add(pseudonym: "Bep")
    terms.add(rule: "feyenoord* OR lamp", of: "trots")
    let found = try survey([("ik in Moerwijk en zei Bep in Feyenoord", ["Bep"])], terms: terms)
    let rows = found.map { "\($0.text) '\($0.replacement)' \($0.verdict.rawValue) \($0.notes)" }
    #expect(
      rows == [
        "Bep '' no [\"a pseudonym by the table of respondents\"]",
        "Moerwijk '' no [\"a value of neighbourhood, by which the study is analysed\"]",
        "Feyenoord '[plaats-1]' ? [\"a rule of trots looks for it\"]",
      ])
  }

  @Test func namesPossessivesThatOnlyBeginSentences() throws {
    let found = try survey([("ik ken Ahmed. Ahmeds kat. Ahmeds hond.", [])])
    #expect(found.map(\.text) == ["Ahmed"] && found[0].times == 3)
    #expect(found[0].notes == ["also 'Ahmeds'"])
  }

  @Test func aPartOfANameGetsItsPseudonym() throws {
    let found = try survey([
      ("ik zag Ria, Boer en Jan, mail jan@boer.nl", ["Ria de Boer", "Jan Smit", "Jan Bos"])
    ])
    let rows = found.map {
      "\($0.text) \($0.replacement) \($0.verdict.rawValue) \($0.notes.joined())"
    }
    #expect(
      rows == [
        "Ria [persoon-1] ? perhaps 'Ria de Boer'",
        "Boer [persoon-1] ? perhaps 'Ria de Boer'",
        "Jan [naam-1] ? ", "jan@boer.nl [e-mail-1] yes ",
      ])
  }

  @Test func whatIsListedStaysListed() throws {
    var list = PseudonymList(form: try PseudonymForm())
    try list.add(
      Pseudonym(text: "Ahmed", kind: .person, replacement: "[persoon-3]", place: Place(file: "l")))
    try list.add(
      Pseudonym(text: "Kees", kind: .person, replacement: "[persoon-4]", place: Place(file: "l")))
    let found = try survey([("ik ken Ahmed en tante Bob", [])], list: list)
    let rows = found.map { "\($0.text) \($0.replacement) \($0.times) \($0.notes)" }
    #expect(
      rows == [
        "Ahmed [persoon-3] 1 [\"listed\"]", "Kees [persoon-4] 0 [\"listed\"]",
        "Bob [persoon-5] 1 []",
      ])
  }
}
