/// What coders have in common on one code: sums that one text after the other adds to, so that a
/// sample of texts is only added up.
package struct CodeTally: Sendable, Equatable {
  /// Texts that two coders or more read for this code.
  package var texts = 0
  /// Units of those texts.
  package var units = 0
  /// Each unit's share of coder pairs that agree, summed.
  package var agreeing = 0.0
  package var coincidences = BinaryCoincidences()
  /// Of the code against all the rest; always of characters.
  package var unitizing = UnitizingSums(codes: 1)
  /// In the order of `CoderPair.all`.
  package var pairs: [PairTally]
  /// Whether units are segments, of which nobody's are unknown.
  private var isOfSegments = false

  package init(coders: Int) {
    pairs = CoderPair.all(of: coders).map { _ in PairTally() }
  }

  /// Of one text; nil for a coder who did not read it for this code.
  package init(_ coders: [Spans?], length: Int, scale: UnitScale) {
    self.init(coders: coders.count)
    isOfSegments = scale == .segments
    for (number, pair) in CoderPair.all(of: coders.count).enumerated() {
      if let first = coders[pair.first], let second = coders[pair.second] {
        pairs[number] = PairTally(first, second, length: length, scale: scale)
      }
    }
    let readers = coders.compactMap { $0 }
    guard readers.count > 1 else { return }
    let placed = scale.placed(readers, length: length)
    let depths = Spans.depths(of: placed.coders, length: placed.units)
    (texts, units) = (1, placed.units)
    agreeing = Self.agreeing(depths)
    coincidences = BinaryCoincidences(depths: depths)
    if let sums = UnitizingSums(readers.map { [$0] }, codes: 1, length: length) {
      unitizing = sums
    }
  }

  private static func agreeing(_ depths: [Int]) -> Double {
    let coders = depths.count - 1
    let pairs = depths.enumerated().reduce(0) { sum, entry in
      let (number, rest) = (entry.offset, coders - entry.offset)
      return sum + entry.element * (number * (number - 1) + rest * (rest - 1))
    }
    return Double(pairs) / Double(coders * (coders - 1))
  }

  package static func += (sum: inout Self, other: Self) {
    sum.texts += other.texts
    sum.units += other.units
    sum.agreeing += other.agreeing
    sum.coincidences += other.coincidences
    sum.unitizing += other.unitizing
    sum.isOfSegments = sum.isOfSegments || other.isOfSegments
    for pair in sum.pairs.indices { sum.pairs[pair] += other.pairs[pair] }
  }

  /// The mean over units of the share of coder pairs that agree.
  package var agreement: Statistic { .ratio(agreeing, Double(units), else: .noUnit) }

  /// Nominal, coded or not, of all coders (Krippendorff, "Computing Krippendorff's
  /// alpha-reliability", 2011).
  package var alpha: Statistic {
    isOfSegments && units > 0 ? .undefined(.noNeither) : coincidences.alpha
  }

  /// uα of the code against all the rest.
  package var unitizingAlpha: Statistic { UnitizingAlpha(unitizing).u }
}

/// Two coders, by their numbers.
package struct CoderPair: Sendable, Hashable {
  package var first: Int
  package var second: Int

  /// Each two once, in the order of their numbers.
  package static func all(of coders: Int) -> [CoderPair] {
    (0..<coders).flatMap { first in
      ((first + 1)..<max(coders, first + 1)).map { CoderPair(first: first, second: $0) }
    }
  }
}

/// What two coders have in common on one code.
package struct PairTally: Sendable, Equatable {
  /// Texts that both read.
  package var texts = 0
  package var table = TwoByTwo()
  /// Always of passages as they were coded.
  package var matches = SpanMatches()
  /// Of each text its own κ.
  package var textKappas: [Statistic] = []
  private var isOfSegments = false

  package init() {}

  init(_ first: Spans, _ second: Spans, length: Int, scale: UnitScale) {
    let placed = scale.placed([first, second], length: length)
    table = TwoByTwo(placed.coders[0], placed.coders[1], length: placed.units)
    matches = SpanMatches(first, second)
    texts = 1
    isOfSegments = scale == .segments
    textKappas = [kappa]
  }

  package static func += (sum: inout Self, other: Self) {
    sum.texts += other.texts
    sum.table += other.table
    sum.matches += other.matches
    sum.textKappas += other.textKappas
    sum.isOfSegments = sum.isOfSegments || other.isOfSegments
  }

  package var agreement: Statistic { table.agreement }
  package var expected: Statistic { chanceCorrected(table.expected) }
  package var kappa: Statistic { chanceCorrected(table.kappa) }
  package var alpha: Statistic { chanceCorrected(table.alpha) }
  package var ac1: Statistic { chanceCorrected(table.ac1) }
  package var brennanPrediger: Statistic { chanceCorrected(table.brennanPrediger) }

  /// The mean of the texts' own κ, those that have a value.
  package var meanTextKappa: Statistic {
    .mean(textKappas, else: kappa.reason ?? textKappas.first?.reason ?? .noUnit)
  }

  private func chanceCorrected(_ statistic: Statistic) -> Statistic {
    isOfSegments && table.units > 0 ? .undefined(.noNeither) : statistic
  }
}
