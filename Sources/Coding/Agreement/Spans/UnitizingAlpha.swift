/// The family of u-alphas of a text, or of several that are one behind the other.
package struct UnitizingAlpha: Sendable, Equatable {
  private let sums: UnitizingSums
  /// Characters of gaps, of all coders, and those of them that meet a gap.
  private let gaps: Double
  private let sharedGaps: Double
  /// l..² − Σ s: pairs of characters that do not belong to one passage of one coder.
  private let pairs: Double

  package init(_ sums: UnitizingSums) {
    self.sums = sums
    gaps = sums.total - sums.codes.reduce(0) { $0 + $1.marginal }
    sharedGaps = gaps - sums.codes.reduce(0) { $0 + $1.gap }
    pairs = sums.total * sums.total - gaps - sums.codes.reduce(0) { $0 + $1.squares }
  }

  private var values: Int { sums.codes.count { $0.marginal > 0 } + (gaps > 0 ? 1 : 0) }

  private var absence: Statistic.Reason? {
    if sums.total == 0 { return .noText }
    if sums.codes.allSatisfy({ $0.marginal == 0 }) { return .nobody }
    return values < 2 ? .everything : nil
  }

  /// uα: of all codes and gaps.
  package var u: Statistic {
    if let absence { return .undefined(absence) }
    let same = sums.codes.reduce(sharedGaps) { $0 + $1.same }
    let expected = sums.codes.reduce(expectedGaps) {
      $0 + chance($1.marginal, $1.marginal, less: $1.squares)
    }
    return .ratio(same - expected, sums.total - expected, else: .noVariation)
  }

  /// |uα: of what is coded at all against gaps.
  package var binary: Statistic {
    if let absence, absence != .everything { return .undefined(absence) }
    guard gaps > 0 else { return .undefined(.noGap) }
    let observed = gaps - sharedGaps
    let expected = chance(gaps, sums.total - gaps, less: 0)
    return expected > 0 ? .value(1 - observed / expected) : .undefined(.noVariation)
  }

  private var expectedGaps: Double { chance(gaps, gaps, less: gaps) }

  private func chance(_ row: Double, _ column: Double, less: Double) -> Double {
    sums.total * (row * column - less) / pairs
  }
}

// MARK: Where passages meet

extension UnitizingAlpha {
  /// l*..: characters where passages of two coders meet.
  private var met: Double { sums.codes.reduce(0) { $0 + met($1) } }

  private func met(_ code: UnitizingSums.Code) -> Double { code.marginal - code.gap }

  private var metPairs: Double {
    met * met - sums.codes.reduce(0) { $0 + $1.metSquares }
  }

  private func chanceMet(_ row: Double, _ column: Double, less: Double) -> Double {
    met * (row * column - less) / metPairs
  }

  /// Of all characters of all coders, those where passages meet.
  package var coverage: Statistic { .ratio(met, sums.total, else: .noText) }

  /// Of a code's characters, those where passages meet.
  package func coverage(of code: Int) -> Statistic {
    .ratio(met(sums.codes[code]), sums.codes[code].marginal, else: .nobody)
  }

  /// Why there is nothing to say about which code passages that meet have.
  private var silence: Statistic.Reason? {
    if sums.coders > 2 { return .severalCoders }
    if met == 0 { return .noMeeting }
    return sums.codes.count { met($0) > 0 } < 2 ? .noVariation : nil
  }

  /// cuα: of which code passages have, where they meet; of two coders.
  package var cu: Statistic {
    if let silence { return .undefined(silence) }
    let same = sums.codes.reduce(0) { $0 + $1.same }
    let expected = sums.codes.reduce(0) {
      $0 + chanceMet(met($1), met($1), less: $1.metSquares)
    }
    return .ratio(same - expected, met - expected, else: .noVariation)
  }

  /// (k)uα: of one code among those of passages that meet; of two coders.
  package func ku(_ code: Int) -> Statistic {
    if let silence { return .undefined(silence) }
    let own = sums.codes[code]
    let met = met(own)
    guard met > 0 else { return .undefined(.noMeeting) }
    let total = sums.codes.enumerated().reduce(0) { sum, other in
      sum
        + chanceMet(met, self.met(other.element), less: other.offset == code ? own.metSquares : 0)
    }
    let unlike = total - chanceMet(met, met, less: own.metSquares)
    guard unlike > 0 else { return .undefined(.noVariation) }
    return .value(1 - total / met * (met - own.same) / unlike)
  }
}
