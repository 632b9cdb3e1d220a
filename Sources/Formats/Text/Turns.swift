import Coding

/// Cuts a labelled text into turns.
///
/// A turn runs from the first word after its label to the last word before the next, across
/// paragraphs; a time between its paragraphs starts a new stretch of it. What stands before the first
/// label, and a heading with what follows it up to the next label, is nobody's: one stretch a
/// paragraph.
struct TurnCutter {
  /// A stretch in the making.
  private struct Open {
    var label: LabelCandidate?
    /// Empty until words are found.
    var range: Range<Int>?
    /// When it starts, as a stamp before it says.
    var time: TimeSpan?
    /// What the stamp after its last words says.
    var end: Int?
    /// A paragraph with a stamp at its end is over.
    var isOver = false
    /// The label's first stretch: one without words is worth a note.
    var isFirst = true
    /// Whether a label stands right before it.
    var isLabelled: Bool { label != nil && isFirst }
  }

  private let lines: Lines
  private let table: LabelTable
  private let labels: Labels
  private var open: Open?
  private var speakerOfLabel: [Int: Int] = [:]
  /// The stamp that ended the stretch before: the next starts there.
  private var lastEnd: Int?

  private(set) var speakers: [Speaker] = []
  private(set) var turns: [Turn] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(
    _ lines: Lines, _ labels: Labels, _ table: LabelTable, skipping header: Range<Int>,
    headings: Set<Int>
  ) {
    (self.lines, self.labels, self.table) = (lines, labels, table)
    var rest = labels.accepted[...]
    let footer = lines.footer
    for line in 0..<lines.count where !header.contains(line) {
      if let label = rest.first, label.line == line {
        rest.removeFirst()
        start(label, line)
      } else if headings.contains(line) || line == footer {
        close()
        open = Open(range: lines[line].words)
        close()
      } else {
        add(line)
      }
    }
    close()
  }

  private mutating func start(_ label: LabelCandidate, _ line: Int) {
    // A time on the line above is the label's.
    let above = open.flatMap { $0.range == nil && !$0.isLabelled ? $0.time : nil }
    close()
    open = Open(label: label, time: label.time ?? above)
    let end = lines[line].words.upperBound
    add(min(label.words, end)..<end, line)
  }

  private mutating func add(_ line: Int) {
    if lines[line].isBlank {
      if open?.label == nil, open?.range != nil { close() }
      return
    }
    if open == nil { open = Open() }
    if open?.isOver == true { split(at: nil) }
    add(lines[line].words, line)
  }

  private mutating func add(_ words: Range<Int>, _ line: Int) {
    if words.isEmpty { return }
    if let stamp = TimeStamp.filling(words, in: lines.bytes) {
      mark(stamp.time)
    } else {
      extend(with: withoutStart(words, line), line)
    }
  }

  /// A time before words: where there are some already, a new stretch starts.
  private mutating func mark(_ time: TimeSpan) {
    guard let current = open, current.range == nil else { return split(at: time) }
    open?.time = current.isLabelled ? current.time ?? time : time
  }

  /// Ends the stretch; the next is the same speaker's.
  private mutating func split(at time: TimeSpan?) {
    let label = open?.label
    close()
    open = Open(label: label, time: time, isFirst: false)
  }

  /// The words without the time that they start with.
  private mutating func withoutStart(_ words: Range<Int>, _ line: Int) -> Range<Int> {
    let end = words.upperBound
    guard
      let stamp = TimeStamp.read(
        in: lines.bytes, at: words.lowerBound, limit: end, bracketedOnly: true),
      open?.range == nil || startsStretch(stamp, line)
    else { return words }
    mark(stamp.time)
    return lines.bytes.skippingWhiteSpace(from: stamp.end, end: end)..<end
  }

  /// Lengthens the open stretch; a time at its end stays outside.
  private mutating func extend(with words: Range<Int>, _ line: Int) {
    let isSpoken = open?.label != nil
    let (rest, stamp) = isSpoken ? TimeStamp.trimmingEnd(words, in: lines.bytes) : (words, nil)
    if !rest.isEmpty {
      let start = open?.range?.lowerBound ?? rest.lowerBound
      open?.range = start..<rest.upperBound
    }
    if let stamp, endsParagraph(line) || lines.bytes[words.upperBound - 1] == .hash {
      open?.end = stamp.time.end ?? stamp.time.start
      open?.isOver = true
    }
  }

  /// Whether a stamp at a line's start is more than one that the line's width put there.
  private func startsStretch(_ stamp: TimeStamp, _ line: Int) -> Bool {
    stamp.time.end != nil || line == 0 || lines[line - 1].isBlank
  }

  private func endsParagraph(_ line: Int) -> Bool {
    line + 1 >= lines.count || lines[line + 1].isBlank
      || labels.accepted.contains(line: line + 1)
  }

  private mutating func close() {
    defer { open = nil }
    guard let stretch = open else { return }
    if let range = stretch.range {
      let index = stretch.label.flatMap { speaker($0) }
      turns.append(Turn(speaker: index, range: range, time: time(of: stretch)))
      lastEnd = stretch.end
    } else if let label = stretch.label, stretch.isFirst {
      let place = lines.place(of: label.name.lowerBound, line: label.line)
      let name = lines.bytes.string(label.name)
      diagnostics.append(Diagnostic(.note, .noWords(name), at: place))
    }
  }

  /// A stretch without a time before it starts where the one before ended, by the stamp there; where
  /// the clock ran back, its own stamp is all there is.
  private func time(of stretch: Open) -> TimeSpan? {
    guard let end = stretch.end else { return stretch.time }
    if let time = stretch.time { return time.end == nil ? time.until(end) : time }
    let start = turns.isEmpty ? 0 : lastEnd ?? end
    return start < end ? TimeSpan(start: start, end: end) : TimeSpan(start: end)
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
    let name = Characters.decoded(lines.bytes.string(candidate.name))
    let key = table.labels[candidate.label].key
    let isNumbered = key.last?.isNumber == false && name.last?.isNumber == true
    return isNumbered ? SpeakerWords.stem(name) : name
  }
}

extension [LabelCandidate] {
  /// Whether one stands on a line.
  ///
  /// O(log count).
  fileprivate func contains(line: Int) -> Bool {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].line < line { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].line == line
  }
}

extension Lines {
  /// The last line where a program says that it made the transcript: `Transcribed by https://…`.
  fileprivate var footer: Int? {
    guard let last = all.lastIndex(where: { !$0.isBlank }) else { return nil }
    let words = bytes[all[last].words].prefix(80).map { $0 | ($0.isASCIILetter ? 0x20 : 0) }
    let text = String(decoding: words, as: UTF8.self)
    let isCredit = ["transcribed by ", "(transcribed by ", "transcript by "].contains {
      text.hasPrefix($0)
    }
    return isCredit && (text.contains("://") || text.contains(".ai") || text.contains(".com"))
      ? last : nil
  }
}

extension Diagnostic.Message {
  fileprivate static func noWords(_ label: String) -> Self {
    "the turn of \(shown(label)) has no words and is left out"
  }
}
