import CommandLineKit
import Project
import Reports

/// `zicht init`: a new project file.
struct Init: ZichtCommand {
  static let name = "init"
  static let summary = "Make a new project file."
  static let examples = [
    Example("zicht init", "Make study.zicht in this folder."),
    Example("zicht init wijk.zicht", "Make wijk.zicht."),
  ]

  var common = CommonOptions()
  var file: String?

  static var parameters: [Parameter<Self>] {
    [.optionalArgument("file", \.file, "The file to make (otherwise study.zicht).", values: .file)]
  }

  func run(_ io: IO) throws {
    let path = file ?? common.project ?? "study.zicht"
    guard path.hasSuffix(".zicht") else {
      throw UsageError(
        "a project file's name ends in .zicht", hint: "for example: zicht init \(path).zicht")
    }
    _ = try Project.create(path: path, surroundings: surroundings(io))
    if common.json { writeJSON(["project": .string(path)], io) }
    say("made \(path)", io)
  }
}
