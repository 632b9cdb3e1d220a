import Foundation
import SQLite
import TestSupport
import Testing

/// A bundle is what the project is, and its script finds whatever was changed in it.
@Suite struct BundleTests {
  static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("tamper.py").path

  @Test(.enabled(if: Program.python != nil, "there is no python3 here"))
  func isVerifiedWithoutZicht() throws {
    let study = try BundleStudy()
    let head = try study.zicht("verify").split(separator: "\n")[1]
    try study.zicht("bundle", "review")
    try study.zicht("bundle", "public", "--redacted")
    for bundle in ["review", "public"] {
      let (status, output) = try study.verify(bundle)
      #expect(status == 0, "\(output)")
      #expect(output.contains("verified: nothing altered") && output.contains(head))
    }
    #expect(try study.text("review/events.jsonl") == study.text("public/events.jsonl"))
  }

  /// A share of all changes that the script knows; `TAMPER_SHARE=1` tries them all.
  @Test(.enabled(if: Program.python != nil, "there is no python3 here"), arguments: [false, true])
  func namesWhateverWasAltered(redacted: Bool) throws {
    let study = try BundleStudy()
    let python = try #require(Program.python)
    let share = ProcessInfo.processInfo.environment["TAMPER_SHARE"] ?? "0.2"
    try study.zicht("bundle", "review", redacted ? "--redacted" : "--quiet")
    let (status, output) = try Program.run(
      python, [Self.script, "review", "--seed", "7", "--share", share], in: study.folder.path)
    #expect(status == 0, "\(output)")
    #expect(output.contains(" 0 unnoticed"))
  }

  @Test(
    .enabled(if: Program.python != nil, "there is no python3 here"),
    arguments: [
      "UPDATE decision SET verdict = 'rejected' WHERE verdict = 'accepted'",
      "UPDATE coding SET end = end + 1 WHERE id = 1", "DELETE FROM decision",
      "UPDATE proposal SET start = start + 1 WHERE rule = 3 AND version = 1",
      "DELETE FROM proposal WHERE rule = 1 AND version = 2",
      "UPDATE respondent_attribute SET value = 'x' WHERE name = 'role' AND respondent = 1",
      "UPDATE source_text SET text = replace(text, 'lamp', 'kamp') WHERE version = 2",
      "UPDATE source_text SET original = x'0A' WHERE original IS NOT NULL",
      "UPDATE turn SET speaker = 1 WHERE version = 2 AND number = 1",
      "UPDATE speaker SET words = words + 1 WHERE version = 1 AND number = 1",
      "UPDATE content SET body = replace(body, 'goede', 'slechte')", "DELETE FROM speaker_salt",
      "UPDATE code SET definition = 'x' WHERE id = 1", "UPDATE rule SET text = 'x' WHERE id = 2",
      "UPDATE tally SET segments = segments + 1 WHERE code = 1 AND version = 2",
      "UPDATE codebook SET body = replace(body, 'gemaakt', 'gesloopt') WHERE id = 1",
    ])
  func agreesWithVerify(_ change: String) throws {
    let study = try BundleStudy()
    do {
      let connection = try Connection(path: study.folder.file("study.zicht"))
      try connection.execute("PRAGMA foreign_keys = OFF")
      try connection.execute(change)
      #expect(connection.changes > 0)
    }
    let verdict = try Program.run(
      Program.zicht, ["verify"], in: study.folder.path)
    #expect(verdict.status == 1)
    try study.zicht("bundle", "review")
    let (status, output) = try study.verify("review")
    #expect(status == 1, "\(output)\nzicht says: \(verdict.output)")
    #expect(output.contains("ALTERED") && !output.contains("Traceback"), "\(output)")
  }

  @Test func sameProjectSameBytes() throws {
    let study = try BundleStudy()
    try study.zicht("bundle", "one")
    try study.zicht("bundle", "two")
    #expect(try study.text("one/manifest.sha256") == study.text("two/manifest.sha256"))
    #expect(try study.files("one") == study.files("two"))
  }

  /// A bundle is whole or not there.
  @Test func refusalsLeaveNothing() throws {
    let study = try BundleStudy()
    let before = try FileManager.default.contentsOfDirectory(atPath: study.folder.path)
    for words in [
      ["--tables", "nowhere"], ["--checkpoint", "nowhere"], ["--redacted", "--tables", "tables"],
      ["--project", "nowhere.zicht"],
    ] {
      let (status, _) = try Program.run(
        Program.zicht, ["bundle", "review"] + words, in: study.folder.path)
      #expect(status != 0, "\(words)")
    }
    let after = try FileManager.default.contentsOfDirectory(atPath: study.folder.path)
    #expect(Set(after) == Set(before))
  }

  @Test func isForItsOwnerAlone() throws {
    let study = try BundleStudy()
    try study.zicht("bundle", "review")
    for name in [""]
      + (try FileManager.default.subpathsOfDirectory(atPath: study.folder.file("review")))
    {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: study.folder.file("review/" + name))
      let mode = try #require(attributes[.posixPermissions] as? Int)
      #expect(mode & 0o077 == 0, "\(name) has mode \(String(mode, radix: 8))")
    }
  }

  /// No word that somebody said, no name, no reason.
  @Test func redactedNamesNobody() throws {
    let study = try BundleStudy()
    try study.zicht("bundle", "review")
    try study.zicht("bundle", "public", "--redacted")
    var personal: Set<String> = [
      "N-01", "N-02", "N-03", "Z-01", "Ria", "Karim", "Els", "Joke", "n-01.txt", "n-02.md",
      "z-01.txt", "beleid.txt", "goede", "want dubbel", "\"salt\"", "bewoner", "professional",
    ]
    for name in try study.files("review") where name.hasPrefix("sources/") && name.hasSuffix(".txt")
    {
      let words = try study.text("review/" + name).split(whereSeparator: \.isWhitespace)
      for start in words.indices.dropLast(3) {
        personal.insert(words[start..<start + 4].joined(separator: " "))
      }
    }
    let whole = try study.files("review").map { try study.bytes("review/" + $0) }
    #expect(personal.allSatisfy { word in word.contains(" ") || whole.contains { $0.holds(word) } })
    for name in try study.files("public") where name != "verify.py" {
      let bytes = try study.bytes("public/" + name)
      for word in personal where bytes.holds(word) { Issue.record("\(name) holds '\(word)'") }
    }
  }

  /// Names of transcripts never become paths.
  @Test(.enabled(if: Program.python != nil, "there is no python3 here"))
  func hostileNamesStayInTables() throws {
    let study = try BundleStudy()
    let interview = "R: Een nieuwe deur.\n\nI: Ja?\n\nR: \"Ja\", zei ik; =1+1\n"
    for (number, name) in ["a\nb.txt", "=1+1.txt", "\u{202E}x;\".txt", "é,\\.txt"].enumerated() {
      try study.folder.write(interview + String(repeating: "!", count: number), to: "more/" + name)
    }
    try study.zicht("ingest", "more")
    try study.zicht("apply")
    try study.zicht("bundle", "review")
    for name in try study.files("review") where name.hasPrefix("sources/") {
      #expect(
        name.range(of: "^sources/([0-9]{6}\\.txt|names\\.csv)$", options: .regularExpression) != nil
      )
    }
    let (status, output) = try study.verify("review")
    #expect(status == 0, "\(output)")
  }

  /// Whoever redoes everything is found out by a checkpoint that was kept elsewhere.
  @Test(.enabled(if: Program.python != nil, "there is no python3 here"))
  func anEarlierCheckpointStillHolds() throws {
    let study = try BundleStudy()
    try study.zicht("bundle", "before")
    try FileManager.default.copyItem(
      atPath: study.folder.file("before/checkpoint.txt"), toPath: study.folder.file("kept.txt"))
    try study.zicht("reject", "zuid/z-01.txt:176-185")
    try study.zicht("bundle", "after", "--checkpoint", "kept.txt")
    #expect(try study.text("after/checkpoint.txt") == study.text("kept.txt"))
    let (status, output) = try study.verify("after", "--checkpoint", "kept.txt")
    #expect(status == 0 && output.contains("27 events, 1 since"), "\(output)")
    let (older, message) = try study.verify("before", "--checkpoint", "after/checkpoint.txt")
    #expect(older == 0, "\(message)")
  }
}

extension BundleStudy {
  fileprivate func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
  }
}

extension Data {
  fileprivate func holds(_ text: String) -> Bool { range(of: Data(text.utf8)) != nil }
}
