import Foundation
import TestSupport
import Testing

/// Every documented session gives what it says.
///
/// `RECORD=1 swift test` writes what it gives now:
/// read the difference before keeping it.
@Suite(.serialized) struct GoldenTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden").path
  static let sessions =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  @Test func thereAreSessions() { #expect(Self.sessions.count > 10) }

  @Test(arguments: sessions) func replays(_ session: String) throws {
    let path = Self.folder + "/" + session
    let expected = try String(contentsOfFile: path, encoding: .utf8)
    let actual = try WorkingFolder.temporary { _ in
      var console = GoldenConsole(fixture: Self.folder + "/fixture")
      return try console.replay(expected)
    }
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      try actual.write(toFile: path, atomically: true, encoding: .utf8)
    } else if actual != expected {
      Issue.record("\(session) differs:\n\(difference(expected, actual))")
    }
  }

  /// The first lines that differ, with their number.
  private func difference(_ expected: String, _ actual: String) -> String {
    let (old, new) = (expected.split(separator: "\n"), actual.split(separator: "\n"))
    let first =
      zip(old, new).enumerated().first { $1.0 != $1.1 }?.offset ?? min(old.count, new.count)
    func lines(_ text: [Substring], _ sign: String) -> String {
      text.dropFirst(first).prefix(6).map { "\(sign) \($0)\n" }.joined()
    }
    return "from line \(first + 1) (empty lines aside)\n" + lines(old, "-") + lines(new, "+")
  }

  @Test func wordsAreParted() {
    #expect(ShellWords.split(#"a 'b c' "d \"e" f\ g ''"#) == ["a", "b c", "d \"e", "f g", ""])
  }
}
