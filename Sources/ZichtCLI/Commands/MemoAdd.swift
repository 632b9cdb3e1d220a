import Coding
import CommandLineKit
import Project
import Reports

/// `zicht memo add`: something to remember about the project, a code, a transcript or a passage.
struct MemoAdd: ZichtCommand {
  static let name = "memo add"
  static let summary = "Write a memo on the project, a code, a transcript or a passage."
  static let discussion = """
    Without --on it is about the project. Of a passage (FILE:START-END) the place is kept as it is in \
    the transcript's present version. The text stands beside the ledger, which holds a commitment to \
    it, so that it can be erased when somebody withdraws. Written as '-', it is read from standard \
    input.
    """
  static let examples = [
    Example("zicht memo add 'Two coders left in May.'", "On the project."),
    Example("zicht memo add 'Means the stairs too.' --on frontline-professionals", "On a code."),
    Example("zicht memo add 'Irony?' --on moerwijk/mw-01.txt:120-180", "On a passage."),
  ]

  var common = CommonOptions()
  var text = ""
  var on: String?
  var title: String?

  static var parameters: [Parameter<Self>] {
    [
      .argument("text", \.text, "What is to be remembered, or -."),
      .option(
        "on", \.on, "A transcript, FILE:START-END, or a code.", placeholder: "WHAT"),
      .option("title", \.title, "A title.", placeholder: "TEXT"),
    ]
  }

  func run(_ io: IO) throws {
    let text = text == "-" ? lines(io) : text
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw UsageError("an empty memo says nothing", hint: "write what is to be remembered")
    }
    let project = try openProject(io, for: .write)
    let event = try project.change {
      try project.write(memo: text, title: title ?? "", on: try subject(project))
      return try project.head().number
    }
    say("wrote a memo (event \(event))", io)
  }

  private func lines(_ io: IO) -> String {
    var lines: [String] = []
    while let line = io.readLine() { lines.append(line) }
    return lines.joined(separator: "\n")
  }

  private func subject(_ project: Project) throws -> Memo.Subject {
    guard let on else { return .project }
    if let address = SegmentAddress(on), address.code == nil {
      return .passage(try project.version(named: address.file).id, address.range)
    }
    if let version = try? project.version(named: on) { return .transcript(version.id) }
    if let code = try? project.code(named: on) { return .code(code.id) }
    throw UsageError(
      "'\(on)' is no transcript, passage or code",
      hint: "zicht transcripts and zicht codebook show list them")
  }
}
