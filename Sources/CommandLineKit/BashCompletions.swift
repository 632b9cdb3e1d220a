extension Tool {
  /// Runs on bash 3.2, which macOS ships.
  ///
  /// File names are what readline completes by itself when the function finds nothing.
  func bashCompletions() -> String {
    """
    # Completion of \(name) for bash: source this file.
    _\(name)_words() {
      local IFS=$'\\n'
      COMPREPLY=($(compgen -W "$1" -- "$current"))
    }
    _\(name)() {
      local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
      local command=${COMP_WORDS[1]} place=$COMP_CWORD
      COMPREPLY=()
      # Bash makes a word of the '=' in --option=value.
      if [[ $current == = ]]; then
        current=
      elif [[ $previous == = ]]; then
        previous=${COMP_WORDS[COMP_CWORD-2]}
      fi
      if ((place == 1)); then
        _\(name)_words \(bashWords(firstWordsExplained.map(\.word) + ["--help", "--version"]))
        return
      fi
    \(bashGroups())
      case $command:$previous in
    \(infos.flatMap(bashValues).joined(separator: "\n"))
      esac
      case $command:$current in
    \(infos.map(bashOptions).joined(separator: "\n"))
    \(infos.compactMap(bashArguments).joined(separator: "\n"))
      esac
    }
    complete -o bashdefault -o default -F _\(name) \(name)

    """
  }

  private func bashGroups() -> String {
    let cases = groupWords.map { word in
      let members = infos.filter { $0.groupWord == word }.map(\.lastWord)
      return """
          \(word))
            if ((place == 2)); then
              _\(name)_words \(bashWords(members))
              return
            fi
            command="$command ${COMP_WORDS[2]}" ;;
        """
    }
    let help = """
        help)
          if ((place == 2)); then _\(name)_words \(bashWords(firstWords)); fi
          return ;;
      """
    return (["  case $command in"] + cases + [help, "  esac"]).joined(separator: "\n")
  }

  private func bashValues(_ command: CommandInfo) -> [String] {
    command.options.filter { $0.kind != .flag }.map { option in
      let names = ["--\(option.name)"] + (option.short.map { ["-\($0)"] } ?? [])
      let patterns = names.map { shellQuoted("\(command.name):\($0)") }.joined(separator: " | ")
      return "  \(patterns)) \(bashOffer(option.values))return ;;"
    }
  }

  private func bashOptions(_ command: CommandInfo) -> String {
    "  \(shellQuoted(command.name + ":-"))*) \(bashOffer(.list(command.options.map { "--\($0.name)" })));;"
  }

  /// The first argument's values stand for all: shells complete files where there is no list.
  private func bashArguments(_ command: CommandInfo) -> String? {
    guard case .list(let words)? = command.positionals.first?.values else { return nil }
    return "  \(shellQuoted(command.name + ":"))*) \(bashOffer(.list(words)));;"
  }

  private func bashOffer(_ values: Values) -> String {
    guard case .list(let words) = values else { return "" }
    return "_\(name)_words \(bashWords(words)); "
  }
}

/// A list with a word a line, quoted.
private func bashWords(_ words: [String]) -> String { shellQuoted(words.joined(separator: "\n")) }
