import Coding
import CommandLineKit
import Project
import Reports

/// `zicht codebook list`: codebooks and codes.
struct CodebookList: ZichtCommand {
  static let name = "codebook list"
  static let summary = "List the project's codebooks and their codes."

  var common = CommonOptions()
  var table = TableOptions()

  static var parameters: [Parameter<Self>] { Parameter.group(\.table) }

  func run(_ io: IO) throws {
    let project = try openProject(io)
    let result = try project.read {
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
    try table.write(result, common, io)
  }
}
