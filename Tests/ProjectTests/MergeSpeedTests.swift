import Coding
import Foundation
import Project
import SQLite
import TestSupport
import Testing

/// How long it takes to merge many codings: `MERGE_SPEED=100000 swift test -c release --filter
/// MergeSpeed`.
@Suite struct MergeSpeedTests {
  static let codings =
    ProcessInfo.processInfo.environment["MERGE_SPEED"].flatMap { Int($0) } ?? 0

  @Test(.enabled(if: codings > 0, "MERGE_SPEED says how many codings"))
  func mergesManyCodings() throws {
    let team = try Team()
    let base = try team.start("anna")
    let codes = (0..<30).map { Books.code("code-\($0)", []) }.joined(separator: ",")
    try base.add(Books.book(codes))
    var seeded = Seeded(1)
    let files = 40
    for file in 0..<files {
      let turns = (0..<200).map { _ in "I: En dan?\n\nR\(file): \(words(50, &seeded)).\n" }
      try base.ingest("t-\(file).txt", "respondent: R\(file)\n\n" + turns.joined(separator: "\n"))
    }
    let lotte = try team.copy(base, for: "lotte")
    try code(Self.codings, in: lotte, files: files, &seeded)
    let clock = ContinuousClock()
    let other = try Project.open(
      path: lotte.path, for: .read, surroundings: team.surroundings("lotte"))
    let verified = try clock.measure { _ = try other.read { try other.verify() } }
    var reports: [MergeReport] = []
    let merged = try clock.measure { reports.append(try base.merge(lotte)) }
    let again = try clock.measure { reports.append(try base.merge(lotte)) }
    #expect(reports.map { $0.counts[.codings] } == [Self.codings, nil])
    print("verified in \(verified), merged in \(merged), again in \(again)")
    #expect(try base.content() == lotte.content())
  }

  private func words(_ count: Int, _ seeded: inout Seeded) -> String {
    (0..<count).map { _ in seeded.pick(["de", "lamp", "brandt", "wij", "praten", "straat", "deur"])
    }
    .joined(separator: " ")
  }

  private func code(_ count: Int, in laptop: Laptop, files: Int, _ seeded: inout Seeded) throws {
    let project = laptop.project
    let codes = try project.codes().map(\.id)
    try project.change {
      let recorder = try LayerRecorder(project, isSync: false)
      for file in 0..<files {
        let version = try project.version(named: "t-\(file).txt").id
        let turns = try project.turns(of: version).filter { $0.range.count > 100 }
        var seen: Set<String> = []
        var codings: [HandCoding] = []
        while codings.count < count / files {
          let turn = seeded.pick(turns)
          let start = Int.random(
            in: turn.range.lowerBound..<turn.range.upperBound - 40, using: &seeded)
          let (range, code) = (
            start..<start + Int.random(in: 5..<40, using: &seeded), seeded.pick(codes)
          )
          guard seen.insert("\(range) \(code)").inserted else { continue }
          codings.append(HandCoding(range: range, speaker: turn.speaker, words: 3, code: code))
        }
        _ = try recorder.record(codings, of: version, by: laptop.coder, lookingFor: Set(codes))
      }
      try recorder.finish()
    }
  }
}
