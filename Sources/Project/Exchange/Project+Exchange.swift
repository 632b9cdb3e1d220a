import Coding
import SQLite

/// A transcript in force, as other programs are told of it.
package struct ExchangedTranscript: Sendable, Equatable {
  package var version: Int
  package var uid: String
  package var name: String
  package var text: String
  package var time: String
  package var coder: String
  package var header: [Attribute]
  /// Respondents (by uid) with the places of their words.
  package var voices: [(respondent: String, turns: [Range<Int>])]

  package static func == (one: Self, other: Self) -> Bool {
    one.version == other.version && one.uid == other.uid && one.text == other.text
  }
}

/// A coding as other programs are told of it.
package struct ExchangedCoding: Sendable, Equatable {
  package var uid: String
  package var range: Range<Int>
  package var code: Int
  package var coder: String
  package var time: String
  package var memo: String?
}

/// A set of codes, transcripts and memos.
package struct RecordedCollection: Sendable, Equatable {
  package var uid: String
  package var name: String
  package var description: String
  package var members: [(kind: String, name: String)]

  package static func == (one: Self, other: Self) -> Bool {
    one.uid == other.uid && one.name == other.name && one.description == other.description
      && one.members.elementsEqual(other.members, by: ==)
  }
}

extension Project {
  /// The version in force of the transcript with an identity, or else with a text to the letter.
  ///
  /// O(log transcripts), and the texts of that length.
  package func version(ofTranscript uid: String) throws -> (id: Int, name: String, text: [UInt8])? {
    try connection.first(
      """
      SELECT v.id, t.name, x.text FROM version v JOIN transcript t ON t.id = v.transcript
      JOIN source_text x ON x.version = v.id WHERE t.uid = \(uid) AND v.superseded IS NULL
      """
    ) { (id: $0.integer(0), name: $0.text(1), text: Array($0.bytesOfText(2))) }
  }

  /// Whether an identity is taken, be it by a transcript that was undone.
  package func hasTranscript(_ uid: String) throws -> Bool {
    try connection.integer("SELECT 1 FROM transcript WHERE uid = \(uid)") != nil
  }

  package func version(withText text: String) throws -> (id: Int, name: String)? {
    try connection.first(
      """
      SELECT v.id, t.name FROM version v JOIN transcript t ON t.id = v.transcript
      JOIN source_text x ON x.version = v.id
      WHERE v.superseded IS NULL AND v.length = \(text.unicodeScalars.count) AND x.text = \(text)
      ORDER BY v.id
      """
    ) { (id: $0.integer(0), name: $0.text(1)) }
  }

  /// What other programs call codes, coders or variables, by their names here.
  package func foreignIDs(_ kind: String) throws -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: try connection.all(
        "SELECT name, guid FROM foreign_id WHERE kind = \(kind)"
      ) { ($0.text(0), $0.text(1)) })
  }

  /// Attributes of respondents (by uid), for those that stand.
  package func respondentsForExchange() throws -> [(
    uid: String, name: String, attributes: [Attribute]
  )] {
    try connection.all(
      "SELECT id, uid, name FROM respondent WHERE withdrawn IS NULL AND undone IS NULL ORDER BY id"
    ) { ($0.integer(0), $0.text(1), $0.text(2)) }.map { id, uid, name in
      (uid: uid, name: name, attributes: try attributes(ofRespondent: id))
    }
  }

  /// All that respondents are or were known by.
  package func respondentIdentities() throws -> Set<String> {
    Set(try connection.all("SELECT uid FROM respondent") { $0.text(0) })
  }

  package func attributes(ofRespondentNamed name: String) throws -> [Attribute]? {
    guard let known = try respondent(named: name), !known.isUndone else { return nil }
    return try attributes(ofRespondent: known.id)
  }

  /// The transcripts in force, one at a time, by name.
  package func forEachExchangedTranscript(
    _ body: (ExchangedTranscript) throws -> Void
  ) throws {
    let versions = try connection.all(
      """
      SELECT v.id, t.uid, t.name, e.time, e.actor FROM version v
      JOIN transcript t ON t.id = v.transcript JOIN event e ON e.number = v.event
      WHERE v.superseded IS NULL ORDER BY t.name
      """
    ) { ($0.integer(0), $0.text(1), $0.text(2), $0.text(3), $0.text(4)) }
    for (version, uid, name, time, coder) in versions {
      let header = try connection.all(
        "SELECT name, value FROM transcript_attribute WHERE version = \(version) ORDER BY position"
      ) { Attribute(name: $0.text(0), value: $0.text(1)) }
      let speakers = try connection.all(
        """
        SELECT s.number, r.uid FROM speaker s JOIN respondent r ON r.id = s.respondent
        WHERE s.version = \(version) AND r.withdrawn IS NULL AND r.undone IS NULL ORDER BY s.number
        """
      ) { ($0.integer(0), $0.text(1)) }
      let turns = try turns(of: version)
      try body(
        ExchangedTranscript(
          version: version, uid: uid, name: name,
          text: String(decoding: try text(ofVersion: version), as: UTF8.self), time: time,
          coder: coder, header: header,
          voices: speakers.map { number, respondent in
            (respondent, turns.filter { $0.speaker == number }.map(\.range))
          }))
    }
  }

  /// What people coded by hand in a version and did not take back, by place; reference coders too.
  package func exchangedCodings(of version: Int) throws -> [ExchangedCoding] {
    let rows = try connection.all(
      """
      SELECT c.uid, c.start, c.end, c.code, c.coder, coalesce(json_extract(e.body, '$.made'),
        json_extract(e.body, '$.origin[2]'), e.time),
        json_extract(e.body, '$.memo')
      FROM coding c JOIN event e ON e.number = c.event
      WHERE c.version = \(version) AND c.retracted IS NULL AND c.misfit IS NULL
      ORDER BY c.start, c.end DESC, c.id
      """
    ) { row in
      (
        coding: ExchangedCoding(
          uid: row.text(0), range: row.integer(1)..<row.integer(2), code: row.integer(3),
          coder: row.text(4), time: row.text(5)),
        memo: row.optionalText(6).flatMap(Digest.init(hex:))
      )
    }
    return try rows.map { row in
      var coding = row.coding
      coding.memo = try row.memo.flatMap { try content($0)?.string }
      return coding
    }
  }

  package func collections() throws -> [RecordedCollection] {
    let rows = try connection.all(
      "SELECT uid, content, members FROM collection ORDER BY event, uid"
    ) { (uid: $0.text(0), content: Digest(hex: $0.text(1)), members: $0.text(2)) }
    return try rows.map { row in
      let content = try row.content.flatMap { try self.content($0) }
      let list = try JSONReader.read(SourceText(row.members), file: "collection").array ?? []
      return RecordedCollection(
        uid: row.uid, name: content?["name"]?.string ?? "",
        description: content?["description"]?.string ?? "",
        members: list.compactMap { member in
          let texts = member.array?.compactMap(\.string) ?? []
          return texts.count == 2 ? (texts[0], texts[1]) : nil
        })
    }
  }
}
