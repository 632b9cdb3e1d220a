import Coding
import SQLite

/// What applying would change, if it were done now.
package struct Preview: Sendable, Equatable {
  /// A passage that a code would get or lose.
  package struct Passage: Sendable, Equatable, Hashable {
    package var file: String
    package var version: Int
    package var start: Int
    package var end: Int
    package var quote: String
    /// The person who had accepted or rejected it; nil when nobody decided.
    package var decidedBy: String?
  }

  /// One code's changes.
  package struct Change: Sendable, Equatable {
    package var codebook: String
    package var path: String
    package var before: Int
    package var after: Int
    package var gained: [Passage]
    /// Proposals that would go.
    package var lost: [Passage]

    /// Those lost that a person had decided on; the decision itself stays.
    package var endangered: [Passage] { lost.filter { $0.decidedBy != nil } }
  }

  package var changes: [Change] = []
  /// Rules that would be matched.
  package var rules = 0

  package var isEmpty: Bool { changes.isEmpty }
}

extension Project {
  /// Matches what is due, or the rules of codebooks that the project does not have yet, and
  /// compares with what is stored.
  ///
  /// Nothing is written.
  package func preview(
    _ codebooks: [Codebook]?, check: () throws -> Void
  ) throws -> Preview {
    let inForce = try rulesInForce()
    let proposed =
      try codebooks.map {
        try PreviewRules(codebooks: $0, inForce) { try attributesDigest(for: $0) }
      }
      ?? PreviewRules(due: inForce, through: try lastVersion(), self)
    var found = PassageSets()
    for run in proposed.runs {
      let versions = try versionsInForce(after: run.after, through: try lastVersion())
      let matcher = Matcher(run.set, vocabulary: try vocabulary())
      try match(matcher, run.set, versions: versions) { version, findings, _ in
        try check()
        for item in findings.items {
          found.insert(
            run.codes[Int(item.rule)],
            PassageSets.Place(version: version, start: Int(item.start), end: Int(item.end)))
        }
      }
    }
    return try compare(found, proposed, inForce)
  }

  private func compare(
    _ found: PassageSets, _ proposed: PreviewRules, _ inForce: [RuleRow]
  ) throws -> Preview {
    var preview = Preview()
    preview.rules = proposed.runs.reduce(0) { $0 + $1.codes.count }
    for code in proposed.codes.sorted(by: { ($0.codebook, $0.path) < ($1.codebook, $1.path) }) {
      let rules = inForce.filter { $0.codebook == code.codebook && $0.path == code.path }
      let stored = try places(of: rules.map(\.id))
      let kept = try places(of: rules.filter { proposed.kept.contains($0.id) }.map(\.id))
      let after = kept.union(found[code])
      let change = Preview.Change(
        codebook: code.codebook, path: code.path, before: stored.count, after: after.count,
        gained: try passages(after.subtracting(stored), code: rules.first?.code),
        lost: try passages(stored.subtracting(after), code: rules.first?.code))
      if !change.gained.isEmpty || !change.lost.isEmpty { preview.changes.append(change) }
    }
    return preview
  }

  private func places(of rules: [Int]) throws -> Set<PassageSets.Place> {
    var places: Set<PassageSets.Place> = []
    for rule in rules {
      try connection.forEach(
        """
        SELECT p.version, p.start, p.end FROM proposal p JOIN version v ON v.id = p.version
        WHERE p.rule = \(rule) AND v.superseded IS NULL
        """
      ) {
        places.insert(.init(version: $0.integer(0), start: $0.integer(1), end: $0.integer(2)))
      }
    }
    return places
  }

  private func passages(
    _ places: Set<PassageSets.Place>, code: Int?
  ) throws -> [Preview.Passage] {
    var passages: [Preview.Passage] = []
    for (version, places) in Dictionary(grouping: places, by: \.version) {
      let quotes = QuoteReader(try text(ofVersion: version))
      let name = try connection.text(
        """
        SELECT t.name FROM version v JOIN transcript t ON t.id = v.transcript
        WHERE v.id = \(version)
        """)
      for place in places {
        let coder = try connection.text(
          """
          SELECT coder FROM decision WHERE version = \(version) AND start = \(place.start)
            AND end = \(place.end) AND code = \(code ?? 0)
          """)
        passages.append(
          Preview.Passage(
            file: name ?? "", version: version, start: place.start, end: place.end,
            quote: quotes.quote(place.start..<place.end), decidedBy: coder))
      }
    }
    return passages.sorted { ($0.file, $0.start, $0.end) < ($1.file, $1.start, $1.end) }
  }
}

/// A code, by codebook and path: it need not be in the project yet.
private struct CodeName: Hashable {
  var codebook: String
  var path: String
}

private struct PassageSets {
  struct Place: Hashable {
    var version: Int
    var start: Int
    var end: Int
  }
  private var sets: [CodeName: Set<Place>] = [:]
  mutating func insert(_ code: CodeName, _ place: Place) { sets[code, default: []].insert(place) }
  subscript(code: CodeName) -> Set<Place> { sets[code] ?? [] }
}

/// Which rules a preview matches, and which stored ones stay as they are.
private struct PreviewRules {
  struct Run {
    var set = RuleSet()
    var codes: [CodeName] = []
    var after: Int
  }
  private(set) var runs: [Run] = []
  /// Rows of rules whose proposals would stay.
  private(set) var kept: Set<Int> = []
  /// Codes that something could change for.
  private(set) var codes: Set<CodeName> = []

  /// Rules of codebooks that would replace the project's of the same name.
  init(
    codebooks: [Codebook], _ inForce: [Project.RuleRow], attributesOf: (Codebook) throws -> String
  ) throws {
    var run = Run(after: 0)
    for codebook in codebooks {
      let context = codebook.ruleContext
      let attributes = try attributesOf(codebook)
      for (path, _, code) in codebook.allCodes {
        let name = CodeName(codebook: codebook.id, path: path)
        codes.insert(name)
        for rule in code.rules {
          let hash = codebook.fingerprint(of: rule.rule, attributes: attributes).hex
          let known = inForce.first {
            $0.codebook == codebook.id && $0.path == path && $0.hash == hash
          }
          if let known, known.appliedThrough > 0 {
            kept.insert(known.id)
          } else {
            try run.set.add(rule.rule, in: context)
            run.codes.append(name)
          }
        }
      }
      for row in inForce where row.codebook == codebook.id {
        codes.insert(CodeName(codebook: row.codebook, path: row.path))
      }
    }
    runs = [run]
  }

  /// What `apply` would do now.
  init(due rows: [Project.RuleRow], through: Int, _ project: Project) throws {
    kept = Set(rows.map(\.id))
    let due = Dictionary(grouping: rows.filter { $0.appliedThrough < through }) {
      $0.appliedThrough
    }
    for (after, rows) in due.sorted(by: { $0.key < $1.key }) {
      let names = rows.map { CodeName(codebook: $0.codebook, path: $0.path) }
      codes.formUnion(names)
      runs.append(
        Run(set: try ProjectRules(rows, of: project).set, codes: names, after: after))
    }
  }
}
