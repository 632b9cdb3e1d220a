import Foundation
import Project
import SQLite
import TestSupport
import Testing

/// `zicht withdraw` that is killed at any moment.
@Suite struct WithdrawalProcessTests {
  private func zicht(_ folder: TemporaryFolder, _ words: String...) throws -> (Int32, String) {
    let result = try Program.run(Program.zicht, words, in: folder.path)
    return (result.status, result.output)
  }

  private func study() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var random = Seeded(3)
    for number in 0..<30 {
      let turns = (0..<10).map { turn in
        "I: En toen?\n\nR-\(number): zinnetje\(number)x\(turn) \(random.dutch(pieces: 60)) de lamp.\n\n"
      }
      try folder.write(
        "respondent: R-\(number)\n\n" + turns.joined(), to: "interviews/\(number).txt")
    }
    let fixture = GoldenTests.folder + "/fixture"
    let made = try zicht(folder, "study", "interviews", "--codebooks", fixture + "/books")
    #expect(made.0 == 0, "\(made.1)")
    return folder
  }

  private func isErased(_ folder: TemporaryFolder) throws -> Bool {
    let connection = try Connection(path: folder.file("study.zicht"), options: .readOnly)
    return try connection.integer("SELECT count(*) FROM respondent WHERE withdrawn > 0") == 1
  }

  @Test func killedAtAnyMomentItIsAllOrNothing() throws {
    let folder = try study()
    let files = FileManager.default
    try files.copyItem(atPath: folder.file("study.zicht"), toPath: folder.file("before"))
    let start = Date()
    let whole = try zicht(folder, "withdraw", "R-7", "--yes")
    #expect(whole.0 == 0, "\(whole.1)")
    let duration = Date().timeIntervalSince(start)
    var outcomes: Set<Bool> = []
    for number in 0..<16 {
      try files.removeItem(atPath: folder.file("study.zicht"))
      try files.copyItem(atPath: folder.file("before"), toPath: folder.file("study.zicht"))
      let process = try Program.start(
        Program.zicht, ["withdraw", "R-7", "--yes"], in: folder.path)
      if number < 15 {
        Thread.sleep(forTimeInterval: duration * Double(number) / 14)
        kill(process.processIdentifier, SIGKILL)
      }
      process.waitUntilExit()
      let verified = try zicht(folder, "verify")
      #expect(verified.0 == 0, "\(verified.1)")
      let isErased = try isErased(folder)
      outcomes.insert(isErased)
      #expect(try zicht(folder, "apply").0 == 0)
      let after = try zicht(folder, "verify")
      #expect(after.0 == 0 && !after.1.contains("interrupted"), "\(after.1)")
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("study.zicht")))
      #expect((bytes.range(of: Data("zinnetje7x".utf8)) == nil) == isErased)
      let hasJournal = files.fileExists(atPath: folder.file("study.zicht-journal"))
      #expect(!isErased || !hasJournal)
    }
    #expect(outcomes == [true, false])
  }
}
