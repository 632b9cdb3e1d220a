import Coding
import CommandLineKit
import Project
import Reports

/// `zicht codebook diff`: what changed between two versions.
struct CodebookDiff: ReadingCommand {
  static let name = "codebook diff"
  static let summary = "Show what changed from one codebook to another."
  static let examples = [
    Example(
      "zicht codebook diff small-wins Codebooks/small-wins.json",
      "From the project's version to the file's.")
  ]

  var common = CommonOptions()
  var past = PastOptions()
  var old = ""
  var new = ""

  static var parameters: [Parameter<Self>] {
    [
      .argument("old", \.old, "Name in the project (NAME@2 for a version), or a file."),
      .argument("new", \.new, "Name in the project, or a file.", values: .file),
    ] + Parameter.group(\.past)
  }

  func run(_ io: IO) throws {
    let changes = CodebookChange.between(try read(old, io), try read(new, io))
    if common.json {
      return writeJSON(
        .array(
          changes.map {
            [
              "code": .string($0.path), "what": .string($0.what), "old": .string($0.old),
              "new": .string($0.new),
            ]
          }), io)
    }
    if changes.isEmpty { return say("no difference", io) }
    for change in changes { io.out(change.text(io.style)) }
  }

  private func read(_ name: String, _ io: IO) throws -> Codebook {
    try CodebookSource(name).read(self, io)
  }
}

extension CodebookChange {
  fileprivate func text(_ style: Style) -> String {
    var text = style(.heading, sanitized("\(path.isEmpty ? "codebook" : path): \(what)")) + "\n"
    if !old.isEmpty { text += style(.error, sanitized("- \(old)")) + "\n" }
    if !new.isEmpty { text += style(.good, sanitized("+ \(new)")) + "\n" }
    return text
  }
}
