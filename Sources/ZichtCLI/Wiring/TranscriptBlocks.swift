import Coding
import Project
import Reports

/// A transcript's text in blocks: turns, and what stands between them.
///
/// A label that only says who speaks is told beside the turn; all else of the text is shown.
struct TranscriptBlocks {
  private(set) var blocks: [MarkedTranscript.Block] = []
  private let text: [Unicode.Scalar]

  /// Turns in code points, ascending, with the number of who speaks, and when.
  init(
    text: [Unicode.Scalar], turns: [(range: Range<Int>, speaker: Int)], voices: [Int: Voice],
    times: [TimeSpan?]
  ) {
    self.text = text
    var last = 0
    for (turn, time) in zip(turns, times) {
      let voice = voices[turn.speaker]
      addAside(last..<turn.range.lowerBound, label: voice?.label ?? "")
      let kind: MarkedTranscript.Block.Kind =
        switch voice?.part {
        case .document?: .paragraph
        case .nobody?: .aside
        case let part:
          .turn(
            speaker: voice?.label ?? "withdrawn", isInterviewer: part == .interviewer,
            time: time?.start)
        }
      blocks.append(MarkedTranscript.Block(kind, turn.range))
      last = turn.range.upperBound
    }
    addAside(last..<text.count, label: "")
  }

  /// What stands before a turn, without its label.
  private mutating func addAside(_ gap: Range<Int>, label: String) {
    var range = trimmed(gap)
    if !label.isEmpty, !range.isEmpty {
      let line =
        (text[range].lastIndex(of: "\n").map { $0 + 1 } ?? range.lowerBound)..<range.upperBound
      // With a remark beside the name, or another way to write it, the line is shown.
      let isLabel = letters(text[line]) == letters(label.unicodeScalars)
      if isLabel { range = trimmed(range.lowerBound..<line.lowerBound) }
    }
    if !range.isEmpty { blocks.append(MarkedTranscript.Block(.aside, range)) }
  }

  private func letters(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    scalars.filter { $0.properties.isAlphabetic }.map(\.properties.lowercaseMapping).joined()
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, text[start].properties.isWhitespace { start += 1 }
    while end > start, text[end - 1].properties.isWhitespace { end -= 1 }
    return start..<end
  }
}
