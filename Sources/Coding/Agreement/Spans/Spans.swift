/// What one coder gave one code in one text: passages in order, none sharing a character.
///
/// Passages that share a character are merged first; where two only touch they stay two.
package struct Spans: Sendable, Equatable {
  package let ranges: [Range<Int>]

  package static let none = Spans([])

  /// In any order, overlapping, or empty.
  ///
  /// O(passages × log).
  package init(_ passages: [Range<Int>]) {
    var ranges: [Range<Int>] = []
    let sorted = passages.filter { !$0.isEmpty }
      .sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    for passage in sorted {
      if let last = ranges.last, passage.lowerBound < last.upperBound {
        ranges[ranges.count - 1] =
          last.lowerBound..<max(last.upperBound, passage.upperBound)
      } else {
        ranges.append(passage)
      }
    }
    self.ranges = ranges
  }

  package var count: Int { ranges.count }
  package var isEmpty: Bool { ranges.isEmpty }

  /// Characters.
  package var length: Int { ranges.reduce(0) { $0 + $1.count } }

  /// Whether one of the passages holds a character of a stretch.
  ///
  /// O(log passages).
  package func touches(_ stretch: Range<Int>) -> Bool {
    let first = ranges.partition { $0.upperBound > stretch.lowerBound }
    return first < ranges.count && ranges[first].lowerBound < stretch.upperBound
      && !stretch.isEmpty
  }

  /// Characters in both.
  ///
  /// O(passages of both).
  package func shared(with other: Spans) -> Int {
    var sum = 0
    forEachMeeting(with: other) { _, _, length in sum += length }
    return sum
  }

  /// Each pair of passages that share characters, with how many, in order.
  func forEachMeeting(with other: Spans, _ body: (_ own: Int, _ other: Int, _ length: Int) -> Void)
  {
    var (own, theirs) = (0, 0)
    while own < ranges.count, theirs < other.ranges.count {
      let (a, b) = (ranges[own], other.ranges[theirs])
      let length = min(a.upperBound, b.upperBound) - max(a.lowerBound, b.lowerBound)
      if length > 0 { body(own, theirs, length) }
      if a.upperBound < b.upperBound { own += 1 } else { theirs += 1 }
    }
  }

  /// Characters by the number of coders who coded them, from 0 on.
  ///
  /// O(passages × log).
  package static func depths(of coders: [Spans], length: Int) -> [Int] {
    var lengths = Array(repeating: 0, count: coders.count + 1)
    var (depth, position) = (0, 0)
    for (place, step) in edges(of: coders) {
      lengths[depth] += place - position
      (depth, position) = (depth + step, place)
    }
    lengths[depth] += length - position
    return lengths
  }

  private static func edges(of coders: [Spans]) -> [(place: Int, step: Int)] {
    coders.flatMap { coder in
      coder.ranges.flatMap { [(place: $0.lowerBound, step: 1), (place: $0.upperBound, step: -1)] }
    }.sorted { ($0.place, $0.step) < ($1.place, $1.step) }
  }

  /// Characters that only one of the two has.
  func difference(from other: Spans) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var (depth, position) = (0, 0)
    for (place, step) in Self.edges(of: [self, other]) {
      if depth == 1, position < place { result.append(position..<place) }
      (depth, position) = (depth + step, place)
    }
    return result
  }
}
