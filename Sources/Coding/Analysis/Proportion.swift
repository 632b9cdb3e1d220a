/// So many of so many, with an interval.
package struct Proportion: Sendable, Equatable {
  package let count: Int
  package let whole: Int

  package init(_ count: Int, of whole: Int) { (self.count, self.whole) = (count, whole) }

  /// Nil of nothing.
  package var share: Double? { whole == 0 ? nil : Double(count) / Double(whole) }

  /// Wilson's score interval (Journal of the American Statistical Association 22, 1927, 209–212),
  /// without correction for continuity; nil of nothing.
  package func interval(confidence: Double) -> ClosedRange<Double>? {
    guard let share else { return nil }
    let z = Distributions.normalQuantile(0.5 + confidence / 2)
    let n = Double(whole)
    let scale = 1 + z * z / n
    let middle = (share + z * z / (2 * n)) / scale
    let reach = z / scale * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    return max(0, middle - reach)...min(1, middle + reach)
  }
}

/// How far two shares are apart.
package struct ProportionDifference: Sendable, Equatable {
  package let first: Proportion
  package let second: Proportion
  package let confidence: Double

  package init(_ first: Proportion, _ second: Proportion, confidence: Double) {
    (self.first, self.second, self.confidence) = (first, second, confidence)
  }

  /// Cohen's h: the difference of 2 arcsin √p (Statistical Power Analysis, 2nd edition, 1988).
  package var h: Double? {
    guard let a = first.share, let b = second.share else { return nil }
    return 2 * Distributions.arcsine(a.squareRoot()) - 2 * Distributions.arcsine(b.squareRoot())
  }

  /// The first share less the second.
  package var difference: Double? {
    guard let a = first.share, let b = second.share else { return nil }
    return a - b
  }

  /// Of the difference, from both Wilson intervals: method 10 of Newcombe, Statistics in Medicine 17,
  /// 1998, 873–890.
  package var interval: ClosedRange<Double>? {
    guard let a = first.share, let b = second.share,
      let own = first.interval(confidence: confidence),
      let other = second.interval(confidence: confidence)
    else { return nil }
    func hypotenuse(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
    let down = hypotenuse(a - own.lowerBound, other.upperBound - b)
    let up = hypotenuse(own.upperBound - a, b - other.lowerBound)
    return (a - b - down)...(a - b + up)
  }

  /// An odds ratio and its interval.
  package struct Odds: Sendable, Equatable {
    package var ratio: Double
    package var interval: ClosedRange<Double>
    /// Whether a half was added to each cell, since one is 0 (Haldane & Anscombe).
    package var isCorrected: Bool
  }

  /// With Woolf's logit interval (Annals of Human Genetics 19, 1955, 251–253); nil where a group is
  /// empty, or all or none of both have it.
  package var odds: Odds? {
    let hits = first.count + second.count
    guard first.whole > 0, second.whole > 0, hits > 0, hits < first.whole + second.whole else {
      return nil
    }
    let counts = [
      first.count, first.whole - first.count, second.count, second.whole - second.count,
    ]
    let isCorrected = counts.contains(0)
    let cells = counts.map { Double($0) + (isCorrected ? 0.5 : 0) }
    let ratio = cells[0] * cells[3] / (cells[1] * cells[2])
    let error = cells.reduce(0) { $0 + 1 / $1 }.squareRoot()
    let reach = Distributions.normalQuantile(0.5 + confidence / 2) * error
    let middle = Distributions.logarithm(ratio)
    return Odds(
      ratio: ratio,
      interval: Distributions.exponential(
        middle - reach)...Distributions.exponential(
          middle + reach), isCorrected: isCorrected)
  }
}
