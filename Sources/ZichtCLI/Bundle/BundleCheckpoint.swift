import Coding
import Project
import Reports

/// The checkpoint that a bundle holds itself to.
struct BundleCheckpoint {
  let bytes: [UInt8]

  /// The project's own, or one that was given and that it goes on from.
  init(_ project: Project, given path: String?) throws {
    guard let path else {
      var checkpoint = try project.checkpoint()
      // Of the last event's time, so that it is the same whenever it is asked for.
      checkpoint.time = try project.ledgerState().time
      bytes = Array(checkpoint.text.utf8)
      return
    }
    bytes = try FileSystem.read(path)
    let text = SourceText(String(decoding: bytes, as: UTF8.self))
    let comparison = try project.compare(with: try Checkpoint.read(text, file: path))
    switch comparison.verdict {
    case .extended: break
    case .foreign: throw Failure("'\(path)' is a checkpoint of another project")
    case .older:
      throw Failure(
        "'\(path)' has seen \(counted(comparison.checkpoint.size, "event")), and the project has "
          + grouped(comparison.size),
        hint: "events are missing: look for a later copy of the project")
    case .rewritten:
      throw Failure(
        "the project's first \(counted(comparison.checkpoint.size, "event")) are not those of '\(path)'",
        hint: "its history was rewritten, or the checkpoint is not of this copy")
    }
  }
}
