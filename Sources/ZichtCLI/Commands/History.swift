import Coding
import CommandLineKit
import Project
import Reports

/// `zicht history`: everything that ever happened to one thing.
struct History: ReadingCommand {
  static let name = "history"
  static let summary = "Tell everything that ever happened to a segment, code, text or respondent."
  static let discussion = """
    In the order of the ledger, with who did it and when, and for changes what was before and after. \
    What was undone is told too, and marked. A segment is followed through corrections of its \
    transcript: its address in any version will do. Coding work of one person on one day is told \
    together for codes and transcripts; zicht log has each event. Times are UTC.
    """
  static let examples = [
    Example("zicht history moerwijk/mw-01.txt:367-422", "A passage, with all codes on it."),
    Example("zicht history small-wins", "A code: definitions, rules, findings, decisions."),
    Example("zicht history moerwijk/mw-01.txt", "A transcript, version by version."),
  ]

  var common = CommonOptions()
  var past = PastOptions()
  var kind: String?
  var subject = ""

  static var parameters: [Parameter<Self>] {
    [
      .option(
        "kind", \.kind, "What the name means, where it may mean several things.",
        placeholder: "KIND", values: .list(HistorySubject.Kind.allCases.map(\.rawValue))),
      .argument("name", \.subject, "FILE:START-END[:CODE], a code, a transcript or a respondent."),
    ] + Parameter.group(\.past)
  }

  func run(_ io: IO) throws {
    if let kind, HistorySubject.Kind(rawValue: kind) == nil {
      throw UsageError(
        "'\(kind)' is no kind of thing with a history",
        hint: "one of: " + HistorySubject.Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let project = try openProject(io)
    let entries = try project.read { try project.history(of: try meant(project)) }
    if common.json { return writeJSON(.array(entries.map(\.json)), io) }
    for entry in entries { io.out(entry.text(io.style)) }
  }

  private func meant(_ project: Project) throws -> HistorySubject {
    let subjects = try project.historySubjects(subject).filter { found in
      kind.map { $0 == found.kind.rawValue } ?? true
    }
    if subjects.count == 1 { return subjects[0] }
    guard !subjects.isEmpty else {
      throw Failure(
        "no \(kind ?? "segment, code, transcript or respondent") '\(subject)'",
        hint: "a segment is FILE:START-END; a code may need its whole path, codebook:path")
    }
    throw UsageError(
      "'\(subject)' may be one of several things",
      hint: "say which: " + subjects.map(\.choice).joined(separator: ", "))
  }
}

extension HistorySubject {
  /// How to ask for it and nothing else.
  fileprivate var choice: String {
    switch self {
    case .segment(let address): address.text
    case .code(let code): "--kind code \(code.codebook):\(code.path)"
    case .transcript(_, let name): "--kind transcript \(name)"
    case .respondent(_, let name): "--kind respondent \(name)"
    }
  }
}

extension HistoryEntry {
  fileprivate func text(_ style: Style) -> String {
    let number = event == lastEvent ? "event \(event)" : "events \(event)–\(lastEvent)"
    let when = time.prefix(16).replacing("T", with: " ")
    let mark = undoneBy.map { "  (undone by event \($0))" } ?? ""
    var text = style(.faint, padded(number, to: max(14, number.count + 2)) + "\(when)  ")
    text += sanitized("\(actor)  \(what)") + style(.error, mark) + "\n"
    for change in changes { text += "              " + change.text(style) + "\n" }
    return text
  }

  fileprivate var json: JSON {
    [
      "event": .integer(event), "last_event": .integer(lastEvent), "time": .string(time),
      "actor": .string(actor), "program": .string(program), "what": .string(what),
      "changes": .array(
        changes.map { change in
          [
            "what": .string(change.what), "before": .string(change.before),
            "after": .string(change.after),
          ]
        }),
      "undone_by": undoneBy.map { .integer($0) } ?? .null, "hash": .string(hash),
    ]
  }
}

extension HistoryEntry.Change {
  fileprivate func text(_ style: Style) -> String {
    let (old, new) = (sanitized(before), sanitized(after))
    if old.isEmpty { return "\(sanitized(what)): " + style(.good, new) }
    if new.isEmpty { return "\(sanitized(what)): " + style(.error, old) }
    return "\(sanitized(what)): " + style(.error, old) + " → " + style(.good, new)
  }
}
