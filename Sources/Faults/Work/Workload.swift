import CSQLite
import CommandLineKit
import Harness
import Project
import ZichtCLI

/// A small study as a list of commands, run within this process by the program's own code.
struct Workload {
  struct Step: Sendable {
    var words: [String]
    /// Whether to give SQLite so little memory that it writes to the file before it commits.
    var isTight = false

    var name: String {
      words.prefix { !$0.contains("/") && !$0.contains(".") }.joined(separator: " ")
    }
  }

  let folder: String
  var project: String { folder + "/study.zicht" }

  /// Makes the material; the project is made by the first step.
  init(folder: String) throws {
    self.folder = folder
    for part in ["first", "corrected", "long"] { try Files.makeDirectory("\(folder)/\(part)") }
    for (name, text) in Material.files { try Files.write(text, to: "\(folder)/\(name)") }
  }

  /// Those that change the project.
  var steps: [Step] {
    [
      Step(words: ["init", project]),
      Step(words: ["ingest", folder + "/first"]),
      Step(words: ["codebook", "add", folder + "/book.json"]),
      Step(words: ["apply"]),
      Step(words: ["accept", "a.txt:\(Material.accepted)", "--reason", "precies dit"]),
      Step(words: ["reject", "b.txt:\(Material.rejected)"]),
      Step(words: ["code", "add", "door", "a.txt", "--quote", Material.quote]),
      Step(words: ["ingest", folder + "/corrected"]),
      Step(words: ["codebook", "add", folder + "/book-2.json"]),
      Step(words: ["apply"]),
      Step(words: ["checkpoint", "--name", "submitted"]),
      Step(words: ["undo"]),
      Step(words: ["apply"]),
      Step(words: ["ingest", folder + "/long"], isTight: true),
      Step(words: ["apply"], isTight: true),
      Step(words: ["code", "add", "repair", "b.txt", "--quote", Material.quote]),
      Step(words: ["retract", "b.txt:\(Material.coded)"]),
      Step(words: ["withdraw", "B", "--yes", "--basis", "brief", "--approver", "anna"]),
    ]
  }

  /// Those that only read it, after all the others.
  var readings: [Step] {
    [
      ["segments"], ["receipt", "a.txt:\(Material.accepted):repair"], ["frequencies"],
      ["audit", "a.txt:\(Material.accepted)"], ["log"], ["verify"],
    ]
    .map { Step(words: $0) }
  }

  /// What a command said and how it ended.
  struct Ending: Equatable {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Runs a step as a user would; its number fixes the clock and the random bytes.
  func run(_ number: Int) -> Ending {
    let step = (steps + readings)[number]
    let limit = step.isTight ? sqlite3_soft_heap_limit64(1 << 17) : 0
    defer { if step.isTight { sqlite3_soft_heap_limit64(limit) } }
    let (io, captured) = IO.capture(
      environment: [
        "ZICHT_FIXED": "\(number + 1)", "ZICHT_CODER": "anna", "ZICHT_PROJECT": project,
        "ZICHT_PATIENCE": "0",
      ], width: 100)
    let status = Zicht.run(step.words, io)
    return Ending(status: status, output: captured.out, errors: captured.err)
  }

  /// Runs a step that must succeed, and returns the ledger's head after it.
  func perform(_ number: Int) throws -> Head {
    let ending = run(number)
    guard ending.status == 0 else {
      throw HarnessFailure(
        "step \(number + 1), \((steps + readings)[number].name), failed:\n\(ending.errors)")
    }
    return try Head(of: project)
  }

  /// The project file's bytes before each step (nil: no file) and after the last, with the heads.
  func course() throws -> Course {
    var stages = [Stage(bytes: nil, head: .none)]
    for number in steps.indices {
      let head = try perform(number)
      stages.append(Stage(bytes: try Files.bytes(of: project), head: head))
    }
    return Course(stages: stages, acts: try Acts(of: project))
  }

  struct Course: Sendable {
    var stages: [Stage]
    var acts: Acts
  }

  struct Stage: Sendable {
    var bytes: [UInt8]?
    var head: Head
  }

  /// Puts the project back as it was at a stage.
  func restore(_ stage: Stage) throws {
    Files.remove(project)
    Files.remove(project + "-journal")
    if let bytes = stage.bytes { try Files.write(bytes, to: project) }
  }
}
