import Coding
import CommandLineKit
import Project
import Reports

/// `zicht pseudonymise`: names give way to pseudonyms.
struct Pseudonymise: ZichtCommand {
  static let name = "pseudonymise"
  static let summary =
    "Propose pseudonyms for names and numbers, and put them into the transcripts."
  static let discussion = """
    Two steps, with a person in between. First a survey proposes: telephone numbers, e-mail and web \
    addresses, postcodes, streets with house numbers, dates of birth, citizens' numbers (BSN), \
    accounts (IBAN), licence plates; names of speakers, names behind a title (mevrouw De Vries), and \
    words that never stand without a capital. --propose writes them as a table (.csv or .xlsx) to \
    edit: yes or no in the column replace, and any pseudonym you like. What nobody but you can tell \
    has a question mark. No survey finds everything: names in lower case, names that are ordinary \
    words too (Roos, Bos) or only ever begin sentences, nicknames, and what gives somebody away \
    without a name are yours to add as rows; only the column text is needed.

    Then the list is applied with --list and --key: whole words, as written (--ignore-case takes any \
    case), the longest first; 'Ahmeds' becomes '[persoon-1]s' unless the list has it as a word of its \
    own. Each transcript gets a new version; codings, decisions and readings follow their words; \
    labels, headers, names and attributes of respondents are replaced too, but not where they live. \
    The key says who is who. It is a file of its own, for you alone (mode 0600): keep it apart. Given \
    again, with new transcripts, people keep their pseudonyms.

    The earlier versions, with the names, stay in the project file: undo brings them back, and who \
    has the file can read them. Pass on a kit (zicht kit), never the file. zicht withdraw erases.
    """
  static let examples = [
    Example("zicht pseudonymise", "What a survey finds."),
    Example("zicht pseudonymise --propose names.xlsx", "The same as a table to edit."),
    Example(
      "zicht pseudonymise --list names.xlsx --key ../safe/key.csv --dry-run",
      "Each place, with what would stand there."),
    Example(
      "zicht pseudonymise --list names.xlsx --key ../safe/key.csv", "Replace, and keep the key."),
    Example("zicht pseudonymise --key ../safe/key.csv", "The same people in new transcripts."),
  ]

  var common = CommonOptions()
  var transcripts: [String] = []
  var options = PseudonymOptions()
  var propose: String?
  var dryRun = false

  static var parameters: [Parameter<Self>] {
    [
      .optionalRest(
        "transcript", \.transcripts, "Only these (otherwise all)."),
      .option(
        "propose", \.propose, "Write what a survey finds to this file, to edit.",
        placeholder: "FILE", values: .file),
    ] + Parameter.group(\.options) + [
      .flag("dry-run", \.dryRun, "Show each place, and change nothing.", short: "n")
    ]
  }

  func run(_ io: IO) throws {
    let form = try options.pseudonymForm()
    guard options.key != nil, propose == nil else { return try survey(form, io) }
    try replace(form, io)
  }

  // MARK: Proposing

  private func survey(_ form: PseudonymForm, _ io: IO) throws {
    guard !dryRun else {
      throw UsageError(
        "--dry-run shows what --list and --key would replace", hint: "add --key FILE")
    }
    if let propose, FileSystem.exists(propose) {
      throw UsageError(
        "'\(propose)' exists already, and somebody may have edited it",
        hint: "name another file, or remove it first")
    }
    if let key = options.key, !FileSystem.exists(key) {
      throw UsageError("no key '\(key)' yet", hint: "it is made when the list is applied")
    }
    let project = try openProject(io)
    let survey = try project.read {
      try PseudonymSurvey(project, try names(in: project), try lists(form, project), options, io)
    }
    survey.findings.report(io)
    if let propose { try survey.write(to: propose) }
    if common.json { return writeJSON(survey.json, io) }
    if propose == nil {
      TextTable(width: io.width, color: io.color).write(survey.table) { io.out($0) }
    } else {
      for line in survey.lines(in: propose ?? "") { say(line, io) }
    }
  }

  /// What the key and the list say, without a word on rows that nobody has decided on.
  private func lists(_ form: PseudonymForm, _ project: Project) throws -> PseudonymLists {
    var lists = PseudonymLists(form: form)
    try lists.reserve(project.pseudonymNumbers(of: form))
    if let key = options.key { try lists.add(PseudonymKey(key, of: project)) }
    if let list = options.list { try lists.add(list: list, ignoringCase: options.ignoreCase) }
    return lists
  }

  // MARK: Replacing

  private func replace(_ form: PseudonymForm, _ io: IO) throws {
    guard let path = options.key else { return }
    guard options.list != nil || FileSystem.exists(path) else {
      throw UsageError(
        "there is no key '\(path)' yet, and no list says what to replace",
        hint: "first --propose names.csv; then, when it is edited, --list names.csv --key \(path)")
    }
    if let list = options.list { try PseudonymLists.requireDecisions(list) }
    let project = try openProject(io, for: dryRun ? .read : .write)
    let key = try PseudonymKey(path, of: project)
    let lists = try lists(form, project)
    lists.findings.report(io)
    guard !lists.list.isEmpty else {
      throw Failure("the list is empty: there is nothing to replace")
    }
    let replacement = Replacement(
      project: project, list: lists.list, selected: try names(in: project), options)
    let progress = Progress(
      io, label: "pseudonymise", total: (dryRun ? 1 : 2) * (try project.transcriptNames().count),
      unit: "readings of transcripts")
    let plan = try project.read { try replacement.plan(progress) }
    if dryRun { progress.finish() }
    plan.ruleWarnings.report(io)
    if dryRun {
      if common.json { return writeJSON(plan.json, io) }
      for line in plan.lines { say(line, io) }
      return
    }
    try warn(of: key, project, io)
    // Before the change: without its key a pseudonym is nobody's for good.
    let isWritten = try key.write(lists.list)
    let replaced = try project.change { try replacement.run(key: key.id, progress) }
    progress.finish()
    let report = ReplacementReport(
      plan: plan, replaced: replaced, key: isWritten ? path : nil, project: project.path)
    if common.json { return writeJSON(report.json, io) }
    for line in report.lines { say(line, io) }
  }

  private func warn(of key: PseudonymKey, _ project: Project, _ io: IO) throws {
    let others = try project.keys().subtracting([key.id]).sorted()
    if key.isNew, let other = others.first {
      io.err(
        sanitized(
          "warning: names were replaced here before by another key (\(other)): who is known by that "
            + "gets a second pseudonym") + "\n")
    }
    let folder = FileSystem.directory(of: FileSystem.resolved(project.path))
    if key.isNew, FileSystem.directory(of: absolute(key.path)) == absolute(folder) {
      io.err(
        sanitized(
          "warning: '\(key.path)' lies beside the project: who gets the folder gets the names")
          + "\n")
    }
  }

  private func absolute(_ path: String) -> String {
    FileSystem.absolute(path, from: FileSystem.currentDirectory)
  }

  /// The transcripts that are meant; nil for all.
  private func names(in project: Project) throws -> Set<String>? {
    guard !transcripts.isEmpty else { return nil }
    return Set(try transcripts.map { try project.version(named: $0).name })
  }
}
