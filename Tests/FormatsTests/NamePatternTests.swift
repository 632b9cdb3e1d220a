import Coding
import Formats
import Testing

@Suite struct NamePatternTests {
  @Test(arguments: [
    (
      "{wijk}/{respondent}-{date}.*", "in/Noord/N-01-2020-01-02.txt",
      "wijk=Noord respondent=N date=01-2020-01-02"
    ),
    (
      "{wijk}/{respondent}_{date}.txt", "Noord/N-01_2020.txt",
      "wijk=Noord respondent=N-01 date=2020"
    ),
    ("{respondent}.*", "a/b/N-01.v2.docx", "respondent=N-01"),
    ("*-{nr}.txt", "interview-7.txt", "nr=7"),
    ("R*/{Role} ({place})*", "R12/bewoner (Zuid), deel 2.md", "role=bewoner place=Zuid"),
    ("{a}/{b}.txt", "b.txt", "no"),
    ("{a}-{b}.txt", "ab.txt", "no"),
    ("{a}.txt", "a.docx", "no"),
  ])
  func fields(pattern: String, path: String, expected: String) throws {
    let fields = try NamePattern(pattern).fields(of: path)
    #expect(fields?.map { "\($0.name)=\($0.value)" }.joined(separator: " ") ?? "no" == expected)
  }

  @Test(arguments: [
    ("{wijk", "1: this '{' is never closed"), ("a}", "2: this '}' closes nothing"),
    ("{}", "1: this field has no name"), ("{a}{b}", "4: nothing stands between"),
    ("{a}*", "4: nothing stands between"), ("*.txt", "1: the pattern names no field"),
    ("{a}-{A}", "5: the field 'a' stands here for the second time"),
    ("{a b}", "3: ' ' can't stand in the name of a field"),
    (String(repeating: "a", count: 600), "501: no pattern is longer"),
  ])
  func faultsHaveAColumn(pattern: String, expected: String) {
    let fault = #expect(throws: Diagnostic.self) { _ = try NamePattern(pattern) }
    #expect(fault.map { "\($0.place.column): \($0.message.text)" }?.hasPrefix(expected) == true)
  }

  @Test func headerWinsOverTheName() throws {
    let text = "respondent: R9\nplace:\n\nI: A?\nR: B."
    let transcript = try #require(readTranscript(Array(text.utf8), file: "x").transcript)
    let named = try NamePattern("{respondent}-{place}.*").applied(
      to: transcript, named: "R1-Zuid.txt", at: "x")
    let header = try #require(named.transcript).header
    #expect(header.map { "\($0.key)=\($0.value)" } == ["respondent=R9", "place=Zuid"])
    #expect(named.transcript?.namePattern == "{respondent}-{place}.*")
    #expect(named.diagnostics.isEmpty)
    let other = try NamePattern("{respondent}-{place}.*").applied(
      to: transcript, named: "R1.txt", at: "in/R1.txt")
    #expect(other.transcript == transcript)
    #expect(
      findings(other.diagnostics).hasPrefix("in/R1.txt: warning: the file's name does not fit"))
  }

  @Test func hardPatternsEndSoon() throws {
    let pattern = try NamePattern(String(repeating: "*a", count: 200) + "{x}b")
    let path = String(repeating: "a", count: 3000)
    let time = ContinuousClock().measure { #expect(pattern.fields(of: path) == nil) }
    #expect(time < .seconds(20))
  }
}
