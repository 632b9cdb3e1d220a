import CommandLineKit

/// `zicht completions`: for the shell.
struct Completions: ZichtCommand {
  static let name = "completions"
  static let summary = "Write completions for bash, zsh or fish."
  static let examples = [
    Example(
      "zicht completions bash > ~/.local/share/bash-completion/completions/zicht", "For bash.")
  ]

  var common = CommonOptions()
  var shell = Shell.bash

  static var parameters: [Parameter<Self>] { [.argument("shell", \.shell, "Which shell.")] }

  func run(_ io: IO) throws { io.out(Zicht.tool.completions(for: shell)) }
}
