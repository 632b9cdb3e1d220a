/// κ of many codes at once: the means of what was observed and expected, each code weighing alike.
///
/// de Vries, Elliott, Kanouse & Teleki, Field Methods 20, 2008, 272–282. A code that nobody used, or
/// that stands everywhere, neither helps nor harms; in the mean of the codes' own κ it has no part.
package struct PooledKappa: Sendable, Equatable {
  package let pooled: Statistic
  /// Of the codes whose own κ has a value.
  package let mean: Statistic
  package let meanObserved: Statistic
  package let meanExpected: Statistic
  /// Codes with a unit that both coded.
  package let codes: Int
  /// Of those, the ones whose own κ has no value.
  package let undefined: Int

  /// Of each code its own κ, and what was observed and expected; without value where no unit is
  /// shared.
  package init(_ codes: [(kappa: Statistic, observed: Statistic, expected: Statistic)]) {
    let shared = codes.filter { $0.observed.value != nil }
    self.codes = shared.count
    undefined = shared.count { $0.kappa.value == nil }
    let absence = shared.lazy.compactMap(\.expected.reason).first
    mean = .mean(shared.map(\.kappa), else: absence ?? .noCode)
    meanObserved = .mean(shared.map(\.observed), else: .noUnit)
    meanExpected = .mean(shared.map(\.expected), else: absence ?? .noUnit)
    guard let observed = meanObserved.value, let expected = meanExpected.value else {
      pooled = meanObserved.value == nil ? meanObserved : meanExpected
      return
    }
    pooled = .beyondChance(observed: observed, expected: expected, else: .noChance)
  }
}
