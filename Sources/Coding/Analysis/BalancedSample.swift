/// Draws things at random so that groups of them keep their shares.
///
/// Proportional allocation over strata, the rest by largest remainders (Cochran, Sampling Techniques,
/// 1977, ch. 5); within a stratum each is as likely as another. The same seed draws the same
/// everywhere.
package struct BalancedSample: Sendable {
  private var generator: SplitMix64

  package init(seed: UInt64) { generator = SplitMix64(state: seed) }

  /// So many of the items, in their order.
  ///
  /// `stratum` has the group of each. O(n log n).
  package mutating func draw(_ count: Int, of strata: [String]) -> [Int] {
    let count = min(max(0, count), strata.count)
    let groups = Dictionary(grouping: strata.indices) { strata[$0] }.sorted { $0.key < $1.key }
    var shares = groups.map { count * $0.value.count / max(1, strata.count) }
    let rests = groups.indices.map { count * groups[$0].value.count % max(1, strata.count) }
    // Equal remainders are ordered by lot: the first in the alphabet are no better than others.
    let lots = groups.map { _ in generator.next() }
    let order = groups.indices.sorted { (rests[$1], lots[$0]) < (rests[$0], lots[$1]) }
    for index in order.prefix(count - shares.reduce(0, +)) { shares[index] += 1 }
    return zip(groups, shares).flatMap { group, share in
      shuffled(group.value).prefix(share)
    }.sorted()
  }

  /// Deals all items out to so many, each about the same number of each group.
  package mutating func deal(to hands: Int, of strata: [String]) -> [[Int]] {
    var dealt = Array(repeating: [Int](), count: max(1, hands))
    let groups = Dictionary(grouping: strata.indices) { strata[$0] }.sorted { $0.key < $1.key }
    for (number, item) in groups.flatMap({ shuffled($0.value) }).enumerated() {
      dealt[number % dealt.count].append(item)
    }
    return dealt.map { $0.sorted() }
  }

  /// Fisher & Yates, by Durstenfeld (Communications of the ACM 7, 1964).
  private mutating func shuffled(_ items: [Int]) -> [Int] {
    var items = items
    for last in items.indices.reversed().dropLast() {
      items.swapAt(last, generator.draw(below: last + 1))
    }
    return items
  }
}
