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
    the old version and counts nowhere. Where most of the words are still there, as when a typing \
    error was mended, the likely place is shown: zicht reattach FILE:START-END puts the coding \
    there, or with --at elsewhere; zicht retract FILE:START-END takes it back.
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
      ] + likelyColumns(isForReading))
    result.rows = orphans.map { orphan in
      [
        .text(orphan.file), .integer(orphan.version), .integer(orphan.start),
        .integer(orphan.end), .text(orphan.quote), .text(orphan.path), .text(orphan.coder),
        .text(orphan.origin), .text(orphan.anchor),
      ] + likelyCells(orphan.likely, isForReading)
    }
    result.notes = [counted(orphans.count, "coding")]
    return result
  }

  /// People want the likely place as one, programs in its parts.
  private func likelyColumns(_ isForReading: Bool) -> [Table.Column] {
    isForReading
      ? [.init("likely")]
      : [
        .init("likely_start", .integer), .init("likely_end", .integer), .init("likely_quote"),
      ]
  }

  private func likelyCells(
    _ place: Project.LikelyPlace?, _ isForReading: Bool
  ) -> [Table.Cell] {
    guard let place else { return isForReading ? [.empty] : [.empty, .empty, .empty] }
    let (start, end) = (place.range.lowerBound, place.range.upperBound)
    return isForReading
      ? [.text("\(start)-\(end): \(place.quote)")]
      : [.integer(start), .integer(end), .text(place.quote)]
  }
}
