extension Tool {
  /// The manual page in section 1, as roff with the `man` macros.
  package func manPage() -> String {
    let sections =
      [".TH \(name.uppercased()) 1 \"\" \"\(name) \(roff(version))\"", ".SH NAME"]
      + ["\(roff(name)) \\- \(roff(lowercasedStart(summary)))"]
      + [".SH SYNOPSIS", ".B \(roff(name))", ".I command", "[\\fIoptions\\fR] [\\fIarguments\\fR]"]
      + (discussion.isEmpty ? [] : [".SH DESCRIPTION"] + roffParagraphs(discussion))
      + [".SH COMMANDS"] + groups.flatMap(roffGroup)
      + [".SH OPTIONS OF EVERY COMMAND"] + (common + [.help]).flatMap(roffParameter)
      + exitStatus() + roffEnvironment
    return sections.joined(separator: "\n") + "\n"
  }

  private func roffGroup(_ group: Group) -> [String] {
    group.commands.flatMap { roffCommand($0.info) }
  }

  private func roffCommand(_ command: CommandInfo) -> [String] {
    var lines = [".SS \"\(roff(usage(command), quoted: true))\"", roff(command.summary)]
    if !command.discussion.isEmpty { lines += [".PP"] + roffParagraphs(command.discussion) }
    lines += command.parameters.flatMap(roffParameter)
    for example in command.examples {
      lines += [".PP", roff(example.meaning), ".PP", ".EX", "    " + roff(example.line), ".EE"]
    }
    return lines
  }

  private func exitStatus() -> [String] {
    [
      ".SH EXIT STATUS", ".TP", "0", "Done.", ".TP", "1", "Failed; a message says why.", ".TP",
      "2", "The command line can't be understood.", ".TP", "130", "Interrupted.",
    ]
  }
}

private let roffEnvironment = [
  ".SH ENVIRONMENT", ".TP", "NO_COLOR", "When set and not empty, output has no colours.", ".TP",
  "COLUMNS", "The width of output where there is no terminal.",
]

private func roffParameter(_ info: ParameterInfo) -> [String] {
  let short = info.short.map { "-\($0), " } ?? ""
  return [".TP", "\\fB\(roff(short + info.label))\\fR", roff(info.explanation)]
}

/// Indented paragraphs show commands or output and keep their lines.
private func roffParagraphs(_ text: String) -> [String] {
  let blocks = splitParagraphs(text).map { block -> [String] in
    guard block.hasPrefix(" ") else { return [roff(wrap(block, width: .max)[0])] }
    let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
    return [".EX"] + lines.map { roff(String($0)) } + [".EE"]
  }
  return Array(blocks.joined(separator: [".PP"]))
}

/// Text as roff: no escape, request or quote of its own, and hyphens that can be copied.
func roff(_ text: String, quoted: Bool = false) -> String {
  let escaped = text.reduce(into: "") { result, character in
    switch character {
    case "\\": result += "\\e"
    case "-": result += "\\-"
    case "'": result += "\\(aq"
    case "`": result += "\\(ga"
    case "^": result += "\\(ha"
    case "~": result += "\\(ti"
    case "\"" where quoted: result += "\\(dq"
    case "\n": result += " "
    default: result.append(character)
    }
  }
  // A leading dot would be a request; \& is nothing at all.
  return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
}

private func lowercasedStart(_ summary: String) -> String {
  let text = summary.prefix(1).lowercased() + summary.dropFirst()
  return text.hasSuffix(".") ? String(text.dropLast()) : text
}
