import Coding
import CommandLineKit

/// Coded transcripts in files, and whose coding of what each of them is.
///
/// The end of a file's path is the transcript's name, with `.coded` after it or without, and the
/// folder before it the coder's: `codings/iris/moerwijk/mw-01.txt.coded`.
struct LayerFiles {
  /// What tells a coded copy from the transcript it is of.
  static let ending = ".coded"

  struct File {
    var path: String
    var coder: String
    var transcript: String
  }

  private(set) var files: [File] = []
  /// Files that are no coded transcripts, and why.
  private(set) var findings: [Diagnostic] = []
  private let transcripts: Set<String>
  private let coder: String?
  private let folder = FileSystem.currentDirectory

  /// `coder` is who coded all of them, whatever the folders say.
  init(_ paths: [String], coder: String?, transcripts: [String]) throws {
    (self.coder, self.transcripts) = (coder, Set(transcripts))
    for path in paths {
      guard FileSystem.exists(path) else {
        throw UsageError("no file or folder '\(path)'", hint: "check the name and where you are")
      }
      guard FileSystem.isDirectory(path) else {
        try add(path)
        continue
      }
      for name in try FileSystem.files(below: path) { try add(FileSystem.join(path, name)) }
    }
  }

  /// A file of which it is known whose coding of what it is.
  mutating func add(_ path: String, of transcript: String, by coder: String) {
    files.append(File(path: path, coder: coder, transcript: transcript))
  }

  private mutating func add(_ path: String) throws {
    let lower = path.lowercased()
    if FileSystem.stem(of: lower) == "readme" || lower.hasSuffix(".csv") || lower.hasSuffix(".tsv")
    {
      findings.append(Diagnostic(.note, .noCoding, at: Place(file: path)))
      return
    }
    let isMarked = lower.hasSuffix(Self.ending)
    let name = isMarked ? String(path.dropLast(Self.ending.count)) : path
    let parts = FileSystem.absolute(name, from: folder).split(separator: "/")
    let first = parts.indices.first { transcripts.contains(parts[$0...].joined(separator: "/")) }
    if first == nil, let coder, let only = transcriptEnding(in: parts.last ?? "") {
      files.append(File(path: path, coder: coder, transcript: only))
      return
    }
    guard let first else {
      findings.append(
        Diagnostic(
          .error, .noTranscript, at: Place(file: path),
          hint: "read the transcripts first (zicht ingest), and name the file as one of them"))
      return
    }
    let owner = coder ?? (first > 0 ? String(parts[first - 1]) : "")
    guard !owner.isEmpty, owner != "rule" else {
      throw UsageError(
        "nothing says who coded '\(path)'", hint: "name the coder: --coder NAME")
    }
    files.append(
      File(path: path, coder: owner, transcript: parts[first...].joined(separator: "/")))
  }

  /// The one transcript of a file's name, in whichever folder.
  private func transcriptEnding(in name: Substring) -> String? {
    let found = transcripts.filter { $0.hasSuffix("/" + name) }
    return found.count == 1 ? found.first : nil
  }
}

extension Diagnostic.Message {
  fileprivate static let noCoding: Self = "left alone: no coded transcript"
  fileprivate static let noTranscript: Self = "no transcript of the project has this name"
}
