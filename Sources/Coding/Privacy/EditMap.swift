/// Where everything stands after some stretches of a text were replaced by others.
///
/// The unit is the caller's: bytes or code points.
package struct EditMap: Sendable, Equatable {
  package struct Edit: Sendable, Equatable {
    package var old: Range<Int>
    package var new: Range<Int>
  }

  /// Ascending.
  package private(set) var edits: [Edit] = []

  /// - Precondition: the ranges are ascending and don't overlap.
  package init(_ replaced: [(range: Range<Int>, length: Int)]) {
    var shift = 0
    for (range, length) in replaced {
      let start = range.lowerBound + shift
      edits.append(Edit(old: range, new: start..<start + length))
      shift += length - range.count
    }
  }

  /// The place of a range that covered something: what covered a replaced word or a part of it covers
  /// all that replaced it.
  ///
  /// O(log edits).
  package func place(of range: Range<Int>) -> Range<Int> {
    let start = start(range.lowerBound)
    return start..<max(start, end(range.upperBound))
  }

  private func start(_ offset: Int) -> Int {
    let index = firstEdit { $0.old.upperBound > offset }
    if index < edits.count, edits[index].old.lowerBound <= offset {
      return edits[index].new.lowerBound
    }
    return offset + shift(before: index)
  }

  private func end(_ offset: Int) -> Int {
    let index = firstEdit { $0.old.upperBound >= offset }
    if index < edits.count, edits[index].old.lowerBound < offset {
      return edits[index].new.upperBound
    }
    return offset + shift(before: index)
  }

  private func shift(before index: Int) -> Int {
    index == 0 ? 0 : edits[index - 1].new.upperBound - edits[index - 1].old.upperBound
  }

  private func firstEdit(_ isBehind: (Edit) -> Bool) -> Int {
    var (low, high) = (0, edits.count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(edits[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
