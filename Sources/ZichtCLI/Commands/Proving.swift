import Coding
import CommandLineKit
import Project
import Reports

/// `zicht audit`: one segment, back to words, person, rule and day.
struct Audit: ZichtCommand {
  static let name = "audit"
  static let summary = "Show where a segment comes from: words, speaker, rule, coder, day."
  static let examples = [
    Example("zicht audit moerwijk/mw-01.txt:367-422", "Everything about the segments there.")
  ]

  var common = CommonOptions()
  var segment = ""

  static var parameters: [Parameter<Self>] {
    [.argument("segment", \.segment, "FILE:START-END or FILE:START-END:CODE.")]
  }

  func run(_ io: IO) throws {
    let address = try SegmentAddress.reading(segment)
    let project = try openProject(io)
    let audits = try project.read {
      try project.segments(at: address).map { try project.audit($0) }
    }
    if common.json { return writeJSON(.array(audits.map(\.json)), io) }
    for (number, audit) in audits.enumerated() {
      if number > 0 { io.out("\n") }
      AuditText(audit, width: io.width, style: io.style).write { io.out($0) }
    }
    if audits.contains(where: { !$0.isSound }) { throw Exit(1) }
  }
}

/// `zicht log`: what was done, event by event.
struct Log: ZichtCommand {
  static let name = "log"
  static let summary = "List the ledger's events: who did what, when, with which program."
  static let examples = [Example("zicht log --kind rules.applied", "Each time rules were applied.")]

  var common = CommonOptions()
  var table = TableOptions()
  var kind: String?
  var actor: String?
  var limit: Int?

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "kind", \.kind, "Only events of this kind.", placeholder: "KIND",
        values: .list(LedgerEvent.Kind.allCases.map(\.rawValue))),
      .option("actor", \.actor, "Only what one coder did.", placeholder: "NAME"),
      .option("limit", \.limit, "Only the last so many."),
    ] + Parameter.group(\.table)
  }

  func run(_ io: IO) throws {
    if let kind, LedgerEvent.Kind(rawValue: kind) == nil {
      throw UsageError(
        "'\(kind)' is no kind of event",
        hint: "one of: " + LedgerEvent.Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let project = try openProject(io)
    let isForReading = try table.isForReading(common)
    var rows: [[Table.Cell]] = []
    try project.read {
      try project.events { event, hash in
        guard kind.map({ $0 == event.kind.rawValue }) ?? true,
          actor.map({ $0 == event.actor }) ?? true
        else { return }
        let time = isForReading ? String(event.time.prefix(16)) : event.time
        rows.append(
          [
            .integer(event.number), .text(time), .text(event.actor), .text(event.kind.rawValue),
            .text(try project.summary(of: event)),
          ] + (isForReading ? [] : [.text(hash.hex)]))
      }
    }
    if let limit { rows = rows.suffix(max(0, limit)) }
    let result = Table(
      title: "Log",
      columns: [
        .init("event", .integer), .init("time"), .init("actor"), .init("kind"), .init("what"),
      ] + (isForReading ? [] : [.init("hash")]), rows: rows,
      notes: [counted(rows.count, "event") + "; times are UTC"])
    try table.write(result, common, io)
  }
}

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

  static var parameters: [Parameter<Self>] { [] }

  func run(_ io: IO) throws {
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
