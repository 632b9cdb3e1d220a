extension Tool {
  func fishCompletions() -> String {
    let head = """
      # Completion of \(name) for fish: keep this file as \(name).fish in ~/.config/fish/completions.
      function __\(name)_at
        set -l words (commandline -opc)
        test (count $words) -eq (math 1 + (count $argv)); and __\(name)_is $argv
      end
      function __\(name)_is
        set -l words (commandline -opc)
        test (count $words) -gt (count $argv); or return 1
        set -q argv[1]; or return 0
        test "$words[2..(math 1 + (count $argv))]" = "$argv"
      end
      complete -c \(name) -f
      complete -c \(name) -n '__\(name)_at' -l version -d 'Show the version.'
      complete -c \(name) -n '__\(name)_at' -l help -s h -d 'List the commands.'
      """
    let words = firstWordsExplained.map { fishWord($0.word, $0.meaning, after: "") }
    let members = infos.compactMap { info in
      info.groupWord.map { fishWord(info.lastWord, info.summary, after: " \($0)") }
    }
    let help = firstWords.map { fishWord($0, "", after: " help") }
    let lines = [head] + words + members + help + infos.flatMap(fishCommand)
    return lines.joined(separator: "\n") + "\n"
  }

  private func fishWord(_ word: String, _ meaning: String, after: String) -> String {
    let description = meaning.isEmpty ? "" : " -d \(fishQuoted(meaning))"
    return "complete -c \(name) -n '__\(name)_at\(after)' -a \(fishQuoted(word))\(description)"
  }

  private func fishCommand(_ command: CommandInfo) -> [String] {
    let start = "complete -c \(name) -n '__\(name)_is \(command.name)'"
    let options = command.options.map { option in
      "\(start) -l \(option.name)" + (option.short.map { " -s \($0)" } ?? "")
        + (option.kind == .flag ? "" : fishValue(option.values)) + " -d \(fishQuoted(option.help))"
    }
    let arguments = command.positionals.compactMap { argument -> String? in
      switch argument.values {
      case .any: nil
      case .file: "\(start) -F"
      case .directory: "\(start) -a '(__fish_complete_directories)'"
      case .list(let words): "\(start) -a \(fishQuoted(words.joined(separator: " ")))"
      }
    }
    return options + arguments
  }
}

private func fishValue(_ values: Values) -> String {
  switch values {
  case .any: " -x"
  case .file: " -r -F"
  case .directory: " -x -a '(__fish_complete_directories)'"
  case .list(let words): " -x -a \(fishQuoted(words.joined(separator: " ")))"
  }
}

/// Within single quotes fish reads `\'` and `\\`.
private func fishQuoted(_ text: String) -> String {
  "'"
    + text.reduce(into: "") { result, character in
      if character == "'" || character == "\\" { result += "\\" }
      result.append(character)
    } + "'"
}
