import Coding
import Project
import SQLite
import TestSupport
import Testing

/// `verify` accepts what a withdrawal erased, and nothing else.
@Suite struct WithdrawalTamperTests {
  private func verdict(_ sql: SQL...) throws -> String {
    let study = try TamperTests.Sample.redacted.study()
    return try TamperTests.verdict(on: study) { raw in
      for statement in sql { try raw.run(statement) }
      #expect(raw.changes > 0)
    } ?? "nothing"
  }

  @Test func wordsInThePlaceOfFillers() throws {
    #expect(
      try verdict("UPDATE source_text SET text = replace(text, '███', 'oma')").contains(
        "others stand in their place"))
  }

  @Test func fillersInThePlaceOfWords() throws {
    let said = "Volgens mij heeft Fatima gelijk"
    let filler = String(repeating: "█", count: said.count)
    #expect(
      try verdict("UPDATE source_text SET text = replace(text, \(said), \(filler))").contains(
        "the words of Joop were altered"))
    #expect(
      try verdict("UPDATE source_text SET text = replace(text, 'title: Drie', 'title: ████')")
        .contains("outside all turns were altered"))
  }

  @Test func otherLinesOfFillers() throws {
    #expect(
      try verdict(
        """
        UPDATE source_text SET text = substr(text, 1, 12) || char(10) || '█' || substr(text, 15)
        WHERE version = 1
        """
      ).contains("in the place of erased words was altered"))
  }

  @Test func contentThatIsGoneWithoutAnEvent() throws {
    #expect(
      try verdict("DELETE FROM content WHERE body LIKE '%Joop%'").contains(
        "is missing though an event refers to it"))
  }

  @Test func aRedactionWithoutAnEvent() throws {
    let filler: SQL = "UPDATE source_text SET text = '█' WHERE version = 2"
    #expect(
      try verdict(
        filler, "DELETE FROM speaker_salt WHERE version = 2",
        "INSERT INTO redaction SELECT version, number, 3, NULL FROM speaker WHERE version = 2"
      ).contains("table redaction"))
    #expect(
      try verdict(
        "INSERT INTO erased SELECT lower(hex(hash)), NULL, 3 FROM content WHERE body LIKE '%J%'",
        "DELETE FROM content WHERE body LIKE '%J%'"
      ).contains("table erased"))
  }

  @Test func aSaltThatIsBack() throws {
    #expect(
      try verdict("INSERT INTO speaker_salt VALUES (1, 1, zeroblob(32))").contains("there again"))
  }

  @Test func theFilesBytesThatAreBack() throws {
    #expect(
      try verdict("UPDATE source_text SET original = x'41' WHERE version = 1").contains(
        "the file's bytes were erased, and are there again"))
  }

  @Test func aRingOfReplacements() throws {
    #expect(try verdict("UPDATE erased SET replacement = hash") != "nothing")
  }
}
