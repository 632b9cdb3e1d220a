import Coding
import CommandLineKit
import Project
import Reports

/// `zicht apply`: proposals by rule.
struct Apply: ZichtCommand {
  static let name = "apply"
  static let summary = "Let the rules propose codings, wherever they have not looked yet."
  static let discussion = """
    Every rule of the project's codebooks is matched on every transcript that it has not seen in \
    this form: a new or changed rule on all of them, a new transcript by all rules, and nothing \
    twice. What a person decided is never touched: an accepted segment stays when its rule goes, a \
    rejected one stays rejected.

    With --preview nothing is changed: it tells which segments would be gained and lost, which lost \
    ones a person had decided on, and how the counts would move, for the codebook files that are \
    given or for what is due in the project.
    """
  static let examples = [
    Example("zicht apply", "Bring all proposals up to date."),
    Example(
      "zicht apply --preview Codebooks/small-wins.json",
      "What would change if this file became the codebook?"),
  ]

  var common = CommonOptions()
  var preview = false
  var codebooks: [String] = []
  var limit = 5

  static var parameters: [Parameter<Self>] {
    [
      .flag("preview", \.preview, "Show what would change, and change nothing.", short: "n"),
      .option("limit", \.limit, "Segments to show per code in a preview."),
      .optionalRest(
        "codebook", \.codebooks, "Codebook files to preview in place of the project's.",
        values: .file),
    ]
  }

  func run(_ io: IO) throws {
    guard codebooks.isEmpty || preview else {
      throw UsageError(
        "apply takes no files without --preview",
        hint: "record them first: zicht codebook add \(codebooks.joined(separator: " "))")
    }
    if preview { return try runPreview(io) }
    let project = try openProject(io, for: .write)
    let progress = Progress(
      io, label: "apply", total: try project.read { try project.transcriptsDue() },
      unit: "transcripts")
    let applied = try project.change {
      try project.applyRules { count in
        try Interrupt.check()
        progress.advance(by: count)
      }
    }
    progress.finish()
    if common.json { writeJSON(applied.json, io) }
    for line in applied.lines { say(line, io) }
  }

  private func runPreview(_ io: IO) throws {
    let files = try codebooks.isEmpty ? nil : CodebookFiles.read(codebooks)
    let project = try openProject(io)
    let preview = try project.read { try project.preview(files) { try Interrupt.check() } }
    if common.json { return writeJSON(preview.json, io) }
    PreviewText(preview, limit: limit, style: io.style).write { io.out($0) }
  }
}

extension AppliedRules {
  var lines: [String] {
    if rules == 0 { return ["nothing to do: no rule has a transcript left to look at"] }
    var lines = [
      "\(counted(segments, "finding")) of \(counted(rules, "rule")) in "
        + "\(counted(transcripts, "transcript")); findings of one code on one passage are one segment"
    ]
    if stillRejected > 0 {
      lines.append("\(counted(stillRejected, "segment")) stay rejected, as a person decided before")
    }
    return lines
  }

  var json: JSON {
    [
      "rules": .integer(rules), "new_rules": .integer(newRules),
      "transcripts": .integer(transcripts), "segments": .integer(segments),
      "still_rejected": .integer(stillRejected),
    ]
  }
}
