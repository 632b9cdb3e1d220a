import Coding

extension AnnotatedText {
  /// A text with marks around passages, as `read` takes them off again.
  ///
  /// Passages are taken in the order of where they start, the longer first; only those that cross
  /// another get numbers. Lines of `head` and `foot` stand before and after the text, each with its
  /// `%`. O(bytes + passages², which is small within one text).
  /// - Precondition: no passage is empty or reaches beyond the text; each has a code.
  package static func write(
    _ text: SourceText, _ passages: [(range: Range<Int>, codes: [String], memo: String?)],
    considered: [String]? = nil, head: [String] = [], foot: [String] = []
  ) -> String {
    var writer = AnnotationWriter(text)
    writer.mark(passages)
    let codes = considered.map { ["codes: " + $0.joined(separator: ", ")] } ?? []
    let above = remarks(head + codes)
    var marked = writer.text()
    if !foot.isEmpty, !marked.hasSuffix("\n") { marked += "\n" }
    return above + marked + remarks(foot)
  }
}

private func remarks(_ lines: [String]) -> String {
  lines.map { $0.isEmpty ? "%\n" : "% \($0)\n" }.joined()
}

private struct AnnotationWriter {
  private let scalars: [Unicode.Scalar]
  /// By code point: marks that stand before it, in their order.
  private var closings: [Int: String] = [:]
  private var openings: [Int: String] = [:]

  init(_ text: SourceText) { scalars = Array(text.string.unicodeScalars) }

  mutating func mark(_ passages: [(range: Range<Int>, codes: [String], memo: String?)]) {
    let sorted = passages.enumerated().sorted { a, b in
      (a.element.range.lowerBound, b.element.range.upperBound, a.offset)
        < (b.element.range.lowerBound, a.element.range.upperBound, b.offset)
    }.map(\.element)
    let numbers = numerals(sorted.map(\.range))
    for (passage, number) in zip(sorted, numbers) {
      openings[passage.range.lowerBound, default: ""] += "[\(number)["
    }
    // What opened last closes first.
    for (passage, number) in zip(sorted, numbers).reversed() {
      let memo = passage.memo.map { " | " + escaped(memo: $0) } ?? ""
      let label = passage.codes.joined(separator: ", ") + memo
      closings[passage.range.upperBound, default: ""] += "]\(number)]{\(label)}"
    }
  }

  /// A number for each passage that crosses another, and nothing for the others.
  private func numerals(_ ranges: [Range<Int>]) -> [String] {
    var next = 1
    return ranges.map { range in
      guard ranges.contains(where: { $0.crosses(range) }) else { return "" }
      defer { next += 1 }
      return "\(next)"
    }
  }

  func text() -> String {
    var text = String.UnicodeScalarView()
    text.reserveCapacity(2 * scalars.count)
    for (offset, scalar) in scalars.enumerated() {
      addMarks(at: offset, to: &text)
      if isMistakable(offset) { text.append("\\") }
      text.append(scalar)
    }
    addMarks(at: scalars.count, to: &text)
    return String(text)
  }

  /// One sign after another: appending whole views has the text copied each time.
  private func addMarks(at offset: Int, to text: inout String.UnicodeScalarView) {
    for marks in [closings[offset], openings[offset]] {
      for scalar in (marks ?? "").unicodeScalars { text.append(scalar) }
    }
  }

  /// Whether the text's own sign would be read as one of ours.
  private func isMistakable(_ offset: Int) -> Bool {
    switch scalars[offset] {
    case "\\": true
    case "%": offset == 0 || scalars[offset - 1] == "\n"
    case "[": opensMark(offset)
    case "]": closesMark(offset)
    default: false
    }
  }

  private func opensMark(_ offset: Int) -> Bool {
    var next = offset + 1
    while openings[next] == nil, next < scalars.count, isDigit(next) { next += 1 }
    return openings[next] != nil || next < scalars.count && scalars[next] == "["
  }

  private func closesMark(_ offset: Int) -> Bool {
    var next = offset + 1
    while next < scalars.count, isDigit(next) { next += 1 }
    return next + 1 < scalars.count && scalars[next] == "]" && scalars[next + 1] == "{"
  }

  private func isDigit(_ offset: Int) -> Bool { ("0"..."9").contains(scalars[offset]) }

  private func escaped(memo: String) -> String {
    SourceText(memo).string.unicodeScalars.map { scalar in
      switch scalar {
      case "\\", "}", "|": "\\\(scalar)"
      case "\n": "\\n"
      default: String(scalar)
      }
    }.joined()
  }
}

extension Range<Int> {
  /// Whether they overlap and neither holds the other.
  fileprivate func crosses(_ other: Self) -> Bool {
    lowerBound < other.lowerBound && other.lowerBound < upperBound && upperBound < other.upperBound
      || other.lowerBound < lowerBound && lowerBound < other.upperBound
        && other.upperBound < upperBound
  }
}
