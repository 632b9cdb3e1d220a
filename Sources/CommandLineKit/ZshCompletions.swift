extension Tool {
  func zshCompletions() -> String {
    """
    #compdef \(name)
    # Completion of \(name) for zsh: keep this file as _\(name) in a directory of $fpath.
    _\(name)() {
      local curcontext=$curcontext
      local -a offered
      if (( CURRENT == 2 )); then
        offered=(
    \(zshOffered(firstWordsExplained.map { ($0.word, $0.meaning) }))
        )
        _describe command offered
        return
      fi
      case $words[2] in
    \((groupWords.map(zshGroup) + [zshHelp()]).joined(separator: "\n"))
      esac
      case $words[2] in
    \(infos.map(zshCommand).joined(separator: "\n"))
      esac
    }
    if [[ $funcstack[1] == _\(name) ]]; then _\(name) "$@"; else compdef _\(name) \(name); fi

    """
  }

  /// Offers a group's members, and makes one word of group and member for what follows.
  private func zshGroup(_ word: String) -> String {
    let members = infos.filter { $0.groupWord == word }
    return """
        \(word))
          if (( CURRENT == 3 )); then
            offered=(
      \(zshOffered(members.map { ($0.lastWord, $0.summary) }))
            )
            _describe command offered
            return
          fi
          words=("$words[1]" "$words[2] $words[3]" "${(@)words[4,-1]}")
          (( CURRENT-- )) ;;
      """
  }

  private func zshHelp() -> String {
    """
      help)
        offered=(
    \(zshOffered(firstWordsExplained.map { ($0.word, $0.meaning) }))
        )
        if (( CURRENT == 3 )); then _describe command offered; fi
        return ;;
    """
  }
}

private func zshOffered(_ rows: [(String, String)]) -> String {
  rows.map { "      " + shellQuoted("\($0.0):\($0.1)") }.joined(separator: "\n")
}

private func zshCommand(_ command: CommandInfo) -> String {
  let options = command.options.map(zshOption)
  let places = command.positionals.enumerated().map { zshArgument($1, place: $0 + 1) }
  let specs = (options + places).map { "      " + $0 }.joined(separator: " \\\n")
  return """
      \(shellQuoted(command.name)))
        shift words
        (( CURRENT-- ))
        _arguments -s -S \\
    \(specs) ;;
    """
}

private func zshOption(_ info: ParameterInfo) -> String {
  let long = "--\(info.name)" + (info.kind == .flag ? "" : "=")
  var tail = "[\(zshEscaped(info.help))]"
  if info.kind != .flag { tail += ":\(zshEscaped(info.name)):\(zshAction(info.values))" }
  let repeats = info.kind.repeats ? "*" : ""
  guard let short = info.short else { return shellQuoted(repeats + long + tail) }
  let exclusive = info.kind.repeats ? "*" : "(-\(short) --\(info.name))"
  return "\(shellQuoted(exclusive)){-\(short),\(long)}\(shellQuoted(tail))"
}

private func zshArgument(_ info: ParameterInfo, place: Int) -> String {
  let start = info.kind.repeats ? "*" : info.kind.isRequired ? "\(place)" : "\(place):"
  return shellQuoted("\(start):\(zshEscaped(info.name)):\(zshAction(info.values))")
}

private func zshAction(_ values: Values) -> String {
  switch values {
  case .any: " "
  case .file: "_files"
  case .directory: "_files -/"
  case .list(let words): "(" + words.map(zshEscaped).joined(separator: " ") + ")"
  }
}

/// Text within a specification, where brackets and colons have a meaning.
private func zshEscaped(_ text: String) -> String {
  text.reduce(into: "") { result, character in
    if "[]:\\()".contains(character) { result += "\\" }
    result.append(character)
  }
}
