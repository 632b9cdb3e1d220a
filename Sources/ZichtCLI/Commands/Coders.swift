import Coding
import CommandLineKit
import Project
import Reports

/// `zicht coders`: who codes.
struct Coders: TableCommand {
  static let name = "coders"
  static let summary = "List the coders: what they coded, decided and read."
  static let discussion = """
    human: a person; import: brought by another program's file; layer: the name that settled codings \
    stand under; rule: the rules of the codebooks. A reference counts only where it is asked for. read: \
    transcripts read to the end. due: assigned and not read to the end yet.
    """
  static let examples = [Example("zicht coders -f csv", "For another program.")]

  var common = CommonOptions()
  var past = PastOptions()
  var table = TableOptions()

  static var parameters: [Parameter<Self>] {
    Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws { try write(io) }

  func make(_ project: Project, isForReading: Bool) throws -> Table {
    var result = Table(
      title: "Coders",
      columns: [
        .init("coder"), .init("kind"), .init("codings", .integer), .init("accepted", .integer),
        .init("rejected", .integer), .init("read", .integer), .init("assigned", .integer),
        .init("due", .integer),
      ])
    let transcripts = try project.transcriptNames().count
    for coder in try project.coders() {
      result.rows.append([
        .text(coder.name),
        .text(coder.kind.rawValue + (coder.isReference ? ", reference" : "")),
        .integer(coder.codings), .integer(coder.accepted), .integer(coder.rejected),
        .integer(coder.read), .integer(coder.assigned), .integer(coder.due),
      ])
    }
    result.notes = ["read: to the end, of \(counted(transcripts, "transcript"))"]
    return result
  }
}
