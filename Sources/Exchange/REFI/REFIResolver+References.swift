import Coding
import Formats

/// References: what they point to, or nothing and a word about it.
extension REFIResolver {
  /// A user that nobody has named yet is added without a name: who coded stays told apart.
  mutating func known(user: String) -> String {
    guard !user.isEmpty, users.insert(user).inserted else { return user }
    project.users.append(ExchangeProject.User(guid: user, name: ""))
    project.diagnostics.append(
      Diagnostic(
        .note, "user \(user) isn't among the users, and so has no name", at: Place(file: file)))
    return user
  }

  mutating func known(
    notes references: [String], _ owner: @autoclosure () -> String, _ mark: REFIReport.Mark
  ) -> [String] {
    known(references, "NoteRef", owner(), mark, references.map { notes.contains($0) ? $0 : nil })
  }

  mutating func known(
    values: [ExchangeProject.Value], _ owner: @autoclosure () -> String, _ mark: REFIReport.Mark
  ) -> [ExchangeProject.Value] {
    for value in values where !variables.contains(value.variable) {
      report.leaveOut(
        "VariableValue \(shown(value.text)) of \(owner())", Self.dangling(value.variable), at: mark)
    }
    return values.filter { variables.contains($0.variable) }
  }

  private mutating func known(
    _ references: [String], _ element: String, _ owner: @autoclosure () -> String,
    _ mark: REFIReport.Mark,
    _ targets: [String?]
  ) -> [String] {
    for (reference, target) in zip(references, targets) where target == nil {
      report.leaveOut("\(element) of \(owner())", Self.dangling(reference), at: mark)
    }
    return targets.compactMap { $0 }
  }

  static func dangling(_ guid: String) -> String {
    guid.isEmpty ? "it points to nothing" : "there is no \(guid)"
  }

  mutating func takeCases() {
    for index in project.cases.indices {
      var one = project.cases[index]
      let mark = draft.caseMarks[index]
      let owner = describe("Case", name: one.name, guid: one.guid)
      if one.guid.isEmpty { one.guid = GUID.derived(from: "case", one.name, "\(index)") }
      one.codes = known(one.codes, "CodeRef", owner, mark, one.codes.map { codes[$0]?.guid })
      one.values = known(values: one.values, owner, mark)
      one.sources = known(
        one.sources, "SourceRef", owner, mark, one.sources.map { sources[$0] })
      one.selections = known(
        one.selections, "SelectionRef", owner, mark,
        one.selections.map { selections.contains($0) ? $0 : nil })
      project.cases[index] = one
    }
  }

  mutating func takeSets() {
    for index in project.sets.indices {
      var set = project.sets[index]
      let mark = draft.setMarks[index]
      let owner = describe("Set", name: set.name, guid: set.guid)
      set.codes = known(set.codes, "MemberCode", owner, mark, set.codes.map { codes[$0]?.guid })
      set.sources = known(
        set.sources, "MemberSource", owner, mark, set.sources.map { sources[$0] })
      set.notes = known(notes: set.notes, owner, mark)
      project.sets[index] = set
    }
  }
}
