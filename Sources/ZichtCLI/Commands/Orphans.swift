import Coding
import CommandLineKit
import Project
import Reports

/// `zicht orphans`: codings that a correction of a transcript left without a sure place.
struct Orphans: TableCommand {
  static let name = "orphans"
  static let summary = "List codings and decisions that lost their place in a corrected transcript."
  static let discussion = """
    When a changed transcript becomes a new version, what people coded and decided follows its \
    words. Where the words are gone (orphan) or stand in several places (ambiguous), it stays on \
    the old version and counts nowhere. Code the passage anew where it belongs, and take the old \
    coding back with zicht retract FILE:START-END.
    """

  var common = CommonOptions()
  var past = PastOptions()
  var table = TableOptions()

  static var parameters: [Parameter<Self>] {
    Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws { try write(io) }

  func make(_ project: Project, isForReading: Bool) throws -> Table {
    let orphans = try project.orphans()
    var result = Table(
      title: "Codings without a sure place",
      columns: [
        .init("file"), .init("version", .integer), .init("start", .integer),
        .init("end", .integer), .init("quote"), .init("code_path"), .init("coder"),
        .init("origin"), .init("anchor"),
      ])
    result.rows = orphans.map { orphan in
      [
        .text(orphan.file), .integer(orphan.version), .integer(orphan.start),
        .integer(orphan.end), .text(orphan.quote), .text(orphan.path), .text(orphan.coder),
        .text(orphan.origin), .text(orphan.anchor),
      ]
    }
    result.notes = [counted(orphans.count, "coding")]
    return result
  }
}
