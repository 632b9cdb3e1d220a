import Coding

/// Cuts a labelled text into turns.
///
/// A turn runs from the first word after its label to the last word before the next, across
/// paragraphs. What stands before the first label, and a heading with what follows it up
/// to the next label, is nobody's: one turn a paragraph.
struct TurnCutter {
  private struct Open {
    var label: LabelCandidate?
    /// Empty until words are found.
    var range: Range<Int>?
  }

  private let lines: Lines
  private let table: LabelTable
  private let labels: Labels
  private var open: Open?
  private var speakerOfLabel: [Int: Int] = [:]

  private(set) var speakers: [Speaker] = []
  private(set) var turns: [Turn] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(
    _ lines: Lines, _ labels: Labels, _ table: LabelTable, skipping header: Range<Int>,
    headings: Set<Int>
  ) {
    (self.lines, self.labels, self.table) = (lines, labels, table)
    var rest = labels.accepted[...]
    for line in 0..<lines.count where !header.contains(line) {
      if let label = rest.first, label.line == line {
        rest.removeFirst()
        start(label)
      } else if headings.contains(line) {
        close()
        open = Open(range: lines[line].words)
        close()
      } else {
        add(lines[line])
      }
    }
    close()
  }

  private mutating func start(_ label: LabelCandidate) {
    close()
    open = Open(label: label)
    let end = lines[label.line].words.upperBound
    extend(with: min(label.words, end)..<end)
  }

  private mutating func add(_ line: Lines.Line) {
    if line.isBlank {
      if open?.label == nil { close() }
      return
    }
    if open == nil { open = Open() }
    extend(with: line.words)
  }

  /// Lengthens the open turn; of a speaker's, time stamps at either end stay outside.
  private mutating func extend(with words: Range<Int>) {
    guard let current = open else { return }
    var words = words
    if current.label != nil {
      if TimeStamp.fills(words, in: lines.bytes) { return }
      if current.range == nil { words = skippingTime(words) }
      words = TimeStamp.trimmingEnd(words, in: lines.bytes)
    }
    if words.isEmpty { return }
    open?.range = (current.range?.lowerBound ?? words.lowerBound)..<words.upperBound
  }

  private func skippingTime(_ words: Range<Int>) -> Range<Int> {
    let bytes = lines.bytes
    let (start, limit) = (words.lowerBound, words.upperBound)
    let end = TimeStamp.end(in: bytes, at: start, limit: limit, bracketedOnly: true)
    return bytes.skippingWhiteSpace(from: end ?? start, end: limit)..<limit
  }

  private mutating func close() {
    defer { open = nil }
    guard let turn = open else { return }
    if let range = turn.range {
      turns.append(Turn(speaker: turn.label.flatMap { speaker($0) }, range: range))
    } else if let label = turn.label {
      let place = lines.place(of: label.name.lowerBound, line: label.line)
      let name = lines.bytes.string(label.name)
      diagnostics.append(Diagnostic(.note, .noWords(name), at: place))
    }
  }

  private mutating func speaker(_ candidate: LabelCandidate) -> Int? {
    if let known = speakerOfLabel[candidate.label] { return known }
    guard let part = labels.parts[candidate.label] else { return nil }
    let place = lines.place(of: candidate.name.lowerBound, line: candidate.line)
    speakers.append(Speaker(label: written(candidate), part: part, place: place))
    speakerOfLabel[candidate.label] = speakers.count - 1
    return speakers.count - 1
  }

  /// The label as written, but `Vraag` for `Vraag 1`: that number is the question's.
  private func written(_ candidate: LabelCandidate) -> String {
    let name = lines.bytes.string(candidate.name)
    let key = table.labels[candidate.label].key
    let isNumbered = key.last?.isNumber == false && name.last?.isNumber == true
    return isNumbered ? SpeakerWords.stem(name) : name
  }
}

extension Diagnostic.Message {
  fileprivate static func noWords(_ label: String) -> Self {
    "the turn of \(shown(label)) has no words and is left out"
  }
}
