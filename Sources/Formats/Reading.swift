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
/// `extracting` takes the text out of a PDF, which needs another program. O(bytes).
package func readTranscript(
  _ bytes: [UInt8], file: String,
  extracting: (() throws(Diagnostic) -> PortableText)? = nil
) -> ReadResult {
  switch FileKind.detect(bytes, name: file) {
  case .plainText: return PlainText.read(bytes, file: file)
  case .markdown: return Markdown.read(bytes, file: file)
  case .word: return Docx.read(bytes, file: file)
  case .openDocument: return Odt.read(bytes, file: file)
  case .webVTT: return WebVTT.read(bytes, file: file)
  case .subRip: return SubRip.read(bytes, file: file)
  case .richText: return RichText.read(bytes, file: file)
  case .webPage: return WebPage.read(bytes, file: file)
  case .portableDocument:
    return ReadResult(firstFault: { () throws(Diagnostic) in
      guard let text = try extracting?() else {
        throw Diagnostic(
          .error, .unsupported(ForeignFormat.pdf.description), at: Place(file: file),
          hint: ForeignFormat.pdf.hint)
      }
      return text.read(file: file)
    })
  case .json: return RecognisedSpeech.read(bytes, file: file)
  case .table:
    if let talk = TurnTable.read(bytes, file: file) { return talk }
    let hint =
      "read it as a table of respondents or neighbourhoods, or name its columns 'speaker' and 'text'"
    return ReadResult(refused: .table, file, hint: hint)
  case .unsupported(let description, let hint):
    return ReadResult(refused: .unsupported(description), file, hint: hint)
  }
}

extension ReadResult {
  fileprivate init(refused message: Diagnostic.Message, _ file: String, hint: String) {
    let diagnostic = Diagnostic(.error, message, at: Place(file: file), hint: hint)
    self.init(transcript: nil, diagnostics: [diagnostic])
  }

  /// What a reader that may give up made of a file.
  init(_ read: () throws(Rejected) -> ReadResult) {
    do throws(Rejected) {
      self = try read()
    } catch {
      self.init(transcript: nil, diagnostics: error.diagnostics)
    }
  }

  /// The same for readers that stop at the first fault.
  init(firstFault read: () throws(Diagnostic) -> ReadResult) {
    do throws(Diagnostic) {
      self = try read()
    } catch {
      self.init(transcript: nil, diagnostics: [error])
    }
  }
}

extension Diagnostic.Message {
  fileprivate static func unsupported(_ description: String) -> Self {
    "this is \(description), which has no reader"
  }
  fileprivate static var table: Self { "this is a table, not a transcript" }
}
