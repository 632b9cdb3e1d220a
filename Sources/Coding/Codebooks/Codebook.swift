/// A tree of codes with their definitions and rules, as one file in `Codebooks/` holds it.
package struct Codebook: Sendable, Equatable {
  package var id: String
  package var label: Label
  package var description: String
  package var source: String
  /// Named word lists that its rules share, as written: words and quoted phrases.
  package var lists: [WordList]
  package var codes: [Code]

  package init(
    id: String, label: Label, description: String = "", source: String = "",
    lists: [WordList] = [], codes: [Code]
  ) {
    self.id = id
    self.label = label
    self.description = description
    self.source = source
    self.lists = lists
    self.codes = codes
  }

  /// All codes, parents before children, in the file's order.
  package var allCodes: [(path: String, depth: Int, code: Code)] {
    func walk(_ codes: [Code], under parent: String, _ depth: Int) -> [(String, Int, Code)] {
      codes.flatMap { code in
        let path = parent + code.id
        return [(path, depth, code)] + walk(code.codes, under: path + "/", depth + 1)
      }
    }
    return walk(codes, under: "", 0).map { (path: $0.0, depth: $0.1, code: $0.2) }
  }

  /// What its rules may refer to.
  package var ruleContext: RuleContext {
    var context = RuleContext()
    for list in lists { context.lists[list.name] = list.expression }
    for (path, _, code) in allCodes { context.codes[path] = code.rules.map(\.rule) }
    return context
  }
}

/// A name in Dutch and in English.
package struct Label: Sendable, Equatable {
  package var nl: String
  package var en: String
  package init(nl: String, en: String) { (self.nl, self.en) = (nl, en) }
}

package struct WordList: Sendable, Equatable {
  package var name: String
  package var entries: [String]
  package var expression: RuleExpression

  package init(name: String, entries: [String], expression: RuleExpression) {
    (self.name, self.entries, self.expression) = (name, entries, expression)
  }
}

/// One code: what it means, when it applies, and the rules that propose it.
package struct Code: Sendable, Equatable {
  /// Unique among its siblings; the path of ids is its name in the codebook.
  package var id: String
  package var label: Label
  package var definition: String
  package var use: String
  package var avoid: String
  /// `#rrggbb`, or empty.
  package var colour: String
  package var source: String
  /// Coined while coding; nobody has taken it up into the codebook yet.
  package var isProposed = false
  /// Sentences that its own rules must match.
  package var matching: [Example]
  /// Sentences that its own rules must not match.
  package var nonMatching: [Example]
  package var rules: [CodeRule]
  package var codes: [Code]

  package init(
    id: String, label: Label, definition: String = "", use: String = "", avoid: String = "",
    colour: String = "", source: String = "", matching: [Example] = [],
    nonMatching: [Example] = [], rules: [CodeRule] = [], codes: [Code] = []
  ) {
    self.id = id
    self.label = label
    self.definition = definition
    self.use = use
    self.avoid = avoid
    self.colour = colour
    self.source = source
    self.matching = matching
    self.nonMatching = nonMatching
    self.rules = rules
    self.codes = codes
  }
}

package struct Example: Sendable, Equatable {
  package var text: String
  package var place: Place
  package init(text: String, place: Place) { (self.text, self.place) = (text, place) }
}

/// A rule in a codebook: where it stands and why it is there.
package struct CodeRule: Sendable, Equatable {
  package var rule: Rule
  package var note: String
  package var place: Place

  package init(rule: Rule, note: String = "", place: Place) {
    (self.rule, self.note, self.place) = (rule, note, place)
  }
}
