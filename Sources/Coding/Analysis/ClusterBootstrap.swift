/// Percentile intervals for statistics of clustered data.
///
/// Sentences of one interview resemble each other, so whole transcripts are drawn with replacement,
/// as many as there are (the cluster bootstrap: Field & Welsh, Journal of the Royal Statistical
/// Society B 69, 2007, 369–390; percentiles: Efron & Tibshirani, An Introduction to the Bootstrap,
/// 1993, ch. 13). The same seed gives the same intervals everywhere.
package struct ClusterBootstrap: Sendable {
  package var replicates = 2000
  package var seed: UInt64
  /// Of the middle of the replicates that an interval holds.
  package static let level = 0.95
  /// An interval is given where so many of the replicates have a value.
  private static let definedShare = 0.95

  package init(seed: UInt64) { self.seed = seed }

  /// The interval of each statistic; nil where there are fewer than two clusters, too few replicates
  /// have a value, or all have the same: what never occurred may yet occur, of which samples of it
  /// know nothing.
  ///
  /// `compute` is given how often each cluster was drawn. O(replicates × cost of computing).
  package func intervals(
    clusters: Int, _ compute: (_ weights: [Int]) -> [Double?]
  ) -> [ClosedRange<Double>?] {
    let statistics = compute(Array(repeating: 1, count: clusters)).count
    guard clusters > 1 else { return Array(repeating: nil, count: statistics) }
    var values: [[Double]] = Array(repeating: [], count: statistics)
    var generator = SplitMix64(state: seed)
    for _ in 0..<replicates {
      var weights = Array(repeating: 0, count: clusters)
      for _ in 0..<clusters { weights[generator.draw(below: clusters)] += 1 }
      for (number, value) in compute(weights).enumerated() {
        if let value { values[number].append(value) }
      }
    }
    return values.map(interval)
  }

  private func interval(_ values: [Double]) -> ClosedRange<Double>? {
    guard !values.isEmpty, Double(values.count) >= Self.definedShare * Double(replicates) else {
      return nil
    }
    let sorted = values.sorted()
    guard sorted[0] < sorted[sorted.count - 1] else { return nil }
    let tail = (1 - Self.level) / 2
    return quantile(tail, of: sorted)...quantile(1 - tail, of: sorted)
  }

  /// Linear between the two nearest (type 7 of Hyndman & Fan, 1996).
  private func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let low = Int(place)
    guard low + 1 < sorted.count else { return sorted[low] }
    return sorted[low] + (place - Double(low)) * (sorted[low + 1] - sorted[low])
  }
}
