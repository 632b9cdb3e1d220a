import Coding

/// Cues made a text: those of one speaker in a row are one turn, and the turn has their time.
///
/// The text is the one that the same talk has as a `.txt` file: the header, then `Name: words` with
/// an empty line between turns.
struct Dialogue {
  /// Words of one speaker, known by a place in `speakers`.
  private struct Utterance {
    var speaker: Int?
    var text: [UInt8]
    var time: TimeSpan?
    /// Goes on with the utterance before.
    var isJoined: Bool
  }

  private let header: Header
  private let file: String
  private var speakers: [Speaker] = []
  private var byKey: [String: Int] = [:]
  private var utterances: [Utterance] = []
  private var diagnostics: [Diagnostic]

  /// `areTurns` says that each cue is a turn by itself.
  init(cues: [Cue], header: Header, file: String, areTurns: Bool = false) {
    (self.header, self.file) = (header, file)
    diagnostics = header.diagnostics
    let lines = CueLines(cues, header: header, file: file)
    diagnostics += lines.diagnostics
    for line in lines.all { add(line, areTurns: areTurns) }
  }

  private mutating func add(_ line: CueLines.Line, areTurns: Bool) {
    let last = utterances.last
    // A cue that names nobody goes on where the one before stops.
    let speaker = line.speaker.map { index(of: $0) } ?? last?.speaker
    let goesOn = last.map { last in
      last.speaker == speaker
        && (speaker != nil ? !areTurns || line.speaker == nil : !startsParagraph(line, after: last))
    }
    utterances.append(
      Utterance(speaker: speaker, text: line.text, time: line.time, isJoined: goesOn ?? false))
    if goesOn == true { merge() }
  }

  /// Makes the last two utterances one.
  private mutating func merge() {
    let next = utterances.removeLast()
    let index = utterances.count - 1
    utterances[index].text.append(.space)
    utterances[index].text += next.text
    guard let time = next.time else { return }
    utterances[index].time = TimeSpan(
      start: utterances[index].time?.start ?? time.start, end: time.end ?? time.start)
  }

  /// Where nobody is named: after a silence of two seconds, or a sentence's end once there are 500
  /// bytes.
  private func startsParagraph(_ line: CueLines.Line, after last: Utterance) -> Bool {
    if let start = line.time?.start, let end = last.time?.end, start - end >= 2000 { return true }
    guard last.text.count >= 500 else { return false }
    return String(decoding: last.text.suffix(3), as: UTF8.self).last.map { ".?!…".contains($0) }
      ?? false
  }

  private mutating func index(of label: CueLines.Label) -> Int {
    if let known = byKey[label.key] { return known }
    byKey[label.key] = speakers.count
    let part =
      label.part
      ?? (header.people("interviewer", "interviewers", "onderzoeker", "moderator")
        .contains(label.key) ? .interviewer : SpeakerWords.part(of: label.key) ?? .respondent)
    speakers.append(
      Speaker(label: label.name, part: part, place: Place(file: file, line: label.line)))
    return speakers.count - 1
  }
}

/// What becomes of them.
extension Dialogue {
  func read(reader: String, encoding: String, notes: [Diagnostic]) -> ReadResult {
    var text: [UInt8] = []
    var turns: [Turn] = []
    for field in header.fields { text += Array("\(field.key): \(field.value)\n".utf8) }
    for utterance in utterances {
      if !text.isEmpty { text.append(.lineFeed) }
      if let speaker = utterance.speaker { text += Array("\(speakers[speaker].label): ".utf8) }
      let start = text.count
      text += utterance.text
      turns.append(
        Turn(speaker: utterance.speaker, range: start..<text.count, time: utterance.time))
      text.append(.lineFeed)
    }
    let transcript = Transcript(
      text: SourceText(validUTF8: text), kind: speakers.isEmpty ? .document : .interview,
      header: header.fields, speakers: speakers, turns: turns, encoding: encoding, reader: reader)
    return ReadResult(
      transcript: transcript,
      diagnostics: notes + diagnostics + transcript.remarks(file: file))
  }
}
