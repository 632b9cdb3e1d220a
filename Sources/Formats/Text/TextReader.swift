import Coding

/// Finds header, speakers and turns in a text, whatever file it came from.
struct TextReader {
  enum Form {
    case plain
    case markdown
    /// The text of a document that says itself which of its lines are headings.
    case document(headings: Set<Int>)
  }

  /// Name and version, for the ledger.
  var reader: String
  var form: Form

  func read(_ decoded: Decoded, file: String) -> ReadResult {
    let lines = Lines(decoded.text, file: file)
    let headings = headings(lines)
    let (found, collected) = LabelTable.collect(lines)
    let header =
      FrontMatter.read(lines) ?? LeadingHeader.find(lines, found, collected, after: headings)
    let said = kind(header)
    let (labels, table) = self.labels(lines, found, collected, header, said)
    let cut = TurnCutter(lines, labels, table, skipping: header.lines, headings: headings)
    let kind = said ?? (cut.speakers.isEmpty ? .document : .interview)
    let transcript = Transcript(
      text: decoded.text, kind: kind, header: header.fields, speakers: cut.speakers,
      turns: cut.turns, encoding: decoded.encoding, reader: reader)
    let diagnostics = decoded.notes + header.diagnostics + labels.diagnostics + cut.diagnostics
    return ReadResult(
      transcript: transcript, diagnostics: diagnostics + transcript.remarks(file: file))
  }

  private func labels(
    _ lines: Lines, _ found: [LabelCandidate], _ table: LabelTable, _ header: Header,
    _ said: Transcript.Kind?
  ) -> (Labels, LabelTable) {
    let candidates = said == .document ? [] : found.filter { !header.lines.contains($0.line) }
    let labels = Labels(lines, candidates, table, header, isForced: said == .interview)
    guard labels.accepted.isEmpty, said != .document,
      let spaced = SpacedLabels.find(lines, after: header.lines)
    else { return (labels, table) }
    return (
      Labels(lines, spaced.candidates, spaced.table, header, isForced: true), spaced.table
    )
  }

  private func headings(_ lines: Lines) -> Set<Int> {
    switch form {
    case .plain: []
    case .markdown: Set((0..<lines.count).filter { lines.isMarkdownHeading($0) })
    case .document(let headings): headings
    }
  }

  /// The kind that the header states, nil where it states none.
  private func kind(_ header: Header) -> Transcript.Kind? {
    header.value("kind", "soort").flatMap { Transcript.Kind(rawValue: $0.lowercased()) }
  }
}

extension Lines {
  fileprivate func isMarkdownHeading(_ line: Int) -> Bool {
    let words = self[line].words
    let marks = bytes[words].prefix { $0 == .hash }.count
    guard (1...6).contains(marks), marks < words.count else { return false }
    return bytes[words.lowerBound + marks] == .space
  }
}

extension Transcript {
  /// What a person should know about a transcript as a whole.
  func remarks(file: String) -> [Diagnostic] {
    let place = Place(file: file)
    if turns.isEmpty {
      return [Diagnostic(.warning, .noWords, at: place, hint: "is this the right file?")]
    }
    guard kind == .interview else { return [] }
    if speakers.isEmpty {
      return [Diagnostic(.warning, .noLabels, at: place, hint: labelHint)]
    }
    let hasInterviewer = speakers.contains { $0.part == .interviewer }
    if hasInterviewer || speakers.count == 1 { return [] }
    return [Diagnostic(.note, .noInterviewer, at: place, hint: interviewerHint)]
  }
}

private let labelHint = "start each turn with a name and a colon, such as 'R: '"
private let interviewerHint = "name the label in the header, such as 'interviewer: Speaker 1'"

extension Diagnostic.Message {
  fileprivate static var noWords: Self { "the file holds no words besides its header" }
  fileprivate static var noLabels: Self {
    "the header says this is an interview, but no turn starts with a label"
  }
  static var noInterviewer: Self {
    "no label is an interviewer's: everybody counts as a respondent"
  }
}
