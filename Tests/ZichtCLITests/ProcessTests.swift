import Foundation
import Project
import SQLite
import TestSupport
import Testing

/// Several programs at once, and programs that end in the middle.
@Suite struct ProcessTests {
  private func study() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let fixture = GoldenTests.folder + "/fixture"
    let made = try Program.run(
      Program.zicht, ["study", fixture + "/interviews", "--codebooks", fixture + "/books"],
      in: folder.path)
    #expect(made.status == 0, "\(made.output)")
    return folder
  }

  private func isSound(_ folder: TemporaryFolder) throws -> Bool {
    let verified = try Program.run(Program.zicht, ["verify"], in: folder.path)
    if verified.status != 0 { Issue.record("\(verified.output)") }
    return verified.status == 0
  }

  @Test func eightWritersLoseNothing() throws {
    let folder = try study()
    let before = try events(folder)
    let script = """
      for n in 1 2 3 4 5 6 7 8 9 10; do
        "$0" code add police n-01.txt --quote 'Wij vertrouwen hem.' --coder "$1" || exit 1
        "$0" retract n-01.txt:307-326 --coder "$1"
      done
      """
    // Each coder's retract takes back what all coded by then, so that it may find nothing left.
    let writers = try (1...8).map { number in
      try Program.start(
        "/bin/sh", ["-c", script, Program.zicht, "coder-\(number)"], in: folder.path,
        log: folder.file("log-\(number)"))
    }
    for writer in writers { writer.waitUntilExit() }
    #expect(try isSound(folder))
    let connection = try Connection(path: folder.file("study.zicht"), options: .readOnly)
    let coded = try connection.all(
      "SELECT actor, count(*) FROM event WHERE kind = 'segment.coded' GROUP BY actor ORDER BY actor"
    ) { "\($0.text(0)) \($0.integer(1))" }
    let told = try (1...8).map { number in
      let log = try String(contentsOfFile: folder.file("log-\(number)"), encoding: .utf8)
      return "coder-\(number) \(log.split(separator: "\n").count { $0.hasPrefix("coded") })"
    }
    #expect(coded == told)
    #expect(try events(folder) > before + 8)
    for (number, writer) in writers.enumerated() where writer.terminationStatus > 1 {
      Issue.record("writer \(number + 1) ended with \(writer.terminationStatus)")
    }
  }

  private func events(_ folder: TemporaryFolder) throws -> Int {
    let connection = try Connection(path: folder.file("study.zicht"), options: .readOnly)
    return try connection.integer("SELECT max(number) FROM event") ?? 0
  }

  @Test(arguments: ["ingest", "apply"])
  func aKilledCommandCanBeRepeated(_ command: String) throws {
    let folder = try TemporaryFolder()
    var random = Seeded(7)
    for number in 0..<40 {
      let turns = (0..<8).map { _ in "I: En toen?\n\nR: \(random.dutch(pieces: 80)) de lamp.\n\n" }
      try folder.write(
        "respondent: R-\(number)\n\n" + turns.joined(), to: "interviews/\(number).txt")
    }
    try folder.write(
      """
      {"id": "w", "label": {"nl": "w", "en": "w"}, "codes": [{"id": "a", "label": {"nl": "a", \
      "en": "a"}, "definition": "a", "rules": [{"find": "lamp"}, {"find": "hier"}, {"find": "wij"}]}]}
      """, to: "books/w.json")
    func zicht(_ words: String...) throws -> (status: Int32, output: String) {
      try Program.run(Program.zicht, words, in: folder.path)
    }
    #expect(try zicht("init").status == 0)
    let words = command == "ingest" ? ["ingest", "interviews"] : ["apply"]
    if command == "apply" {
      #expect(try zicht("codebook", "add", "books").status == 0)
      #expect(try zicht("ingest", "interviews", "-q").status == 0)
    }
    let clean = folder.file("clean.copy")
    try FileManager.default.copyItem(atPath: folder.file("study.zicht"), toPath: clean)
    let begun = Date()
    #expect(try Program.run(Program.zicht, words, in: folder.path).status == 0)
    let duration = Date().timeIntervalSince(begun)
    var killed = 0
    for round in 1...10 {
      for name in ["study.zicht", "study.zicht-journal"] {
        try? FileManager.default.removeItem(atPath: folder.file(name))
      }
      try FileManager.default.copyItem(atPath: clean, toPath: folder.file("study.zicht"))
      let process = try Program.start(Program.zicht, words, in: folder.path)
      usleep(UInt32(duration * 1_000_000 * Double(round) / 10.5))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      killed += process.terminationReason == .uncaughtSignal ? 1 : 0
      #expect(try isSound(folder), "\(command), killed after \(round) tenths")
      let repeated = try Program.run(Program.zicht, words, in: folder.path)
      #expect(repeated.status == 0, "\(repeated.output)")
    }
    #expect(try isSound(folder))
    #expect(killed > 0)
  }

  @Test func aLockedFileIsNamed() throws {
    let folder = try study()
    let holder = try Connection(path: folder.file("study.zicht"))
    try holder.execute("BEGIN IMMEDIATE")
    let result = try Program.run(
      "/usr/bin/env",
      [
        "ZICHT_PATIENCE=200", Program.zicht, "code", "add", "police", "n-01.txt", "--at", "307-326",
      ],
      in: folder.path)
    #expect(result.status == 1)
    #expect(result.output.contains("another program is writing to 'study.zicht'"))
    #expect(try isSound(folder))
    try holder.execute("ROLLBACK")
  }

  @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
  func aFileThatCannotBeWrittenIsRead() throws {
    let folder = try study()
    chmod(folder.file("study.zicht"), 0o400)
    #expect(try isSound(folder))
    let result = try Program.run(
      Program.zicht, ["code", "add", "police", "n-01.txt", "--at", "307-326"], in: folder.path)
    #expect(result.status == 1)
    #expect(result.output.contains("can't be written to"))
    chmod(folder.file("study.zicht"), 0o600)
  }

  @Test func outputThatCannotBeWrittenIsAFailure() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let folder = try study()
    let result = try Program.run(
      "/bin/sh", ["-c", "'\(Program.zicht)' segments -f csv > /dev/full"], in: folder.path)
    #expect(result.status == 1)
    #expect(result.output.contains("cannot write the output"))
  }

  /// Whoever may replace a device by a file must not do so by writing a table to it.
  @Test func aPipeIsWrittenToAndStaysOne() throws {
    let folder = try study()
    let result = try Program.run(
      "/bin/sh",
      [
        "-c",
        "mkfifo pipe; cat pipe & '\(Program.zicht)' matrix -f csv -o pipe && wait && test -p pipe",
      ],
      in: folder.path)
    #expect(result.status == 0)
    #expect(result.output.contains("\nN-01,"))
  }

  @Test func aReaderThatLeavesEarlyIsNoFailure() throws {
    let folder = try study()
    let result = try Program.run(
      "/bin/bash",
      ["-c", "set -o pipefail; '\(Program.zicht)' segments -f csv | head -1"], in: folder.path)
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("file,start,end,quote"))
    #expect(result.output.split(separator: "\n").count == 1)
  }
}
