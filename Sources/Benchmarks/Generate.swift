import CommandLineKit

/// `Benchmarks generate`: a corpus to keep.
struct Generate: Command {
  static let name = "generate"
  static let summary = "Write a corpus with known counts into a folder."
  static let examples = [
    Example("swift run -c release Benchmarks generate corpus --interviews 100", "4 MB of text.")
  ]

  var folder = ""
  var interviews = 350
  var words = 8000
  var seed = 1

  static var parameters: [Parameter<Self>] {
    [
      .argument("folder", \.folder, "Where to; made if it isn't there.", values: .file),
      .option("interviews", \.interviews, "How many."),
      .option("words", \.words, "Of each interview, at least."),
      .option("seed", \.seed, "The same seed gives the same bytes."),
    ]
  }

  func run(_ io: IO) throws {
    guard interviews > 0, words > 0, seed >= 0 else {
      throw UsageError("--interviews and --words are at least 1, --seed at least 0")
    }
    try Generation(
      folder: folder, interviews: interviews, words: words, seed: UInt64(seed)
    ).run()
  }
}
