extension WordStream {
  /// Words that start in a range of code points; an apostrophe or hyphen inside parts none.
  ///
  /// O(log words).
  package func words(in range: Range<UInt32>) -> Int {
    let first = starts.partition { $0 >= range.lowerBound }
    let end = starts.partition { $0 >= range.upperBound }
    let joints = joined.partition { Int($0) >= end } - joined.partition { Int($0) > first }
    return max(0, end - first - max(0, joints))
  }

  /// The sentences of which a word starts in a range of code points; none where no word does.
  ///
  /// O(log words).
  package func sentences(in range: Range<UInt32>) -> Range<Int> {
    let first = starts.partition { $0 >= range.lowerBound }
    let end = starts.partition { $0 >= range.upperBound }
    guard first < end else { return 0..<0 }
    let after = sentences.partition { Int($0.firstWord) > first }
    return after - 1..<sentences.partition { Int($0.firstWord) >= end }
  }

  func endWord(ofSentence number: Int) -> Int {
    number + 1 < sentences.count ? Int(sentences[number + 1].firstWord) : types.count
  }

  /// The sentences of the turn that a sentence stands in.
  ///
  /// O(log sentences).
  func sentences(ofTurnAround number: Int) -> Range<Int> {
    let turn = sentences[number].turn
    return sentences.partition { $0.turn >= turn }..<sentences.partition { $0.turn > turn }
  }
}

extension Array {
  /// The index of the first element with a property that all behind it have too.
  ///
  /// O(log count).
  func partition(_ isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
