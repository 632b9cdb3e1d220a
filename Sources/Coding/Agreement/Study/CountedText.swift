/// The stretches of a text that count, laid end to end: what lies between them is as if it were not
/// there.
///
/// So a passage that runs on over a label or a time is one passage, and they count for nobody.
package struct CountedText: Sendable, Equatable {
  private let stretches: [Range<Int>]
  /// Where each starts among what counts.
  private let starts: [Int]
  /// Characters that count.
  package let length: Int

  /// - Precondition: in order, none sharing a character.
  package init(_ stretches: [Range<Int>]) {
    self.stretches = stretches.filter { !$0.isEmpty }
    var (starts, length) = ([Int](), 0)
    for stretch in self.stretches {
      starts.append(length)
      length += stretch.count
    }
    (self.starts, self.length) = (starts, length)
  }

  /// Counting characters before an offset of the text.
  ///
  /// O(log stretches).
  package func place(_ offset: Int) -> Int {
    let after = stretches.partition { $0.lowerBound >= offset }
    guard after > 0 else { return 0 }
    return starts[after - 1] + min(offset, stretches[after - 1].upperBound)
      - stretches[after - 1].lowerBound
  }

  /// What counts of a range; empty where nothing does.
  package func place(_ range: Range<Int>) -> Range<Int> {
    place(range.lowerBound)..<place(range.upperBound)
  }
}
