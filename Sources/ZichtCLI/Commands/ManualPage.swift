import CommandLineKit

/// `zicht manual`: the manual page.
struct ManualPage: ZichtCommand {
  static let name = "manual"
  static let summary = "Write the manual page, for man."
  static let examples = [Example("zicht manual | man -l -", "Read it.")]

  var common = CommonOptions()

  static var parameters: [Parameter<Self>] { [] }

  func run(_ io: IO) throws { io.out(Zicht.tool.manPage()) }
}
