import Coding
import Formats
import Foundation
import Testing

/// Files as programs write them, with what is read from each beside it.
///
/// `RECORD=1 swift test` writes what is read now: read the difference before keeping it.
@Suite struct DocumentGoldenTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden").path
  static let files =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.contains(".") && !$0.hasSuffix(".expected") }.sorted()

  @Test func thereAreFiles() { #expect(Self.files.count >= 8) }

  @Test(arguments: files) func reads(_ file: String) throws {
    let path = Self.folder + "/" + file
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let result = readTranscript(bytes, file: file)
    HostileTests.check(result, bytes)
    let actual = Self.listing(result)
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      try actual.write(toFile: path + ".expected", atomically: true, encoding: .utf8)
    } else {
      #expect(try actual == String(contentsOfFile: path + ".expected", encoding: .utf8))
    }
  }

  /// Reader, findings, header, and turns with their times.
  static func listing(_ result: ReadResult) -> String {
    guard let transcript = result.transcript else { return findings(result.diagnostics) + "\n" }
    var lines = ["\(transcript.reader) \(transcript.kind) \(transcript.encoding)"]
    lines += result.diagnostics.map { "\($0.place): \($0.severity.rawValue): \($0.message.text)" }
    lines += transcript.header.map { "\($0.key)=\($0.value)" }
    let turns = marked(result).split(separator: "\n", omittingEmptySubsequences: false)
    for (turn, words) in zip(transcript.turns, turns) {
      let time = turn.time.map { "\($0.start)–\($0.end.map(String.init) ?? "") " } ?? ""
      lines.append(time + words)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
