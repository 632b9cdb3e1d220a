/// When further interviews bring no more new codes.
///
/// Guest, Namey & Chen, PLoS ONE 15(5), 2020, e0232076: the new codes of a run of interviews, of all
/// codes of the first ones (the base). Runs move on by one interview; the first with a ratio of the
/// threshold or less ends it.
package struct Saturation: Sendable, Equatable {
  package struct Run: Sendable, Equatable {
    /// Numbers of interviews, from 1.
    package var first: Int
    package var last: Int
    package var new: Int
    /// Nil where the base has no codes.
    package var ratio: Double?
  }

  /// By interview: codes that no earlier one has.
  package let new: [Int]
  package let cumulative: [Int]
  /// Distinct codes of the base; nil where there are fewer interviews.
  package let base: Int?
  package let runs: [Run]
  /// The first run that brings no more than the threshold.
  package let end: Run?

  /// O(codes of all interviews).
  package init(_ interviews: [Set<String>], base length: Int, run: Int, threshold: Double) {
    var known: Set<String> = []
    var (new, cumulative) = ([Int](), [Int]())
    for codes in interviews {
      new.append(codes.subtracting(known).count)
      known.formUnion(codes)
      cumulative.append(known.count)
    }
    (self.new, self.cumulative) = (new, cumulative)
    guard length > 0, run > 0, interviews.count >= length else {
      (base, runs, end) = (nil, [], nil)
      return
    }
    let base = cumulative[length - 1]
    var (runs, end) = ([Run](), Run?.none)
    for start in stride(from: length, through: interviews.count - run, by: 1) {
      let sum = new[start..<start + run].reduce(0, +)
      let ratio = base == 0 ? nil : Double(sum) / Double(base)
      let next = Run(first: start + 1, last: start + run, new: sum, ratio: ratio)
      runs.append(next)
      if end == nil, let ratio, ratio <= threshold { end = next }
    }
    (self.base, self.runs, self.end) = (base, runs, end)
  }
}
