import Coding
import SQLite

/// One disagreement that both projects settled, each for itself.
struct RivalSettlements {
  fileprivate struct Side {
    var settlement: Settlement
    /// What stands in the layer for it, by uid.
    var codings: [String: LayerCoding]

    var ranges: Set<Range<Int>> { Set(codings.values.map(\.range)) }
    /// What orders settlements: the last one counts.
    var rank: (String, String) { (settlement.time, settlement.uid) }
    /// For people: `130-141, 150-160 by iris, 2026-03-02`.
    var inWords: String {
      let places = ranges.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        .map { "\($0.lowerBound)-\($0.upperBound)" }
      return (places.isEmpty ? "nothing" : places.joined(separator: ", "))
        + " by \(settlement.coder), \(settlement.time.prefix(10))"
    }
  }

  fileprivate struct LayerCoding {
    var range: Range<Int>
    /// When it was coded.
    var time: String
  }

  fileprivate var mine: Side
  fileprivate var theirs: Side
}

private struct Settlement {
  var uid: String
  var version: Int
  var range: Range<Int>
  var codeRow: Int
  var code: String
  var coders: String
  var codings: String
  var layer: String
  var coder: String
  var reason: String?
  var event: Int
  var time: String

  /// What was settled: the coders' codings, for a layer.
  var key: String { layer + " " + codings }
}

extension Merger {
  /// Disagreements that both settled, as each of them left the layer.
  ///
  /// To be asked before the layers' codings are united.
  func rivalSettlements() throws -> [String: RivalSettlements] {
    let own = Dictionary(
      try settlements(of: mine).map { ($0.key, $0) }, uniquingKeysWith: { _, last in last })
    var rivals: [String: RivalSettlements] = [:]
    for its in try settlements(of: theirs) where isWanted(coder: its.coder) {
      guard let here = own[its.key], here.uid != its.uid else { continue }
      rivals[its.key] = RivalSettlements(
        mine: .init(settlement: here, codings: try layerCodings(for: here, of: mine)),
        theirs: .init(settlement: its, codings: try layerCodings(for: its, of: theirs)))
    }
    return rivals
  }

  /// Settled disagreements: where both settled the same one, what was settled last; what the other
  /// settlement had put in the layer goes.
  func mergeSettlements(_ rivals: [String: RivalSettlements]) throws {
    let known = Dictionary(
      try settlements(of: mine).map { ($0.key, $0.time) }, uniquingKeysWith: { _, last in last })
    for its in try settlements(of: theirs) where isWanted(coder: its.coder) {
      if let rival = rivals[its.key] {
        try choose(rival)
      } else if known[its.key].map({ its.time > $0 }) ?? true {
        _ = try record(its, of: theirs)
      }
    }
  }

  private func choose(_ rival: RivalSettlements) throws {
    let (here, there) = (rival.mine, rival.theirs)
    let byTime: MergeReport.Side = there.rank > here.rank ? .theirs : .mine
    var (taken, isChoice) = (byTime, false)
    if here.ranges != there.ranges {
      let place = here.settlement.range
      let file = mine.versions[here.settlement.version].flatMap { mine.transcripts[$0.transcript] }
      (taken, isChoice) = side(
        isLater: byTime == .theirs, event: here.settlement.event,
        theirEvent: there.settlement.event, "settlement",
        "\(file?.name ?? ""):\(place.lowerBound)-\(place.upperBound):\(here.settlement.code)",
        (here.inWords, there.inWords))
    }
    let (winner, loser) = taken == .mine ? (here, there) : (there, here)
    let side = taken == .mine ? mine : theirs
    if taken == .theirs || isChoice {
      guard try record(winner.settlement, of: side, isChoice: isChoice) else { return }
    }
    let gone = loser.codings.filter { winner.codings[$0.key] == nil }
    let origin = isChoice ? nil : side.clock.origin(of: winner.settlement.event)
    for (uid, coding) in gone.sorted(by: { $0.key < $1.key }) {
      // Nothing is taken back before it was coded: then that is done now.
      try takeBack(uid, as: origin.flatMap { $0.time >= coding.time ? $0 : nil })
    }
  }

  private func takeBack(_ uid: String, as origin: Origin?) throws {
    let stands = try mine.connection.integer(
      "SELECT 1 FROM coding WHERE uid = \(uid) AND retracted IS NULL")
    guard stands != nil else { return }
    try append(
      .codingRetracted, [("uid", .string(uid))] + (origin.map { [("origin", $0.json)] } ?? []))
    report.count(.takenBack)
  }

  /// - Returns: false where its place is not here.
  private func record(
    _ settlement: Settlement, of side: MergeSide, isChoice: Bool = false
  ) throws -> Bool {
    guard
      let place = try side === mine
        ? ownPlace(settlement) : place(ofVersion: settlement.version, speaker: 0),
      mine.codeRows[settlement.code] != nil
    else { return false }
    var body: [(String, JSON)] = [
      ("uid", .string(isChoice ? try project.newUID() : settlement.uid)),
      ("start", .integer(settlement.range.lowerBound)),
      ("end", .integer(settlement.range.upperBound)), ("layer", .string(settlement.layer)),
      ("coder", .string(settlement.coder)),
      ("coders", try JSONReader.read(SourceText(settlement.coders), file: "settlement")),
      ("codings", try JSONReader.read(SourceText(settlement.codings), file: "settlement")),
    ]
    body += place + mine.fields(ofCode: settlement.code)
    if let reason = try adopt(settlement.reason, of: side) { body.append(("reason", reason)) }
    if !isChoice { body.append(("origin", side.clock.origin(of: settlement.event).json)) }
    try append(.disagreementSettled, body)
    if side !== mine { report.count(.settlements) }
    return true
  }

  private func ownPlace(_ settlement: Settlement) throws -> [(String, JSON)] {
    let place = try project.place(ofVersion: settlement.version)
    return [("transcript", .string(place.transcript)), ("version", .integer(place.number))]
  }

  private func settlements(of side: MergeSide) throws -> [Settlement] {
    try side.connection.all(
      """
      SELECT uid, version, start, end, code, coders, codings, layer, coder, reason, event
      FROM settlement ORDER BY event
      """
    ) { row in
      Settlement(
        uid: row.text(0), version: row.integer(1), range: row.integer(2)..<row.integer(3),
        codeRow: row.integer(4), code: side.codeNames[row.integer(4)] ?? "", coders: row.text(5),
        codings: row.text(6), layer: row.text(7), coder: row.text(8),
        reason: row.optionalText(9), event: row.integer(10),
        time: side.clock.time(of: row.integer(10)))
    }
  }

  /// What stands in a settlement's layer where the coders' codings are that it settled.
  private func layerCodings(
    for settlement: Settlement, of side: MergeSide
  ) throws -> [String: RivalSettlements.LayerCoding] {
    var codings: [String: RivalSettlements.LayerCoding] = [:]
    try side.connection.forEach(
      """
      WITH settled AS (
        SELECT version, min(start) AS start, max(end) AS end FROM coding
        WHERE uid IN (SELECT value FROM json_each(\(settlement.codings))) GROUP BY version)
      SELECT c.uid, c.start, c.end, c.event FROM settled s
      JOIN coding c ON c.version = s.version AND c.start < s.end AND c.end > s.start
      WHERE c.coder = \(settlement.layer) AND c.code = \(settlement.codeRow)
        AND c.retracted IS NULL
      """
    ) { row in
      codings[row.text(0)] = RivalSettlements.LayerCoding(
        range: row.integer(1)..<row.integer(2), time: side.clock.time(of: row.integer(3)))
    }
    return codings
  }

  /// Sets of codes, transcripts and memos, as they were recorded last.
  func mergeCollections() throws {
    guard scope == nil else { return }
    let own = Dictionary(
      uniqueKeysWithValues: try collectionEvents(of: mine).map { ($0.uid, $0.event) })
    let known = Dictionary(uniqueKeysWithValues: try project.collections().map { ($0.uid, $0) })
    let events = Dictionary(
      uniqueKeysWithValues: try collectionEvents(of: theirs).map { ($0.uid, $0.event) })
    for its in try other.collections() {
      let members = its.members.map { kind, name in
        (kind: kind, name: kind == "transcript" ? transcripts[name] ?? name : name)
      }
      var here = its
      here.members = members
      guard let event = events[its.uid], known[its.uid] != here else { continue }
      if let mineEvent = own[its.uid],
        theirs.clock.time(of: event) <= mine.clock.time(of: mineEvent)
      {
        continue
      }
      try announce()
      let content: JSON = [
        "name": .string(its.name), "description": .string(its.description),
      ]
      try append(
        .collectionRecorded,
        [
          ("uid", .string(its.uid)), ("content", try project.commit(content)),
          ("members", .array(members.map { .strings([$0.kind, $0.name]) })),
        ], from: event)
      report.count(.collections)
    }
  }

  private func collectionEvents(of side: MergeSide) throws -> [(uid: String, event: Int)] {
    try side.connection.all("SELECT uid, event FROM collection") { ($0.text(0), $0.integer(1)) }
  }

  /// What other programs call codes, coders and variables, where nothing was known of it here.
  func mergeForeignNames() throws {
    var new: [JSON] = []
    for kind in ["code", "coder", "variable"] {
      let known = try project.foreignIDs(kind)
      for (name, guid) in try other.foreignIDs(kind).sorted(by: { $0.key < $1.key })
      where known[name] == nil {
        if kind == "coder", !isWanted(coder: name) { continue }
        new.append(.strings([kind, name, guid]))
      }
    }
    guard !new.isEmpty else { return }
    try announce()
    try append(
      .projectImported,
      [
        ("content", try project.commit(.string("project \(theirs.uid.prefix(8))"))),
        ("sha256", .string(try other.head().hash.hex)), ("format", "Zicht project"),
        ("origin", .string("project \(theirs.uid.prefix(8))")), ("guids", .array(new)),
      ])
    report.count(.names, new.count)
  }
}
