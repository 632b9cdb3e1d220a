import Coding
import CommandLineKit
import Project
import Reports

/// `zicht crosstab`: one measure as a matrix.
struct Crosstab: CountingCommand {
  static let name = "crosstab"
  static let summary = "Cross codes with attributes: one measure in a matrix."
  static let discussion = """
    Rows are codes, columns the values of the attributes given with --by (the first outermost). The \
    measure respondents shows how many of the column's respondents have the code, and of how many: \
    an empty cell is 0 of n, never blank. The last column is over all columns; why it may differ \
    from their sum is said below the table.
    """
  static let examples = [
    Example("zicht crosstab --by neighbourhood", "Segments of each code by neighbourhood."),
    Example(
      "zicht crosstab --by role --measure respondents --codebook favouring-factors",
      "How many of each role mention each factor?"),
    Example("zicht crosstab --by neighbourhood,role -f csv", "Nested, as CSV."),
  ]

  enum Measure: String, CaseIterable, ArgumentValue {
    case segments, respondents, transcripts, words
    case per1000 = "per-1000"

    init?(argument: String) {
      self.init(rawValue: argument == "per_1000" ? "per-1000" : argument)
    }
  }

  var common = CommonOptions()
  var past = PastOptions()
  var table = TableOptions()
  var counting = CountOptions()
  var by: [String] = ["neighbourhood"]
  var givenBy: [String] = []
  var measure = Measure.segments

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "by", \.givenBy, "Attributes to cross with (neighbourhood if not given).", short: "b",
        placeholder: "NAME,NAME"),
      .option("measure", \.measure, "What to count.", short: "m"),
    ] + Parameter.group(\.counting) + Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws { try write(io, isShaded: true) }

  func make(_ project: Project, isForReading: Bool) throws -> Table {
    try AttributeNames(project).require(names)
    return try FrequencyTables(counting, project, isForReading: isForReading).matrix(
      measure, by: names)
  }

  var groupNames: [String] { names }

  func caveats(_ project: Project) throws -> [String] { try project.caveats() }

  /// The attributes to cross with.
  var names: [String] { (givenBy.isEmpty ? by : givenBy).attributeNames }
}
