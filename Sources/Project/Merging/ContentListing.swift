import Coding
import SQLite

extension Project {
  /// What a project holds, told so that two projects with the same content tell the same: without
  /// row and event numbers, without the order in which it came, and without when it was merged.
  ///
  /// Transcripts are named by their text in force. Findings of rules are left out: they follow from
  /// the rest. O(project).
  package func contentListing() throws -> [String] {
    let listing = try ContentListing(self)
    return try
      (listing.people() + listing.texts() + listing.work() + listing.notes() + listing.coders())
      .map(\.canonical).sorted()
  }

  /// A hash of that listing, by which people see that their projects hold the same.
  package func contentDigest() throws -> Digest {
    var hash = SHA256()
    for line in try contentListing() { hash.update(line + "\n") }
    return hash.finish()
  }
}

private struct ContentListing {
  private let project: Project
  /// By row: the text of each version, and whether its transcript has one in force.
  private var versions: [Int: (text: String, isInForce: Bool)] = [:]
  /// By transcript's row: the text in force.
  private var inForce: [Int: String] = [:]
  /// `codebook:path` by row.
  private var codes: [Int: String] = [:]

  init(_ project: Project) throws {
    self.project = project
    var parts: [Int: String] = [:]
    try project.connection.forEach("SELECT version, part FROM speaker ORDER BY version, number") {
      parts[$0.integer(0), default: ""] += $0.text(1) + " "
    }
    let versions = try project.connection.all(
      "SELECT id, transcript, sha256, turns, superseded IS NULL FROM version"
    ) { row in
      (
        id: row.integer(0), transcript: row.integer(1), isInForce: row.integer(4) != 0,
        text: TextVersion.fingerprint(
          sha256: row.text(2), turns: row.text(3), parts: parts[row.integer(0)] ?? "")
      )
    }
    for version in versions where version.isInForce { inForce[version.transcript] = version.text }
    for version in versions {
      self.versions[version.id] = (version.text, inForce[version.transcript] != nil)
    }
    try project.connection.forEach("SELECT id, codebook || ':' || path FROM code") {
      codes[$0.integer(0)] = $0.text(1)
    }
  }

  // MARK: Names for things

  /// A transcript, by its text in force.
  private func transcript(_ row: Int) -> JSON { .string(inForce[row] ?? "") }

  private func text(_ version: Int?) -> JSON {
    version.flatMap { versions[$0] }.map { .string($0.text) } ?? .null
  }

  private func code(_ row: Int?) -> JSON {
    row.flatMap { codes[$0] }.map { .string($0) } ?? .null
  }

  private func range(_ row: Statement, from column: Int32) -> JSON {
    row.isNull(column)
      ? .null : [.integer(row.integer(column)), .integer(row.integer(column + 1))]
  }

  private func words(_ commitment: String?) throws -> JSON {
    try commitment.flatMap(Digest.init(hex:)).flatMap { try project.content($0) } ?? .null
  }

  // MARK: What there is

  func people() throws -> [JSON] {
    var lines: [JSON] = []
    for row in try project.respondentRows() where !row.isUndone && !row.isWithdrawn {
      let attributes = try project.attributes(ofRespondent: row.id).map {
        JSON.strings([$0.name, $0.value])
      }
      lines.append(
        [
          "respondent", .string(row.name),
          .array(attributes.sorted { $0.canonical < $1.canonical }),
        ])
    }
    try project.connection.forEach(
      "SELECT neighbourhood, name, value FROM neighbourhood_attribute"
    ) {
      lines.append(["neighbourhood", .string($0.text(0)), .string($0.text(1)), .string($0.text(2))])
    }
    return lines
  }

  func texts() throws -> [JSON] {
    inForce.values.map { ["text", .string($0)] }
      + (try project.codebooks().map { ["codebook", .string($0.name), .string($0.hash)] })
  }

  func work() throws -> [JSON] {
    let codings = try rows(
      """
      SELECT c.uid, c.version, c.start, c.end, c.code, c.coder,
        c.misfit IS NULL AND c.anchor IN ('ambiguous', 'orphan'), c.misfit,
        json_extract(e.body, '$.memo')
      FROM coding c JOIN event e ON e.number = c.event WHERE c.retracted IS NULL
      """
    ) { row in
      guard versions[row.integer(1)]?.isInForce == true else { return nil }
      return [
        "coding", .string(row.text(0)), code(row.integer(4)), .string(row.text(5)),
        text(row.integer(1)), range(row, from: 2),
        .bool(row.integer(6) != 0), row.optionalText(7).map { .string($0) } ?? .null,
        try words(row.optionalText(8)),
      ]
    }
    let verdicts = try rows(
      "SELECT version, start, end, code, verdict, coder, reason FROM decision"
    ) { row in
      guard versions[row.integer(0)]?.isInForce == true else { return nil }
      return [
        "verdict", text(row.integer(0)), range(row, from: 1),
        code(row.integer(3)), .string(row.text(4)), .string(row.text(5)),
        try words(row.optionalText(6)),
      ]
    }
    return codings + verdicts
  }

  func notes() throws -> [JSON] {
    let memos = try project.connection.all(
      """
      SELECT uid, subject, code, version, start, end, title, text, coder FROM memo
      WHERE retracted IS NULL
      """
    ) { row in
      (
        fields: [
          "memo", .string(row.text(0)), .string(row.text(1)), code(row.optionalInteger(2)),
          text(row.optionalInteger(3)),
          range(row, from: 4), .string(row.text(8)),
        ] as [JSON], title: row.optionalText(6), text: row.text(7)
      )
    }
    let settlements = try project.connection.all(
      "SELECT uid, version, start, end, code, coders, codings, layer, coder FROM settlement"
    ) { row -> JSON in
      [
        "settlement", .string(row.text(0)), text(row.integer(1)),
        range(row, from: 2), code(row.integer(4)), .string(row.text(5)),
        .string(row.text(6)), .string(row.text(7)), .string(row.text(8)),
      ]
    }
    return try memos.map { .array($0.fields + [try words($0.title), try words($0.text)]) }
      + settlements
  }

  func coders() throws -> [JSON] {
    let readings = try rows(
      """
      SELECT r.version, r.coder, r.code FROM reading r
      JOIN version v ON v.id = r.version AND v.superseded IS NULL
      """
    ) { ["reading", text($0.integer(0)), .string($0.text(1)), code($0.integer(2))] }
    let skipped = try rows(
      """
      SELECT s.version, s.start, s.end, s.code, s.coder FROM skipped s
      JOIN version v ON v.id = s.version AND v.superseded IS NULL
      """
    ) { row in
      [
        "skipped", text(row.integer(0)), range(row, from: 1),
        code(row.integer(3)), .string(row.text(4)),
      ]
    }
    let assignments = try rows(
      """
      SELECT transcript, coder, blind FROM assignment
      """
    ) { ["assignment", transcript($0.integer(0)), .string($0.text(1)), .integer($0.integer(2))] }
    let coders = try rows("SELECT coder, kind FROM coder") {
      ["coder", .string($0.text(0)), .string($0.text(1))]
    }
    let references = try rows("SELECT coder FROM reference_coder") {
      ["reference", .string($0.text(0))]
    }
    return readings + skipped + assignments + coders + references
  }

  /// A line for each row for which there is one.
  private func rows(_ sql: SQL, _ line: (Statement) throws -> JSON?) throws -> [JSON] {
    try project.connection.all(sql) { try line($0) }.compactMap(\.self)
  }
}
