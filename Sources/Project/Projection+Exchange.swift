import Coding
import SQLite

extension Projection {
  /// Somebody wrote about the project, a code, a transcript or a passage of it.
  func memo(_ event: EventFields) throws {
    let subject = try event.string("subject")
    var (code, version): (Int?, Int?)
    if let path = event.body["code"]?.string {
      code = try self.code(path, of: try event.string("codebook"))
      if code == nil { throw event.malformed("code") }
    }
    if let transcript = event.body["transcript"]?.string {
      version = try self.version(event, transcript, try event.integer("version"))
    }
    try connection.run(
      """
      INSERT INTO memo VALUES (\(try event.string("uid")), \(subject), \(code), \(version),
        \(event.body["start"]?.integer), \(event.body["end"]?.integer),
        \(event.body["title"]?.string), \(try event.string("memo")),
        \(event.body["coder"]?.string ?? event.actor), \(event.number), NULL)
      """)
  }

  func memoRetraction(_ event: EventFields) throws {
    let uid = try event.string("uid")
    try connection.run("UPDATE memo SET retracted = \(event.number) WHERE uid = \(uid)")
  }

  /// Another program's file was read: what it calls codes, coders and variables is kept.
  func importing(_ event: EventFields) throws {
    for item in try event.array("guids") {
      guard let texts = item.array?.compactMap(\.string), texts.count == 3 else {
        throw event.malformed("guids")
      }
      try connection.run(
        """
        INSERT INTO foreign_id VALUES (\(texts[0]), \(texts[1]), \(texts[2]), \(event.number))
        ON CONFLICT (kind, name) DO NOTHING
        """)
    }
  }

  func collection(_ event: EventFields) throws {
    let members = JSON.array(try event.array("members")).canonical
    try connection.run(
      """
      INSERT INTO collection VALUES (\(try event.string("uid")),
        \(try event.string("content")), \(members), \(event.number))
      ON CONFLICT (uid) DO UPDATE SET content = excluded.content, members = excluded.members,
        event = excluded.event
      """)
  }
}
