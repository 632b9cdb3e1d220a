import Coding
import CommandLineKit
import Project
import Reports

/// `zicht verify`: nothing was altered.
struct Verify: ZichtCommand {
  static let name = "verify"
  static let summary = "Check that nothing in the project file was altered."
  static let discussion = """
    Checks SQLite's own structure, the chain of events, each text and name against its commitment, \
    each table against what the events make of it, the proposals of each rule against the digest of \
    its run, and the indexes against the texts. Exit status 1 when anything is not as recorded.

    Whoever can write the file could rewrite all of it, chain included: note the last hash in a \
    report or a mail, and compare it later.
    """

  var common = CommonOptions()
  var file: String?
  var receipt: String?

  static var parameters: [Parameter<Self>] {
    [
      .optionalArgument(
        "file", \.file, "A table that zicht exported, to hold against the ledger.", values: .file),
      .option(
        "receipt", \.receipt, "The table's receipt, if it isn't in it or beside it.",
        placeholder: "FILE", values: .file),
    ]
  }

  func run(_ io: IO) throws {
    if let file { return try verify(table: file, io) }
    let project = try openProject(io)
    let progress = Progress(io, label: "verify", total: 7, unit: "steps")
    let result = try project.read {
      try project.verify { _ in
        try Interrupt.check()
        progress.advance()
      }
    }
    progress.finish()
    if common.json {
      writeJSON(result.json, io)
    } else {
      for problem in result.problems { io.out(io.style(.error, sanitized("✗ \(problem)")) + "\n") }
      for line in result.lines { say(line, io) }
    }
    if !result.isSound { throw Exit(1) }
  }

  private func verify(table: String, _ io: IO) throws {
    let check = try TableCheck(path: table, receipt: receipt) { try openProject(io) }
    if common.json {
      writeJSON(check.json, io)
    } else {
      TableCheckText(check: check, style: io.style).write { io.out($0) }
    }
    if !check.isEqual { throw Exit(1) }
  }
}

extension Verification {
  var lines: [String] {
    let checked =
      "\(counted(events, "event")), \(counted(transcripts, "text")), "
      + "\(counted(proposals, "finding")) checked"
    if !isSound { return ["\(checked): \(counted(problems.count, "problem"))"] }
    var lines = [
      "verified: \(checked), nothing altered", "last event \(events), hash \(head.hex)",
    ]
    if stale > 0 {
      lines.append("\(counted(stale, "text")) indexed by another version of zicht: run zicht apply")
    }
    return lines
  }

  var json: JSON {
    [
      "sound": .bool(isSound), "events": .integer(events), "head": .string(head.hex),
      "transcripts": .integer(transcripts), "proposals": .integer(proposals),
      "problems": .strings(problems),
    ]
  }
}
