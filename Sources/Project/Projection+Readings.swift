import Coding
import SQLite

extension Projection {
  /// From now on a coder's codings are a reference.
  func registration(_ event: EventFields) throws {
    try connection.run(
      """
      INSERT INTO reference_coder VALUES (\(try event.string("coder")), \(event.number))
      ON CONFLICT (coder) DO NOTHING
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
