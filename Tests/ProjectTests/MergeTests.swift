import Coding
import Foundation
import Project
import SQLite
import TestSupport
import Testing

/// Projects that several people worked on apart become one.
@Suite struct MergeTests {
  // MARK: Whatever was done

  /// Some that found something once; more where `MERGE_SEEDS` says how many.
  static let seeds =
    ProcessInfo.processInfo.environment["MERGE_SEEDS"].flatMap { Int($0) }.map { Array(0..<$0) }
    ?? Array(0..<8) + [16, 44, 54]

  @Test(arguments: seeds) func orderMakesNoDifference(seed: Int) throws {
    let team = try Team()
    let base = try RandomWork.start(team, withReaders: true)
    let coders = ["lotte", "joost", "mila"]
    let people = try coders.map { try team.copy(base, for: $0) }
    var work = RandomWork(UInt64(seed))
    for _ in 0..<3 { for person in people { try work.work(person, steps: 4) } }
    let (a, b, c) = (people[0], people[1], people[2])

    let ab = try team.merged(a, b)
    let ba = try team.merged(b, a)
    try ab.check("seed \(seed)")
    same(try ab.content(), try ba.content(), "two orders, seed \(seed)")

    // The same again adds nothing, nor what came from there.
    for other in [b, a, ba] {
      let events = try ab.project.head().number
      let report = try ab.merge(other)
      #expect(report.events == 0, "seed \(seed): \(report)")
      #expect(try ab.project.head().number == events, "seed \(seed)")
    }

    let all = try team.merged(ab, c)
    try all.check("seed \(seed)")
    for (name, other) in [
      ("(b + a) + c", try team.merged(ba, c)),
      ("a + (b + c)", try team.merged(a, team.merged(b, c))),
      ("c + (a + b)", try team.merged(c, ab)), ("(c + b) + a", try team.merged(c, b, a)),
      ("(a + c) + (b + c)", try team.merged(team.merged(a, c), team.merged(b, c))),
    ] {
      same(try all.content(), try other.content(), "\(name), seed \(seed)")
      try other.check("\(name), seed \(seed)")
    }
  }

  private func same(_ one: [String], _ other: [String], _ what: String) {
    let (first, second) = (Set(one), Set(other))
    let lines =
      first.subtracting(second).sorted().map { "only in the first: \($0)" }
      + second.subtracting(first).sorted().map { "only in the second: \($0)" }
    #expect(one == other, "\(what)\n\(lines.joined(separator: "\n"))")
  }
}
