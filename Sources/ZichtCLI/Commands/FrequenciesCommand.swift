import Coding
import CommandLineKit
import Project
import Reports

/// `zicht frequencies`: every measure of every code, in all or by attributes.
struct FrequenciesCommand: CountingCommand {
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
  var past = PastOptions()
  var table = TableOptions()
  var counting = CountOptions()
  var by: [String] = []

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "by", \.by, "Attributes to group by, outermost first.", short: "b",
        placeholder: "NAME,NAME")
    ] + Parameter.group(\.counting) + Parameter.group(\.table) + Parameter.group(\.past)
  }

  func run(_ io: IO) throws { try write(io, bars: by.isEmpty && io.width >= 90 ? 1 : nil) }

  func make(_ project: Project, isForReading: Bool) throws -> Table {
    try FrequencyTables(counting, project, isForReading: isForReading).long(
      by: attributes(project))
  }

  var groupNames: [String] { by.attributeNames }

  func caveats(_ project: Project) throws -> [String] { try project.caveats() }

  private func attributes(_ project: Project) throws -> [String] {
    let names = by.attributeNames
    try AttributeNames(project).require(names)
    return names
  }
}
