import Coding
import SQLite

extension Projection {
  /// It was said what a coder is; where no kind is said, or it is said so, the coder's codings are a
  /// reference from now on.
  func registration(_ event: EventFields) throws {
    let coder = try event.string("coder")
    let kind = event.body["kind"]?.string
    if let kind {
      try connection.run(
        """
        INSERT INTO coder VALUES (\(coder), \(kind), \(event.number))
        ON CONFLICT (coder) DO UPDATE SET kind = excluded.kind, event = excluded.event
        """)
    }
    guard kind == nil || event.body["reference"]?.bool == true else { return }
    try connection.run(
      """
      INSERT INTO reference_coder VALUES (\(coder), \(event.number))
      ON CONFLICT (coder) DO NOTHING
      """)
  }

  /// What was read to the end before a correction still is after it.
  func readings(of before: Int, followTo version: Int, _ event: EventFields) throws {
    try connection.run(
      """
      INSERT INTO reading SELECT \(version), coder, code, \(event.number) FROM reading
      WHERE version = \(before)
      """)
  }

  /// What a coder is to read, or need read no more.
  func assignment(_ event: EventFields) throws {
    let coder = try event.string("coder")
    let isTakenBack = event.body["taken_back"]?.bool == true
    let isBlind = event.body["blind"]?.bool == true ? 1 : 0
    for json in try event.array("transcripts") {
      guard let uid = json.string,
        let transcript = try connection.integer("SELECT id FROM transcript WHERE uid = \(uid)")
      else { throw event.malformed("transcripts") }
      guard !isTakenBack else {
        try connection.run(
          "DELETE FROM assignment WHERE transcript = \(transcript) AND coder = \(coder)")
        continue
      }
      try connection.run(
        """
        INSERT INTO assignment VALUES (\(transcript), \(coder), \(isBlind), \(event.number))
        ON CONFLICT (transcript, coder) DO UPDATE SET blind = excluded.blind, event = excluded.event
        """)
    }
  }

  func skipping(_ event: EventFields) throws {
    let place = try place(event, event.body)
    try connection.run(
      """
      INSERT INTO skipped VALUES (\(place.version), \(place.start), \(place.end), \(place.code),
        \(event.body["coder"]?.string ?? event.actor), \(event.number))
      ON CONFLICT (version, start, end, code, coder) DO UPDATE SET event = excluded.event
      """)
  }

  /// Somebody settled what coders coded differently; settling the same again replaces it.
  func settlement(_ event: EventFields) throws {
    let place = try place(event, event.body)
    let coders = JSON.array(try event.array("coders")).canonical
    let codings = JSON.array(try event.array("codings")).canonical
    let layer = try event.string("layer")
    try connection.run("DELETE FROM settlement WHERE layer = \(layer) AND codings = \(codings)")
    try connection.run(
      """
      INSERT INTO settlement VALUES (\(try event.string("uid")), \(place.version), \(place.start),
        \(place.end), \(place.code), \(coders), \(codings), \(layer),
        \(event.body["coder"]?.string ?? event.actor), \(event.body["reason"]?.string),
        \(event.number))
      """)
  }

  func merging(_ event: EventFields) throws {
    try connection.run(
      """
      INSERT INTO merged VALUES (\(try event.string("project")), \(try event.integer("size")),
        \(try event.string("root")), \(event.number))
      ON CONFLICT (project, size) DO UPDATE SET root = excluded.root, event = excluded.event
      """)
  }

  /// A coder has read a version to the end, looking for some codes, perhaps others than before.
  func reading(_ event: EventFields) throws {
    let coder = try event.string("coder")
    let version = try version(
      event, try event.string("transcript"), try event.integer("version"))
    for json in try event.array("codes") {
      guard let name = json.string, let colon = name.firstIndex(of: ":"),
        let code = try code(
          String(name[name.index(after: colon)...]), of: String(name[..<colon]))
      else { throw event.malformed("codes") }
      try connection.run(
        """
        INSERT INTO reading VALUES (\(version), \(coder), \(code), \(event.number))
        ON CONFLICT (version, coder, code) DO NOTHING
        """)
    }
  }
}
