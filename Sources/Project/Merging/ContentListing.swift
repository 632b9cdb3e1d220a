import Coding
import SQLite

extension Project {
  /// What a project holds, told so that two projects with the same content tell the same: without
  /// row and event numbers, without the order in which it came, and without when it was merged.
  ///
  /// Transcripts are named by their text in force. Findings of rules are left out: they follow from
  /// the rest. O(project).
  package func contentListing() throws -> [String] {
    let listing = ContentListing(try MergeSide(self))
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
  private let side: MergeSide
  private var project: Project { side.project }

  init(_ side: MergeSide) { self.side = side }

  // MARK: Names for things

  /// A transcript, by its text in force.
  private func transcript(_ uid: String) -> JSON {
    .string(side.transcripts[uid]?.inForce?.text ?? "")
  }

  private func text(_ version: Int?) -> JSON {
    version.flatMap { side.versions[$0] }.map { .string($0.text) } ?? .null
  }

  private func code(_ row: Int?) -> JSON {
    row.flatMap { side.codeNames[$0] }.map { .string($0) } ?? .null
  }

  private func range(_ range: Range<Int>?) -> JSON {
    range.map { [.integer($0.lowerBound), .integer($0.upperBound)] } ?? .null
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
    let texts = side.transcripts.values.compactMap(\.inForce).map { version -> JSON in
      ["text", .string(version.text)]
    }
    return texts
      + (try project.codebooks().map { ["codebook", .string($0.name), .string($0.hash)] })
  }

  func work() throws -> [JSON] {
    var lines: [JSON] = []
    for coding in try side.codings().values where coding.stands && isInForce(coding.transcript) {
      lines.append(
        [
          "coding", .string(coding.uid), .string(coding.code), .string(coding.coder),
          text(coding.version), range(coding.range), .bool(coding.isWaiting),
          coding.misfit.map { .string($0) } ?? .null, try words(coding.memo),
        ])
    }
    for decision in try side.decisions()
    where decision.verdict != "undecided" && isInForce(decision.transcript) {
      lines.append(
        [
          "verdict", text(decision.version), range(decision.range), .string(decision.code),
          .string(decision.verdict), .string(decision.coder), try words(decision.reason),
        ])
    }
    return lines
  }

  private func isInForce(_ transcript: String) -> Bool {
    side.transcripts[transcript]?.inForce != nil
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
          range(row.isNull(4) ? nil : row.integer(4)..<row.integer(5)), .string(row.text(8)),
        ] as [JSON], title: row.optionalText(6), text: row.text(7)
      )
    }
    let settlements = try project.connection.all(
      "SELECT uid, version, start, end, code, coders, codings, layer, coder FROM settlement"
    ) { row -> JSON in
      [
        "settlement", .string(row.text(0)), text(row.integer(1)),
        range(row.integer(2)..<row.integer(3)), code(row.integer(4)), .string(row.text(5)),
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
        "skipped", text(row.integer(0)), range(row.integer(1)..<row.integer(2)),
        code(row.integer(3)), .string(row.text(4)),
      ]
    }
    let assignments = try rows(
      """
      SELECT t.uid, a.coder, a.blind FROM assignment a JOIN transcript t ON t.id = a.transcript
      """
    ) { ["assignment", transcript($0.text(0)), .string($0.text(1)), .integer($0.integer(2))] }
    let coders = try rows("SELECT coder, kind FROM coder") {
      ["coder", .string($0.text(0)), .string($0.text(1))]
    }
    let references = try rows("SELECT coder FROM reference_coder") {
      ["reference", .string($0.text(0))]
    }
    return readings + skipped + assignments + coders + references
  }

  private func rows(_ sql: SQL, _ line: (borrowing Statement) throws -> JSON) throws -> [JSON] {
    try project.connection.all(sql) { try line($0) }
  }
}
