import Coding
import SQLite

extension Merger {
  /// What coders are, and whose codings are references.
  func mergeCoders() throws {
    guard scope == nil else { return }
    let known = try kinds(of: mine)
    for (coder, its) in try kinds(of: theirs).sorted(by: { $0.key < $1.key }) {
      let own = known[coder]
      guard own?.kind != its.kind else { continue }
      let isLater = own.map {
        (theirs.clock.time(of: its.event), its.kind) > (mine.clock.time(of: $0.event), $0.kind)
      }
      guard isLater ?? true else { continue }
      try append(
        .coderRegistered, [("coder", .string(coder)), ("kind", .string(its.kind))],
        from: its.event)
      report.count(.coders)
    }
    let references = Set(try project.referenceCoders())
    let rows = try other.connection.all("SELECT coder, event FROM reference_coder ORDER BY coder") {
      ($0.text(0), $0.integer(1))
    }
    for (coder, event) in rows where !references.contains(coder) {
      try append(.coderRegistered, [("coder", .string(coder))], from: event)
      report.count(.coders)
    }
  }

  private func kinds(of side: MergeSide) throws -> [String: (kind: String, event: Int)] {
    var kinds: [String: (kind: String, event: Int)] = [:]
    try side.connection.forEach("SELECT coder, kind, event FROM coder") {
      kinds[$0.text(0)] = ($0.text(1), $0.integer(2))
    }
    return kinds
  }

  /// What coders read to the end, and the codes they looked for.
  ///
  /// What was read before a correction still is after it: it is noted of the text in force.
  func mergeReadings() throws {
    struct Key: Hashable {
      var transcript: String
      var coder: String
    }
    var read: [Key: (codes: Set<String>, event: Int)] = [:]
    try other.connection.forEach(
      """
      SELECT r.version, r.coder, r.code, r.event FROM reading r
      JOIN version v ON v.id = r.version AND v.superseded IS NULL
      """
    ) { row in
      guard let version = theirs.versions[row.integer(0)], isWanted(coder: row.text(1)),
        scope?.transcripts.contains(version.transcript) ?? true,
        let uid = transcripts[version.transcript], let code = theirs.codeNames[row.integer(2)]
      else { return }
      let key = Key(transcript: uid, coder: row.text(1))
      var known = read[key] ?? ([], 0)
      known.codes.insert(code)
      known.event = max(known.event, row.integer(3))
      read[key] = known
    }
    let sorted = read.sorted {
      ($0.key.transcript, $0.key.coder) < ($1.key.transcript, $1.key.coder)
    }
    for (key, reading) in sorted {
      guard let version = mine.transcripts[key.transcript]?.inForce else { continue }
      let known = try project.codesRead(by: key.coder, in: version.id)
      let new = reading.codes.filter { name in
        mine.codeRows[name].map { !known.contains($0) } ?? false
      }
      guard !new.isEmpty else { continue }
      try append(
        .transcriptCoded,
        [
          ("transcript", .string(key.transcript)), ("version", .integer(version.number)),
          ("coder", .string(key.coder)), ("codes", .strings(new.sorted())),
        ], from: reading.event)
      if known.isEmpty { report.count(.readings) }
    }
  }

  /// Who is to read what, as it was said last.
  func mergeAssignments() throws {
    let own = try assignments(of: mine)
    for (key, its) in try assignments(of: theirs).sorted(by: { $0.key < $1.key }) {
      guard isWanted(coder: key.coder), let uid = transcripts[key.transcript],
        scope?.transcripts.contains(key.transcript) ?? true, mine.transcripts[uid]?.inForce != nil
      else { continue }
      let known = own[AssignmentKey(transcript: uid, coder: key.coder)]
      guard known.map({ its.rank > $0.rank }) ?? true, known?.isBlind != its.isBlind || known == nil
      else { continue }
      var body: [(String, JSON)] = [
        ("coder", .string(key.coder)), ("transcripts", .strings([uid])),
      ]
      if let isBlind = its.isBlind {
        body.append(("blind", .bool(isBlind)))
        report.count(.assignments)
      } else {
        body.append(("taken_back", true))
      }
      try append(.transcriptsAssigned, body, from: its.event)
    }
  }

  /// What was said last of each coder and transcript, also that it was taken back.
  private func assignments(of side: MergeSide) throws -> [AssignmentKey: AssignmentFact] {
    var facts: [AssignmentKey: AssignmentFact] = [:]
    for record in try side.project.records(
      "kind = \(LedgerEvent.Kind.transcriptsAssigned.rawValue)")
    where side.undone[record.number] == nil {
      let isTakenBack = record.body["taken_back"]?.bool == true
      for uid in record.body["transcripts"]?.texts ?? [] {
        let key = AssignmentKey(transcript: uid, coder: record.body["coder"]?.string ?? "")
        facts[key] = AssignmentFact(
          isBlind: isTakenBack ? nil : record.body["blind"]?.bool ?? false,
          time: side.clock.time(of: record.number), event: record.number)
      }
    }
    return facts
  }

  /// Passages that a reviewer left for later, in texts that are in force.
  func mergeSkipped() throws {
    let rows = try other.connection.all(
      """
      SELECT s.version, s.start, s.end, s.code, s.coder, s.event FROM skipped s
      JOIN version v ON v.id = s.version AND v.superseded IS NULL
      ORDER BY s.event, s.version, s.start, s.end, s.code, s.coder
      """
    ) { row in
      (
        version: row.integer(0), range: row.integer(1)..<row.integer(2), code: row.integer(3),
        coder: row.text(4), event: row.integer(5)
      )
    }
    for row in rows where isWanted(coder: row.coder) {
      guard place(ofVersion: row.version) != nil, let name = theirs.codeNames[row.code],
        let code = mine.codeRows[name], let version = theirs.versions[row.version],
        let here = transcripts[version.transcript].flatMap({ mine.transcripts[$0]?.inForce }),
        here.text == version.text
      else { continue }
      let isKnown = try project.connection.integer(
        """
        SELECT 1 FROM skipped WHERE version = \(here.id) AND start = \(row.range.lowerBound)
          AND end = \(row.range.upperBound) AND code = \(code) AND coder = \(row.coder)
        """)
      guard isKnown == nil else { continue }
      try append(
        .passageSkipped,
        [
          ("transcript", .string(here.transcript)), ("version", .integer(here.number)),
          ("start", .integer(row.range.lowerBound)), ("end", .integer(row.range.upperBound)),
          ("coder", .string(row.coder)),
        ] + mine.fields(ofCode: name), from: row.event)
      report.count(.skipped)
    }
  }
}

private struct AssignmentKey: Hashable, Comparable {
  var transcript: String
  var coder: String

  static func < (one: Self, other: Self) -> Bool {
    (one.transcript, one.coder) < (other.transcript, other.coder)
  }
}

private struct AssignmentFact {
  /// Nil where it was taken back.
  var isBlind: Bool?
  var time: String
  var event: Int

  var rank: (String, Int) { (time, isBlind.map { $0 ? 2 : 1 } ?? 0) }
}
