/// A value that command-line words can fill: a command, or options that several commands share.
package protocol ParameterSet {
  static var parameters: [Parameter<Self>] { get }
  /// The value before any word is read; what it holds are the defaults that `--help` shows.
  init()
}

/// One subcommand: its words, its parameters and what it does.
package protocol Command: ParameterSet {
  /// `ingest`, or two words for a subcommand of a group: `codebook add`.
  static var name: String { get }
  /// One line in the imperative that ends with a full stop.
  static var summary: String { get }
  /// Paragraphs for `--help` and the manual page, separated by empty lines.
  static var discussion: String { get }
  static var examples: [Example] { get }
  /// Parameters every command has, declared once in an extension:
  /// `Parameter.group(\.common)`. Help lists them apart.
  static var shared: [Parameter<Self>] { get }
  /// Called at the end of parsing with what was given, in order.
  mutating func remember(_ given: [GivenWord])
  /// Called after parsing and before `run`, for what shared options say about the output.
  func prepare(_ io: IO)
  /// Throws `UsageError` (status 2), `Exit` (its status) or any other error (status 1).
  func run(_ io: IO) throws
}

extension Command {
  package static var discussion: String { "" }
  package static var examples: [Example] { [] }
  package static var shared: [Parameter<Self>] { [] }
  package mutating func remember(_ given: [GivenWord]) {}
  package func prepare(_ io: IO) {}

  static var info: CommandInfo {
    CommandInfo(
      name: name, summary: summary, discussion: discussion, examples: examples,
      parameters: parameters.map(\.info), shared: shared.map(\.info))
  }
}

/// One option or argument as a command line gave it, under its declared name.
package struct GivenWord: Sendable, Equatable {
  package let name: String
  /// Nil for a flag.
  package let value: String?
  package let isPositional: Bool
}

/// A command line worth copying, and what it does.
package struct Example: Sendable, Equatable {
  package let line: String
  package let meaning: String
  package init(_ line: String, _ meaning: String) { (self.line, self.meaning) = (line, meaning) }
}

/// What help, completions and the manual page tell of a command.
package struct CommandInfo: Sendable, Equatable {
  package let name: String
  package let summary: String
  package let discussion: String
  package let examples: [Example]
  package let parameters: [ParameterInfo]
  package let shared: [ParameterInfo]

  /// `codebook` of `codebook add`; nil for a command of one word.
  var groupWord: String? {
    let words = name.split(separator: " ")
    return words.count == 2 ? String(words[0]) : nil
  }
  var lastWord: String { String(name.split(separator: " ").last ?? "") }
  var everything: [ParameterInfo] { parameters + shared + [.help] }
  var options: [ParameterInfo] { everything.filter { !$0.kind.isPositional } }
  var positionals: [ParameterInfo] { parameters.filter(\.kind.isPositional) }
}
