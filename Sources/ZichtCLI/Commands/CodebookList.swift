import Coding
import CommandLineKit
import Project
import Reports

/// `zicht codebook list`: codebooks and codes.
struct CodebookList: TableCommand {
  static let name = "codebook list"
  static let summary = "List the project's codebooks and their codes."

  var common = CommonOptions()
  var past = PastOptions()
  var table = TableOptions()

  static var parameters: [Parameter<Self>] {
    Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws { try write(io) }

  func make(_ project: Project, isForReading: Bool) throws -> Table {
    var result = Table(
      title: "Codebooks",
      columns: [
        .init("code"), .init("label"), .init("etiket"), .init("rules", .integer),
        .init("codebook"),
      ])
    let rules = try project.ruleCounts()
    for code in try project.codes() {
      result.rows.append([
        .text(code.path), .text(code.label.en), .text(code.label.nl),
        .integer(rules[code.id] ?? 0), .text(code.codebook),
      ])
      result.depths.append(code.depth)
    }
    result.notes = try project.codebooks().map {
      "\($0.name): version \($0.number) of \($0.time.prefix(10)), \($0.hash.prefix(12))"
    }
    return result
  }
}
