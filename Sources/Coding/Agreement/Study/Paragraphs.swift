/// Stretches of a text between blank lines.
package enum Paragraphs {
  /// Of each stretch the parts between lines that hold nothing, in code points; `scalars` are all of
  /// the text.
  ///
  /// O(length).
  package static func split(
    _ stretches: [Range<Int>], of scalars: [Unicode.Scalar]
  ) -> [Range<Int>] {
    stretches.flatMap { split($0.clamped(to: 0..<scalars.count), of: scalars) }
  }

  private static func split(_ stretch: Range<Int>, of scalars: [Unicode.Scalar]) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var (start, end) = (stretch.lowerBound, stretch.lowerBound)
    var isBlank = true
    for place in stretch {
      if scalars[place] == "\n" {
        if isBlank {
          if start < end { parts.append(start..<end) }
          (start, end) = (place + 1, place + 1)
        }
        isBlank = true
      } else if !scalars[place].properties.isWhitespace {
        (isBlank, end) = (false, place + 1)
      }
    }
    if start < end { parts.append(start..<end) }
    return parts
  }
}
