import Coding
import CommandLineKit
import Project
import Reports

/// `zicht codebook add`: codebook files into the project.
struct CodebookAdd: ZichtCommand {
  static let name = "codebook add"
  static let summary = "Record codebooks, or new versions of them, in the project."
  static let discussion = """
    A codebook is a JSON file, described by Codebooks/codebook.schema.json. Its version is the hash \
    of its content: the same content again changes nothing. A rule that the new version still has \
    keeps all that it found; run zicht apply to bring the proposals up to date.
    """
  static let examples = [
    Example("zicht codebook add Codebooks", "Record all codebooks of a folder.")
  ]

  var common = CommonOptions()
  var paths: [String] = []

  static var parameters: [Parameter<Self>] {
    [.rest("file", \.paths, "Codebook files, or folders of them.", values: .file)]
  }

  func run(_ io: IO) throws {
    let codebooks = try CodebookFiles.read(paths)
    let project = try openProject(io, for: .write)
    let outcomes = try project.change { try codebooks.map { try project.record($0) } }
    for (codebook, outcome) in zip(codebooks, outcomes) {
      say("\(codebook.id): \(outcome.text)", io)
      let failures = try CodebookTest.run(codebook).count { !$0.isPassed }
      if failures > 0 {
        say(
          "\(codebook.id): \(counted(failures, "example")) not as it should be: zicht codebook test",
          io)
      }
    }
    for caveat in try project.read({ try project.caveats() }) { say(caveat, io) }
    if common.json {
      writeJSON(
        .array(
          zip(codebooks, outcomes).map {
            [
              "codebook": .string($0.id), "outcome": .string($1.text),
              "hash": .string($0.version.hex),
            ]
          }), io)
    }
  }
}

extension Project.CodebookOutcome {
  var text: String {
    switch self {
    case .added(let rules): "added with \(counted(rules, "rule"))"
    case .newVersion(let number, let added, let retired):
      "version \(number): \(counted(added, "new or changed rule")), \(retired) retired"
    case .unchanged: "unchanged"
    }
  }
}
