/// Precision, recall and F1 of each code and on average, with intervals.
package struct Scores: Sendable, Equatable {
  /// A statistic and its 95 % interval; nil where it has no value.
  package struct Estimate: Sendable, Equatable {
    package var value: Double?
    package var interval: ClosedRange<Double>?
  }

  package struct Row: Sendable, Equatable {
    /// Summed over the transcripts; nil of a mean.
    package var overlap: Overlap?
    package var precision: Estimate
    package var recall: Estimate
    package var f1: Estimate
  }

  /// By code.
  package let codes: [Row]
  /// Of the sentences of all codes together: codes count by how often they stand.
  package let micro: Row
  /// The mean of the codes that have a value: each counts alike.
  package let macro: Row

  /// `transcripts` has of each the overlap of every code, nil where the code was not looked for.
  package init(codes: Int, transcripts: [[Overlap?]], bootstrap: ClusterBootstrap) {
    func measures(_ weights: [Int]) -> (overlaps: [Overlap], micro: Overlap, values: [Double?]) {
      var sums = Array(repeating: Overlap(), count: codes)
      for (overlaps, weight) in zip(transcripts, weights) where weight > 0 {
        for (code, overlap) in overlaps.enumerated() {
          if let overlap { sums[code] += overlap * weight }
        }
      }
      let micro = sums.reduce(into: Overlap()) { $0 += $1 }
      let means = [sums.map(\.precision), sums.map(\.recall), sums.map(\.f1)].map(Self.mean)
      return (sums, micro, (sums + [micro]).flatMap { [$0.precision, $0.recall, $0.f1] } + means)
    }
    let whole = measures(Array(repeating: 1, count: transcripts.count))
    let intervals = bootstrap.intervals(clusters: transcripts.count) { measures($0).values }
    let estimates = zip(whole.values, intervals).map { value, interval in
      Estimate(value: value, interval: value == nil ? nil : interval)
    }
    let overlaps: [Overlap?] = whole.overlaps + [whole.micro, nil]
    let rows = overlaps.enumerated().map { number, overlap in
      Row(
        overlap: overlap, precision: estimates[3 * number], recall: estimates[3 * number + 1],
        f1: estimates[3 * number + 2])
    }
    (self.codes, micro, macro) = (Array(rows.prefix(codes)), rows[codes], rows[codes + 1])
  }

  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}
