import Coding
import SQLite

/// The history of a project as W3C PROV (PROV-JSON): what was made from what, by which event, by whom.
///
/// Entities are versions of texts and codebooks, runs of rules and codings by hand; activities are
/// the events; agents are coders and programs. Identifiers hold numbers alone; names are labels.
package struct Provenance {
  private let project: Project
  private var sections: [String: [(String, JSON)]] = [:]
  private var relations = 0

  /// O(events + codings by hand + runs × texts).
  package init(_ project: Project) throws {
    self.project = project
    try addEvents()
    try addTexts()
    try addCodebooks()
    try addRuns()
    try addCodings()
  }

  package var json: JSON {
    get throws {
      let names = [
        "xsd": "http://www.w3.org/2001/XMLSchema#", "zicht": "urn:zicht:\(try project.uid()):",
      ]
      let prefixes = names.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
      return .object(
        [("prefix", .object(prefixes))]
          + sections.sorted { $0.key < $1.key }.map { ($0.key, .object($0.value)) })
    }
  }

  // MARK: Making records

  private mutating func add(_ section: String, _ id: String, _ attributes: [(String, JSON)]) {
    sections[section, default: []].append(("zicht:" + id, .object(attributes)))
  }

  /// A relation between two things, by what each is in it.
  private mutating func relate(_ relation: String, _ ends: (String, String)...) {
    relations += 1
    let members = ends.map { ("prov:" + $0.0, JSON.string("zicht:" + $0.1)) }
    sections[relation, default: []].append(("_:r\(relations)", .object(members)))
  }

  private mutating func generated(_ entity: String, by event: Int) {
    relate("wasGeneratedBy", ("entity", entity), ("activity", "event-\(event)"))
  }

  private mutating func invalidated(_ entity: String, by event: Int?) {
    guard let event else { return }
    relate("wasInvalidatedBy", ("entity", entity), ("activity", "event-\(event)"))
  }

  private static func name(_ local: String) -> JSON {
    ["$": .string(local), "type": "prov:QUALIFIED_NAME"]
  }

  private static func time(_ text: String) -> JSON {
    ["$": .string(text), "type": "xsd:dateTime"]
  }
}

// MARK: Activities and agents

extension Provenance {
  private mutating func addEvents() throws {
    var coders: [String: String] = [:]
    var programs: [String: String] = [:]
    var events: [(number: Int, coder: String, program: String)] = []
    try project.events { event, hash in
      let coder = coders[event.actor] ?? "coder-\(coders.count + 1)"
      let program = programs[event.program] ?? "program-\(programs.count + 1)"
      (coders[event.actor], programs[event.program]) = (coder, program)
      events.append((event.number, coder, program))
      add(
        "activity", "event-\(event.number)",
        [
          ("prov:startTime", .string(event.time)), ("prov:endTime", .string(event.time)),
          ("prov:type", Self.name("zicht:" + event.kind.rawValue)),
          ("zicht:hash", .string(hash.hex)),
        ])
    }
    for (name, id) in coders.sorted(by: { $0.value < $1.value }) {
      add(
        "agent", id,
        [("prov:type", Self.name("prov:Person")), ("prov:label", .string(name))])
    }
    for (name, id) in programs.sorted(by: { $0.value < $1.value }) {
      add(
        "agent", id,
        [("prov:type", Self.name("prov:SoftwareAgent")), ("prov:label", .string(name))])
    }
    for event in events {
      relate(
        "wasAssociatedWith", ("activity", "event-\(event.number)"), ("agent", event.coder))
      relate(
        "wasAssociatedWith", ("activity", "event-\(event.number)"), ("agent", event.program))
    }
  }
}

// MARK: Entities

extension Provenance {
  private mutating func addTexts() throws {
    let rows = try project.connection.all(
      """
      SELECT v.id, t.name, v.number, v.sha256, v.event, v.superseded,
        (SELECT p.id FROM version p WHERE p.transcript = v.transcript AND p.number = v.number - 1)
      FROM version v JOIN transcript t ON t.id = v.transcript ORDER BY v.id
      """
    ) { row in
      (
        id: row.integer(0), name: row.text(1), number: row.integer(2), sha256: row.text(3),
        event: row.integer(4), superseded: row.optionalInteger(5), former: row.optionalInteger(6)
      )
    }
    for row in rows {
      add(
        "entity", "version-\(row.id)",
        [
          ("prov:type", Self.name("zicht:transcript")),
          ("prov:label", .string("\(row.name), version \(row.number)")),
          ("zicht:sha256", .string(row.sha256)),
        ])
      generated("version-\(row.id)", by: row.event)
      invalidated("version-\(row.id)", by: row.superseded)
      if let former = row.former { revised("version-\(row.id)", from: "version-\(former)") }
    }
  }

  private mutating func revised(_ entity: String, from former: String) {
    relations += 1
    sections["wasDerivedFrom", default: []].append(
      (
        "_:r\(relations)",
        [
          "prov:generatedEntity": .string("zicht:" + entity),
          "prov:usedEntity": .string("zicht:" + former), "prov:type": Self.name("prov:Revision"),
        ]
      ))
  }

  private mutating func addCodebooks() throws {
    let rows = try project.connection.all(
      """
      SELECT b.id, b.name, b.number, b.hash, b.event, b.retired,
        (SELECT p.id FROM codebook p WHERE p.name = b.name AND p.number = b.number - 1)
      FROM codebook b ORDER BY b.id
      """
    ) { row in
      (
        id: row.integer(0), name: row.text(1), number: row.integer(2), hash: row.text(3),
        event: row.integer(4), retired: row.optionalInteger(5), former: row.optionalInteger(6)
      )
    }
    for row in rows {
      add(
        "entity", "codebook-\(row.id)",
        [
          ("prov:type", Self.name("zicht:codebook")),
          ("prov:label", .string("\(row.name), version \(row.number)")),
          ("zicht:sha256", .string(row.hash)),
        ])
      generated("codebook-\(row.id)", by: row.event)
      invalidated("codebook-\(row.id)", by: row.retired)
      if let former = row.former { revised("codebook-\(row.id)", from: "codebook-\(former)") }
    }
  }

  /// What the rules of one run found is one entity: its segments follow from texts and codebooks.
  private mutating func addRuns() throws {
    let runs = try project.connection.all(
      """
      SELECT event, min(after_version), max(through_version), sum(segments), count(*)
      FROM application GROUP BY event ORDER BY event
      """
    ) {
      (
        event: $0.integer(0), after: $0.integer(1), through: $0.integer(2), segments: $0.integer(3),
        rules: $0.integer(4)
      )
    }
    for run in runs {
      add(
        "entity", "run-\(run.event)",
        [
          ("prov:type", Self.name("zicht:findings")),
          (
            "prov:label",
            .string("\(counted(run.segments, "finding")) of \(counted(run.rules, "rule"))")
          ),
        ])
      generated("run-\(run.event)", by: run.event)
      try use("codebook", of: run.event)
      for version in try versions(after: run.after, through: run.through) {
        relate("used", ("activity", "event-\(run.event)"), ("entity", "version-\(version)"))
      }
    }
  }

  private mutating func use(_ codebook: String, of event: Int) throws {
    let used = try project.connection.all(
      """
      SELECT DISTINCT r.codebook FROM application a JOIN rule r ON r.id = a.rule
      WHERE a.event = \(event) ORDER BY 1
      """
    ) { $0.integer(0) }
    for id in used {
      relate("used", ("activity", "event-\(event)"), ("entity", "\(codebook)-\(id)"))
    }
  }

  private func versions(after: Int, through: Int) throws -> [Int] {
    try project.connection.all(
      "SELECT id FROM version WHERE id > \(after) AND id <= \(through) ORDER BY id"
    ) { $0.integer(0) }
  }

  private mutating func addCodings() throws {
    let rows = try project.connection.all(
      """
      SELECT c.uid, c.version, c.start, c.end, o.codebook, o.path, c.event, c.retracted
      FROM coding c JOIN code o ON o.id = c.code ORDER BY c.id
      """
    ) { row in
      (
        uid: row.text(0), version: row.integer(1), start: row.integer(2), end: row.integer(3),
        code: row.text(4) + ":" + row.text(5), event: row.integer(6),
        retracted: row.optionalInteger(7)
      )
    }
    for row in rows {
      add(
        "entity", "coding-\(row.uid)",
        [
          ("prov:type", Self.name("zicht:coding")), ("prov:label", .string(row.code)),
          ("zicht:start", .integer(row.start)), ("zicht:end", .integer(row.end)),
        ])
      generated("coding-\(row.uid)", by: row.event)
      invalidated("coding-\(row.uid)", by: row.retracted)
      relate(
        "wasDerivedFrom", ("generatedEntity", "coding-\(row.uid)"),
        ("usedEntity", "version-\(row.version)"))
    }
  }
}
