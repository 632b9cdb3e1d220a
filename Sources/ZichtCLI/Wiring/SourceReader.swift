import Coding
import CommandLineKit
import Formats

/// Reads files of transcripts, with what a person said of labels and names.
struct SourceReader: Sendable {
  var map: SpeakerMap?
  var pattern: NamePattern?
  var pdf: PDFTool?

  /// A file's bytes, and what they read as or why they don't.
  struct Source: Sendable {
    var bytes: [UInt8] = []
    var transcript: Transcript?
    var diagnostics: [Diagnostic]
  }

  func read(_ file: Material.File) -> Source {
    do throws(FileFailure) {
      let bytes = try FileSystem.read(file.path)
      var result = readTranscript(bytes, file: file.path) { () throws(Diagnostic) in
        try PDFTool.text(of: file.path, pdf)
      }
      if let transcript = result.transcript, let pattern {
        let named = pattern.applied(to: transcript, named: file.name, at: file.path)
        result = ReadResult(
          transcript: named.transcript, diagnostics: result.diagnostics + named.diagnostics)
      }
      if let map { result = map.applied(to: result, named: file.name) }
      return Source(bytes: bytes, transcript: result.transcript, diagnostics: result.diagnostics)
    } catch {
      return Source(
        diagnostics: [Diagnostic(.error, .unreadable(error.reason), at: Place(file: file.path))])
    }
  }
}

/// The options of commands that read files of transcripts.
struct ReadingOptions: ParameterSet {
  var map: String?
  var namePattern: String?

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "map", \.map, "What labels mean: a file of 'label = name' lines (zicht speakers).",
        placeholder: "FILE", values: .file),
      .option(
        "name-pattern", \.namePattern,
        "Fields in the files' names, such as '{neighbourhood}/{respondent}-{date}.*'.",
        placeholder: "PATTERN"),
    ]
  }

  func reader(_ io: IO) throws -> SourceReader {
    SourceReader(
      map: try map.map { try SpeakerMap(try FileSystem.read($0), file: $0) },
      pattern: try namePattern.map(Self.pattern), pdf: PDFTool(io))
  }

  private static func pattern(_ text: String) throws -> NamePattern {
    do throws(Diagnostic) {
      return try NamePattern(text)
    } catch {
      throw UsageError(
        "--name-pattern '\(text)', column \(error.place.column): \(error.message.text)",
        hint: error.hint)
    }
  }
}
