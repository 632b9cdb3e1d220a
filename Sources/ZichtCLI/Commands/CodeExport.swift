import Coding
import CommandLineKit
import Project
import Reports

/// `zicht code export`: transcripts with a coder's codes marked in their text.
struct CodeExport: ReadingCommand {
  static let name = "code export"
  static let summary = "Write transcripts with a coder's codes marked in their text."
  static let discussion = """
    Writes copies that any editor can change and zicht code import reads again; its help explains \
    the marks. One transcript goes to the terminal, or with --output into a folder, as \
    CODER/TRANSCRIPT.coded; without a transcript all that the coder has coded are written \
    there.
    """
  static let examples = [
    Example("zicht code export moerwijk/mw-01.txt --by-coder iris", "To read."),
    Example("zicht code export --by-coder iris --output codings", "All of hers, to go on with."),
  ]

  var common = CommonOptions()
  var past = PastOptions()
  var transcripts: [String] = []
  var byCoder: String?
  var output: String?
  var forEditing = false

  static var parameters: [Parameter<Self>] {
    [
      .optionalRest("transcript", \.transcripts, "Transcripts, by their names."),
      .option(
        "by-coder", \.byCoder, "Whose codings (otherwise your own).", placeholder: "CODER"),
      .option(
        "output", \.output, "Folder to write to; files in it are replaced.", short: "o",
        placeholder: "FOLDER", values: .directory),
      .flag(
        "for-editing", \.forEditing,
        "As zicht code opens them: with the codes at the foot, and up to which event they hold."),
    ] + Parameter.group(\.past)
  }

  func run(_ io: IO) throws {
    let project = try openProject(io)
    let coder = byCoder ?? surroundings(io).coder
    try project.read {
      let layer = try LayerText(project, coder: coder)
      let names = try transcripts.isEmpty ? project.transcripts(codedBy: coder) : transcripts
      let versions = try names.map { try project.version(named: $0) }
      guard !versions.isEmpty else {
        throw Failure(
          "\(coder) has coded nothing by hand",
          hint: "say whose codings are meant, with --by-coder, or which transcript")
      }
      guard let output else { return try show(versions, layer, io) }
      for version in versions {
        let name = try relative(coder, version.name) + LayerFiles.ending
        let path = FileSystem.join(output, name)
        try FileSystem.makeDirectory(FileSystem.directory(of: path))
        try FileSystem.write(
          Array(try layer.text(of: version.id, forEditing: forEditing).utf8), to: path)
      }
      say(
        "wrote \(counted(versions.count, "transcript")) to \(FileSystem.join(output, coder))", io)
    }
  }

  /// Names come from a project that somebody else may have made: they must not lead elsewhere.
  private func relative(_ coder: String, _ transcript: String) throws -> String {
    let parts = transcript.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard !coder.contains("/"), ([coder] + parts).allSatisfy({ !["", ".", ".."].contains($0) })
    else {
      throw Failure(
        "'\(coder)/\(transcript)' is no name that a file could safely have",
        hint: "export it to the terminal: without --output")
    }
    return FileSystem.join(coder, transcript)
  }

  private func show(
    _ versions: [(id: Int, name: String)], _ layer: LayerText, _ io: IO
  ) throws {
    guard versions.count == 1 else {
      throw UsageError(
        "\(versions.count) transcripts need a folder", hint: "add --output FOLDER")
    }
    let text = try layer.text(of: versions[0].id, forEditing: forEditing)
    // A terminal obeys what a file only holds.
    io.out(io.isTerminalOut ? sanitized(text, keepingNewlines: true) : text)
  }
}
