extension Command {
  /// Reads a command from the words after its name.
  ///
  /// O(words × parameters).
  package static func parse(_ words: [String]) throws(UsageError) -> Self {
    var parser = Parser<Self>(words)
    return try parser.parse()
  }
}

/// One pass over the words, from left to right.
private struct Parser<C: Command> {
  var command = C()
  let options: [Parameter<C>]
  /// Arguments still to come; a rest stays until the end.
  var positionals: ArraySlice<Parameter<C>>
  var words: ArraySlice<String>
  /// Names of options given, and of the rest once it has a value.
  var given: Set<String> = []
  var remembered: [GivenWord] = []

  init(_ words: [String]) {
    let all = C.parameters + C.shared
    options = all.filter { !$0.info.kind.isPositional }
    positionals = all.filter(\.info.kind.isPositional)[...]
    self.words = words[...]
  }

  mutating func parse() throws(UsageError) -> C {
    while let word = words.popFirst() {
      if word == "--" {
        while let rest = words.popFirst() { try take(argument: rest) }
      } else if word.hasPrefix("-"), word != "-" {
        try take(option: word)
      } else {
        try take(argument: word)
      }
    }
    if let missing = positionals.first(where: { isMissing($0.info) }) {
      throw .missing(missing.info)
    }
    command.remember(remembered)
    return command
  }

  func isMissing(_ info: ParameterInfo) -> Bool {
    info.kind.isRequired && !given.contains(info.name)
  }

  mutating func take(argument word: String) throws(UsageError) {
    guard let parameter = positionals.first else { throw .surplus(word) }
    try parameter.set(&command, word)
    remembered.append(GivenWord(name: parameter.info.name, value: word, isPositional: true))
    if parameter.info.kind.repeats {
      given.insert(parameter.info.name)
    } else {
      positionals.removeFirst()
    }
  }

  mutating func take(option word: String) throws(UsageError) {
    let (name, inline) = split(word)
    guard let parameter = options.first(where: { $0.info.matches(name) }) else {
      throw .unknown(name, among: options.map { "--\($0.info.name)" } + ["--help"])
    }
    guard parameter.info.kind != .flag else {
      guard inline == nil else { throw .needless(name) }
      remembered.append(GivenWord(name: parameter.info.name, value: nil, isPositional: false))
      return try parameter.set(&command, "")
    }
    guard given.insert("--\(parameter.info.name)").inserted || parameter.info.kind.repeats else {
      throw .twice(parameter.info)
    }
    let value = if let inline { inline } else { try value(for: parameter.info) }
    try parameter.set(&command, value)
    remembered.append(GivenWord(name: parameter.info.name, value: value, isPositional: false))
  }

  /// The next word, unless it is plainly the next option.
  mutating func value(for info: ParameterInfo) throws(UsageError) -> String {
    guard let next = words.first else { throw .valueMissing(info, before: nil) }
    let (name, _) = split(next)
    guard next != "--", !options.contains(where: { $0.info.matches(name) }) else {
      throw .valueMissing(info, before: next)
    }
    words.removeFirst()
    return next
  }
}

/// `--unit=turn` as its name and its value.
func split(_ word: String) -> (name: String, value: String?) {
  guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return (word, nil) }
  return (String(word[..<equals]), String(word[word.index(after: equals)...]))
}

extension UsageError {
  fileprivate static func missing(_ info: ParameterInfo) -> Self {
    Self("missing <\(info.name)>", hint: info.help)
  }
  fileprivate static func surplus(_ word: String) -> Self {
    Self("unexpected argument '\(word)'", hint: "put a value of several words in quotes")
  }
  fileprivate static func needless(_ name: String) -> Self {
    Self("'\(name)' takes no value", hint: "write '\(name)' alone")
  }
  fileprivate static func twice(_ info: ParameterInfo) -> Self {
    Self("'--\(info.name)' is given twice", hint: "give it once")
  }
  fileprivate static func valueMissing(_ info: ParameterInfo, before next: String?) -> Self {
    Self(
      "missing value for '\(info.label)'",
      hint: next.map { "write '--\(info.name)=\($0)' if '\($0)' is meant as the value" })
  }
  fileprivate static func unknown(_ name: String, among known: [String]) -> Self {
    Self(
      "unknown option '\(name)'",
      hint: nearest(to: name, among: known).map { "did you mean '\($0)'?" }
        ?? "--help lists the options; an argument that starts with '-' comes after '--'")
  }
}
