import Coding
import CommandLineKit
import Project
import Reports

/// `zicht codebook show`: one codebook, to read.
struct CodebookShow: ReadingCommand {
  static let name = "codebook show"
  static let summary = "Show a codebook, or one of its codes, with definitions and rules."
  static let examples = [
    Example("zicht codebook show favouring-factors", "A codebook of the project."),
    Example("zicht codebook show Codebooks/small-wins.json", "A file."),
  ]

  var common = CommonOptions()
  var past = PastOptions()
  var codebook = ""
  var version: Int?

  static var parameters: [Parameter<Self>] {
    [
      .argument("codebook", \.codebook, "Name in the project, or a file.", values: .file),
      .option("version", \.version, "An earlier version, by number."),
    ] + Parameter.group(\.past)
  }

  func run(_ io: IO) throws {
    let codebook = try CodebookSource(self.codebook, version).read(self, io)
    if common.json { return writeJSON(codebook.json, io) }
    io.out(CodebookText.markdown(codebook))
  }
}
