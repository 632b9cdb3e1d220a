/// One difference between two versions of a codebook.
package struct CodebookChange: Sendable, Equatable {
  /// The code's path; empty for the codebook itself.
  package var path: String
  package var what: String
  package var old: String
  package var new: String

  /// All differences: of the codebook, then code by code.
  ///
  /// O(codes + rules).
  package static func between(_ old: Codebook, _ new: Codebook) -> [CodebookChange] {
    var changes = fields(
      "",
      [
        ("id", old.id, new.id), ("label", old.label.text, new.label.text),
        ("description", old.description, new.description), ("source", old.source, new.source),
      ])
    changes += lists(old, new)
    let before = Dictionary(uniqueKeysWithValues: old.allCodes.map { ($0.path, $0.code) })
    let after = Dictionary(uniqueKeysWithValues: new.allCodes.map { ($0.path, $0.code) })
    for (path, _, code) in old.allCodes where after[path] == nil {
      changes.append(
        CodebookChange(path: path, what: "code removed", old: code.label.text, new: ""))
    }
    for (path, _, code) in new.allCodes {
      if let known = before[path] {
        changes += self.changes(path, known, code)
      } else {
        changes.append(
          CodebookChange(path: path, what: "code added", old: "", new: code.label.text))
        changes += rules(path, [], code.rules)
      }
    }
    return changes
  }

  private static func fields(
    _ path: String, _ fields: [(String, String, String)]
  ) -> [CodebookChange] {
    fields.filter { $0.1 != $0.2 }.map {
      CodebookChange(path: path, what: $0.0, old: $0.1, new: $0.2)
    }
  }

  private static func changes(_ path: String, _ old: Code, _ new: Code) -> [CodebookChange] {
    fields(
      path,
      [
        ("label", old.label.text, new.label.text), ("definition", old.definition, new.definition),
        ("use", old.use, new.use), ("avoid", old.avoid, new.avoid),
        ("colour", old.colour, new.colour), ("source", old.source, new.source),
      ]) + rules(path, old.rules, new.rules)
      + texts(path, "example", old.matching.map(\.text), new.matching.map(\.text))
      + texts(path, "counterexample", old.nonMatching.map(\.text), new.nonMatching.map(\.text))
  }

  private static func rules(
    _ path: String, _ old: [CodeRule], _ new: [CodeRule]
  ) -> [CodebookChange] {
    texts(path, "rule", old.map(\.text), new.map(\.text))
  }

  private static func lists(_ old: Codebook, _ new: Codebook) -> [CodebookChange] {
    let before = Dictionary(uniqueKeysWithValues: old.lists.map { ($0.name, $0.entries) })
    let after = Dictionary(uniqueKeysWithValues: new.lists.map { ($0.name, $0.entries) })
    return Set(before.keys).union(after.keys).sorted().flatMap { name in
      texts("", "list @\(name)", before[name] ?? [], after[name] ?? [])
    }
  }

  /// What was in the one list only, and in the other only.
  private static func texts(
    _ path: String, _ kind: String, _ old: [String], _ new: [String]
  ) -> [CodebookChange] {
    old.filter { !new.contains($0) }.map {
      CodebookChange(path: path, what: "\(kind) removed", old: $0, new: "")
    }
      + new.filter { !old.contains($0) }.map {
        CodebookChange(path: path, what: "\(kind) added", old: "", new: $0)
      }
  }
}

extension Label {
  package var text: String { "\(nl) / \(en)" }
}

extension CodeRule {
  /// The rule as a person reads it, with what is not usual about it.
  package var text: String {
    var text = rule.text
    if rule.unit != .sentence { text += "  [codes the \(rule.unit.rawValue)]" }
    if rule.speaker != .respondent { text += "  [speaker: \(rule.speaker.rawValue)]" }
    return text
  }
}
