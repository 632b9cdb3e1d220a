/// How two codes go together in items, such as passages or interviews.
package struct Cooccurrence: Sendable, Equatable {
  package let first: Int
  package let second: Int
  package let both: Int
  package let items: Int

  package init(first: Int, second: Int, both: Int, items: Int) {
    (self.first, self.second, self.both, self.items) = (first, second, both, items)
  }

  /// Of the items with either, those with both: the c-coefficient of ATLAS.ti; nil where neither
  /// stands anywhere.
  package var jaccard: Double? {
    let either = first + second - both
    return either == 0 ? nil : Double(both) / Double(either)
  }

  /// How often both stand together, of how often they would by chance; nil of an unused code.
  package var lift: Double? {
    guard first > 0, second > 0 else { return nil }
    return Double(both) * Double(items) / (Double(first) * Double(second))
  }

  /// Pointwise mutual information in bits (Church & Hanks, Computational Linguistics 16, 1990,
  /// 22–29); nil where they never meet.
  package var mutualInformation: Double? {
    guard both > 0, let lift else { return nil }
    return Self.bits(lift)
  }

  /// The same from −1 (never together) to 1 (never apart) (Bouma, GSCL 2009); nil of an unused code,
  /// and where both stand everywhere.
  package var normalizedInformation: Double? {
    guard first > 0, second > 0, both < items else { return nil }
    guard let mutualInformation else { return -1 }
    return mutualInformation / -Self.bits(Double(both) / Double(items))
  }

  private static func bits(_ value: Double) -> Double {
    Distributions.logarithm(value) / Distributions.logarithm(2)
  }
}
