/// A passage that a coder gave a code.
package struct CodedSpan: Sendable, Hashable {
  package var range: Range<Int>
  package var coder: String
  /// Of the coding.
  package var uid: String
  package var speaker: Int

  package init(range: Range<Int>, coder: String, uid: String, speaker: Int) {
    (self.range, self.coder, self.uid, self.speaker) = (range, coder, uid, speaker)
  }
}

/// Passages of one code that overlap, each at least one other, whoever coded them.
package struct CodedRun: Sendable, Equatable {
  /// By start, end and coder.
  package private(set) var spans: [CodedSpan]
  package private(set) var range: Range<Int>

  private init(_ first: CodedSpan) { (spans, range) = ([first], first.range) }

  /// The runs of a code in one text, in order; those that only touch are two.
  ///
  /// O(n log n).
  package static func runs(of spans: [CodedSpan]) -> [CodedRun] {
    var runs: [CodedRun] = []
    for span in spans.sorted(by: isBefore) {
      guard let last = runs.indices.last, span.range.lowerBound < runs[last].range.upperBound
      else {
        runs.append(CodedRun(span))
        continue
      }
      runs[last].spans.append(span)
      let end = max(runs[last].range.upperBound, span.range.upperBound)
      runs[last].range = runs[last].range.lowerBound..<end
    }
    return runs
  }

  private static func isBefore(_ a: CodedSpan, _ b: CodedSpan) -> Bool {
    (a.range.lowerBound, a.range.upperBound, a.coder, a.uid)
      < (b.range.lowerBound, b.range.upperBound, b.coder, b.uid)
  }

  package func spans(of coder: String) -> [CodedSpan] { spans.filter { $0.coder == coder } }

  /// What a coder's spans cover, as few ranges as can say it.
  package func coverage(of coder: String) -> [Range<Int>] {
    union(of: spans(of: coder).map(\.range))
  }

  /// Whether all these coders cover the same characters of it.
  ///
  /// How they cut them into passages is no difference: two halves are the whole.
  package func isAlike(for coders: [String]) -> Bool {
    guard let first = coders.first else { return true }
    let wanted = coverage(of: first)
    return coders.dropFirst().allSatisfy { coverage(of: $0) == wanted }
  }
}

/// Ranges put together where they overlap or touch, in order.
package func union(of ranges: [Range<Int>]) -> [Range<Int>] {
  var result: [Range<Int>] = []
  for range in ranges.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
  ) {
    guard let last = result.last, range.lowerBound <= last.upperBound else {
      result.append(range)
      continue
    }
    result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
  }
  return result
}
