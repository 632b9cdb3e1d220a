import Coding
import CommandLineKit
import Formats
import Project
import Reports

/// What a survey of a project's transcripts proposes, as a table.
struct PseudonymSurvey {
  let proposals: [PseudonymProposal]
  let findings: [Diagnostic]
  private let redacted: [String]
  private let transcripts: Int

  init(
    _ project: Project, _ selected: Set<String>?, _ lists: PseudonymLists,
    _ options: PseudonymOptions, _ io: IO
  ) throws {
    findings = lists.findings
    redacted = try project.redactedTranscripts().filter { selected?.contains($0) ?? true }
    let progress = Progress(
      io, label: "pseudonymise", total: 3 * (try project.transcriptNames().count),
      unit: "readings of transcripts")
    defer { progress.finish() }
    var survey = IdentifierSurvey(try project.knownWords())
    try Self.forEach(project, selected, progress) { survey.learn(from: $0) }
    var count = 0
    try Self.forEach(project, selected, progress) { text in
      survey.add(survey.read(text))
      count += 1
    }
    transcripts = count
    var counted = ProposalCount(
      survey.proposals(beside: lists.list, try project.studyTerms(), key: options.key),
      ignoringCase: options.ignoreCase)
    try Self.forEach(project, selected, progress) { counted.add(counted.count(in: $0)) }
    proposals = counted.finish()
  }

  private static func forEach(
    _ project: Project, _ selected: Set<String>?, _ progress: Progress,
    _ body: (SurveyedText) throws -> Void
  ) throws {
    try project.forEachTranscript { read in
      progress.advance()
      guard selected?.contains(read.name) ?? true else { return }
      try Interrupt.check()
      try body(
        read.surveyed(people: project.people(in: read).filter { !SpeakerRoles.has($0) }))
    }
  }

  // MARK: In words

  /// All columns, for a file.
  private var wholeTable: Table {
    var table = Table(
      title: "Names",
      columns: [
        .init("replace"), .init("text"), .init("kind"), .init("replacement"),
        .init("times", .integer), .init("transcripts", .integer), .init("first"),
        .init("context"), .init("note"),
      ])
    table.rows = proposals.map { proposal in
      [
        .text(proposal.verdict.rawValue), .text(proposal.text), .text(proposal.kind.name),
        .text(proposal.replacement), .integer(proposal.times), .integer(proposal.transcripts),
        .text(proposal.first?.description ?? ""), .text(proposal.context),
        .text(proposal.notes.joined(separator: "; ")),
      ]
    }
    return table
  }

  /// The same for a terminal.
  var table: Table {
    var table = wholeTable
    table.title = "What may have to be replaced"
    let shown = [0, 1, 3, 4, 5, 7, 8]
    table.columns = shown.map { table.columns[$0] }
    table.rows = table.rows.map { row in shown.map { row[$0] } }
    table.notes = summary + ["--propose FILE writes it as a table to edit"]
    return table
  }

  private var summary: [String] {
    let kinds = Dictionary(grouping: proposals, by: \.kind).map { ($0.key, $0.value.count) }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map { "\(grouped($0.1)) \($0.0.name)" }
    let open = proposals.count { $0.verdict == .ask }
    var lines = [
      "\(counted(proposals.count, "name or number", "names and numbers")) in "
        + counted(transcripts, "transcript")
        + (kinds.isEmpty ? "" : ": " + kinds.joined(separator: ", "))
    ]
    if open > 0 {
      lines.append("\(grouped(open)) with a question mark: only you can tell")
    }
    lines.append(
      "not to be found: names in lower case, ordinary words that are names too, nicknames, and what "
        + "gives somebody away without a name")
    if !redacted.isEmpty {
      lines.append("not read, as words were erased there: " + redacted.joined(separator: ", "))
    }
    return lines
  }

  func lines(in path: String) -> [String] {
    ["wrote \(path)"] + summary
      + ["edit it, then: zicht pseudonymise --list \(path) --key KEY.csv --dry-run"]
  }

  var json: JSON {
    [
      "proposals": .array(
        proposals.map { proposal in
          [
            "replace": .string(proposal.verdict.rawValue), "text": .string(proposal.text),
            "kind": .string(proposal.kind.name), "replacement": .string(proposal.replacement),
            "times": .integer(proposal.times), "transcripts": .integer(proposal.transcripts),
            "first": proposal.first.map { .string($0.description) } ?? .null,
            "context": .string(proposal.context), "notes": .strings(proposal.notes),
          ]
        }),
      "transcripts": .integer(transcripts), "not_read": .strings(redacted),
    ]
  }

  /// For its owner alone, as a table in the form that the file's ending says.
  func write(to path: String) throws {
    var options = TableOptions()
    options.output = path
    let format = try options.format(CommonOptions())
    guard format == .csv || format == .xlsx || format == .tsv else {
      throw UsageError(
        "'\(path)' is no table to edit", hint: "end its name in .csv or .xlsx")
    }
    try FileSystem.write(try options.bytes(of: wholeTable, as: format), to: path)
  }
}
