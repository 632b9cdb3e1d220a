import Coding
import CommandLineKit
import Project
import Reports

/// `zicht audit`: one segment, back to words, person, rule and day.
struct Audit: ReadingCommand {
  static let name = "audit"
  static let summary =
    "Show where a segment, or a cell of a table, comes from: words, speaker, rule, day."
  static let discussion = """
    With a table that zicht exported and --cell, the segments behind one of its figures, as of the \
    moment that the table is of; a cell is named by its row and column: a code, and the values of \
    the attributes that the table groups by, or a respondent.
    """
  static let examples = [
    Example("zicht audit moerwijk/mw-01.txt:367-422", "Everything about the segments there."),
    Example(
      "zicht audit tables/codes-by-neighbourhood.csv --cell Moerwijk,physical-investment",
      "The segments behind one figure."),
  ]

  var common = CommonOptions()
  var past = PastOptions()
  var segment = ""
  var cell: String?
  var receipt: String?

  static var parameters: [Parameter<Self>] {
    [
      .argument(
        "segment", \.segment, "FILE:START-END or FILE:START-END:CODE; with --cell a table's file.",
        values: .file),
      .option(
        "cell", \.cell, "Row and column of a cell, with commas between.", placeholder: "LABELS"),
      .option(
        "receipt", \.receipt, "The table's receipt, if it isn't in it or beside it.",
        placeholder: "FILE", values: .file),
    ]
      + Parameter.group(\.past)
  }

  func run(_ io: IO) throws {
    if let cell { return try open(cell, io) }
    let address = try SegmentAddress.reading(segment)
    let project = try openProject(io)
    let audits = try project.read {
      try project.segments(at: address, includingErased: true).map { try project.audit($0) }
    }
    if common.json { return writeJSON(.array(audits.map(\.json)), io) }
    for (number, audit) in audits.enumerated() {
      if number > 0 { io.out("\n") }
      AuditText(audit, width: io.width, style: io.style).write { io.out($0) }
    }
    if audits.contains(where: { !$0.isSound }) { throw Exit(1) }
  }

  /// Opens a cell into its segments, as of the moment that the table is of.
  private func open(_ cell: String, _ io: IO) throws {
    if past.asOf != nil {
      throw UsageError("a table is of its own moment", hint: "leave --as-of out with --cell")
    }
    let check = try TableCheck(path: segment, receipt: receipt) { try openProject(io) }
    guard let command = check.command as? any CountingCommand else {
      throw UsageError(
        "cells of this table count no segments: zicht \(check.receipt.query.joined(separator: " "))"
      )
    }
    let labels = cell.split(separator: ",").map { String($0.trimmingSpaces) }
    let project = try openProject(io)
    try project.rewind(to: check.moment)
    let audit = try project.read { try CellAudit(command, labels: labels, in: project) }
    if common.json {
      writeJSON(["table": check.json, "cell": audit.json], io)
    } else {
      TableCheckText(check: check, style: io.style).writeVerdict { io.out($0) }
      write(audit, io)
    }
    if !check.isEqual { throw Exit(1) }
  }

  private func write(_ audit: CellAudit, _ io: IO) {
    io.out("\n" + io.style(.heading, sanitized(audit.title)) + "  \(audit.summary)\n")
    for audit in audit.audits {
      let segment = audit.segment
      let place = "\(audit.file):\(segment.start)-\(segment.end)"
      let who = [
        audit.voice.respondent ?? audit.voice.label, audit.code.path, segment.status.rawValue,
      ]
      io.out("\n" + io.style(.heading, sanitized(place)))
      io.out("  " + sanitized(who.joined(separator: " · ")) + "\n")
      io.out("  " + sanitized(audit.quote) + "\n")
      for act in audit.acts {
        let line = "event \(act.event)  \(act.time.prefix(16))Z  \(act.actor)  \(act.what)"
        io.out("  " + io.style(.faint, sanitized(line)) + "\n")
      }
    }
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    let start = drop { $0 == " " }
    return start.lastIndex { $0 != " " }.map { start[...$0] } ?? ""
  }
}
