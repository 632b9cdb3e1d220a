import Coding
import SQLite

/// Where somebody or a correction put a coding or decision: a fact that no merge changes.
///
/// Where it stands in a merged project follows from it: there, or where its words stand in the text
/// that is in force.
struct PlaceFact: Hashable {
  /// The text, as `TextVersion.text` names it.
  var text: String
  var range: Range<Int>
  var speaker: Int
  /// When it was put there.
  var time: String
}

/// A coding by hand as a project knows it.
struct CodingFact {
  var uid: String
  /// Row of the version it stands on now, and its place there.
  var version: Int
  var range: Range<Int>
  var speaker: Int
  var anchor: String
  var place: PlaceFact
  var transcript: String
  var words: Int
  var code: String
  var coder: String
  /// The event that coded it.
  var event: Int
  /// Whether it stands, and since when; the event that says so.
  var stands: Bool
  var since: String
  var standingEvent: Int
  var memo: String?
  var made: String?
  var program: String?
  var misfit: String?

  /// Whether a correction of its text left it without a sure place.
  var isWaiting: Bool { misfit == nil && (anchor == "ambiguous" || anchor == "orphan") }
}

extension MergeSide {
  /// All codings by hand, those that were taken back too; not those that a merge brought that was
  /// undone.
  func codings() throws -> [String: CodingFact] {
    var facts: [String: CodingFact] = [:]
    facts.reserveCapacity(1 << 12)
    var declared: [(uid: String, fact: String)] = []
    try connection.forEach(
      """
      SELECT c.uid, c.version, c.start, c.end, c.speaker, c.words, c.code, c.coder, c.anchor, c.event,
        coalesce(c.retracted, 0), c.misfit, json_extract(e.body, '$.memo'),
        json_extract(e.body, '$.made'), json_extract(e.body, '$.fact'),
        json_extract(e.body, '$.since'), json_extract(e.body, '$.program'),
        CASE json_type(e.body, '$.origin') WHEN 'text' THEN json_extract(e.body, '$.origin') END
      FROM coding c JOIN event e ON e.number = c.event
      """
    ) { row in
      let (event, retracted) = (row.integer(9), row.integer(10))
      // A merge that was undone leaves nothing, not even the news that its codings are gone.
      guard !unmerged.contains(event), let version = versions[row.integer(1)],
        let code = codeNames[row.integer(6)]
      else { return }
      let time = clock.time(of: event)
      let range = row.integer(2)..<row.integer(3)
      let stands = retracted == 0
      let fact = CodingFact(
        uid: row.text(0), version: version.id, range: range, speaker: row.integer(4),
        anchor: row.text(8),
        place: PlaceFact(
          text: version.text, range: range, speaker: row.integer(4), time: time),
        transcript: version.transcript, words: row.integer(5), code: code, coder: row.text(7),
        event: event, stands: stands,
        since: stands ? max(time, row.optionalText(15) ?? "") : clock.time(of: retracted),
        standingEvent: stands ? event : retracted, memo: row.optionalText(12),
        made: row.optionalText(13), program: row.optionalText(16) ?? row.optionalText(17),
        misfit: row.optionalText(11))
      facts[fact.uid] = fact
      if let declaredPlace = row.optionalText(14) { declared.append((fact.uid, declaredPlace)) }
    }
    for (uid, text) in declared { try declare(text, of: uid, in: &facts) }
    try followReanchorings(of: &facts)
    try restoreRetracted(&facts)
    return facts
  }

  /// The place that a merge said is the fact, where it put the coding elsewhere.
  private func declare(_ text: String, of uid: String, in facts: inout [String: CodingFact]) throws
  {
    guard let fact = facts[uid],
      let place = place(try JSONReader.read(SourceText(text), file: "fact"), in: fact.transcript)
    else { return }
    facts[uid]?.place = place
  }

  /// A fact as a body has it: `[version, start, end, speaker, time]`.
  func place(_ json: JSON?, in transcript: String) -> PlaceFact? {
    guard let fields = json?.array, fields.count == 5, let number = fields[0].integer,
      let start = fields[1].integer, let end = fields[2].integer, start < end,
      let speaker = fields[3].integer, let time = fields[4].string,
      let version = transcripts[transcript]?.versions.first(where: { $0.number == number })
    else { return nil }
    return PlaceFact(text: version.text, range: start..<end, speaker: speaker, time: time)
  }

  /// Codings that followed a correction, or a person put in place, have their place from there.
  private func followReanchorings(of facts: inout [String: CodingFact]) throws {
    let records = try reanchorings()
    // The table has the last place only: the first one stands in the event that coded it.
    let moved = Set(
      records.flatMap { ($0.body["codings"]?.array ?? []).compactMap { $0["uid"]?.string } })
    for uid in moved { try startOver(uid, in: &facts) }
    for record in records {
      let isMerged = record.body["merged"]?.bool == true
      guard let to = record.body["to"]?.integer else { continue }
      for item in record.body["codings"]?.array ?? [] {
        guard let uid = item["uid"]?.string, let fact = facts[uid], record.number > fact.event
        else { continue }
        if isMerged {
          if let place = place(item["fact"], in: fact.transcript) { facts[uid]?.place = place }
          if let since = item["since"]?.string, fact.stands {
            facts[uid]?.since = max(fact.since, since)
          }
          continue
        }
        guard let start = item["start"]?.integer, let end = item["end"]?.integer, start < end,
          let version = transcripts[fact.transcript]?.versions.first(where: { $0.number == to })
        else { continue }
        facts[uid]?.place = PlaceFact(
          text: version.text, range: start..<end, speaker: item["speaker"]?.integer ?? 0,
          time: clock.time(of: record.number))
      }
    }
  }

  private func startOver(_ uid: String, in facts: inout [String: CodingFact]) throws {
    guard let fact = facts[uid],
      let record = try project.records("number = \(fact.event)").first,
      place(record.body["fact"], in: fact.transcript) == nil,
      let number = record.body["version"]?.integer, let start = record.body["start"]?.integer,
      let end = record.body["end"]?.integer, start < end,
      let version = transcripts[fact.transcript]?.versions.first(where: { $0.number == number })
    else { return }
    facts[uid]?.place = PlaceFact(
      text: version.text, range: start..<end, speaker: record.body["speaker"]?.integer ?? 0,
      time: clock.time(of: fact.event))
  }

  /// The events that stand by which codings and decisions followed their words, in order.
  func reanchorings() throws -> [EventRecord] {
    try project.records("kind = \(LedgerEvent.Kind.codingsReanchored.rawValue)")
      .filter { undone[$0.number] == nil }
  }

  /// Who undoes a retraction says anew that the coding stands.
  private func restoreRetracted(_ facts: inout [String: CodingFact]) throws {
    try connection.forEach(
      """
      SELECT json_extract(e.body, '$.uid'), u.event, u.by FROM undone u
      JOIN event e ON e.number = u.event
      WHERE e.kind = \(LedgerEvent.Kind.codingRetracted.rawValue)
      """
    ) { row in
      let uid = row.text(0)
      guard let fact = facts[uid], fact.stands, !unmerged.contains(row.integer(1)) else { return }
      facts[uid]?.since = max(fact.since, clock.time(of: row.integer(2)))
    }
  }
}
