/// A program of several commands.
package struct Tool {
  package typealias Group = (title: String, commands: [any Command.Type])

  package let name: String
  package let version: String
  package let summary: String
  package let discussion: String
  package let groups: [Group]
  /// Makes text that may come from a file safe to show: errors quote what they found.
  let escape: (String) -> String

  package init(
    name: String, version: String, summary: String, discussion: String = "", groups: [Group],
    escape: @escaping (String) -> String = { $0 }
  ) {
    self.name = name
    self.version = version
    self.summary = summary
    self.discussion = discussion
    self.groups = groups
    self.escape = escape
  }

  var commands: [any Command.Type] { groups.flatMap(\.commands) }
  var infos: [CommandInfo] { commands.map { $0.info } }

  /// Runs one invocation, `words` being the arguments without the program's name, and returns
  /// the exit status: 0 done, 1 failed, 2 usage, 128 + signal when interrupted.
  package func run(words: [String], io: IO) -> Int32 {
    settle(perform(words, io), io)
  }

  private func perform(_ words: [String], _ io: IO) -> Int32 {
    var speaker = name
    do {
      switch try request(words) {
      case .version: io.out("\(name) \(version)\n")
      case .overview: io.out(overview(width: io.width))
      case .help(let command): io.out(help(command.info, width: io.width))
      case .members(let word): io.out(members(of: word, width: io.width))
      case .bare(let word): return usage(word, io)
      case .run(let command, let rest):
        speaker += " \(command.name)"
        try run(command, rest, io)
      }
      return 0
    } catch {
      return report(error, from: speaker, io)
    }
  }

  private func run<C: Command>(_ type: C.Type, _ words: [String], _ io: IO) throws {
    let command = try type.parse(words)
    command.prepare(io)
    try command.run(io)
  }

  /// No command, or a group's word alone: says what could follow.
  private func usage(_ word: String?, _ io: IO) -> Int32 {
    io.err(word.map { members(of: $0, width: io.width) } ?? overview(width: io.width))
    return 2
  }

  private func report(_ error: any Error, from speaker: String, _ io: IO) -> Int32 {
    switch error {
    case let exit as Exit: return exit.status
    // The failure stays with the output, and `settle` tells it.
    case is BrokenPipe, is OutputFailure: return 0
    case let interrupted as Interrupted:
      io.err("\(speaker): interrupted\n")
      return 128 + interrupted.signal
    case let usage as UsageError:
      let hint = usage.hint.map { "\n  hint: \($0)" } ?? ""
      io.err(escape("\(speaker): \(usage.message)\(hint)\n"))
      return 2
    default:
      io.err(escape("\(speaker): \(error)\n"))
      return 1
    }
  }

  /// Writes out what is still buffered: only now is it sure that the output is whole.
  private func settle(_ status: Int32, _ io: IO) -> Int32 {
    io.status(nil)
    do {
      try io.flush()
      return status
    } catch is BrokenPipe {
      return status
    } catch {
      io.err("\(name): \(error)\n")
      return status == 0 ? 1 : status
    }
  }
}
