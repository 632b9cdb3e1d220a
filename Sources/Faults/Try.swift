import Coding
import CommandLineKit
import Harness
import Reports

/// `Faults`: power cuts, crashes, failing disks and altered bytes, by the thousand.
struct Try: Command {
  static let name = "try"
  static let summary = "Do harm to projects, and look whether they survive."
  static let discussion = """
    The project's own code works on a small study while the disk below it loses power, fails, or \
    fills up; while its process is killed; while others write too; and reads files of which a byte \
    was changed or the end is gone. After each harm the file must open, verify, and hold every \
    change that was acknowledged, or the harm must be told. Exit status 1 when anything else comes \
    of it.

    The same seed repeats the same harm, except where processes race: kill and writers.
    """
  static let examples = [
    Example("swift run -c release Faults --sample", "A short sample of everything."),
    Example("swift run -c release Faults", "Everything; some minutes."),
    Example("swift run -c release Faults --only power-cut --seed 2", "Other power cuts."),
  ]

  private static var trials: [any Trial.Type] {
    [
      PowerCuts.self, Kills.self, FailingOperations.self, FullDisk.self, Writers.self,
      FlippedBytes.self, Truncations.self,
    ]
  }

  var isSample = false
  var only: String?
  var seed = 1
  var json = false
  var markdown = false
  var program: String?
  var folder: String?

  static var parameters: [Parameter<Self>] {
    [
      .flag("sample", \.isSample, "A short sample of each trial."),
      .option(
        "only", \.only, "One trial: " + trials.map { $0.name }.joined(separator: ", ") + ".",
        placeholder: "TRIAL"),
      .option("seed", \.seed, "Of all that is drawn."),
      .flag("json", \.json, "Write figures as JSON."),
      .flag("markdown", \.markdown, "Write the table as Markdown."),
      .option(
        "zicht", \.program, "The program to kill; the one beside this if not given.",
        placeholder: "FILE", values: .file),
      .option("folder", \.folder, "For projects; emptied afterwards.", placeholder: "DIR"),
    ]
  }

  func run(_ io: IO) throws {
    let trials = try chosen()
    guard seed >= 0 else { throw UsageError("'\(seed)' is no seed", hint: "give 0 or more") }
    try Shim.install()
    let place = try WorkingFolder(folder, io.environment, for: "faults")
    defer { place.remove() }
    let bench = Bench(
      folder: place.path, seed: UInt64(seed), isSample: isSample, zicht: try zicht(),
      tell: { io.err($0 + "\n") })
    var outcomes: [Outcome] = []
    for trial in trials {
      let begun = ChildProcess.now()
      var outcome = try trial.run(bench)
      outcome.seconds = ChildProcess.now() - begun
      outcomes.append(outcome)
    }
    write(outcomes, io)
    let faults = outcomes.flatMap { outcome in outcome.faults.map { "\(outcome.name): \($0)" } }
    for fault in faults.prefix(100) { io.err("wrong: \(fault)\n") }
    guard faults.isEmpty else { throw Exit(1) }
  }

  private func chosen() throws -> [any Trial] {
    let chosen = Self.trials.filter { only == nil || $0.name == only }
    guard !chosen.isEmpty else {
      throw UsageError(
        "no trial '\(only ?? "")'",
        hint: "one of: " + Self.trials.map { $0.name }.joined(separator: ", "))
    }
    return chosen.map { $0.init() }
  }

  /// The program given, or `zicht` in the folder of this one.
  private func zicht() throws -> String {
    let own = CommandLine.arguments[0]
    let folder = own.lastIndex(of: "/").map { String(own[...$0]) } ?? "./"
    let path = program ?? folder + "zicht"
    guard Files.exists(path) else {
      throw UsageError(
        "no program '\(path)'", hint: "build it first: swift build -c release --product zicht")
    }
    return path.contains("/") ? path : "./" + path
  }

  private func write(_ outcomes: [Outcome], _ io: IO) {
    if json { return io.out(JSON.array(outcomes.map(\.json)).text(indented: true) + "\n") }
    let writer: any TableWriter = markdown ? Markdown() : TextTable(width: max(100, io.width))
    writer.write(Outcome.table(outcomes)) { io.out($0) }
  }
}
