import TestSupport
import Testing

@testable import Coding

/// Rules against coders, and coders against each other.
@Suite struct ScoresTests {
  @Test func anOverlapHasItsMeasures() {
    let overlap = Overlap(found: [1, 2, 3, 4], wanted: [3, 4, 5])
    #expect(overlap == Overlap(right: 2, wrong: 2, missed: 1))
    #expect(overlap.precision == 0.5)
    #expect(overlap.recall == 2.0 / 3)
    #expect(overlap.f1 == 4.0 / 7)
  }

  @Test func whatIsOfNothingHasNoValue() {
    let none = Overlap()
    #expect(none.precision == nil && none.recall == nil && none.f1 == nil)
    let unfound = Overlap(missed: 3)
    #expect(unfound.precision == nil && unfound.recall == 0 && unfound.f1 == 0)
    let unwanted = Overlap(wrong: 3)
    #expect(unwanted.precision == 0 && unwanted.recall == nil && unwanted.f1 == 0)
  }

  @Test(arguments: 0..<50) func agreementIsTheSameBothWays(seed: Int) {
    var seeded = Seeded(UInt64(seed))
    let (a, b) = (seeded.sentences(), seeded.sentences())
    let (one, other) = (Overlap(found: a, wanted: b), Overlap(found: b, wanted: a))
    #expect(one.f1 == other.f1)
    #expect(one.precision == other.recall)
    #expect((one.f1 == 1) == (a == b && !a.isEmpty))
  }

  /// Two codes, two transcripts; the second code was looked for in the first of them alone.
  private let transcripts: [[Overlap?]] = [
    [Overlap(right: 1, wrong: 1, missed: 0), Overlap(right: 0, wrong: 0, missed: 2)],
    [Overlap(right: 2, wrong: 0, missed: 2), nil],
  ]

  @Test func scoresAreOfAllTranscripts() throws {
    let scores = Scores(codes: 2, transcripts: transcripts, bootstrap: ClusterBootstrap(seed: 1))
    #expect(scores.codes[0].overlap == Overlap(right: 3, wrong: 1, missed: 2))
    #expect(scores.codes[0].precision.value == 0.75)
    #expect(scores.codes[1].precision.value == nil)
    #expect(scores.codes[1].f1.value == 0)
    #expect(scores.micro.overlap == Overlap(right: 3, wrong: 1, missed: 4))
    #expect(scores.micro.f1.value == 6.0 / 11)
    // The second code has no precision, and so no part in the mean.
    #expect(scores.macro.precision.value == 0.75)
    #expect(scores.macro.recall.value == 0.3)
    #expect(scores.macro.overlap == nil)
  }

  @Test func intervalsHoldTheValueAndComeAgain() throws {
    var seeded = Seeded(7)
    let many = (0..<30).map { _ -> [Overlap?] in
      [Overlap(found: seeded.sentences(), wanted: seeded.sentences())]
    }
    let first = Scores(codes: 1, transcripts: many, bootstrap: ClusterBootstrap(seed: 1))
    #expect(first == Scores(codes: 1, transcripts: many, bootstrap: ClusterBootstrap(seed: 1)))
    #expect(first != Scores(codes: 1, transcripts: many, bootstrap: ClusterBootstrap(seed: 2)))
    for estimate in [first.codes[0].precision, first.codes[0].recall, first.codes[0].f1] {
      let interval = try #require(estimate.interval)
      let value = try #require(estimate.value)
      #expect(interval.contains(value))
      #expect(interval.upperBound - interval.lowerBound < 0.4)
    }
  }

  @Test func whereSamplesKnowNothingThereIsNoInterval() {
    let bootstrap = ClusterBootstrap(seed: 1)
    // One transcript; nothing ever right; a code of one transcript in many samples missing.
    let one = Scores(codes: 1, transcripts: [[Overlap(right: 1, wrong: 1)]], bootstrap: bootstrap)
    #expect(one.codes[0].f1.value != nil && one.codes[0].f1.interval == nil)
    let never = Scores(
      codes: 1, transcripts: [[Overlap(missed: 2)], [Overlap(missed: 3)]], bootstrap: bootstrap)
    #expect(never.codes[0].recall.value == 0 && never.codes[0].recall.interval == nil)
    let rare = Scores(
      codes: 1, transcripts: [[Overlap(right: 1, wrong: 1)], [Overlap()], [Overlap()]],
      bootstrap: bootstrap)
    #expect(rare.codes[0].precision.value == 0.5 && rare.codes[0].precision.interval == nil)
    #expect(Scores(codes: 0, transcripts: [], bootstrap: bootstrap).micro.f1.value == nil)
  }

  /// The mean of n values: percentiles against the normal interval, of which they are the estimate.
  @Test func percentilesAreThoseOfTheMean() throws {
    let values = (0..<100).map { Double($0 % 10) }
    let interval = try #require(
      ClusterBootstrap(seed: 3).intervals(clusters: values.count) { weights in
        [zip(values, weights).reduce(0) { $0 + $1.0 * Double($1.1) } / Double(values.count)]
      }[0])
    // Mean 4.5, standard deviation 2.872 (population): 4.5 ± 1.96 · 0.2872.
    #expect(abs(interval.lowerBound - 3.937) < 0.06)
    #expect(abs(interval.upperBound - 5.063) < 0.06)
  }

  @Test func aReferenceIsAnyOrAll() {
    #expect(Reference.any.sentences([[1, 2], [2, 3]]) == [1, 2, 3])
    #expect(Reference.both.sentences([[1, 2], [2, 3], [2]]) == [2])
    #expect(Reference.both.sentences([]) == [])
  }

  /// A passage takes the sentences of its words, as looking at each word says.
  @Test(arguments: 0..<40) func passagesTakeTheSentencesOfTheirWords(seed: Int) {
    var seeded = Seeded(UInt64(seed))
    let text = SourceText(seeded.dutch(pieces: 60))
    var vocabulary = Vocabulary()
    let stream = WordScanner.scan(
      text, turns: [Turn(speaker: nil, range: 0..<text.utf8.count)], vocabulary: &vocabulary)
    let length = UInt32(text.string.unicodeScalars.count)
    for _ in 0..<50 {
      let start = UInt32.random(in: 0..<length, using: &seeded)
      let range = start..<UInt32.random(in: start...length, using: &seeded)
      let words = stream.starts.indices.filter { range.contains(stream.starts[$0]) }
      let sentences = Set(
        words.map { word in
          stream.sentences.lastIndex { Int($0.firstWord) <= word } ?? 0
        })
      #expect(Set(stream.sentences(in: range)) == sentences)
    }
  }
}

extension Seeded {
  fileprivate mutating func sentences() -> Set<Int> {
    Set((0..<Int.random(in: 0...8, using: &self)).map { _ in Int.random(in: 0..<10, using: &self) })
  }
}
