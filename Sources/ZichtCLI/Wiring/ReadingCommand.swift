import CommandLineKit

/// The option of commands that can look into the past.
struct PastOptions: ParameterSet {
  var asOf: String?

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "as-of", \.asOf,
        "As the project was then: an event's number, a day or time in UTC, a checkpoint's name.",
        placeholder: "MOMENT")
    ]
  }
}

/// A command that reads the project, as it is or as it was.
protocol ReadingCommand: ZichtCommand {
  var past: PastOptions { get set }
}
