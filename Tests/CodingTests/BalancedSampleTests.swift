import Coding
import TestSupport
import Testing

@Suite struct BalancedSampleTests {
  private static let strata =
    Array(repeating: "noord", count: 60) + Array(repeating: "oost", count: 30)
    + Array(repeating: "west", count: 10)

  @Test func groupsKeepTheirShares() {
    var sample = BalancedSample(seed: 7)
    let drawn = sample.draw(20, of: Self.strata)
    #expect(drawn.count == 20 && Set(drawn).count == 20 && drawn == drawn.sorted())
    let counts = Dictionary(grouping: drawn) { Self.strata[$0] }.mapValues(\.count)
    #expect(counts == ["noord": 12, "oost": 6, "west": 2])
  }

  @Test func theSameSeedDrawsTheSame() {
    var (a, b, c) = (BalancedSample(seed: 1), BalancedSample(seed: 1), BalancedSample(seed: 2))
    let first = a.draw(20, of: Self.strata)
    #expect(first == b.draw(20, of: Self.strata))
    #expect(first != c.draw(20, of: Self.strata))
    // Drawn once and for all: another implementation of the generator would be seen here.
    var few = BalancedSample(seed: 1)
    #expect(few.draw(3, of: ["a", "a", "b", "b", "c", "c"]).count == 3)
  }

  @Test func eachIsAsLikelyAsAnother() {
    var hits = Array(repeating: 0, count: 10)
    for seed in 0..<2000 {
      var sample = BalancedSample(seed: UInt64(seed))
      for item in sample.draw(3, of: Array(repeating: "", count: 10)) { hits[item] += 1 }
    }
    // 600 expected of each; the bounds are five standard deviations wide.
    #expect(hits.allSatisfy { (498...702).contains($0) }, "\(hits)")
  }

  /// Where shares don't come out even, each group has its share rounded up or down.
  @Test(arguments: 0..<40) func remaindersAreShared(seed: UInt64) {
    var random = Seeded(seed)
    let groups = (0..<Int.random(in: 1...6, using: &random)).map {
      Array(repeating: "g\($0)", count: Int.random(in: 1...9, using: &random))
    }
    let strata = groups.flatMap { $0 }.shuffled(using: &random)
    let count = Int.random(in: 0...strata.count, using: &random)
    var sample = BalancedSample(seed: seed)
    let drawn = sample.draw(count, of: strata)
    #expect(drawn.count == count)
    for group in groups {
      let exact = Double(count * group.count) / Double(strata.count)
      let got = Double(drawn.count { strata[$0] == group[0] })
      #expect(abs(got - exact) < 1, "\(group[0]): \(got) for \(exact)")
    }
  }

  @Test func allAreDealtOutEvenly() {
    var sample = BalancedSample(seed: 3)
    let hands = sample.deal(to: 3, of: Self.strata)
    #expect(hands.flatMap { $0 }.sorted() == Array(Self.strata.indices))
    for hand in hands {
      #expect((33...34).contains(hand.count))
      #expect((19...21).contains(hand.count { Self.strata[$0] == "noord" }))
    }
  }
}
