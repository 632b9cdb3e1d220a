/// The shells a completion script can be written for.
package enum Shell: String, CaseIterable, Sendable, ArgumentValue {
  case bash
  case zsh
  case fish
}

extension Tool {
  /// A script that completes this program's commands, options and values.
  package func completions(for shell: Shell) -> String {
    switch shell {
    case .bash: bashCompletions()
    case .zsh: zshCompletions()
    case .fish: fishCompletions()
    }
  }

  /// Commands and group words, `help` too, with what they are for.
  var firstWordsExplained: [(word: String, meaning: String)] {
    let known = infos
    let commands = firstWords.map { word in
      (word, known.first { $0.name == word }?.summary ?? groupMeaning(word, known))
    }
    return commands + [("help", "Explain a command.")]
  }

  private func groupMeaning(_ word: String, _ known: [CommandInfo]) -> String {
    let members = known.filter { $0.groupWord == word }.map(\.lastWord)
    return "One of: " + members.joined(separator: ", ") + "."
  }
}

/// Text as one word of a POSIX shell.
func shellQuoted(_ text: String) -> String {
  "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
    + "'"
}
