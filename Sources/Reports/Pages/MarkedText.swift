/// Text with passages marked in it, as HTML.
///
/// Each passage has a line below the words, in its code's colour. Where passages overlap their lines
/// lie below each other, each in a lane of its own, so that also those that cross can be told apart.
struct MarkedText {
  private struct Line {
    var passage: Int
    var range: Range<Int>
    var lane: Int
  }

  private let transcript: MarkedTranscript
  private let block: Range<Int>
  private var lines: [Line] = []

  /// `candidates` are passages that may lie in the block, in text order.
  init(_ transcript: MarkedTranscript, block: Range<Int>, candidates: some Sequence<Int>) {
    (self.transcript, self.block) = (transcript, block)
    for number in candidates {
      let range = transcript.passages[number].range.clamped(to: block)
      guard !range.isEmpty else { continue }
      let taken = lines.filter { $0.range.overlaps(range) }.map(\.lane)
      let lane = (0...taken.count).first { !taken.contains($0) } ?? taken.count
      lines.append(Line(passage: number, range: range, lane: lane))
    }
  }

  /// How many lines lie below each other.
  var lanes: Int { (lines.map(\.lane).max() ?? -1) + 1 }

  /// The passages that start in the block.
  var starting: [Int] {
    lines.map(\.passage).filter { block.contains(transcript.passages[$0].range.lowerBound) }
  }

  /// O(length + boundaries × lines, which are few within a turn).
  var html: String {
    let ends = lines.flatMap { [$0.range.lowerBound, $0.range.upperBound] }
    let boundaries = Set(ends + [block.lowerBound, block.upperBound]).sorted()
    return zip(boundaries, boundaries.dropFirst()).map { piece($0..<$1) }.joined()
  }

  private func piece(_ range: Range<Int>) -> String {
    let text = HTML.text(String(String.UnicodeScalarView(transcript.text[range])))
    let covering = lines.filter { $0.range.contains(range.lowerBound) }
      .sorted { $0.lane < $1.lane }
    if covering.isEmpty { return text }
    let title = covering.map { line in
      let passage = transcript.passages[line.passage]
      return ([transcript.codes[passage.code].path] + passage.history).joined(separator: "\n  ")
    }
    let spans = covering.reduce(text) { inner, line in
      let passage = transcript.passages[line.passage]
      let isStart = passage.range.lowerBound == range.lowerBound
      let id = isStart ? " id=\"p\(line.passage + 1)\"" : ""
      let look = "l\(line.lane) c\(passage.code)\(passage.isProposed ? " q" : "")"
      return "<span\(id) class=\"\(look)\">\(inner)</span>"
    }
    return "<mark title=\"\(HTML.attribute(title.joined(separator: "\n")))\">\(spans)</mark>"
  }
}

/// Text within a page: nothing in it is markup, and nothing reorders what is read.
enum HTML {
  static func text(_ text: String) -> String {
    sanitized(text, keepingNewlines: true).unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// The same where line ends are to be kept as they are.
  static func attribute(_ text: String) -> String { self.text(text).replacing("\n", with: "&#10;") }
}
