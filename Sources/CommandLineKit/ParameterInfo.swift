/// What a parameter is called and takes, without the value it fills.
package struct ParameterInfo: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case flag
    case option(repeats: Bool)
    case argument(required: Bool)
    case rest(required: Bool)

    var isPositional: Bool {
      switch self {
      case .flag, .option: false
      case .argument, .rest: true
      }
    }
    var repeats: Bool {
      switch self {
      case .option(let repeats): repeats
      case .rest: true
      case .flag, .argument: false
      }
    }
    var isRequired: Bool {
      switch self {
      case .argument(let required), .rest(let required): required
      case .flag, .option: false
      }
    }
  }

  package let kind: Kind
  package let name: String
  package let short: Character?
  package let placeholder: String
  package let help: String
  package let values: Values
  /// The value an option has when it isn't given; empty when there is none worth telling.
  package let standard: String

  static let help = ParameterInfo(
    kind: .flag, name: "help", short: "h", placeholder: "", help: "Show this help.",
    values: .any, standard: "")

  /// `--unit UNIT`, `<file>`, `[<file>...]`: the parameter as a message names it.
  var label: String {
    switch kind {
    case .flag: "--\(name)"
    case .option: "--\(name) \(placeholder)"
    case .argument(let required): required ? "<\(name)>" : "[<\(name)>]"
    case .rest(let required): required ? "<\(name)>..." : "[<\(name)>...]"
    }
  }
  /// The label with the short name, as a list of options shows it.
  var heading: String {
    kind.isPositional ? label : (short.map { "-\($0), " } ?? "    ") + label
  }
  /// The help text with what an option defaults to and whether it repeats.
  var explanation: String {
    var text = help
    if case .option(let repeats) = kind {
      if repeats { text += " May be given more than once." }
      if !standard.isEmpty { text += " (default: \(standard))" }
    }
    return text
  }
  func matches(_ word: String) -> Bool {
    !kind.isPositional && (word == "--\(name)" || short.map { word == "-\($0)" } == true)
  }
}

/// What a shell can offer where a parameter's value is typed.
package enum Values: Sendable, Equatable {
  case any
  case file
  case directory
  case list([String])
}
