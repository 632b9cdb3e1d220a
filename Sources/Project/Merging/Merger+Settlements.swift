import Coding
import SQLite

extension Merger {
  /// Settled disagreements: where both settled the same one, what was settled last.
  func mergeSettlements() throws {
    var known: [String: (String, String)] = [:]
    for row in try settlements(of: mine) {
      known[row.key] = (mine.clock.time(of: row.event), row.uid)
    }
    for row in try settlements(of: theirs) where isWanted(coder: row.coder) {
      guard known[row.key].map({ (theirs.clock.time(of: row.event), row.uid) > $0 }) ?? true,
        let place = place(ofVersion: row.version, speaker: 0), mine.codeRows[row.code] != nil
      else { continue }
      var body: [(String, JSON)] = [
        ("uid", .string(row.uid)), ("start", .integer(row.range.lowerBound)),
        ("end", .integer(row.range.upperBound)), ("layer", .string(row.layer)),
        ("coder", .string(row.coder)),
        ("coders", try JSONReader.read(SourceText(row.coders), file: "settlement")),
        ("codings", try JSONReader.read(SourceText(row.codings), file: "settlement")),
      ]
      body += place + mine.fields(ofCode: row.code)
      if let reason = try adopt(row.reason) { body.append(("reason", reason)) }
      try append(.disagreementSettled, body, from: row.event)
      report.count(.settlements)
    }
  }

  private struct Settlement {
    var uid: String
    var version: Int
    var range: Range<Int>
    var code: String
    var coders: String
    var codings: String
    var layer: String
    var coder: String
    var reason: String?
    var event: Int

    var key: String { layer + " " + codings }
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
        code: side.codeNames[row.integer(4)] ?? "", coders: row.text(5), codings: row.text(6),
        layer: row.text(7), coder: row.text(8), reason: row.optionalText(9),
        event: row.integer(10))
    }
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
