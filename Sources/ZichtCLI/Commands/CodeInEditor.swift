import Coding
import CommandLineKit
import Project
import Reports

/// `zicht code`: a transcript by hand, in the coder's own editor.
struct CodeInEditor: ZichtCommand {
  static let name = "code"
  static let summary = "Code a transcript by hand, in your own editor."
  static let discussion = """
    Opens the transcript in $VISUAL or $EDITOR with what you have coded so far as marks: \
    [[the words]]{code}, several as {code, code}, with a memo as {code | why}. Passages may nest; \
    where two cross, numbers tell them apart: [1[ … [2[ … ]1]{a} … ]2]{b}. {+name} coins a code, which \
    enters the codebook in-vivo (or, as {+parent/name}, its parent's) as a proposal. The codes stand at \
    the foot, for editors that complete words. Write yes behind 'read to the end:' at the top when you \
    are done: then what you did not mark counts as not found, which is not the same as not coded.

    When the editor is closed, marks become codings: new ones are added, those that are gone are taken \
    back, all in one act that zicht undo reverses. Nobody else's codings are shown or touched. The words \
    must still be the transcript's, to the byte: a slip is told with line and column, nothing is \
    recorded, and the file is kept. The same command then goes on with it, as it does after a crash. \
    What was coded elsewhere since the file was opened stays; marks follow their words where the \
    transcript was corrected meanwhile.
    """
  static let examples = [
    Example("zicht code moerwijk/mw-01.txt", "Open it, mark, save, close."),
    Example("EDITOR='code --wait' zicht code mw-01.txt", "In an editor that has windows."),
    Example("zicht code mw-01.txt --discard", "Throw away a file that is kept, and start anew."),
  ]

  var common = CommonOptions()
  var transcript = ""
  var discard = false

  static var parameters: [Parameter<Self>] {
    [
      .argument("transcript", \.transcript, "A transcript, by its name."),
      .flag("discard", \.discard, "Throw away what was kept of an earlier try."),
    ]
  }

  func run(_ io: IO) throws {
    let project = try openProject(io, for: .write)
    let version = try project.read { try project.version(named: transcript) }
    let coder = surroundings(io).coder
    let desk = try Desk(project: project.path, coder: coder)
    let path = try desk.path(of: version.name)
    let start = try layOut(version, by: coder, at: path, in: project, io)
    try Editor(io.environment).open(path)
    guard try FileSystem.read(path) != start else {
      desk.clear(path)
      return say("nothing changed", io)
    }
    let report = try record(path, of: version.name, by: coder, in: project, io)
    desk.clear(path)
    if common.json { writeJSON(report.json, io) }
    for line in lines(report, of: version, by: coder, in: project) { say(line, io) }
  }

  /// Writes the file that is coded in, or finds the one that was kept.
  ///
  /// - Returns: its bytes, where nobody has changed them yet.
  private func layOut(
    _ version: (id: Int, name: String), by coder: String, at path: String, in project: Project,
    _ io: IO
  ) throws -> [UInt8]? {
    if discard { FileSystem.remove(path) }
    let text = try project.read {
      Array(try LayerText(project, coder: coder).text(of: version.id, forEditing: true).utf8)
    }
    if FileSystem.exists(path) {
      // As after an editor that could not be started.
      if try FileSystem.read(path) == text { return text }
      say("going on with \(path), which was kept", io)
      try io.flush()
      return nil
    }
    try FileSystem.makeDirectory(FileSystem.directory(of: path))
    try FileSystem.write(text, to: path)
    return text
  }

  private func record(
    _ path: String, of transcript: String, by coder: String, in project: Project, _ io: IO
  ) throws -> LayerImport.Report {
    var files = try LayerFiles([], coder: coder, transcripts: [])
    files.add(path, of: transcript, by: coder)
    do {
      let report = try LayerImport(project: project, files: files, isSync: true, isStrict: true)
        .run()
      report.diagnostics.report(io)
      return report
    } catch let rejected as Rejected {
      rejected.diagnostics.report(io)
      throw Failure(
        "nothing was recorded; the file is kept: \(path)",
        hint: "'zicht code \(transcript)' opens it again")
    }
  }

  private func lines(
    _ report: LayerImport.Report, of version: (id: Int, name: String), by coder: String,
    in project: Project
  ) -> [String] {
    let outcome = report.coders.first?.outcome ?? LayerRecorder.Outcome()
    var parts = ["\(counted(outcome.added, "coding")) added"]
    let back = outcome.gone
    if back > 0 { parts.append("\(grouped(back)) taken back") }
    if outcome.otherMemos > 0 { parts.append("\(grouped(outcome.otherMemos)) with another memo") }
    if outcome.unchanged > 0 { parts.append("\(grouped(outcome.unchanged)) as they were") }
    if outcome.newer > 0 { parts.append("\(grouped(outcome.newer)) coded since and kept") }
    var lines = ["\(version.name), \(coder): " + parts.joined(separator: ", ")]
    if !report.coined.isEmpty {
      lines.append("coined, as proposals: " + report.coined.joined(separator: ", "))
    }
    if outcome.isNewReading { lines.append("read to the end") }
    return lines
  }
}
