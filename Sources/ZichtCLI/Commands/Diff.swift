import Coding
import CommandLineKit
import Project
import Reports

/// `zicht diff`: why counts moved.
struct Diff: ZichtCommand {
  static let name = "diff"
  static let summary =
    "Show why counts differ between two moments: which segments, by which events."
  static let discussion = """
    Compares what counts (segments that are proposed or accepted, of respondents and documents) as \
    of one moment with what counts as of another, and names for each segment that came or went the \
    event behind it: a transcript read or corrected, a codebook's rules changed, rules applied, a \
    person's decision, a withdrawal. A moment is an event's number, a day or time in UTC, a \
    checkpoint's name, or now.
    """
  static let examples = [
    Example("zicht diff 118 now", "What changed since event 118?"),
    Example("zicht diff 2026-11-01 2026-11-30 --code small-wins", "In a month, for one code."),
  ]

  var common = CommonOptions()
  var earlier = ""
  var later: String?
  var codes: [String] = []
  var limit: Int?

  static var parameters: [Parameter<Self>] {
    [
      .argument("earlier", \.earlier, "The moment to compare with."),
      .optionalArgument("later", \.later, "The other moment (now if not given)."),
      .option(
        "code", \.codes, "Only this code and those below it; may be given again.", short: "c"),
      .option("limit", \.limit, "At most so many segments of each event (5 if not given)."),
    ]
  }

  func run(_ io: IO) throws {
    try requirePositive(limit)
    let present = try openProject(io)
    let moments = try present.read {
      try [present.moment(earlier), present.moment(later ?? "now")]
        .sorted { $0.event < $1.event }
    }
    let (old, new) = (try openProject(io), try openProject(io))
    try old.rewind(to: moments[0])
    try new.rewind(to: moments[1])
    let text = try old.read {
      try new.read {
        try DifferenceText(from: old, to: new, codes: codes, limit: limit ?? 5)
      }
    }
    if common.json { return writeJSON(text.json, io) }
    text.write(style: io.style) { io.out($0) }
  }
}
