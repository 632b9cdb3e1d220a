import TestSupport
import Testing

@testable import Coding

/// Agreement over the texts of a study.
@Suite struct StudyAgreementTests {
  @Test func whatDoesNotCountIsAsIfItWereNotThere() {
    let text = CountedText([10..<20, 25..<25, 30..<40])
    #expect(text.length == 20)
    #expect(text.place(12..<18) == 2..<8)
    // Over what does not count, in one piece.
    #expect(text.place(15..<35) == 5..<15)
    #expect(text.place(0..<10).isEmpty && text.place(20..<30).isEmpty)
    #expect(text.place(0..<100) == 0..<20)
  }

  @Test(arguments: 0..<60) func placesAreCounts(seed: Int) {
    var seeded = Seeded(UInt64(seed))
    var (stretches, place) = ([Range<Int>](), 0)
    for _ in 0..<4 {
      let start = place + Int.random(in: 0...4, using: &seeded)
      place = start + Int.random(in: 0...5, using: &seeded)
      stretches.append(start..<place)
    }
    let text = CountedText(stretches)
    for offset in 0...place + 2 {
      #expect(text.place(offset) == stretches.joined().count { $0 < offset })
    }
  }

  @Test(arguments: [
    ("een\ntwee\n\ndrie", [0..<8, 10..<14]),
    ("een\n \t\n\n\ntwee\n", [0..<3, 9..<13]),
    ("\n\neen", [2..<5]), ("een  ", [0..<3]), (" \n ", []), ("", []),
  ]) func paragraphsStandBetweenBlankLines(_ text: String, _ expected: [Range<Int>]) {
    let scalars = Array(text.unicodeScalars)
    #expect(Paragraphs.split([0..<scalars.count], of: scalars) == expected)
  }

  private func study(_ seed: UInt64, texts: Int) -> AgreementMaterial {
    var seeded = Seeded(seed)
    let codes = (0..<3).map {
      AgreementMaterial.Code(codebook: "book", path: "code-\($0)", depth: 0)
    }
    let all = (0..<texts).map { number -> AgreementMaterial.Text in
      // Three codes one behind the other, so that none overlap.
      let spans = (0..<3).map { code -> [Spans?] in
        (0..<2).map { _ in
          let start = 100 * code + Int.random(in: 0...30, using: &seeded)
          return Spans([start..<start + Int.random(in: 10...60, using: &seeded)])
        }
      }
      return AgreementMaterial.Text(
        name: "text-\(number)", length: 400, scale: .characters, own: spans, whole: spans)
    }
    return AgreementMaterial(coders: ["anna", "bram"], codes: codes, texts: all)
  }

  @Test(arguments: 0..<10) func intervalsHoldTheValueAndComeAgain(seed: UInt64) throws {
    let material = study(seed, texts: 20)
    let first = Agreement(material, bootstrap: ClusterBootstrap(seed: 1))
    let second = Agreement(material, bootstrap: ClusterBootstrap(seed: 1))
    let other = Agreement(material, bootstrap: ClusterBootstrap(seed: 2))
    #expect(first.u == second.u && first.u != other.u)
    for estimate in [first.meanAlpha, first.u, first.binaryU, first.pairs[0].pooledKappa] {
      let value = try #require(estimate.statistic.value)
      let interval = try #require(estimate.interval)
      #expect(interval.contains(value) && interval.lowerBound < interval.upperBound)
    }
    for code in first.codes { #expect(code.alpha.statistic == code.tally.alpha) }
    let pooled = try #require(first.pairs[0].pooledKappa.statistic.value)
    let direct = try #require(first.pairs[0].together.kappa.pooled.value)
    #expect(abs(pooled - direct) < 1e-12)
  }

  @Test func oneTextHasNoInterval() {
    let agreement = Agreement(study(1, texts: 1), bootstrap: ClusterBootstrap(seed: 1))
    #expect(agreement.meanAlpha.statistic.value != nil && agreement.meanAlpha.interval == nil)
    let without = Agreement(study(1, texts: 5), bootstrap: nil)
    #expect(without.meanAlpha.interval == nil)
  }

  @Test func uAlphaOfOverlappingCodesSaysWhy() {
    var material = study(1, texts: 3)
    material.texts[1].own[0][0] = Spans([0..<150])
    let agreement = Agreement(material, bootstrap: nil)
    #expect(agreement.u.statistic == .undefined(.overlapping))
    #expect(agreement.binaryU.statistic == .undefined(.overlapping))
  }

  /// Missing is not empty: a text that one coder did not read does not count.
  @Test func whatOneDidNotReadIsLeftOut() {
    var material = study(1, texts: 3)
    let before = Agreement(material, bootstrap: nil)
    var unread = material.texts[0]
    (unread.own, unread.whole) = (
      unread.own.map { [$0[0], nil] }, unread.own.map { [$0[0], nil] }
    )
    material.texts.append(unread)
    let after = Agreement(material, bootstrap: nil)
    #expect(after.codes.map(\.tally.coincidences) == before.codes.map(\.tally.coincidences))
    #expect(after.u == before.u && after.pairs[0].same == before.pairs[0].same)
    unread.whole = unread.whole.map { [$0[0], Spans.none] }
    material.texts[3] = unread
    let empty = Agreement(material, bootstrap: nil)
    #expect(empty.codes[0].tally.coincidences != before.codes[0].tally.coincidences)
  }
}
