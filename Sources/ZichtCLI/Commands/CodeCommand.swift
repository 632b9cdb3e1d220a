import Coding
import CommandLineKit
import Project
import Reports

/// `zicht code`: a passage by hand.
struct CodeCommand: ZichtCommand {
  static let name = "code"
  static let summary = "Code a passage by hand, by its place or by its words."
  static let examples = [
    Example(
      "zicht code small-wins moerwijk/mw-01.txt --quote 'toen heb ik zelf een peertje gekocht'",
      "Code these words."),
    Example("zicht code small-wins moerwijk/mw-01.txt --at 367-422", "Code these characters."),
  ]

  var common = CommonOptions()
  var code = ""
  var transcript = ""
  var quote: String?
  var at: String?

  static var parameters: [Parameter<Self>] {
    [
      .argument("code", \.code, "A code, by its path."),
      .argument("transcript", \.transcript, "A transcript, by its name."),
      .option("quote", \.quote, "The words, exactly as they stand there once."),
      .option(
        "at", \.at, "START-END: characters (code points) of the text, from 0.",
        placeholder: "START-END"),
    ]
  }

  func run(_ io: IO) throws {
    guard (quote == nil) != (at == nil) else {
      throw UsageError("say which words: with --quote or with --at", hint: "one of the two")
    }
    let project = try openProject(io, for: .write)
    let (segment, name) = try project.change {
      let version = try project.version(named: transcript)
      let code = try project.code(named: self.code)
      let range = try self.range(in: project, version.id, version.name)
      return (try project.code(range, of: version.id, with: code), version.name)
    }
    let address = "\(name):\(segment.start)-\(segment.end)"
    if common.json { writeJSON(["segment": .string(address)], io) }
    say("coded \(address) as \(code)", io)
  }

  private func range(in project: Project, _ version: Int, _ name: String) throws -> Range<Int> {
    if let at { return try SegmentAddress.place(at) }
    return try Quotation.find(quote ?? "", in: try project.text(ofVersion: version), of: name)
  }
}
