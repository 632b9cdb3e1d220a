/// 1 − observed / expected disagreement, for any number of coders, with values missing, and for any
/// measure of how far two values are apart.
///
/// Krippendorff, "Computing Krippendorff's alpha-reliability", 2011; Hayes & Krippendorff,
/// Communication Methods and Measures 1, 2007, 77–89. Units with fewer than two values are left out.
package struct KrippendorffAlpha: Sendable, Equatable {
  package let alpha: Statistic
  /// Units with two values or more.
  package let units: Int
  /// Values in those units.
  package let pairable: Int

  /// `distance` of two categories, squared where the scale says so, 0 for one and the same.
  ///
  /// O(values × coders + categories²).
  package init(_ ratings: Ratings, distance: (_ a: Int, _ b: Int) -> Double) {
    let units = ratings.values(atLeast: 2)
    let counts = Self.counts(units, categories: ratings.categories)
    let pairable = counts.reduce(0, +)
    (self.units, self.pairable) = (units.count, pairable)
    guard !units.isEmpty else {
      alpha = .undefined(.noUnit)
      return
    }
    let used = counts.indices.filter { counts[$0] > 0 }
    var expected = 0.0
    for (place, a) in used.enumerated() {
      for b in used[(place + 1)...] {
        expected += 2 * Double(counts[a]) * Double(counts[b]) * distance(a, b)
      }
    }
    let observed = units.reduce(0) { $0 + Self.disagreement(in: $1, distance) }
    guard expected > 0, expected.isFinite else {
      alpha = .undefined(.noVariation)
      return
    }
    alpha = .value(1 - Double(pairable - 1) * observed / expected)
  }

  private static func disagreement(
    in unit: [Int], _ distance: (Int, Int) -> Double
  ) -> Double {
    var sum = 0.0
    for (place, a) in unit.enumerated() {
      for b in unit[(place + 1)...] where a != b { sum += 2 * distance(a, b) }
    }
    return sum / Double(unit.count - 1)
  }

  /// How often each category stands in units with two values or more.
  fileprivate static func counts(_ units: [[Int]], categories: Int) -> [Int] {
    var counts = Array(repeating: 0, count: categories)
    for value in units.joined() { counts[value] += 1 }
    return counts
  }
}

extension KrippendorffAlpha {
  /// What the numbers of categories stand for.
  package enum Level: String, Sendable, CaseIterable { case nominal, ordinal, interval, ratio }

  package init(nominal ratings: Ratings) { self.init(ratings) { $0 == $1 ? 0 : 1 } }

  /// `numbers` of the categories, ascending; none of them below 0 on a ratio scale.
  package init(_ ratings: Ratings, level: Level, numbers: [Double]) {
    switch level {
    case .nominal: self.init(nominal: ratings)
    case .interval:
      self.init(ratings) { (numbers[$0] - numbers[$1]) * (numbers[$0] - numbers[$1]) }
    case .ratio:
      self.init(ratings) { a, b in
        let ratio = (numbers[a] - numbers[b]) / (numbers[a] + numbers[b])
        return ratio * ratio
      }
    case .ordinal:
      let counts = Self.counts(ratings.values(atLeast: 2), categories: ratings.categories)
      var below = [0]
      for count in counts { below.append(below[below.count - 1] + count) }
      self.init(ratings) { a, b in
        let (low, high) = (min(a, b), max(a, b))
        let between = Double(below[high + 1] - below[low])
        let steps = between - Double(counts[low] + counts[high]) / 2
        return steps * steps
      }
    }
  }
}

/// How far two sets of codes on one unit are apart: 0 for the same, 1 for nothing in common.
package enum SetDistance: String, Sendable, CaseIterable {
  /// 1 − shared of all.
  case jaccard
  /// The same weighted by how the sets lie (Passonneau, LREC 2006, 831–836).
  case masi

  package func between<Code: Hashable>(_ a: Set<Code>, _ b: Set<Code>) -> Double {
    let all = a.union(b).count
    guard all > 0 else { return 0 }
    let shared = Double(a.intersection(b).count) / Double(all)
    return self == .jaccard ? 1 - shared : 1 - shared * weight(a, b)
  }

  private func weight<Code: Hashable>(_ a: Set<Code>, _ b: Set<Code>) -> Double {
    if a == b { return 1 }
    if a.isSubset(of: b) || b.isSubset(of: a) { return 2.0 / 3 }
    return a.isDisjoint(with: b) ? 0 : 1.0 / 3
  }
}
