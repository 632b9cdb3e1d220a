import Coding
import SQLite

extension Projection {
  // MARK: Codebooks

  func codebook(_ event: EventFields) throws {
    guard let json = event.body["codebook"] else { throw event.malformed("codebook") }
    let body = json.canonical
    let name = try event.string("id", in: json)
    try connection.run(
      "UPDATE codebook SET retired = \(event.number) WHERE name = \(name) AND retired IS NULL")
    try connection.run(
      """
      INSERT INTO codebook (name, number, hash, body, event)
      VALUES (\(name), \(try event.integer("number")), \(try event.string("hash")), \(body),
        \(event.number))
      """)
    let version = connection.lastInsertID
    try codes(event, try event.array("codes", in: json), of: name)
    try rules(event, of: name, version: version)
  }

  private func codes(_ event: EventFields, _ codes: [JSON], of codebook: String) throws {
    try connection.run(
      "UPDATE code SET retired = \(event.number) WHERE codebook = \(codebook) AND retired IS NULL")
    var position = 0
    for code in codes {
      try insert(event, code, codebook: codebook, above: nil, depth: 0, position: &position)
    }
  }

  private func insert(
    _ event: EventFields, _ code: JSON, codebook: String, above: (id: Int, path: String)?,
    depth: Int, position: inout Int
  ) throws {
    let name = try event.string("id", in: code)
    let path = (above.map { $0.path + "/" } ?? "") + name
    guard let label = code["label"] else { throw event.malformed("label") }
    try connection.run(
      """
      INSERT INTO code (codebook, path, parent, name, label_nl, label_en, definition, colour,
        position, depth, proposed)
      VALUES (\(codebook), \(path), \(above?.id), \(name), \(try event.string("nl", in: label)),
        \(try event.string("en", in: label)), \(code["definition"]?.string ?? ""),
        \(code["colour"]?.string ?? ""), \(position), \(depth),
        \(code["proposed"]?.bool == true ? 1 : 0))
      ON CONFLICT (codebook, path) DO UPDATE SET label_nl = excluded.label_nl,
        label_en = excluded.label_en, definition = excluded.definition, colour = excluded.colour,
        position = excluded.position, proposed = excluded.proposed, retired = NULL
      """)
    position += 1
    guard let id = try self.code(path, of: codebook) else { throw event.malformed("codes") }
    for child in code["codes"]?.array ?? [] {
      try insert(
        event, child, codebook: codebook, above: (id, path), depth: depth + 1, position: &position)
    }
  }

  /// The row of a code, retired or not.
  func code(_ path: String, of codebook: String) throws -> Int? {
    if let known = rows.codes[codebook]?[path] { return known }
    let code = try connection.integer(
      "SELECT id FROM code WHERE codebook = \(codebook) AND path = \(path)")
    rows.codes[codebook, default: [:]][path] = code
    return code
  }

  /// A rule that the new version has too keeps its row, and so all that it found.
  private func rules(_ event: EventFields, of codebook: String, version: Int) throws {
    var kept: Set<Int> = []
    for rule in try event.array("rules") {
      guard let code = try code(try event.string("code", in: rule), of: codebook) else {
        throw event.malformed("rules")
      }
      let hash = try event.string("hash", in: rule)
      let known = try connection.integer(
        "SELECT id FROM rule WHERE code = \(code) AND hash = \(hash) AND retired IS NULL")
      if let known {
        kept.insert(known)
        continue
      }
      try connection.run(
        """
        INSERT INTO rule (code, hash, text, unit, speaker, codebook, event)
        VALUES (\(code), \(hash), \(try event.string("text", in: rule)),
          \(try event.string("unit", in: rule)), \(try event.string("speaker", in: rule)),
          \(version), \(event.number))
        """)
      kept.insert(connection.lastInsertID)
    }
    let inForce = try connection.all(
      """
      SELECT rule.id FROM rule JOIN code ON code.id = rule.code
      WHERE code.codebook = \(codebook) AND rule.retired IS NULL
      """
    ) { $0.integer(0) }
    for rule in inForce where !kept.contains(rule) {
      try connection.run("UPDATE rule SET retired = \(event.number) WHERE id = \(rule)")
    }
  }

  // MARK: Applying rules

  func application(_ event: EventFields) throws {
    let after = try event.integer("after")
    let through = try event.integer("through")
    for row in try event.array("rules") {
      let rule = try connection.integer(
        """
        SELECT rule.id FROM rule JOIN code ON code.id = rule.code
        WHERE code.codebook = \(try event.string("codebook", in: row))
          AND code.path = \(try event.string("code", in: row))
          AND rule.hash = \(try event.string("hash", in: row)) AND rule.retired IS NULL
        """)
      guard let rule else { throw event.malformed("rules") }
      try connection.run(
        """
        INSERT INTO application VALUES (\(rule), \(through), \(after),
          \(try event.integer("segments", in: row)), \(try event.string("digest", in: row)),
          \(event.number))
        """)
    }
    for carried in event.body["carried"]?.array ?? [] { try decide(event, carried) }
  }

  // MARK: What people decide

  func decision(_ event: EventFields) throws { try decide(event, event.body) }

  private func decide(_ event: EventFields, _ body: JSON) throws {
    let place = try place(event, body)
    let verdict = try event.string("verdict", in: body)
    try connection.run(
      """
      DELETE FROM decision WHERE version = \(place.version) AND start = \(place.start)
        AND end = \(place.end) AND code = \(place.code)
      """)
    guard verdict != "undecided" else { return }
    try connection.run(
      """
      INSERT INTO decision VALUES (\(place.version), \(place.start), \(place.end), \(place.code),
        \(try event.integer("speaker", in: body)), \(try event.integer("words", in: body)),
        \(verdict), \(body["coder"]?.string ?? event.actor), \(body["reason"]?.string),
        'exact', \(event.number))
      """)
  }

  /// A coding under the uid of one that was taken back is that one, standing again.
  func coding(_ event: EventFields) throws {
    let place = try place(event, event.body)
    let misfit = event.body["misfit"]?.string
    let anchor = misfit == nil ? "exact" : "orphan"
    let uid = try event.string("uid")
    let (speaker, words) = (try event.integer("speaker"), try event.integer("words"))
    let coder = event.body["coder"]?.string ?? event.actor
    let before = connection.totalChanges
    try connection.run(
      """
      INSERT INTO coding
        (uid, version, start, end, speaker, words, code, coder, anchor, event, misfit)
      VALUES (\(uid), \(place.version), \(place.start), \(place.end), \(speaker), \(words),
        \(place.code), \(coder), \(anchor), \(event.number), \(misfit))
      ON CONFLICT (uid) DO NOTHING
      """)
    guard connection.totalChanges == before else { return }
    // It was taken back, and stands again. One statement for both takes SQLite twice the time.
    try connection.run(
      """
      UPDATE coding SET version = \(place.version), start = \(place.start), end = \(place.end),
        speaker = \(speaker), words = \(words), code = \(place.code), coder = \(coder),
        anchor = \(anchor), event = \(event.number), misfit = \(misfit), retracted = NULL
      WHERE uid = \(uid) AND retracted IS NOT NULL
      """)
    guard connection.totalChanges > before else { throw event.malformed("uid") }
  }

  /// Codings and decisions follow their words into the new version of a transcript.
  func reanchoring(_ event: EventFields) throws {
    let uid = try event.string("transcript")
    let from = try version(event, uid, try event.integer("from"))
    let to = try version(event, uid, try event.integer("to"))
    for item in try event.array("codings") {
      let coding = try event.string("uid", in: item)
      let anchor = try event.string("anchor", in: item)
      guard anchor == "exact" || anchor == "moved" else {
        try connection.run("UPDATE coding SET anchor = \(anchor) WHERE uid = \(coding)")
        continue
      }
      try connection.run(
        """
        UPDATE coding SET version = \(to), start = \(try event.integer("start", in: item)),
          end = \(try event.integer("end", in: item)),
          speaker = \(try event.integer("speaker", in: item)), anchor = \(anchor),
          words = coalesce(\(item["words"]?.integer), words), misfit = NULL
        WHERE uid = \(coding)
        """)
    }
    for item in try event.array("decisions") { try reanchor(event, item, from: from, to: to) }
  }

  private func reanchor(_ event: EventFields, _ item: JSON, from: Int, to: Int) throws {
    let anchor = try event.string("anchor", in: item)
    guard
      let code = try code(
        try event.string("code", in: item), of: try event.string("codebook", in: item))
    else { throw event.malformed("code") }
    let (wasStart, wasEnd) = (
      try event.integer("was_start", in: item), try event.integer("was_end", in: item)
    )
    guard anchor == "exact" || anchor == "moved" else {
      return try connection.run(
        """
        UPDATE decision SET anchor = \(anchor)
        WHERE version = \(from) AND start = \(wasStart) AND end = \(wasEnd) AND code = \(code)
        """)
    }
    try connection.run(
      """
      UPDATE decision SET version = \(to), start = \(try event.integer("start", in: item)),
        end = \(try event.integer("end", in: item)),
        speaker = \(try event.integer("speaker", in: item)), anchor = \(anchor),
        words = coalesce(\(item["words"]?.integer), words)
      WHERE version = \(from) AND start = \(wasStart) AND end = \(wasEnd) AND code = \(code)
      """)
  }

  func version(_ event: EventFields, _ uid: String, _ number: Int) throws -> Int {
    if let known = rows.versions[uid]?[number] { return known }
    let version = try connection.integer(
      """
      SELECT version.id FROM version JOIN transcript ON transcript.id = version.transcript
      WHERE transcript.uid = \(uid) AND version.number = \(number)
      """)
    guard let version else { throw event.malformed("transcript") }
    rows.versions[uid, default: [:]][number] = version
    return version
  }

  func retraction(_ event: EventFields) throws {
    let uid = try event.string("uid")
    try connection.run("UPDATE coding SET retracted = \(event.number) WHERE uid = \(uid)")
  }

  func place(
    _ event: EventFields, _ body: JSON
  ) throws -> (version: Int, start: Int, end: Int, code: Int) {
    let version = try self.version(
      event, try event.string("transcript", in: body), try event.integer("version", in: body))
    guard
      let code = try self.code(
        try event.string("code", in: body), of: try event.string("codebook", in: body))
    else { throw event.malformed("transcript") }
    return (
      version, try event.integer("start", in: body), try event.integer("end", in: body), code
    )
  }
}
