import Coding

/// Finds what the positions of one source's passages count, passage by passage, by their quotes.
struct PeerCalibration {
  /// The text with LF line ends.
  let text: [UInt8]
  private let counts: [(convention: PositionCount.Convention, count: PositionCount)]
  /// How many quotes each convention finds, of those on which conventions differ.
  private var votes: [PositionCount.Convention: Int] = [:]
  private(set) var telling = 0

  /// O(text + n log n) for n passages.
  init(_ raw: [UInt8], _ passages: [QualCoder.Passage]) {
    text = PositionCount.kept(raw)
    let isPlain = raw.allSatisfy { $0 < 0x80 && $0 != 0x0D }
    let positions = passages.flatMap { [$0.start, $0.end] }
    // In plain text all conventions are one.
    counts = PositionCount.conventions.prefix(isPlain ? 1 : 4).map {
      ($0, PositionCount(positions, in: raw, $0))
    }
    for passage in passages { vote(passage) }
  }

  private mutating func vote(_ passage: QualCoder.Passage) {
    guard let quote = passage.quote else { return }
    let fitting = counts.filter {
      range(passage, $0.count).map { isQuote(quote, $0) } == true
    }
    guard !fitting.isEmpty, fitting.count < counts.count else { return }
    telling += 1
    for (convention, _) in fitting { votes[convention, default: 0] += 1 }
  }

  /// The convention that most quotes speak for.
  var convention: ExchangeProject.Convention {
    let best = ranked.first?.convention ?? PositionCount.conventions[0]
    var convention = ExchangeProject.Convention(
      unit: best.unit, countsCarriageReturns: best.countsCarriageReturns,
      fitting: votes[best] ?? 0, telling: telling)
    convention.exceptions = telling - convention.fitting
    return convention
  }

  /// Those with more votes first.
  private var ranked: [(convention: PositionCount.Convention, count: PositionCount)] {
    counts.enumerated().sorted {
      let (a, b) = (votes[$0.element.convention] ?? 0, votes[$1.element.convention] ?? 0)
      return a == b ? $0.offset < $1.offset : a > b
    }.map(\.element)
  }

  private func range(_ passage: QualCoder.Passage, _ count: PositionCount) -> Range<Int>? {
    count.range(passage.start, passage.end)
  }

  /// The bytes of each passage, and whether its quote stands there; nil where its positions are none.
  ///
  /// Without a quote a passage is taken to start and end with words, in the first way that allows it.
  func places(
    _ passages: [QualCoder.Passage]
  ) -> [(range: Range<Int>, isSure: Bool)?] {
    let ranked = ranked
    return passages.map { passage in
      let ranges = ranked.compactMap { range(passage, $0.count) }
      guard let first = ranges.first else { return nil }
      guard let quote = passage.quote else {
        return (ranges.first { isWhole($0) } ?? first, true)
      }
      let sure = ranges.first { isQuote(quote, $0) }
      return (sure ?? first, sure != nil)
    }
  }

  private func isQuote(_ quote: [UInt8], _ range: Range<Int>) -> Bool {
    range.count == quote.count && text[range].elementsEqual(quote)
  }

  /// Whether a range cuts no word.
  private func isWhole(_ range: Range<Int>) -> Bool {
    !isWithinWord(range.lowerBound) && !isWithinWord(range.upperBound)
  }

  private func isWithinWord(_ offset: Int) -> Bool {
    guard offset > 0, offset < text.count else { return false }
    return isWord(text[offset - 1]) && isWord(text[offset])
  }

  /// Letters and digits of ASCII, and whatever is no ASCII.
  private func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }
}
