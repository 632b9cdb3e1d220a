import Coding
import Formats

/// Makes a project of a draft: follows references, reads texts, places selections.
///
/// What points to nothing is left out, and told of.
struct REFIResolver {
  typealias TextReader = (String) throws(Diagnostic) -> (part: String, bytes: [UInt8])?

  let file: String
  var draft: REFIDraft
  var report: REFIReport
  var project: ExchangeProject
  /// Codes by GUID, without the codes below them.
  private(set) var codes: [String: ExchangeProject.Code] = [:]
  var users: Set<String> = []
  var notes: Set<String> = []
  var variables: Set<String> = []
  /// Sources by each of their GUIDs.
  var sources: [String: String] = [:]
  var selections: Set<String> = []
  var codings: Set<String> = []

  init(_ draft: REFIDraft, _ report: REFIReport, file: String) {
    (self.draft, self.report, self.file) = (draft, report, file)
    project = draft.project
  }

  /// O(draft and its texts).
  ///
  /// - Parameter read: gives the part of the archive that a path means, if there is one.
  mutating func resolve(reading read: TextReader) {
    takeUsers()
    for index in project.codes.indices {
      project.codes[index] = identified(draft.project.codes[index], within: "")
    }
    takeVariables()
    takeNotes(read)
    movePassagesOfNotes()
    for index in draft.sources.indices {
      draft.sources[index].source.guid = identified(draft.sources[index], index)
    }
    for source in draft.sources { take(source, read) }
    // What was left out can't be referred to.
    let kept = Set(project.sources.map(\.guid))
    sources = sources.filter { kept.contains($0.value) }
    // Codes and the project refer to notes, which stand after them.
    for index in project.codes.indices {
      let code = project.codes[index]
      project.codes[index] = referring(code)
    }
    project.projectNotes = known(notes: project.projectNotes, "the project", REFIReport.Mark())
    project.user = known(user: project.user)
    takeCases()
    takeSets()
  }

  /// The project, with all that was left out.
  func finish() -> ExchangeProject {
    var project = project
    project.leftOut = report.leftOut
    return project
  }

  private mutating func takeUsers() {
    let users = project.users
    project.users = []
    for var user in users {
      if user.guid.isEmpty { user.guid = GUID.derived(from: "user", user.name) }
      guard self.users.insert(user.guid).inserted else {
        report.leaveOut(
          describe("User", name: user.name, guid: user.guid), "its GUID is another user's",
          at: REFIReport.Mark())
        continue
      }
      project.users.append(user)
    }
  }

  private mutating func takeVariables() {
    for index in project.variables.indices {
      let name = project.variables[index].name
      if project.variables[index].guid.isEmpty {
        project.variables[index].guid = GUID.derived(from: "variable", name)
      }
      variables.insert(project.variables[index].guid)
    }
  }

  /// A code whose GUID is its own.
  private mutating func identified(
    _ code: ExchangeProject.Code, within path: String
  ) -> ExchangeProject.Code {
    var code = code
    let path = path + "\n" + code.name
    if codes[code.guid] != nil { code.guid = GUID.derived(from: "code", code.guid, path) }
    let children = code.codes
    code.codes = []
    codes[code.guid] = code
    for child in children { code.codes.append(identified(child, within: path)) }
    return code
  }

  /// A code with the notes that there are.
  private mutating func referring(_ code: ExchangeProject.Code) -> ExchangeProject.Code {
    var code = code
    code.notes = known(
      notes: code.notes, describe("Code", name: code.name, guid: code.guid), REFIReport.Mark())
    for index in code.codes.indices { code.codes[index] = referring(code.codes[index]) }
    return code
  }

  /// A GUID that is the source's own.
  private mutating func identified(_ source: SourceDraft, _ index: Int) -> String {
    var guid = source.source.guid
    if guid.isEmpty || sources[guid] != nil {
      guid = GUID.derived(from: "source", guid, source.source.name, "\(index)")
    }
    sources[guid] = guid
    if !source.alias.isEmpty, sources[source.alias] == nil { sources[source.alias] = guid }
    return guid
  }
}
