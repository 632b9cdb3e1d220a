import Coding
import CommandLineKit
import Project
import Reports

/// `zicht matrix`: respondents by codes.
struct Matrix: CountingCommand {
  static let name = "matrix"
  static let summary = "Respondents by codes, as 0 and 1."
  static let discussion = """
    One row per respondent with words in the project, in the order of ids: attributes, then a column \
    per code with 1 where the respondent has at least one segment and 0 otherwise. With --counts the \
    number of segments. Ready for R, Python and SPSS.
    """
  static let examples = [Example("zicht matrix -o matrix.csv", "For R or pandas.")]

  var common = CommonOptions()
  var past = PastOptions()
  var table = TableOptions()
  var counting = CountOptions()
  var counts = false
  var attributes: String?

  static var parameters: [Parameter<Self>] {
    [
      .flag("counts", \.counts, "Numbers of segments instead of 0 and 1."),
      .option("attributes", \.attributes, "Only these attributes.", placeholder: "NAME,NAME"),
    ]
      + Parameter.group(\.counting) + Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws { try write(io) }

  func make(_ project: Project, isForReading: Bool) throws -> Table {
    let names = try attributes.map { [$0].attributeNames } ?? project.attributeNames()
    try AttributeNames(project).require(names)
    return try FrequencyTables(counting, project).respondents(
      isBinary: !counts, attributes: names)
  }

  var groupNames: [String] { [] }

  func caveats(_ project: Project) throws -> [String] { try project.caveats() }
}
