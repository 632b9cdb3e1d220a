import TestSupport
import Testing

@testable import Coding

/// Passages against what a character at a time would say.
@Suite struct SpansTests {
  @Test func passagesThatShareACharacterAreOne() {
    let spans = Spans([20..<30, 0..<5, 3..<8, 8..<10, 12..<12, 25..<26])
    #expect(spans.ranges == [0..<8, 8..<10, 20..<30])
    #expect(spans.length == 20)
  }

  @Test(arguments: 0..<100) func countsAreThoseOfCharacters(seed: Int) {
    var seeded = Seeded(UInt64(seed))
    let length = Int.random(in: 1...60, using: &seeded)
    let coders = (0..<3).map { _ in seeded.spans(in: length) }
    let marked = coders.map { spans in (0..<length).map { spans.touches($0..<$0 + 1) } }
    let depths = (0..<length).map { place in marked.count { $0[place] } }
    #expect(
      Spans.depths(of: coders, length: length) == (0...3).map { k in depths.count { $0 == k } })
    let table = TwoByTwo(coders[0], coders[1], length: length)
    func count(_ first: Bool, _ second: Bool) -> Int {
      (0..<length).count { marked[0][$0] == first && marked[1][$0] == second }
    }
    #expect(table.both == count(true, true))
    #expect(table.onlyFirst == count(true, false))
    #expect(table.onlySecond == count(false, true))
    #expect(table.neither == count(false, false))
    let same = SameCodes(
      [coders[0], coders[2]], [coders[1], coders[2]], length: length, scale: .characters)
    #expect(same.same == table.both + table.neither && same.units == length)
  }

  @Test(arguments: 0..<60) func agreementIsTheSameBothWays(seed: Int) throws {
    var seeded = Seeded(UInt64(seed))
    let length = Int.random(in: 10...60, using: &seeded)
    let (a, b) = (seeded.spans(in: length), seeded.spans(in: length))
    for scale in [UnitScale.characters, .segments, .stretches(seeded.stretches(in: length))] {
      let one = CodeTally([a, b], length: length, scale: scale)
      let other = CodeTally([b, a], length: length, scale: scale)
      #expect(one.alpha == other.alpha)
      #expect(one.agreement == other.agreement)
      #expect(one.pairs[0].kappa == other.pairs[0].kappa)
      #expect(one.pairs[0].table.jaccard == other.pairs[0].table.jaccard)
      #expect(one.pairs[0].matches.overlapping == other.pairs[0].matches.overlapping)
      let values = [one.unitizingAlpha, other.unitizingAlpha].compactMap(\.value)
      #expect(values.count != 1)
      if values.count == 2 { #expect(abs(values[0] - values[1]) < 1e-12) }
    }
  }

  @Test(arguments: 0..<60) func whoCodesTheSameAgrees(seed: Int) {
    var seeded = Seeded(UInt64(seed))
    let length = Int.random(in: 10...60, using: &seeded)
    let spans = seeded.spans(in: length)
    let tally = CodeTally([spans, spans, spans], length: length, scale: .characters)
    #expect(tally.agreement == .value(1))
    let isMixed = !spans.isEmpty && spans.length < length
    #expect(tally.alpha.value == (isMixed ? 1 : nil))
    #expect(tally.pairs[2].kappa.value == (isMixed ? 1 : nil))
    #expect(tally.unitizingAlpha.value.map { abs($0 - 1) < 1e-12 } ?? !isMixed)
  }

  /// Of two coders α is that of values given unit by unit.
  @Test(arguments: 0..<60) func alphaOfSumsIsThatOfUnits(seed: Int) throws {
    var seeded = Seeded(UInt64(seed))
    let texts = (0..<3).map { _ in Int.random(in: 5...30, using: &seeded) }
    var tally = CodeTally(coders: 3)
    var units: [[Int?]] = []
    for length in texts {
      let coders = (0..<3).map { _ in seeded.once(in: 4) ? nil : seeded.spans(in: length) }
      tally += CodeTally(coders, length: length, scale: .characters)
      units += (0..<length).map { place in
        coders.map { $0.map { $0.touches(place..<place + 1) ? 1 : 0 } }
      }
    }
    let alpha = KrippendorffAlpha(nominal: Ratings(units: units, categories: 2)).alpha
    #expect(alpha.value == nil ? tally.alpha.value == nil : tally.alpha.value != nil)
    if let value = alpha.value, let sum = tally.alpha.value { #expect(abs(value - sum) < 1e-12) }
  }

  @Test(arguments: 0..<200) func asManyPassagesArePairedAsCanBe(seed: Int) {
    var seeded = Seeded(UInt64(seed))
    let (a, b) = (seeded.spans(in: 24), seeded.spans(in: 24))
    #expect(SpanMatches(a, b).overlapping == mostPairs(a.ranges[...], b.ranges))
  }

  /// Every way to pair them, tried.
  private func mostPairs(_ a: ArraySlice<Range<Int>>, _ b: [Range<Int>]) -> Int {
    guard let first = a.first else { return 0 }
    var most = mostPairs(a.dropFirst(), b)
    for (index, other) in b.enumerated() {
      let shared = first.clamped(to: other).count
      guard shared > 0, 2 * shared >= first.count + other.count - shared else { continue }
      var rest = b
      rest.remove(at: index)
      most = max(most, 1 + mostPairs(a.dropFirst(), rest))
    }
    return most
  }

  @Test func segmentsHaveNoChance() {
    let tally = CodeTally(
      [Spans([0..<10, 20..<30]), Spans([5..<12, 40..<50])], length: 100, scale: .segments)
    #expect(tally.pairs[0].table == TwoByTwo(both: 1, onlyFirst: 1, onlySecond: 1))
    #expect(tally.units == 3)
    #expect(tally.agreement.value.map { abs($0 - 1.0 / 3) < 1e-12 } == true)
    for statistic in [
      tally.alpha, tally.pairs[0].kappa, tally.pairs[0].ac1, tally.pairs[0].brennanPrediger,
      CodesTogether(tally.pairs).kappa.pooled, CodesTogether(tally.pairs).alpha,
    ] {
      #expect(statistic == .undefined(.noNeither))
    }
    #expect(tally.unitizingAlpha.value != nil)
  }

  @Test func eachAbsenceSaysWhy() {
    let none = Spans.none
    let all = Spans([0..<10])
    #expect(TwoByTwo(none, none, length: 10).kappa == .undefined(.nobody))
    #expect(TwoByTwo(all, all, length: 10).kappa == .undefined(.everything))
    #expect(TwoByTwo(none, none, length: 0).agreement == .undefined(.noUnit))
    #expect(TwoByTwo(none, none, length: 10).jaccard == .undefined(.nobody))
    #expect(SpanMatches(none, none).exactF1 == .undefined(.nobody))
    #expect(CodeTally([all, nil], length: 10, scale: .characters).alpha == .undefined(.noUnit))
    #expect(PooledKappa([]).pooled == .undefined(.noUnit))
    #expect(Statistic.mean([.undefined(.nobody)]) == .undefined(.noCode))
  }
}

extension Seeded {
  fileprivate mutating func spans(in length: Int) -> Spans {
    let count = Int.random(in: 0...4, using: &self)
    return Spans(
      (0..<count).map { _ in
        let ends = [
          Int.random(in: 0...length, using: &self), Int.random(in: 0...length, using: &self),
        ]
        return ends.min().map { $0..<max(ends[0], ends[1]) } ?? 0..<0
      })
  }

  fileprivate mutating func stretches(in length: Int) -> [Range<Int>] {
    var (stretches, place) = ([Range<Int>](), 0)
    while place < length {
      let end = min(length, place + Int.random(in: 1...6, using: &self))
      stretches.append(place..<end)
      place = end + Int.random(in: 0...2, using: &self)
    }
    return stretches
  }
}
