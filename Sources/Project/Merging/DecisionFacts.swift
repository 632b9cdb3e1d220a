import Coding
import SQLite

/// A person's verdict on a passage, or that an earlier one was taken back, as a project knows it.
struct DecisionFact {
  /// The version it stands on now, and its place there.
  var version: Int
  var range: Range<Int>
  var place: PlaceFact
  var transcript: String
  var words: Int
  var code: String
  /// `accepted`, `rejected`, or `undecided` where it was taken back.
  var verdict: String
  var coder: String
  var reason: String?
  /// Empty for what a run of rules carried over from another passage: any verdict by a person is
  /// later.
  var time: String
  var origin: Origin
  var event: Int

  var isCarried: Bool { time.isEmpty }

  /// What orders verdicts on one passage: the last one counts.
  var rank: (String, String, String) { (time, verdict, coder) }

  /// The same verdict in another project; nil for what was carried, which has no event of its own.
  var identity: String? {
    isCarried ? nil : "\(origin.project) \(origin.event) \(time) \(code)"
  }
}

extension MergeSide {
  /// All verdicts that stand, with those that were taken back.
  func decisions() throws -> [DecisionFact] {
    var reader = DecisionReader(self)
    let kinds: [LedgerEvent.Kind] = [.segmentDecided, .codingsReanchored, .actUndone]
    let names = JSON.strings(kinds.map(\.rawValue)).canonical
    let records = try project.records(
      """
      kind IN (SELECT value FROM json_each(\(names)))
        OR kind = 'rules.applied' AND json_extract(body, '$.carried') IS NOT NULL
      """)
    for record in records where undone[record.number] == nil { reader.read(record, records) }
    return reader.facts
  }
}

/// Follows verdicts through the ledger.
private struct DecisionReader {
  private struct Key: Hashable {
    var version: Int
    var range: Range<Int>
    var code: String
  }

  private let side: MergeSide
  private var standing: [Key: DecisionFact] = [:]

  init(_ side: MergeSide) { self.side = side }

  var facts: [DecisionFact] {
    standing.values.sorted {
      ($0.version, $0.range.lowerBound, $0.range.upperBound, $0.code)
        < ($1.version, $1.range.lowerBound, $1.range.upperBound, $1.code)
    }
  }

  mutating func read(_ record: EventRecord, _ all: [EventRecord]) {
    switch record.event.kind {
    case .segmentDecided: decide(record, record.body)
    case .rulesApplied:
      for item in record.body["carried"]?.array ?? [] { decide(record, item, isCarried: true) }
    case .codingsReanchored: follow(record)
    case .actUndone: restore(record, all)
    default: break
    }
  }

  private func key(_ body: JSON, _ start: String = "start", _ end: String = "end", version: String)
    -> (key: Key, transcript: String)?
  {
    guard let transcript = body["transcript"]?.string, let number = body[version]?.integer,
      let row = side.transcripts[transcript]?.versions.first(where: { $0.number == number }),
      let start = body[start]?.integer, let end = body[end]?.integer, start < end
    else { return nil }
    let code = "\(body["codebook"]?.string ?? ""):\(body["code"]?.string ?? "")"
    return (Key(version: row.id, range: start..<end, code: code), transcript)
  }

  private mutating func decide(_ record: EventRecord, _ body: JSON, isCarried: Bool = false) {
    guard let (key, transcript) = key(body, version: "version"),
      let verdict = body["verdict"]?.string, let version = side.versions[key.version]
    else { return }
    // A merge cleared the place for another verdict: nobody took anything back.
    if body["merged"]?.bool == true {
      standing[key] = nil
      return
    }
    let origin = side.clock.origin(of: record.number)
    let place =
      side.place(body["fact"], in: transcript)
      ?? PlaceFact(
        text: version.text, range: key.range, speaker: body["speaker"]?.integer ?? 0,
        time: origin.time)
    standing[key] = DecisionFact(
      version: key.version, range: key.range, place: place, transcript: transcript,
      words: body["words"]?.integer ?? 0, code: key.code, verdict: verdict,
      coder: body["coder"]?.string ?? record.event.actor, reason: body["reason"]?.string,
      time: isCarried || body["carried"]?.bool == true ? "" : origin.time, origin: origin,
      event: record.number)
  }

  private mutating func follow(_ record: EventRecord) {
    let isMerged = record.body["merged"]?.bool == true
    let common: [(String, JSON)] = ["transcript", "from", "to"].compactMap { name in
      record.body[name].map { (name, $0) }
    }
    var moved: [(Key, DecisionFact)] = []
    for item in record.body["decisions"]?.array ?? [] {
      let item = item.adding(common)
      guard let (old, transcript) = key(item, "was_start", "was_end", version: "from"),
        let (new, _) = key(item, version: "to"), var fact = standing.removeValue(forKey: old)
      else { continue }
      (fact.version, fact.range) = (new.version, new.range)
      if isMerged {
        if let place = side.place(item["fact"], in: transcript) { fact.place = place }
      } else if let version = side.versions[new.version] {
        fact.place = PlaceFact(
          text: version.text, range: new.range, speaker: item["speaker"]?.integer ?? 0,
          time: side.clock.time(of: record.number))
      }
      moved.append((new, fact))
    }
    for (key, fact) in moved { standing[key] = fact }
  }

  /// Who undoes a verdict says anew what had been said before it.
  private mutating func restore(_ undoing: EventRecord, _ all: [EventRecord]) {
    guard let first = undoing.body["first"]?.integer, let last = undoing.body["last"]?.integer,
      first <= last, !side.unmerged.contains(first)
    else { return }
    let origin = side.clock.origin(of: undoing.number)
    for record in all where record.event.kind == .segmentDecided {
      guard (first...last).contains(record.number),
        let (key, _) = key(record.body, version: "version")
      else { continue }
      if standing[key] == nil { decide(record, record.body.settingVerdict("undecided")) }
      standing[key]?.time = origin.time
      standing[key]?.origin = origin
      standing[key]?.event = undoing.number
    }
  }
}

extension JSON {
  fileprivate func settingVerdict(_ verdict: String) -> JSON {
    guard let members else { return self }
    return .object(
      members.filter { $0.key != "verdict" && $0.key != "reason" }.map { ($0.key, $0.value) }
        + [("verdict", .string(verdict))])
  }
}
