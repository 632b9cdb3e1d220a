import Coding
import CommandLineKit
import Project
import Reports

/// `zicht matrix`: respondents by codes.
struct Matrix: ZichtCommand {
  static let name = "matrix"
  static let summary = "Respondents by codes, as 0 and 1."
  static let discussion = """
    One row per respondent with words in the project, in the order of ids: attributes, then a column \
    per code with 1 where the respondent has at least one segment and 0 otherwise. With --counts the \
    number of segments. Ready for R, Python and SPSS.
    """
  static let examples = [Example("zicht matrix -o matrix.csv", "For R or pandas.")]

  var common = CommonOptions()
  var table = TableOptions()
  var counting = CountOptions()
  var counts = false

  static var parameters: [Parameter<Self>] {
    [.flag("counts", \.counts, "Numbers of segments instead of 0 and 1.")]
      + Parameter.group(\.counting) + Parameter.group(\.table)
  }

  func run(_ io: IO) throws {
    let project = try openProject(io)
    let result = try project.read {
      try FrequencyTables(counting, project).respondents(
        isBinary: !counts, attributes: try project.attributeNames())
    }
    try table.write(result, common, io, caveats: try project.caveats())
  }
}
