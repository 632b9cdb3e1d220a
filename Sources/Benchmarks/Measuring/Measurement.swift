import Harness

/// One measured run of a work.
struct Sample {
  var expense: Expense
  /// Bytes a second of `wc -w` just before and after.
  var anchor: Double
  /// Bytes of the corpus.
  var bytes: Int

  var seconds: Double { expense.seconds }
  /// So many times the time of `wc -w` on the same text.
  var ratio: Double { seconds * anchor / Double(bytes) }
  /// Seconds as they would be at the reference's speed.
  var scaled: Double { seconds * anchor / Anchor.reference }
}

/// All that was measured on one corpus.
struct Results {
  var material: Material
  var samples: [Work.Name: [Sample]] = [:]
  var anchors: [Double] = []
  /// Bytes of the project file once all rules were applied.
  var fileSize = 0
  /// Bytes of it that the ledger takes: events, and the content they commit to.
  var ledgerSize = 0
  var segments = 0
  /// What came out wrong.
  var faults: [String] = []

  func spread(_ name: Work.Name, _ figure: (Sample) -> Double) -> Spread? {
    samples[name].map { Spread($0.map(figure)) }
  }

  func median(_ name: Work.Name, _ figure: (Sample) -> Double) -> Double? {
    spread(name, figure)?.median
  }

  /// Bytes; the most that any of these works took.
  func peak(_ names: [Work.Name] = Work.Name.allCases) -> Int {
    names.flatMap { samples[$0] ?? [] }.map(\.expense.peakBytes).max() ?? 0
  }
}

/// Median, least and most.
struct Spread {
  let median: Double
  let least: Double
  let most: Double

  init(_ values: [Double]) {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    least = sorted.first ?? .nan
    most = sorted.last ?? .nan
    median =
      sorted.isEmpty
      ? .nan
      : sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
