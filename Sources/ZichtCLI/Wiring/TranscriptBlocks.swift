import Coding
import Formats
import Project
import Reports

/// A transcript's text in blocks: turns, and what stands between them.
///
/// A label that only says who speaks is told beside the turn; all else of the text is shown.
struct TranscriptBlocks {
  private(set) var blocks: [MarkedTranscript.Block] = []
  private let text: [Unicode.Scalar]

  /// Turns in code points, ascending, with the number of who speaks.
  init(
    text: [Unicode.Scalar], turns: [(range: Range<Int>, speaker: Int)], voices: [Int: Voice],
    times: [Int: Int]
  ) {
    self.text = text
    var last = 0
    for turn in turns {
      let voice = voices[turn.speaker]
      addAside(last..<turn.range.lowerBound, label: voice.map(\.label) ?? "")
      let kind: MarkedTranscript.Block.Kind =
        switch voice?.part {
        case .document?: .paragraph
        case .nobody?: .aside
        case let part:
          .turn(
            speaker: voice?.label ?? "withdrawn", isInterviewer: part == .interviewer,
            time: times[turn.range.lowerBound])
        }
      blocks.append(MarkedTranscript.Block(kind, turn.range))
      last = turn.range.upperBound
    }
    addAside(last..<text.count, label: nil)
  }

  /// What stands before a turn, without its label; nil for the end of the text.
  private mutating func addAside(_ gap: Range<Int>, label: String?) {
    var range = trimmed(gap)
    if let label, !range.isEmpty {
      let line =
        (text[range].lastIndex(of: "\n").map { $0 + 1 } ?? range.lowerBound)..<range.upperBound
      // A remark beside the name is no label alone.
      let isLabel = letters(text[line]) <= letters(label.unicodeScalars)
      if isLabel { range = trimmed(range.lowerBound..<line.lowerBound) }
    }
    if !range.isEmpty { blocks.append(MarkedTranscript.Block(.aside, range)) }
  }

  private func letters(_ scalars: some Sequence<Unicode.Scalar>) -> Int {
    scalars.count { $0.properties.isAlphabetic }
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, text[start].properties.isWhitespace { start += 1 }
    while end > start, text[end - 1].properties.isWhitespace { end -= 1 }
    return start..<end
  }
}

/// When turns were said, as the transcript's own file has it.
struct TurnTimes {
  /// Milliseconds by the code point where a turn starts.
  private(set) var byStart: [Int: Int] = [:]

  /// The file is read anew; a reader that makes another text of it by now tells nothing of this one.
  init(_ project: Project, version: Int, name: String, text: [UInt8]) throws {
    let file = try project.original(ofVersion: version) ?? text
    guard let transcript = readTranscript(file, file: name).transcript,
      transcript.text.utf8 == text
    else { return }
    var points = CodePoints(transcript.text)
    for turn in transcript.turns {
      guard let time = turn.time else { continue }
      byStart[points.offset(ofByte: turn.range.lowerBound)] = time.start
    }
  }
}
