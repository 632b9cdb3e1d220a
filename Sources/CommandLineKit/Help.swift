extension Tool {
  /// What `--help` without a command shows.
  package func overview(width: Int) -> String {
    var blocks = ["\(name): \(summary)", "usage: \(name) COMMAND [options] [arguments]"]
    blocks += paragraphs(discussion, width: width)
    blocks += groups.map { group in
      section(group.title, rows: group.commands.map { ($0.name, $0.summary) }, width: width)
    }
    if !common.isEmpty { blocks.append(section("Options of every command", common, width)) }
    blocks.append(contentsOf: wrap("'\(name) help COMMAND' explains a command.", width: width))
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// The options that all commands share, as the first command with any declares them.
  var common: [ParameterInfo] { infos.first { !$0.shared.isEmpty }?.shared ?? [] }

  /// The subcommands of a group's word.
  func members(of word: String, width: Int) -> String {
    let rows = infos.filter { $0.groupWord == word }.map { ($0.name, $0.summary) }
    return "usage: \(name) \(word) COMMAND [options] [arguments]\n\n"
      + section("Commands", rows: rows, width: width) + "\n"
  }

  /// What `--help` after a command shows.
  package func help(_ command: CommandInfo, width: Int) -> String {
    let options = command.parameters.filter { !$0.kind.isPositional }
    var blocks = [wrap(command.summary, width: width).joined(separator: "\n")]
    blocks.append(usageLine(command, width: width))
    blocks += paragraphs(command.discussion, width: width)
    if !command.positionals.isEmpty {
      blocks.append(section("Arguments", command.positionals, width))
    }
    if !options.isEmpty { blocks.append(section("Options", options, width)) }
    blocks.append(section("Common options", command.shared + [.help], width))
    if !command.examples.isEmpty { blocks.append(examples(command.examples, width: width)) }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  func usage(_ command: CommandInfo) -> String {
    (["\(name) \(command.name)", "[options]"] + command.positionals.map(\.label))
      .joined(separator: " ")
  }

  private func usageLine(_ command: CommandInfo, width: Int) -> String {
    wrap("usage: " + usage(command), width: width, hanging: 7).joined(separator: "\n")
  }

  private func examples(_ examples: [Example], width: Int) -> String {
    let lines = examples.map { example in
      "  \(example.line)\n"
        + wrap(example.meaning, width: width - 6).map { "      \($0)" }.joined(separator: "\n")
    }
    return "Examples:\n" + lines.joined(separator: "\n")
  }
}

private func section(_ title: String, _ parameters: [ParameterInfo], _ width: Int) -> String {
  section(title, rows: parameters.map { ($0.heading, $0.explanation) }, width: width)
}

/// A title over two columns, the right one wrapped.
///
/// A left cell too wide for its column gets a line of its own.
private func section(_ title: String, rows: [(String, String)], width: Int) -> String {
  let column = min(rows.map { $0.0.count }.max() ?? 0, 28)
  let margin = String(repeating: " ", count: column + 4)
  let lines = rows.flatMap { left, right -> [String] in
    let text = wrap(right, width: max(20, width - margin.count))
    guard left.count <= column else { return ["  " + left] + text.map { margin + $0 } }
    let first = "  " + left + String(repeating: " ", count: column - left.count + 2)
    return [first + (text.first ?? "")] + text.dropFirst().map { margin + $0 }
  }
  return ([title + ":"] + lines).joined(separator: "\n")
}
