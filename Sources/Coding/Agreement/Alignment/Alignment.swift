/// A passage of one coder, for alignment: a place and a code.
package struct AlignedPassage: Hashable, Sendable {
  package var start: Double
  package var end: Double
  package var code: Int

  package init(start: Double, end: Double, code: Int) {
    (self.start, self.end, self.code) = (start, end, code)
  }

  /// Squared difference of places over the passages' lengths, and 1 where codes differ (Mathet,
  /// Widlöcher & Métivier 2015, with α = β = 1).
  func dissimilarity(to other: Self, _ weights: AlignmentWeights) -> Double {
    let place =
      (abs(start - other.start) + abs(end - other.end)) / (end - start + other.end - other.start)
    let difference = weights.place * place * place + weights.code * (code == other.code ? 0 : 1)
    return difference * weights.nobody
  }
}

/// What weighs how much in an alignment.
package struct AlignmentWeights: Sendable {
  /// α: a difference of places.
  package var place = 1.0
  /// β: a difference of codes.
  package var code = 1.0
  /// Δ∅: a passage that another coder has not.
  package var nobody = 1.0

  package init() {}
}

/// The best alignment of coders' passages: groups of at most one of each coder, with the least
/// disorder.
///
/// A group's disorder is the mean over all pairs of coders, Δ∅ where one of them has no passage in it.
/// Exact: passages that can't gain by standing together fall apart into parts, and in each part all
/// groupings are gone through, each rest once. Exponential in how many passages entangle.
struct BestAlignment {
  /// Rests of one part that are gone through at most.
  private static let largest = 200_000

  private let coders: Int
  private let pairs: Double
  private let nobody: Double
  private let owner: [Int]
  private let differences: [[Double]]
  private var known: [PassageSet: Double] = [:]

  /// Disorder by passage of a coder on the mean; nil where too many entangle, or there are none.
  static func disorder(of coders: [[AlignedPassage]], _ weights: AlignmentWeights) -> Double? {
    let count = coders.reduce(0) { $0 + $1.count }
    guard coders.count > 1, count > 0 else { return nil }
    var alignment = BestAlignment(coders, weights)
    var sum = 0.0
    for part in alignment.parts() {
      guard let disorder = alignment.least(part) else { return nil }
      alignment.known.removeAll(keepingCapacity: true)
      sum += disorder
    }
    return sum * Double(coders.count) / Double(count)
  }

  private init(_ coders: [[AlignedPassage]], _ weights: AlignmentWeights) {
    let passages = coders.enumerated().flatMap { coder, all in all.map { (coder, $0) } }.sorted {
      ($0.1.start, $0.1.end, $0.0) < ($1.1.start, $1.1.end, $1.0)
    }
    self.coders = coders.count
    pairs = Double(coders.count * (coders.count - 1) / 2)
    nobody = weights.nobody
    owner = passages.map(\.0)
    differences = passages.map { coder, passage in
      passages.map { other, another in
        coder == other ? .infinity : passage.dissimilarity(to: another, weights)
      }
    }
  }

  /// Passages that may stand together, directly or by others.
  private func parts() -> [PassageSet] {
    var rest = PassageSet(owner.indices)
    var parts: [PassageSet] = []
    while let first = rest.first {
      var part = PassageSet()
      var pending = [first]
      rest.remove(first)
      while let passage = pending.popLast() {
        part.insert(passage)
        for other in owner.indices where rest.contains(other) && mayMeet(passage, other) {
          rest.remove(other)
          pending.append(other)
        }
      }
      parts.append(part)
    }
    return parts
  }

  /// Whether a group with both can have less disorder than its passages alone.
  private func mayMeet(_ a: Int, _ b: Int) -> Bool {
    differences[a][b] < pairs * Double(coders) * nobody
  }

  private mutating func least(_ rest: PassageSet) -> Double? {
    guard let first = rest.first else { return 0 }
    if let disorder = known[rest] { return disorder }
    guard known.count < Self.largest else { return nil }
    var others = rest
    others.remove(first)
    guard var best = least(others) else { return nil }
    best += nobody
    guard extend([first], 0, others, &best) else { return nil }
    known[rest] = best
    return best
  }

  /// Tries groups with more passages; false where there are too many.
  private mutating func extend(
    _ group: [Int], _ sum: Double, _ rest: PassageSet, _ best: inout Double
  ) -> Bool {
    guard let last = group.last else { return true }
    for next in (last + 1)..<max(last + 1, owner.count) where rest.contains(next) {
      let sum = group.reduce(sum) { $0 + differences[$1][next] }
      guard sum < pairs * Double(coders) * nobody else { continue }
      let size = group.count + 1
      let lacking = pairs - Double(size * (size - 1) / 2)
      let disorder = (sum + lacking * nobody) / pairs
      var others = rest
      others.remove(next)
      if disorder < Double(size) * nobody {
        guard let after = least(others) else { return false }
        best = min(best, disorder + after)
      }
      guard size == coders || extend(group + [next], sum, others, &best) else { return false }
    }
    return true
  }
}

/// A set of numbered passages.
private struct PassageSet: Hashable {
  private var words: [UInt64] = []

  init() {}

  init(_ numbers: Range<Int>) {
    for number in numbers { insert(number) }
  }

  func contains(_ number: Int) -> Bool {
    number >> 6 < words.count && words[number >> 6] >> UInt64(number & 63) & 1 == 1
  }

  mutating func insert(_ number: Int) {
    while words.count <= number >> 6 { words.append(0) }
    words[number >> 6] |= 1 << UInt64(number & 63)
  }

  mutating func remove(_ number: Int) {
    words[number >> 6] &= ~(1 << UInt64(number & 63))
  }

  var first: Int? {
    words.firstIndex { $0 != 0 }.map { $0 << 6 + words[$0].trailingZeroBitCount }
  }
}
