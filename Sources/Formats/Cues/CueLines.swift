import Coding

/// The lines of cues, each with the speaker that the format or a label in the text names.
struct CueLines {
  struct Label {
    var name: String
    var key: String
    /// Nil where the name alone must tell.
    var part: Speaker.Part?
    var line: Int
  }

  struct Line {
    /// Nil where nobody is named.
    var speaker: Label?
    var text: [UInt8]
    var time: TimeSpan?
  }

  private(set) var all: [Line] = []
  private(set) var diagnostics: [Diagnostic] = []

  /// Voices are taken as they stand; where there are none at all, labels are looked for in the text
  /// as they are in any text.
  init(_ cues: [Cue], header: Header, file: String) {
    let cues = Self.withoutRepeats(cues)
    guard cues.contains(where: { $0.speaker != nil }) else {
      findLabels(cues, header, file)
      return
    }
    var labels: [String: Label] = [:]
    for cue in cues {
      if let name = cue.speaker, labels[name] == nil {
        let written = String(decoding: Self.oneLine(Array(name.utf8)), as: UTF8.self)
        labels[name] = Label(
          name: written, key: SpeakerWords.key(written), part: nil, line: cue.line)
      }
      add(cue.text, cue.speaker.flatMap { labels[$0] }, cue.time)
    }
  }

  private mutating func add(_ text: [UInt8], _ speaker: Label?, _ time: TimeSpan?) {
    let text = Self.oneLine(text)
    if !text.isEmpty { all.append(Line(speaker: speaker, text: text, time: time)) }
  }

  private static func oneLine(_ text: [UInt8]) -> [UInt8] {
    text.contains { $0 < .space } ? text.map { $0 < .space ? .space : $0 }.trimmed() : text
  }

  private mutating func findLabels(_ cues: [Cue], _ header: Header, _ file: String) {
    var (text, owners): ([UInt8], [Int]) = ([], [])
    for (number, cue) in cues.enumerated() {
      for line in cue.text.split(separator: .lineFeed) {
        text += line + [.lineFeed]
        owners.append(number)
      }
    }
    let lines = Lines(SourceText(validUTF8: text), file: file)
    let (candidates, table) = LabelTable.collect(lines)
    var plain = header
    plain.lines = 0..<0
    let labels = Labels(lines, candidates, table, plain, isForced: true)
    let byLine = Dictionary(uniqueKeysWithValues: labels.accepted.map { ($0.line, $0) })
    for (line, owner) in owners.enumerated() where line < lines.count {
      let candidate = byLine[line]
      let end = lines[line].words.upperBound
      let start = candidate.map { min($0.words, end) } ?? lines[line].words.lowerBound
      let label = candidate.map { candidate in
        let name = lines.bytes.string(candidate.name)
        return Label(
          name: name, key: table.labels[candidate.label].key, part: labels.parts[candidate.label],
          line: cues[owner].line)
      }
      add(Array(lines.bytes[start..<end]), label, cues[owner].time)
    }
    diagnostics = labels.diagnostics.map { diagnostic in
      var diagnostic = diagnostic
      let line = diagnostic.place.line - 1
      if owners.indices.contains(line) { diagnostic.place.line = cues[owners[line]].line }
      return diagnostic
    }
  }

  /// Recognised speech scrolls in some files: each cue starts with the line that the one before
  /// ended with.
  ///
  /// Where most cues do, such lines are taken once.
  private static func withoutRepeats(_ cues: [Cue]) -> [Cue] {
    let lines = cues.map { $0.text.split(separator: .lineFeed) }
    let repeats = zip(lines, lines.dropFirst()).count { $0.last != nil && $0.last == $1.first }
    guard cues.count >= 4, repeats * 2 >= cues.count else { return cues }
    var last: ArraySlice<UInt8>?
    return zip(cues, lines).map { cue, lines in
      var cue = cue
      var kept: [ArraySlice<UInt8>] = []
      for line in lines where line != last {
        kept.append(line)
        last = line
      }
      cue.text = Array(kept.joined(separator: [.lineFeed]))
      return cue
    }
  }
}
