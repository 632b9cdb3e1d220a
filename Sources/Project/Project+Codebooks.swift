import Coding
import SQLite

/// A code of a codebook in force, as tables show it.
package struct CodeRow: Sendable, Equatable {
  package var id: Int
  package var codebook: String
  package var path: String
  package var name: String
  package var label: Label
  package var parent: Int?
  package var depth: Int
  package var colour: String
  /// No longer in its codebook; what people coded with it is kept.
  package var isRetired: Bool
}

extension Project {
  package enum CodebookOutcome: Sendable, Equatable {
    case added(rules: Int)
    case newVersion(Int, rulesAdded: Int, rulesRetired: Int)
    case unchanged
  }

  /// Records a codebook, or a new version of it where its content changed.
  package func record(_ codebook: Codebook) throws -> CodebookOutcome {
    let known = try connection.text(
      "SELECT hash FROM codebook WHERE name = \(codebook.id) AND retired IS NULL")
    if known == codebook.version.hex, try hasFingerprints(of: codebook) { return .unchanged }
    return try recordAnew(codebook)
  }

  /// Records a codebook as the version in force, whatever is; `fields` go into its event.
  @discardableResult
  func recordAnew(
    _ codebook: Codebook, fields: [(String, JSON)] = []
  ) throws -> CodebookOutcome {
    let known = try connection.integer(
      "SELECT 1 FROM codebook WHERE name = \(codebook.id) AND retired IS NULL")
    // Versions are numbered on, also past those that were undone.
    let last = try connection.integer(
      "SELECT max(number) FROM codebook WHERE name = \(codebook.id)")
    let number = (last ?? 0) + 1
    let before = try standing(of: codebook.id)
    try append(
      .codebookRecorded,
      .object(
        [
          ("codebook", codebook.json), ("hash", .string(codebook.version.hex)),
          ("number", .integer(number)),
          (
            "rules",
            .array(rules(of: codebook, attributes: try attributesDigest(for: codebook)))
          ),
        ] + fields))
    let after = try standing(of: codebook.id)
    try dropTallyOfRetiredCodes()
    try updateTally(before.codesThatDiffer(from: after))
    guard known != nil else { return .added(rules: after.rules.count) }
    return .newVersion(
      number, rulesAdded: Set(after.rules.keys).subtracting(before.rules.keys).count,
      rulesRetired: Set(before.rules.keys).subtracting(after.rules.keys).count)
  }

  /// Whether the rules in force are the codebook's, as this version of the program matches them.
  private func hasFingerprints(of codebook: Codebook) throws -> Bool {
    let stored = Set(try rulesInForce(of: codebook.id).map { $0.path + $0.hash })
    let attributes = try attributesDigest(for: codebook)
    let expected = codebook.allCodes.flatMap { path, _, code in
      code.rules.map { path + codebook.fingerprint(of: $0.rule, attributes: attributes).hex }
    }
    return stored == Set(expected)
  }

  /// What is known of respondents and neighbourhoods, as a hash; empty for a codebook whose rules
  /// do not ask.
  ///
  /// Respondents enter by the commitments to their content: the ledger keeps the fingerprints of
  /// rules for good, and from a hash of a few attributes these could be guessed.
  func attributesDigest(for codebook: Codebook) throws -> String {
    let asks = codebook.allCodes.contains { $0.code.rules.contains { $0.rule.text.contains(":") } }
    guard asks else { return "" }
    var hash = SHA256()
    let rows: [SQL] = [
      """
      SELECT 'respondent', r.uid, json_extract(j.value, '$.content')
      FROM (SELECT DISTINCT event FROM respondent) d JOIN event e ON e.number = d.event
      JOIN json_each(e.body, '$.respondents') j
      JOIN respondent r ON r.uid = json_extract(j.value, '$.uid') AND r.event = e.number
      WHERE r.id IN (SELECT respondent FROM respondent_attribute) ORDER BY r.id
      """,
      "SELECT neighbourhood, name, value FROM neighbourhood_attribute ORDER BY 1, 2",
    ]
    for sql in rows {
      try connection.forEach(sql) { row in
        hash.update(JSON.strings([row.text(0), row.text(1), row.text(2)]).canonical)
      }
    }
    return hash.finish().hex
  }

  /// When the tables of respondents or neighbourhoods changed: records the codebooks again whose
  /// rules ask who speaks, so that those rules are applied anew.
  func renewRulesOnSpeakers() throws {
    guard try rulesInForce().contains(where: { $0.text.contains(":") }) else { return }
    for known in try codebooks() { _ = try record(codebook(known.name).codebook) }
  }

  /// After an upgrade that changed how rules match: indexes the texts anew, and records the codebooks
  /// again, whose rules then are new ones and are applied to everything.
  func renewMatching() throws {
    let stale = try connection.all(
      """
      SELECT w.version FROM word_stream w WHERE w.matching <> \(Codebook.matchingVersion)
      """
    ) { $0.integer(0) }
    guard !stale.isEmpty else { return }
    var vocabulary = try vocabulary()
    let first = vocabulary.count
    for version in stale {
      let stream = try scan(version, vocabulary: &vocabulary).encoded()
      try connection.run(
        """
        UPDATE word_stream SET matching = \(Codebook.matchingVersion), stream = \(stream)
        WHERE version = \(version)
        """)
    }
    if vocabulary.count > first {
      try connection.run(
        "INSERT INTO vocabulary VALUES (\(first), \(vocabulary.lines(from: first)))")
    }
    for known in try codebooks() { _ = try record(codebook(known.name).codebook) }
  }

  /// The words of a stored text.
  func scan(_ version: Int, vocabulary: inout Vocabulary) throws -> WordStream {
    let text = SourceText(validUTF8: try text(ofVersion: version))
    var counter = CodePoints(text)
    let turns = try connection.all(
      "SELECT start, end FROM turn WHERE version = \(version) ORDER BY number"
    ) { row in
      let start = counter.byte(ofOffset: row.integer(0))
      return Turn(speaker: nil, range: start..<counter.byte(ofOffset: row.integer(1)))
    }
    return WordScanner.scan(text, turns: turns, vocabulary: &vocabulary)
  }

  /// Rules in force with their codes, and codes in force with their parents.
  private struct Standing {
    var rules: [Int: Int] = [:]
    var parents: [Int: Int?] = [:]

    /// Codes whose count may change, with the parents that gain or lose a child.
    func codesThatDiffer(from other: Standing) -> [Int] {
      var codes: Set<Int> = []
      for (rule, code) in rules where other.rules[rule] == nil { codes.insert(code) }
      for (rule, code) in other.rules where rules[rule] == nil { codes.insert(code) }
      for (code, parent) in parents where other.parents[code] == nil {
        codes.formUnion([code] + (parent.map { [$0] } ?? []))
      }
      for (code, parent) in other.parents where parents[code] == nil {
        codes.formUnion([code] + (parent.map { [$0] } ?? []))
      }
      return codes.sorted()
    }
  }

  private func standing(of codebook: String) throws -> Standing {
    var standing = Standing()
    for rule in try rulesInForce(of: codebook) { standing.rules[rule.id] = rule.code }
    for code in try codes(of: codebook) { standing.parents[code.id] = code.parent }
    return standing
  }

  private func rules(of codebook: Codebook, attributes: String) -> [JSON] {
    var seen: Set<String> = []
    return codebook.allCodes.flatMap { path, _, code in
      code.rules.compactMap { rule -> JSON? in
        let hash = codebook.fingerprint(of: rule.rule, attributes: attributes).hex
        guard seen.insert(path + hash).inserted else { return nil }
        return [
          "code": .string(path), "hash": .string(hash), "text": .string(rule.rule.text),
          "unit": .string(rule.rule.unit.rawValue),
          "speaker": .string(rule.rule.speaker.rawValue),
        ]
      }
    }
  }

  /// The codes in force, of one codebook or of all, parents before children.
  package func codes(
    of codebook: String? = nil, includingRetired: Bool = false
  ) throws -> [CodeRow] {
    try connection.all(
      """
      SELECT id, codebook, path, name, label_nl, label_en, parent, depth, colour,
        retired IS NOT NULL FROM code
      WHERE (retired IS NULL OR \(includingRetired))
        AND (\(codebook) IS NULL OR codebook = \(codebook))
      ORDER BY codebook, position
      """
    ) { row in
      CodeRow(
        id: row.integer(0), codebook: row.text(1), path: row.text(2), name: row.text(3),
        label: Label(nl: row.text(4), en: row.text(5)), parent: row.optionalInteger(6),
        depth: row.integer(7), colour: row.text(8), isRetired: row.integer(9) != 0)
    }
  }

  /// A code and all below it, in the codebook's order.
  package func subtree(_ code: CodeRow) throws -> [CodeRow] {
    try codes(of: code.codebook).filter { $0.id == code.id || $0.path.hasPrefix(code.path + "/") }
  }

  /// The code that a person means by `physical-investment`, `…/lacking` or `codebook:path`: by its
  /// whole path first, then by the last part where only one code has it.
  package func code(named name: String) throws -> CodeRow {
    let candidates = try codes(named: name)
    if candidates.count == 1 { return candidates[0] }
    if candidates.isEmpty {
      throw ProjectError.unknown(
        "no code '\(name)'",
        hint: try codes(includingRetired: true).isEmpty
          ? "add a codebook first" : "zicht codebook list shows all codes")
    }
    throw ProjectError.unknown(
      "'\(name)' may be one of several codes",
      hint: "write one of: "
        + candidates.map { "\($0.codebook):\($0.path)" }.joined(separator: ", "))
  }

  /// The codes that a person may mean by a name.
  func codes(named name: String) throws -> [CodeRow] {
    let (codebook, path) = split(name)
    let inForce = try codes(of: codebook)
    let isKnown = inForce.contains { $0.path == path || $0.path.hasSuffix("/" + path) }
    // A code that left its codebook is still found, for what people coded with it.
    let codes = isKnown ? inForce : try codes(of: codebook, includingRetired: true)
    let exact = codes.filter { $0.path == path }
    return exact.isEmpty ? codes.filter { $0.path.hasSuffix("/" + path) } : exact
  }

  private func split(_ name: String) -> (codebook: String?, path: String) {
    guard let colon = name.firstIndex(of: ":") else { return (nil, name) }
    return (String(name[..<colon]), String(name[name.index(after: colon)...]))
  }

  /// A codebook recorded in the project: the version in force, or one by number.
  package func codebook(_ name: String, version: Int? = nil) throws -> (
    codebook: Codebook, number: Int
  ) {
    let found = try connection.first(
      """
      SELECT body, number FROM codebook WHERE name = \(name)
        AND (number = \(version) OR (\(version) IS NULL AND retired IS NULL))
      """
    ) { ($0.text(0), $0.integer(1)) }
    guard let found else {
      let known = try codebooks().map(\.name)
      throw ProjectError.unknown(
        "no codebook '\(name)'" + (version.map { " of version \($0)" } ?? "") + " in this project",
        hint: known.isEmpty
          ? "add one with: zicht codebook add FILE" : "known: " + known.joined(separator: ", "))
    }
    return (try CodebookReader.read(SourceText(found.0), file: name), found.1)
  }

  /// Names, versions and times of the codebooks in force.
  package func codebooks() throws -> [(name: String, number: Int, hash: String, time: String)] {
    try connection.all(
      """
      SELECT c.name, c.number, c.hash, e.time FROM codebook c JOIN event e ON e.number = c.event
      WHERE c.retired IS NULL ORDER BY c.name
      """
    ) { (name: $0.text(0), number: $0.integer(1), hash: $0.text(2), time: $0.text(3)) }
  }

  /// A rule in force and the last version it was applied to (0: none yet).
  struct RuleRow {
    var id: Int
    var code: Int
    var codebook: String
    var path: String
    var hash: String
    var text: String
    var unit: CodedUnit
    var speaker: SpeakerScope
    var appliedThrough: Int
  }

  func rulesInForce(of codebook: String? = nil) throws -> [RuleRow] {
    try connection.all(
      """
      SELECT r.id, r.code, c.codebook, c.path, r.hash, r.text, r.unit, r.speaker,
        coalesce((SELECT max(through_version) FROM application a WHERE a.rule = r.id), 0)
      FROM rule r JOIN code c ON c.id = r.code
      WHERE r.retired IS NULL AND (\(codebook) IS NULL OR c.codebook = \(codebook))
      ORDER BY r.id
      """
    ) { row in
      RuleRow(
        id: row.integer(0), code: row.integer(1), codebook: row.text(2), path: row.text(3),
        hash: row.text(4), text: row.text(5), unit: CodedUnit(rawValue: row.text(6)) ?? .sentence,
        speaker: SpeakerScope(rawValue: row.text(7)) ?? .respondent,
        appliedThrough: row.integer(8))
    }
  }
}

extension Project {
  /// Rules in force of each code, by the code's row.
  package func ruleCounts() throws -> [Int: Int] {
    var counts: [Int: Int] = [:]
    try connection.forEach("SELECT code, count(*) FROM rule WHERE retired IS NULL GROUP BY code") {
      counts[$0.integer(0)] = $0.integer(1)
    }
    return counts
  }
}
