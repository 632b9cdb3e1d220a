import Coding
import CommandLineKit
import Project
import Reports

/// `zicht frequencies`: every measure of every code, in all or by attributes.
struct FrequenciesCommand: ZichtCommand {
  static let name = "frequencies"
  static let summary = "Count codes: segments, respondents, transcripts, words, shares."
  static let discussion = """
    One row per code, or with --by one per code and group (a long table, as R and pandas like it). \
    respondents is the number with at least one segment, of those in the group who were \
    interviewed; words are those in the segments; per_1000 is segments per thousand words of the \
    group's respondents. Groups of all combinations of values are shown, also those with nobody in \
    them.
    """
  static let examples = [
    Example("zicht frequencies", "All codes, over all respondents."),
    Example(
      "zicht frequencies --by neighbourhood,role -o frequencies.csv",
      "By neighbourhood and role, as CSV."),
    Example("zicht frequencies --by role --where 'city = Rotterdam'", "By role, in one city."),
  ]

  var common = CommonOptions()
  var table = TableOptions()
  var counting = CountOptions()
  var by: [String] = []

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "by", \.by, "Attributes to group by, outermost first.", short: "b",
        placeholder: "NAME,NAME")
    ] + Parameter.group(\.counting) + Parameter.group(\.table)
  }

  func run(_ io: IO) throws {
    let project = try openProject(io)
    let isForReading = try table.isForReading(common)
    let result = try project.read {
      try FrequencyTables(counting, project, isForReading: isForReading).long(
        by: attributes(project))
    }
    try table.write(result, common, io, bars: by.isEmpty && io.width >= 90 ? 1 : nil)
  }

  private func attributes(_ project: Project) throws -> [String] {
    let names = by.attributeNames
    try AttributeNames(project).require(names)
    return names
  }
}

extension [String] {
  /// `a,b` and `a b` and repeated options alike; a name given twice counts once.
  var attributeNames: [String] {
    var seen: Set<String> = []
    return flatMap { $0.split(whereSeparator: { ", ".contains($0) }).map { $0.lowercased() } }
      .filter { seen.insert($0).inserted }
  }
}

/// `zicht crosstab`: one measure as a matrix.
struct Crosstab: ZichtCommand {
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
    ] + Parameter.group(\.counting) + Parameter.group(\.table)
  }

  func run(_ io: IO) throws {
    let names = (givenBy.isEmpty ? by : givenBy).attributeNames
    let project = try openProject(io)
    let isForReading = try table.isForReading(common)
    let result = try project.read {
      try AttributeNames(project).require(names)
      return try FrequencyTables(counting, project, isForReading: isForReading).matrix(
        measure, by: names)
    }
    try table.write(result, common, io, isShaded: true)
  }
}

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
    try table.write(result, common, io)
  }
}
