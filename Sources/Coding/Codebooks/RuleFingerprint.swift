extension Codebook {
  /// What a rule's result depends on, as a hash: its text, unit and speakers, every list and code
  /// it refers to, and the version of the matching itself.
  ///
  /// The same fingerprint finds the same words. A rule that asks who speaks also depends on what is
  /// known of people: `attributes` stands for that, and changes when it does.
  package func fingerprint(of rule: Rule, attributes: String = "") -> Digest {
    var collector = ReferenceCollector(codebook: self)
    collector.visit(rule)
    var members: [(String, JSON)] = [
      ("matching", .integer(Self.matchingVersion)), ("rule", rule.json),
      (
        "lists",
        .object(collector.lists.sorted { $0.key < $1.key }.map { ($0.key, .strings($0.value)) })
      ),
      (
        "codes",
        .object(collector.codes.sorted { $0.key < $1.key }.map { ($0.key, .array($0.value)) })
      ),
    ]
    if collector.asksWhoSpeaks { members.append(("attributes", .string(attributes))) }
    return SHA256.digest(Array(JSON.object(members).canonical.utf8))
  }

  /// Raised when the same rule may find other words than before: a changed splitter, folding or
  /// operator.
  ///
  /// All rules are then applied anew.
  package static let matchingVersion = 1
}

extension Rule {
  fileprivate var json: JSON {
    ["text": .string(text), "unit": .string(unit.rawValue), "speaker": .string(speaker.rawValue)]
  }
}

/// Everything that a rule refers to by name, and what that refers to in turn.
private struct ReferenceCollector {
  let codebook: Codebook
  var lists: [String: [String]] = [:]
  var codes: [String: [JSON]] = [:]
  var asksWhoSpeaks = false

  mutating func visit(_ rule: Rule) { visit(rule.expression) }

  private mutating func visit(_ expression: RuleExpression) {
    switch expression {
    case .word: break
    case .phrase(let parts):
      for case .list(let name, _) in parts { visit(list: name) }
    case .list(let name, _): visit(list: name)
    case .code(let name, _): visit(code: name)
    case .or(let terms): for term in terms { visit(term) }
    case .and(let a, let b, _), .not(let a, let b, _), .near(let a, let b, _, _):
      visit(a)
      visit(b)
    case .negated(let a, _, _):
      visit(a)
      visit(list: "negation")
      visit(list: "clause")
    case .filtered(let a, _):
      asksWhoSpeaks = true
      visit(a)
    }
  }

  private mutating func visit(list name: String) {
    guard lists[name] == nil else { return }
    if let list = codebook.lists.first(where: { $0.name == name }) {
      lists[name] = list.entries
      visit(list.expression)
    } else {
      lists[name] = name == "negation" ? BuiltInLists.negation : BuiltInLists.clause
    }
  }

  private mutating func visit(code path: String) {
    guard codes[path] == nil,
      let code = codebook.allCodes.first(where: { $0.path == path })?.code
    else { return }
    codes[path] = code.rules.map(\.rule.json)
    for rule in code.rules { visit(rule.rule) }
  }
}
