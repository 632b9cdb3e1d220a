#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// γ: how much less disorder the best alignment of coders' passages has than chance would give.
///
/// Mathet, Widlöcher & Métivier, "The unified and holistic method gamma (γ) for inter-annotator
/// agreement measure and alignment", Computational Linguistics 41, 2015. Chance is simulated: coders
/// who have as many passages, as long and as far apart on the mean and with the same spread, and
/// codes as often, as the real ones; normal draws, as the authors' program has it.
package struct Gamma: Sendable {
  /// Of the best alignment, by passage of a coder on the mean.
  package let observed: Statistic
  package let gamma: Statistic

  /// Simulated sets of passages.
  private static let samples = 300

  /// Passages alike of one coder count once; `seed` gives the same value everywhere.
  package init(
    _ coders: [[AlignedPassage]], weights: AlignmentWeights = AlignmentWeights(), seed: UInt64 = 1
  ) {
    let coders = coders.map { all in
      Set(all).sorted { ($0.start, $0.end, $0.code) < ($1.start, $1.end, $1.code) }
    }
    guard coders.count > 1, coders.contains(where: { !$0.isEmpty }) else {
      (observed, gamma) = (.undefined(.nobody), .undefined(.nobody))
      return
    }
    guard let disorder = BestAlignment.disorder(of: coders, weights) else {
      (observed, gamma) = (.undefined(.entangled), .undefined(.entangled))
      return
    }
    observed = .value(disorder)
    gamma =
      Self.expected(coders, weights, seed: seed).map {
        .ratio($0 - disorder, $0, else: .noVariation)
      } ?? .undefined(.entangled)
  }

  private static func expected(
    _ coders: [[AlignedPassage]], _ weights: AlignmentWeights, seed: UInt64
  ) -> Double? {
    var chance = ChancePassages(coders, seed: seed)
    var sum = 0.0
    for _ in 0..<samples {
      guard let disorder = BestAlignment.disorder(of: chance.draw(), weights) else { return nil }
      sum += disorder
    }
    return sum / Double(samples)
  }
}

/// Passages that coders might have marked by chance.
private struct ChancePassages {
  private struct Normal {
    var mean: Double
    var deviation: Double

    init(_ values: [Double]) {
      let mean = values.reduce(0, +) / Double(values.count)
      self.mean = mean
      deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
        .squareRoot()
    }
  }

  private let coders: Int
  private let count: Normal
  private let gap: Normal
  private let length: Normal
  /// Of all passages: one is drawn.
  private let codes: [Int]
  private var generator: SplitMix64

  init(_ coders: [[AlignedPassage]], seed: UInt64) {
    self.coders = coders.count
    count = Normal(coders.map { Double($0.count) })
    // One that is none, so that a single passage has a gap too.
    var gaps = [0.0]
    for all in coders {
      gaps += zip(all, all.dropFirst()).map { $1.start - $0.end }
      if let first = all.first, first.start > 0 { gaps.append(first.start) }
    }
    gap = Normal(gaps)
    length = Normal(coders.flatMap { $0.map { $0.end - $0.start } })
    codes = coders.flatMap { $0.map(\.code) }
    generator = SplitMix64(state: seed)
  }

  mutating func draw() -> [[AlignedPassage]] {
    var drawn: [[AlignedPassage]] = []
    for _ in 0..<coders {
      let isFirst = drawn.allSatisfy(\.isEmpty)
      drawn.append(passages(max(isFirst ? 1 : 0, abs(Int(normal(count))))))
    }
    return drawn
  }

  private mutating func passages(_ count: Int) -> [AlignedPassage] {
    var last = 0.0
    return (0..<count).map { _ in
      let start = last + normal(gap)
      // A passage without length is none; where all are alike there is nothing to draw again.
      var size = abs(normal(length))
      while size < 1e-6, length.deviation > 0 { size = abs(normal(length)) }
      last = start + max(size, 1e-6)
      return AlignedPassage(
        start: start, end: last, code: codes[generator.draw(below: codes.count)])
    }
  }

  /// Box & Muller 1958.
  private mutating func normal(_ distribution: Normal) -> Double {
    let unit = (share() + 0x1p-54, share())
    let radius = (-2 * log(unit.0)).squareRoot()
    return distribution.mean + distribution.deviation * radius * cos(2 * .pi * unit.1)
  }

  /// From 0 up to, not including, 1.
  private mutating func share() -> Double { Double(generator.next() >> 11) * 0x1p-53 }
}
