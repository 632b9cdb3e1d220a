import Coding
import CommandLineKit
import Harness
import Project

/// Eight processes write to one project at once.
struct Writers: Trial {
  static let name = "writers"
  private static let writers = 8

  func run(_ bench: Bench) throws -> Outcome {
    let folder = try bench.folder("writers")
    let commits = bench.isSample ? 20 : 200
    let work = try Workload(folder: folder)
    for number in 0..<4 { _ = try work.perform(number) }
    let before = try Head(of: work.project).events
    let children = try (1...Self.writers).map { number in
      try ChildProcess.start(
        [
          CommandLine.arguments[0], "write", work.project, "--writer", "\(number)", "--commits",
          "\(commits)",
        ], output: "\(folder)/writer-\(number)")
    }
    var outcome = Outcome("eight writers")
    var waits: [Double] = []
    for child in children {
      guard try child.wait().ending == .exit(0) else {
        outcome.faults.append("a writer failed: \(child.errors)")
        continue
      }
      waits += try Files.read(child.output).split(separator: "\n").compactMap { Double($0) }
    }
    outcome.cases = Self.writers * commits
    let kept = try Head(of: work.project).events - before
    outcome.figure("commits acknowledged", waits.count)
    outcome.figure("commits in the ledger", kept)
    outcome.figure("worst wait, s", decimal(waits.max() ?? 0))
    outcome.figure("median wait, s", decimal(waits.sorted().dropFirst(waits.count / 2).first ?? 0))
    if kept != waits.count {
      outcome.faults.append("\(waits.count) commits were acknowledged, and \(kept) are there")
    }
    if let complaint = Examination(of: work.project).complaint { outcome.faults.append(complaint) }
    return outcome
  }
}

/// To the millisecond.
private func decimal(_ seconds: Double) -> String {
  "\((seconds * 1000).rounded() / 1000)"
}

/// `Faults write`: one of the eight.
struct Write: Command {
  static let name = "write"
  static let summary = "Record acts in a project and print how many seconds each took."

  var project = ""
  var writer = 1
  var commits = 200

  static var parameters: [Parameter<Self>] {
    [
      .argument("project", \.project, "The project file.", values: .file),
      .option("writer", \.writer, "Which writer this is."),
      .option("commits", \.commits, "Acts to record."),
    ]
  }

  func run(_ io: IO) throws {
    let project = try Project.open(
      path: project, for: .write,
      surroundings: .system(coder: "writer-\(writer)", program: "zicht faults"))
    let code = try project.code(named: "door")
    let version = try project.version(named: "a.txt").id
    let start = SegmentAddress("a.txt:\(Material.accepted)")?.range.lowerBound ?? 0
    for number in 0..<commits {
      let begun = ChildProcess.now()
      try project.change {
        // Each passage once, all of one speaker: so many starts, so many ends.
        let from = start + number % 20
        _ = try project.code(from..<from + 1 + number / 20, of: version, with: code)
      }
      io.out("\(ChildProcess.now() - begun)\n")
    }
  }
}
