/// A text with marks in it: `"Ik [woon] hier"` is the text `Ik woon hier` and the range of `woon`.
///
/// Ranges are code points, half-open, in order of their opening marks, which may nest.
package struct MarkedText: Sendable, Equatable {
  package var text: String
  package var ranges: [Range<Int>]

  /// - Precondition: every `[` has its `]`.
  package init(_ marked: String, open: Unicode.Scalar = "[", close: Unicode.Scalar = "]") {
    var plain = String.UnicodeScalarView()
    var starts: [(start: Int, order: Int)] = []
    var found: [(range: Range<Int>, order: Int)] = []
    var opened = 0
    for scalar in marked.unicodeScalars {
      if scalar == open {
        starts.append((plain.count, opened))
        opened += 1
      } else if scalar == close {
        guard let (start, order) = starts.popLast() else { preconditionFailure("']' without '['") }
        found.append((start..<plain.count, order))
      } else {
        plain.append(scalar)
      }
    }
    precondition(starts.isEmpty, "'[' without ']'")
    text = String(plain)
    ranges = found.sorted { $0.order < $1.order }.map(\.range)
  }

  /// The text with marks around ranges of code points; `init` undoes it.
  package static func marking(_ ranges: [Range<Int>], in text: String) -> String {
    var marked = ""
    for (offset, scalar) in text.unicodeScalars.enumerated() {
      marked += String(repeating: "]", count: ranges.count { $0.upperBound == offset })
      marked += String(repeating: "[", count: ranges.count { $0.lowerBound == offset })
      marked.unicodeScalars.append(scalar)
    }
    let end = text.unicodeScalars.count
    return marked + String(repeating: "]", count: ranges.count { $0.upperBound == end })
  }
}
