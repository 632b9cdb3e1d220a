import Coding

/// What a reader makes of a file.
///
/// `transcript` is nil when an error is among the diagnostics, which stand in the order of their
/// places.
package struct ReadResult: Sendable, Equatable {
  package var transcript: Transcript?
  package var diagnostics: [Diagnostic]

  package init(transcript: Transcript?, diagnostics: [Diagnostic]) {
    let hasError = diagnostics.contains { $0.severity == .error }
    self.transcript = hasError ? nil : transcript
    self.diagnostics = diagnostics.sorted { $0.place < $1.place }
  }
}

/// Reads a transcript of any kind that has a reader, by its content and name.
///
/// O(bytes).
package func readTranscript(_ bytes: [UInt8], file: String) -> ReadResult {
  switch FileKind.detect(bytes, name: file) {
  case .plainText: return PlainText.read(bytes, file: file)
  case .markdown: return Markdown.read(bytes, file: file)
  case .table:
    let hint = "read it as a table of respondents or neighbourhoods, or save the talk as text"
    return ReadResult(refused: .table, file, hint: hint)
  case .unsupported(let description, let hint):
    return ReadResult(refused: .unsupported(description), file, hint: hint)
  }
}

/// The reader of plain text.
///
/// The stored text is the whole file, its header too, so that offsets are the file's own.
package enum PlainText {
  package static let reader = "plain-text/1"

  /// O(bytes).
  package static func read(_ bytes: [UInt8], file: String) -> ReadResult {
    TextReader(reader: reader, isMarkdown: false).read(bytes, file: file)
  }
}

/// The reader of Markdown: plain text whose `#` lines are headings.
///
/// Other markup stays in the text.
package enum Markdown {
  package static let reader = "markdown/1"

  /// O(bytes).
  package static func read(_ bytes: [UInt8], file: String) -> ReadResult {
    TextReader(reader: reader, isMarkdown: true).read(bytes, file: file)
  }
}

private struct TextReader {
  var reader: String
  var isMarkdown: Bool

  func read(_ bytes: [UInt8], file: String) -> ReadResult {
    do throws(Rejected) {
      return read(try decode(bytes, file: file), file: file)
    } catch {
      return ReadResult(transcript: nil, diagnostics: error.diagnostics)
    }
  }

  private func read(_ decoded: Decoded, file: String) -> ReadResult {
    let lines = Lines(decoded.text, file: file)
    let (found, table) = LabelTable.collect(lines)
    let header = FrontMatter.read(lines) ?? LeadingHeader.find(lines, found, table)
    let said = kind(header)
    let candidates = said == .document ? [] : found.filter { !header.lines.contains($0.line) }
    let labels = Labels(lines, candidates, table, header, isForced: said == .interview)
    let cut = TurnCutter(lines, labels, table, skipping: header.lines, isMarkdown: isMarkdown)
    let kind = said ?? (cut.speakers.isEmpty ? .document : .interview)
    let transcript = Transcript(
      text: decoded.text, kind: kind, header: header.fields, speakers: cut.speakers,
      turns: cut.turns, encoding: decoded.encoding, reader: reader)
    let diagnostics = decoded.notes + header.diagnostics + labels.diagnostics + cut.diagnostics
    return ReadResult(transcript: transcript, diagnostics: diagnostics + remarks(transcript, file))
  }

  /// The kind that the header states, nil where it states none.
  private func kind(_ header: Header) -> Transcript.Kind? {
    header.value("kind", "soort").flatMap { Transcript.Kind(rawValue: $0.lowercased()) }
  }

  private func remarks(_ transcript: Transcript, _ file: String) -> [Diagnostic] {
    let place = Place(file: file)
    if transcript.turns.isEmpty {
      return [Diagnostic(.warning, .noWords, at: place, hint: "is this the right file?")]
    }
    guard transcript.kind == .interview else { return [] }
    if transcript.speakers.isEmpty {
      return [Diagnostic(.warning, .noLabels, at: place, hint: labelHint)]
    }
    let hasInterviewer = transcript.speakers.contains { $0.part == .interviewer }
    if hasInterviewer || transcript.speakers.count == 1 { return [] }
    return [Diagnostic(.note, .noInterviewer, at: place, hint: interviewerHint)]
  }
}

private let labelHint = "start each turn with a name and a colon, such as 'R: '"
private let interviewerHint = "name the label in the header, such as 'interviewer: Speaker 1'"

extension ReadResult {
  fileprivate init(refused message: Diagnostic.Message, _ file: String, hint: String) {
    let diagnostic = Diagnostic(.error, message, at: Place(file: file), hint: hint)
    self.init(transcript: nil, diagnostics: [diagnostic])
  }
}

extension Diagnostic.Message {
  fileprivate static func unsupported(_ description: String) -> Self {
    "this is \(description), which has no reader"
  }
  fileprivate static var table: Self { "this is a table, not a transcript" }
  fileprivate static var noWords: Self { "the file holds no words besides its header" }
  fileprivate static var noLabels: Self {
    "the header says this is an interview, but no turn starts with a label"
  }
  fileprivate static var noInterviewer: Self {
    "no label is an interviewer's: everybody counts as a respondent"
  }
}
