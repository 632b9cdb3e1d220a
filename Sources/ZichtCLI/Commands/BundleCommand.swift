import Coding
import CommandLineKit
import Project
import Reports

/// `zicht bundle`: all of a project as plain files, which anyone can check without this program.
struct BundleCommand: ZichtCommand {
  static let name = "bundle"
  static let summary = "Write the project as plain files that a reviewer can check without zicht."
  static let discussion = """
    The folder holds all events and state tables as JSON Lines, the texts, the codebooks, the \
    segments and tables as CSV, a checkpoint, a manifest for sha256sum -c, and verify.py, which \
    needs Python 3.8 and nothing else. verify.py reaches the verdict of zicht verify, makes the \
    tables anew from the codings and cuts the quotes from the texts; README.txt tells how to read \
    and check it all.

    With --redacted it holds no text, quote, name, label, header, attribute or reason: what is left \
    can be published with a study, and still proves the history, the places and the counts. Names of \
    coders and of neighbourhoods and all of the codebooks stay: the events hold them.
    """
  static let examples = [
    Example("zicht bundle review", "Everything, for a reviewer who may read the interviews."),
    Example("zicht bundle public --redacted", "Without what was said and who said it."),
  ]

  var common = CommonOptions()
  var folder = ""
  var redacted = false
  var tables: String?
  var checkpoint: String?

  static var parameters: [Parameter<Self>] {
    [
      .argument("folder", \.folder, "New folder to write.", values: .directory),
      .flag("redacted", \.redacted, "Leave out what people said and who they are."),
      .option(
        "tables", \.tables, "Take these tables, instead of those of a study made anew.",
        placeholder: "FOLDER", values: .directory),
      .option(
        "checkpoint", \.checkpoint, "Hold the project to this checkpoint, instead of a new one.",
        placeholder: "FILE", values: .file),
    ]
  }

  func run(_ io: IO) throws {
    guard !redacted || tables == nil else {
      throw UsageError(
        "--redacted takes no --tables: they may name people",
        hint: "leave one of them out; a redacted bundle has the table of all codes")
    }
    let project = try openProject(io)
    let output = try BundleFolder(folder)
    let head = try project.read {
      let contents = BundleContents(
        project: project, isRedacted: redacted, tables: tables,
        checkpoint: try BundleCheckpoint(project, given: checkpoint).bytes)
      try contents.write(to: output)
      return try project.head()
    }
    try output.commit()
    if common.json {
      return writeJSON(
        [
          "folder": .string(folder), "files": .integer(output.digests.count),
          "redacted": .bool(redacted), "events": .integer(head.number),
          "head": .string(head.hash.hex),
        ], io)
    }
    say("wrote \(counted(output.digests.count, "file")) to \(folder)", io)
    say("last event \(head.number), hash \(head.hash.hex)", io)
    say("check it with: python3 \(FileSystem.join(folder, "verify.py"))", io)
  }
}
