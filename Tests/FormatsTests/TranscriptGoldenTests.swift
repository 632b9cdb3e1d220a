import Coding
import Formats
import Foundation
import Testing

/// Transcripts as programs, services and archives write them, made up; with the encoding, turns and
/// speakers that a person counted in each (`counts.tsv`), and what is read from it.
///
/// `RECORD=1 swift test` writes what is read now: read the difference before keeping it.
@Suite struct TranscriptGoldenTests {
  static let folder = DocumentGoldenTests.folder + "/Transcripts"
  static let counts = ((try? String(contentsOfFile: folder + "/counts.tsv", encoding: .utf8)) ?? "")
    .split(separator: "\n").dropFirst().map { $0.split(separator: "\t").map(String.init) }

  @Test func thereAreMany() { #expect(Self.counts.count >= 24) }

  @Test(arguments: counts) func reads(_ row: [String]) throws {
    let path = Self.folder + "/" + row[0]
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let result = readTranscript(bytes, file: row[0])
    HostileTests.check(result, bytes)
    let transcript = try #require(result.transcript)
    #expect(transcript.encoding == row[1], "\(row[0])")
    #expect(transcript.spokenTurns.count == Int(row[2]), "\(row[0]): turns")
    #expect(transcript.speakers.count == Int(row[3]), "\(row[0]): speakers")
    let actual = DocumentGoldenTests.listing(result)
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      try actual.write(toFile: path + ".expected", atomically: true, encoding: .utf8)
    } else {
      #expect(try actual == String(contentsOfFile: path + ".expected", encoding: .utf8))
    }
  }
}
