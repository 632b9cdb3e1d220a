import Coding
import Formats
import Foundation
import Project
import SQLite
import TestSupport
import Testing

/// After a withdrawal no run of five erased words is left in any byte of the file: looked for in
/// another way than the program does.
@Suite struct WithdrawalProofTests {
  private static let folder = Program.root + "/Corpus/moerwijk"

  private func corpus(encoding: String.Encoding = .utf8) throws -> Study {
    let study = try Study()
    let table = try Data(contentsOf: URL(fileURLWithPath: Program.root + "/Corpus/respondents.csv"))
    let rows = readRespondents([UInt8](table), file: "respondents.csv").rows
    _ = try study.project.change { try study.project.record(respondents: rows) }
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
    try study.ingestFiles(
      try files.map { name in
        let text = try String(contentsOfFile: Self.folder + "/" + name, encoding: .utf8)
        return (name, [UInt8](try #require(text.data(using: encoding))))
      })
    try study.add(Books.one(Books.rule("geld OR straat OR huis"), Books.rule("we*")))
    try study.apply()
    return study
  }

  @Test(arguments: [
    ("MW-01", String.Encoding.utf8), ("MW-04", .utf8), ("MW-10", .utf8), ("MW-12", .utf8),
    ("MW-02", .utf16), ("MW-11", .utf16BigEndian),
  ])
  func noRunOfFiveWordsIsLeft(_ respondent: String, _ encoding: String.Encoding) throws {
    let study = try corpus(encoding: encoding)
    let said = try study.turns(of: respondent)
    let wanted = Runs(said)
    #expect(wanted.count > 100)
    #expect(try wanted.found(in: study.bytes(), encoding: .utf8).count == wanted.count)
    let quotes = try study.quotes(exceptOf: respondent)
    let (withdrawal, proof) = try WithdrawalTests.withdraw(respondent, from: study)
    #expect(proof.isClean)
    #expect(withdrawal.segments > 0)
    #expect(try study.quotes(exceptOf: "") == quotes)
    let others = try study.allTexts().joined(separator: "\n")
    let bytes = try study.bytes()
    for encoding in Set([.utf8, encoding]) {
      let left = wanted.found(in: bytes, encoding: encoding).filter { !others.contains($0) }
      #expect(left.isEmpty, "\(left.prefix(3))")
    }
    #expect(try !FileManager.default.fileExists(atPath: study.path + "-journal"))
    #expect(try study.project.verify().redacted == withdrawal.texts.count)
  }

  /// The list of words is in the order of their first appearance: all words of this interview stay,
  /// as another has them too, but not in their order.
  @Test func theListOfWordsForgetsTheirOrder() throws {
    let study = try Study()
    let words = "niemand zag ooit zoveel water in de kelder staan"
    let turned = words.split(separator: " ").reversed().joined(separator: " ")
    try study.ingest([("a.txt", interview("A-1", words)), ("b.txt", interview("B-1", turned))])
    let (_, proof) = try WithdrawalTests.withdraw("A-1", from: study)
    #expect(proof.isClean)
    let list = try study.project.connection.first("SELECT words FROM vocabulary") { $0.blob(0) }
    #expect(
      String(decoding: list ?? [], as: UTF8.self)
        == "En\nde\nin\nkelder\nlamp\nniemand\nooit\nstaan\nwater\nzag\nzoveel\n")
  }

  /// What the search looks for, it finds: words that are left are told, with their place.
  @Test func wordsThatAreLeftAreTold() throws {
    let study = try WithdrawalTests.study()
    let quote = "wie zegt er nou zoiets over haar"
    try study.ingest([("late.txt", "respondent: A-1\n\nI: En?\n\nR: Nee, \(quote)!\n")])
    let segment = try #require(try study.segments().first { $0.version == 3 })
    try study.decide(segment, .accepted, reason: "anders dan A-1: \(quote.uppercased())")
    let (_, proof) = try study.project.withdraw("A-1", basis: nil, approver: nil)
    #expect(!proof.isClean)
    let bytes = [UInt8](try study.bytes())
    for trace in proof.traces {
      let before = String(
        decoding: bytes[(trace.offset - 40)..<trace.offset], as: UTF8.self)
      #expect(before.contains("WIE ZEGT ER NOU"))
    }
    // What is not proved is not recorded as done: the next to open the file writes it anew.
    let kinds = try study.project.connection.all("SELECT kind FROM event ORDER BY number") {
      $0.text(0)
    }
    #expect(kinds.last == "respondent.withdrawn")
  }
}

/// Five words of a text as they stand there, with what stands between them.
private struct Runs {
  private let runs: [String]

  init(_ texts: [String]) {
    runs = texts.flatMap { text -> [String] in
      let words = text.split(whereSeparator: \.isWhitespace)
      guard words.count >= 5 else { return [] }
      return (0...words.count - 5).map { first in
        String(text[words[first].startIndex..<words[first + 4].endIndex])
      }
    }
  }

  var count: Int { runs.count }

  func found(in file: Data, encoding: String.Encoding) -> [String] {
    runs.filter { run in
      guard var needle = run.data(using: encoding) else { return false }
      if encoding == .utf16 { needle.removeFirst(2) }  // the mark of its byte order
      return file.range(of: needle) != nil
    }
  }
}

extension Study {
  func bytes() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  func ingestFiles(_ files: [(name: String, bytes: [UInt8])]) throws {
    try project.change {
      let recorder = try TranscriptRecorder(project)
      let known = KnownRespondents(try project.knownRespondents())
      for file in files {
        let transcript = try #require(readTranscript(file.bytes, file: file.name).transcript)
        let prepared = PreparedTranscript(
          name: file.name, path: file.name, bytes: file.bytes, transcript: transcript,
          surroundings: .counting(coder: "anna", from: 1_000_000))
        let speakers = SpeakerResolution(transcript, stem: file.name, known: known)
        try recorder.record(
          prepared, respondents: speakers.respondents,
          as: try recorder.outcome(name: file.name, sha256: prepared.sha256))
      }
      try recorder.finish()
    }
  }

  /// All that a respondent says in any version.
  fileprivate func turns(of respondent: String) throws -> [String] {
    try project.connection.all(
      """
      SELECT substr(x.text, t.start + 1, t.end - t.start) FROM turn t
      JOIN source_text x ON x.version = t.version
      JOIN speaker s ON s.version = t.version AND s.number = t.speaker
      JOIN respondent r ON r.id = s.respondent WHERE r.name = \(respondent)
      """
    ) { $0.text(0) }
  }

  fileprivate func allTexts() throws -> [String] {
    try project.connection.all("SELECT text FROM source_text") { $0.text(0) }
  }

  /// Quotes, places and statuses of what everybody else said.
  fileprivate func quotes(exceptOf respondent: String) throws -> [String] {
    try project.connection.all(
      """
      SELECT start || ' ' || end || ' ' || status || ' ' || quote FROM segments
      WHERE respondent IS NOT \(respondent) ORDER BY version, quote, start, end
      """
    ) { $0.text(0) }
  }
}
