extension Tool {
  /// What is wrong with the declared commands; empty when they can be parsed and explained.
  ///
  /// A test of each program asks for it, so that no run pays.
  package func faults() -> [String] {
    let names = infos.map(\.name)
    let twice = duplicates(names).map { "command '\($0)' is declared twice" }
    let split = firstWords.filter { word in
      names.contains(word) && infos.contains { $0.groupWord == word }
    }
    return twice + split.map { "'\($0)' is a command and a group" } + infos.flatMap(faults(of:))
  }

  private func faults(of command: CommandInfo) -> [String] {
    var found: [String] = []
    let words = command.name.split(separator: " ", omittingEmptySubsequences: false)
    if words.count > 2 || words.contains("") { found.append("has a name of too many words") }
    if !command.summary.hasSuffix(".") { found.append("has a summary without a full stop") }
    found += duplicates(command.everything.map(\.name)).map { "declares '\($0)' twice" }
    found += duplicates(command.everything.compactMap(\.short)).map { "declares '-\($0)' twice" }
    found += command.everything.filter { $0.help.isEmpty }.map { "leaves '\($0.name)' unexplained" }
    if !inOrder(command.positionals.map(\.kind)) { found.append("has arguments after a rest") }
    return found.map { "command '\(command.name)' \($0)" }
  }

  /// Required, then optional, and nothing after a rest: else words can't be told apart.
  private func inOrder(_ kinds: [ParameterInfo.Kind]) -> Bool {
    !kinds.dropLast().contains { $0.repeats }
      && !zip(kinds, kinds.dropFirst()).contains { !$0.isRequired && $1.isRequired }
  }
}

/// Values that come more than once, in the order of their second coming.
private func duplicates<Value: Hashable>(_ values: [Value]) -> [Value] {
  var seen: Set<Value> = []
  return values.filter { !seen.insert($0).inserted }
}
