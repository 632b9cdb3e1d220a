/// What a command line asks for, before its options are read.
enum Request {
  case version
  case overview
  case help(any Command.Type)
  case members(String)
  case bare(String?)
  case run(any Command.Type, [String])
}

extension Tool {
  func request(_ words: [String]) throws(UsageError) -> Request {
    switch words.first {
    case nil: return .bare(nil)
    case "--version": return .version
    case "--help", "-h": return .overview
    case "help": return try helpRequest(Array(words.dropFirst()))
    case let first? where first.hasPrefix("-"): throw misplaced(first)
    case let first?: return try commandRequest(words, first)
    }
  }

  /// The command that some words ask for, read but not run; nil when they ask for none.
  package func command(_ words: [String]) throws(UsageError) -> (any Command)? {
    guard let (command, rest) = find(words) else { return nil }
    return try command.parse(rest)
  }

  private func commandRequest(_ words: [String], _ first: String) throws(UsageError) -> Request {
    let wantsHelp = words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    if let (command, rest) = find(words) { return wantsHelp ? .help(command) : .run(command, rest) }
    guard groupWords.contains(first) else { throw unknown(first, among: firstWords) }
    guard words.count > 1, !words[1].hasPrefix("-") else {
      return wantsHelp ? .members(first) : .bare(first)
    }
    throw unknown("\(first) \(words[1])", among: infos.map(\.name))
  }

  private func helpRequest(_ words: [String]) throws(UsageError) -> Request {
    guard let first = words.first, !first.hasPrefix("-") else { return .overview }
    if let (command, _) = find(words) { return .help(command) }
    let name = words.prefix(2).joined(separator: " ")
    if name == first, groupWords.contains(first) { return .members(first) }
    throw unknown(name, among: firstWords + infos.map(\.name))
  }

  /// The command the first word or two name, the longer name first, and the words after it.
  private func find(_ words: [String]) -> (any Command.Type, [String])? {
    for length in [2, 1] where words.count >= length {
      let name = words.prefix(length).joined(separator: " ")
      if let command = commands.first(where: { $0.name == name }) {
        return (command, Array(words.dropFirst(length)))
      }
    }
    return nil
  }

  var groupWords: [String] { firstWords.filter { word in !infos.contains { $0.name == word } } }

  /// What can stand first, each once, in the order declared.
  var firstWords: [String] {
    var seen: Set<String> = []
    return infos.map { $0.groupWord ?? $0.name }.filter { seen.insert($0).inserted }
  }

  private func unknown(_ word: String, among known: [String]) -> UsageError {
    UsageError(
      "unknown command '\(word)'",
      hint: nearest(to: word, among: known + ["help"]).map { "did you mean '\(name) \($0)'?" }
        ?? "'\(name) help' lists the commands")
  }

  private func misplaced(_ word: String) -> UsageError {
    let option = split(word).name
    if infos.contains(where: { $0.options.contains { $0.matches(option) } }) {
      return UsageError(
        "'\(option)' stands before the command", hint: "write it after: \(name) COMMAND \(option)")
    }
    return UsageError(
      "unknown option '\(option)'",
      hint: nearest(to: option, among: ["--help", "--version"]).map { "did you mean '\($0)'?" }
        ?? "'\(name) --help' lists the commands")
  }
}
