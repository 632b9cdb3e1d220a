import Harness

/// Draws word numbers so that word r comes up in proportion to 1 / (r + 6)^1.25, as words do in
/// speech (Zipf and Mandelbrot).
struct ZipfSampler {
  private static let bits = 21
  /// Each word as often as its share, at least once: drawing is one look-up.
  private let table: [UInt32]

  /// O(types + 2²¹).
  ///
  /// Square roots are exact to the last bit everywhere, powers are not.
  init(types: Int) {
    let weights = (1...types).map { rank -> Double in
      let place = Double(rank) + 6
      return 1 / (place * place.squareRoot().squareRoot())
    }
    let whole = weights.reduce(0, +)
    let size = 1 << Self.bits
    var table: [UInt32] = []
    table.reserveCapacity(size)
    var share = 0.0
    var given = 0
    for (word, weight) in weights.enumerated() {
      share += weight / whole * Double(size - types)
      let more = Int(share) - given
      given += more
      table.append(contentsOf: repeatElement(UInt32(word), count: more + 1))
    }
    self.table = table
  }

  func draw(_ random: inout SplitMix64) -> Int { Int(table[random.below(table.count)]) }
}
