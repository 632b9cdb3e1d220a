@testable import CommandLineKit

enum Unit: String, CaseIterable, ArgumentValue { case segment, turn }

/// Options every command of the fixture has.
struct Common: ParameterSet {
  var project = "project.zicht"
  var noColor = false
  var json = false

  static var parameters: [Parameter<Self>] {
    [
      .option("project", \.project, "Project file.", placeholder: "FILE", values: .file),
      .flag("no-color", \.noColor, "Leave colours out."),
      .flag("json", \.json, "Write JSON."),
    ]
  }
}

protocol ToolCommand: Command { var common: Common { get set } }
extension ToolCommand {
  static var shared: [Parameter<Self>] { Parameter.group(\.common) }
  func prepare(_ io: IO) { if common.noColor { io.color = false } }
}

struct Ingest: ToolCommand {
  static let name = "ingest"
  static let summary = "Read transcripts."
  static let discussion = """
    Reads every file. Lines that are not a turn are reported, with a place, and nothing is \
    stored until all of them are understood.

    .dots, back\\slashes and 'quotes' are harmless.

      $ zicht ingest -- -odd-name
    """
  static let examples = [Example("zicht ingest Corpus", "Read every transcript below Corpus.")]
  static var parameters: [Parameter<Self>] {
    [
      .rest("transcript", \.transcripts, "File or directory.", values: .file),
      .option("unit", \.unit, "What counts as [one] unit: a part.", short: "u"),
      .option("minimum", \.minimum, "Leave out smaller files."),
      .option("tag", \.tags, "Tag each transcript."),
      .option("share", \.share, "Share to read."),
      .flag("strict", \.isStrict, "Stop at the first finding.", short: "s"),
    ]
  }
  var common = Common()
  var transcripts: [String] = []
  var unit = Unit.segment
  var minimum: Int?
  var tags: [String] = []
  var share = 1.0
  var isStrict = false

  func run(_ io: IO) throws {
    switch transcripts.first {
    case "fail": throw Broken()
    case "exit": throw Exit(7)
    case "stop": throw Interrupted(signal: 2)
    case "usage": throw UsageError("no such respondent 'x'", hint: "'zicht list' names them")
    case "large": for _ in 0..<100 { try io.write([UInt8](repeating: 0x61, count: 10_000)) }
    default: io.out("\(transcripts) \(unit) \(common.project) \(io.color)\n")
    }
  }
  struct Broken: Error, CustomStringConvertible { var description: String { "no \u{1B}[31m" } }
}

struct AddCode: ToolCommand {
  static let name = "codebook add"
  static let summary = "Add a code."
  static var parameters: [Parameter<Self>] {
    [
      .argument("code", \.code, "Name of the code."),
      .optionalArgument("parent", \.parent, "Code above it."),
    ]
  }
  var common = Common()
  var code = ""
  var parent: String?
  func run(_ io: IO) { io.out("\(code) < \(parent ?? "-")\n") }
}

struct ListCodes: ToolCommand {
  static let name = "codebook list"
  static let summary = "List the codes."
  static var parameters: [Parameter<Self>] {
    [.optionalRest("unit", \.units, "Units to count.")]
  }
  var common = Common()
  var units: [Unit] = []
  func run(_ io: IO) { io.out("\(units.map(\.rawValue))\n") }
}

func fixture() -> Tool {
  Tool(
    name: "zicht", version: "1.0", summary: "Code qualitative interviews.",
    discussion: "Everything is in one file.",
    groups: [("Transcripts", [Ingest.self]), ("Codes", [AddCode.self, ListCodes.self])],
    escape: { $0.replacing("\u{1B}", with: "\\u{1B}") })
}

/// Runs one line, whose words are parted by spaces.
func replay(_ line: String, isTerminal: Bool = false, fails: (any Error)? = nil) -> (
  status: Int32, out: String, err: String
) {
  let (io, captured) = IO.capture(isTerminal: isTerminal, fails: fails)
  let status = fixture().run(words: line.split(separator: " ").map(String.init), io: io)
  return (status, captured.out, captured.err)
}
