import Foundation
import SQLite
import TestSupport
import Testing

/// A program in another language, from the exported rows alone, gets the same numbers.
@Suite struct RecountTests {
  static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("recount.py").path

  /// The corpus and the codebooks of this repository, or a small study where they are too much.
  private func study(_ corpus: String, _ codebooks: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let made = try Program.run(
      Program.zicht, ["study", corpus, "--codebooks", codebooks], in: folder.path)
    #expect(made.status == 0, "\(made.output)")
    return folder
  }

  private func recount(_ folder: TemporaryFolder, python: String) throws -> (Int32, String) {
    let result = try Program.run(
      python, [Self.script, "--zicht", Program.zicht, "--project", folder.file("study.zicht")],
      in: folder.path)
    return (result.status, result.output)
  }

  @Test(.enabled(if: Program.python != nil, "there is no python3 here"))
  func everyNumberOfTheCorpusAgrees() throws {
    let python = try #require(Program.python)
    let folder = try study(Program.root + "/Corpus", Program.root + "/Codebooks")
    let (status, output) = try recount(folder, python: python)
    #expect(status == 0, "\(output)")
    #expect(output.contains("all agree"))
  }

  @Test(
    .enabled(if: Program.python != nil, "there is no python3 here"),
    arguments: [
      "UPDATE tally SET segments = segments + 1 WHERE code = 1 AND version = 1",
      "UPDATE tally SET words = words + 1 WHERE code = 3 AND version = 1",
      "DELETE FROM tally WHERE version = 4",
      "UPDATE speaker SET words = words - 1 WHERE respondent IS NOT NULL AND version = 2",
      "UPDATE proposal SET end = end - 3 WHERE version = 1 AND rule = 3",
    ])
  func oneAlteredNumberIsSeen(_ change: String) throws {
    let python = try #require(Program.python)
    let fixture = GoldenTests.folder + "/fixture"
    let folder = try study(fixture + "/interviews", fixture + "/books")
    #expect(try recount(folder, python: python).0 == 0)
    let connection = try Connection(path: folder.file("study.zicht"))
    try connection.execute(change)
    #expect(connection.changes > 0)
    let (status, output) = try recount(folder, python: python)
    #expect(status == 1, "\(output)")
    #expect(output.contains("differ"))
  }
}
