import Coding

/// The distinct labels of one file, spellings of one label together.
struct LabelTable {
  struct Label {
    var key: String
    /// As first written.
    var name: Range<Int>
    var line: Int
    var part: Speaker.Part?
  }

  private(set) var labels: [Label] = []
  private var byKey: [String: Int] = [:]
  /// The spellings met last; in an interview nearly every label is among them.
  private var recent: [(name: Range<Int>, label: Int)] = []

  /// The index of a name, new or known.
  ///
  /// O(name) where it was met lately.
  mutating func index(of name: Range<Int>, line: Int, in bytes: [UInt8]) -> Int {
    if let known = recent.first(where: { bytes.areEqual($0.name, name) }) {
      return known.label
    }
    let index = intern(name, line, bytes)
    if recent.count == 8 { recent.removeFirst() }
    recent.append((name, index))
    return index
  }

  private mutating func intern(_ name: Range<Int>, _ line: Int, _ bytes: [UInt8]) -> Int {
    let key = SpeakerWords.key(Characters.decoded(bytes.string(name)))
    if let known = byKey[key] { return known }
    labels.append(Label(key: key, name: name, line: line, part: SpeakerWords.part(of: key)))
    byKey[key] = labels.count - 1
    return labels.count - 1
  }

  /// Every candidate of a text, and the labels they are written with.
  static func collect(_ lines: Lines) -> (candidates: [LabelCandidate], table: LabelTable) {
    var table = LabelTable()
    var candidates: [LabelCandidate] = []
    for line in 0..<lines.count {
      guard var candidate = LabelScanner.candidate(line: line, in: lines) else { continue }
      candidate.label = table.index(of: candidate.name, line: line, in: lines.bytes)
      candidates.append(candidate)
    }
    NamesBesideTimes.mark(&candidates, lines)
    return (candidates, table)
  }
}

/// Names alone on their line, with the time alone on the line above, or in other files below.
///
/// A short answer stands beside a time too: the side where more such lines stand is the names'.
private enum NamesBesideTimes {
  static func mark(_ candidates: inout [LabelCandidate], _ lines: Lines) {
    var (under, above): ([Int], [Int]) = ([], [])
    for (index, candidate) in candidates.enumerated()
    where candidate.form == .bare && candidate.words >= lines[candidate.line].words.upperBound {
      let isUnder = isTime(lines, candidate.line, step: -1)
      let isAbove = isTime(lines, candidate.line, step: 1)
      if isUnder, !isAbove { under.append(index) }
      if isAbove, !isUnder { above.append(index) }
    }
    for index in under.count >= above.count ? under : above {
      candidates[index].form = .besideTime
    }
  }

  /// Whether the next line with words, over one empty line, holds a time alone.
  private static func isTime(_ lines: Lines, _ line: Int, step: Int) -> Bool {
    for next in [line + step, line + 2 * step] where lines.all.indices.contains(next) {
      if !lines[next].isBlank { return TimeStamp.fills(lines[next].words, in: lines.bytes) }
    }
    return false
  }
}
