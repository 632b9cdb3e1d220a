import Coding
import CommandLineKit
import Project
import Reports

/// `zicht codebook test`: the examples as tests of the rules.
struct CodebookTestCommand: ZichtCommand {
  static let name = "codebook test"
  static let summary = "Run each code's examples against its rules."
  static let discussion = """
    An example under match must be found by one of the code's own rules, one under noMatch by none. \
    Exit status 1 when an example fails.
    """
  static let examples = [
    Example("zicht codebook test Codebooks", "Test all codebooks of a folder.")
  ]

  var common = CommonOptions()
  var paths: [String] = []

  static var parameters: [Parameter<Self>] {
    [.rest("file", \.paths, "Codebook files, or folders of them.", values: .file)]
  }

  func run(_ io: IO) throws {
    var failed = 0
    var report: [JSON] = []
    for codebook in try CodebookFiles.read(paths) {
      let outcomes = try CodebookTest.run(codebook)
      let failures = outcomes.filter { !$0.isPassed }
      failed += failures.count
      for failure in failures where !common.json { tell(failure, io) }
      report.append([
        "codebook": .string(codebook.id), "examples": .integer(outcomes.count),
        "failures": .array(failures.map(\.json)),
      ])
      let passed = outcomes.count - failures.count
      say(
        "\(codebook.id): \(passed) of \(counted(outcomes.count, "example")) as they should be", io)
    }
    if common.json { writeJSON(.array(report), io) }
    if failed > 0 { throw Exit(1) }
  }

  private func tell(_ failure: CodebookTest.Outcome, _ io: IO) {
    let what =
      failure.shouldMatch
      ? "\(failure.path): no rule finds this example"
      : "\(failure.path): this example should not be found, but is"
    io.err(sanitized("\(failure.example.place): \(what)") + "\n")
    io.err("  " + sanitized(failure.example.text) + "\n")
    for rule in failure.rules { io.err("  found by: " + sanitized(rule) + "\n") }
  }
}

extension CodebookTest.Outcome {
  fileprivate var json: JSON {
    [
      "code": .string(path), "example": .string(example.text), "should_match": .bool(shouldMatch),
      "rules": .strings(rules), "line": .integer(example.place.line),
    ]
  }
}
