import Coding
import CommandLineKit
import Project
import Reports

/// `zicht code done`: a transcript was read to the end.
struct CodeDone: ZichtCommand {
  static let name = "code done"
  static let summary = "Say that you read transcripts to the end."
  static let discussion = """
    What you did not code there was then not found, which is not the same as not looked for: agreement \
    between coders and the score of rules rest on it. In an editor (zicht code) the line 'read to the \
    end: yes' says the same. It holds for all codes, unless --code names those that you looked for.
    """
  static let examples = [
    Example("zicht code done moerwijk/mw-01.txt", "For all codes."),
    Example(
      "zicht code done mw-01.txt mw-02.txt --code small-wins", "For one, and those below it."),
  ]

  var common = CommonOptions()
  var transcripts: [String] = []
  var codes: [String] = []

  static var parameters: [Parameter<Self>] {
    [
      .rest("transcript", \.transcripts, "Transcripts, by their names."),
      .option("code", \.codes, "A code that you looked for; may be given again.", short: "c"),
    ]
  }

  func run(_ io: IO) throws {
    let coder = surroundings(io).coder
    let project = try openProject(io, for: .write)
    let count = try project.change {
      let codes = try lookedFor(project)
      return try transcripts.map { try project.version(named: $0).id }.reduce(0) { count, version in
        try count + (project.recordReading(of: version, by: coder, codes) ? 1 : 0)
      }
    }
    if common.json { writeJSON(["changed": .integer(count)], io) }
    say(
      count == 0
        ? "nothing changed" : "\(coder) read \(counted(count, "transcript")) to the end", io)
  }

  private func lookedFor(_ project: Project) throws -> Set<Int> {
    let codes =
      try codes.isEmpty
      ? project.codes() : codes.flatMap { try project.subtree(try project.code(named: $0)) }
    guard !codes.isEmpty else {
      throw Failure("there are no codes to look for", hint: "add a codebook first")
    }
    return Set(codes.map(\.id))
  }
}
