import Coding
import SQLite

/// What recording a table changed.
package struct RecordedRows: Sendable, Equatable {
  package var added = 0
  package var changed = 0
  package var unchanged = 0

  package init() {}
}

extension Project {
  /// Records the rows that are new or differ from what the project has; the rest is left alone.
  ///
  /// `uids` has the identities that another program gave new ones, by name.
  ///
  /// - Throws: `ProjectError.unknown` for the name of somebody who withdrew.
  package func record(
    respondents rows: [AttributeRow], uids: [String: String] = [:]
  ) throws -> RecordedRows {
    var recorded = RecordedRows()
    var body: [JSON] = []
    let withdrawn = try withdrawnRespondents()
    for row in rows {
      if let event = withdrawn.event(named: row.id) {
        throw ProjectError.unknown("'\(row.id)' withdrew (event \(event))", hint: nil)
      }
      let known = try respondent(named: row.id)
      if let known, !known.isUndone, try attributes(ofRespondent: known.id) == row.attributes {
        recorded.unchanged += 1
        continue
      }
      if known?.isUndone ?? true { recorded.added += 1 } else { recorded.changed += 1 }
      let content = try commit(["id": .string(row.id), "attributes": row.attributes.json])
      body.append(["uid": .string(try known?.uid ?? uids[row.id] ?? newUID()), "content": content])
    }
    if !body.isEmpty { try append(.respondentsRecorded, ["respondents": .array(body)]) }
    return recorded
  }

  package func record(neighbourhoods rows: [AttributeRow]) throws -> RecordedRows {
    var recorded = RecordedRows()
    var body: [JSON] = []
    for row in rows {
      let known = try connection.all(
        """
        SELECT name, value FROM neighbourhood_attribute
        WHERE neighbourhood = \(row.id) ORDER BY position
        """
      ) { Attribute(name: $0.text(0), value: $0.text(1)) }
      if known == row.attributes, !known.isEmpty {
        recorded.unchanged += 1
        continue
      }
      if known.isEmpty { recorded.added += 1 } else { recorded.changed += 1 }
      body.append(["id": .string(row.id), "attributes": row.attributes.json])
    }
    if !body.isEmpty { try append(.neighbourhoodsRecorded, ["neighbourhoods": .array(body)]) }
    return recorded
  }

  func respondent(named name: String) throws -> (id: Int, uid: String, isUndone: Bool)? {
    try connection.first(
      "SELECT id, uid, undone IS NOT NULL FROM respondent WHERE name = \(name)"
    ) { ($0.integer(0), $0.text(1), $0.integer(2) != 0) }
  }

  func attributes(ofRespondent id: Int) throws -> [Attribute] {
    try connection.all(
      "SELECT name, value FROM respondent_attribute WHERE respondent = \(id) ORDER BY position"
    ) { Attribute(name: $0.text(0), value: $0.text(1)) }
  }

  /// The respondents that labels and headers may name.
  package func knownRespondents() throws -> [KnownRespondent] {
    try connection.all(
      """
      SELECT r.name,
        (SELECT value FROM respondent_attribute a
          WHERE a.respondent = r.id AND a.name IN ('pseudonym', 'pseudoniem') LIMIT 1),
        (SELECT value FROM respondent_attribute a
          WHERE a.respondent = r.id AND a.name IN ('neighbourhood', 'wijk', 'buurt') LIMIT 1)
      FROM respondent r WHERE r.undone IS NULL AND r.withdrawn IS NULL
      """
    ) { row in
      KnownRespondent(
        id: row.text(0), pseudonym: row.optionalText(1), neighbourhood: row.optionalText(2))
    }
  }
}

extension [Attribute] {
  var json: JSON { .array(map { .strings([$0.name, $0.value]) }) }
}

extension Project {
  /// Names of the respondents' own attributes, in the order of the table that brought them.
  package func respondentAttributeNames() throws -> [String] {
    try connection.all(
      "SELECT name FROM respondent_attribute GROUP BY name ORDER BY min(position), name"
    ) { $0.text(0) }
  }
}

extension Project {
  /// The respondents of a transcript's version in force, when it has some and none of them is among
  /// those of the text that would replace it: then it is another interview, not a correction.
  package func strangers(to respondents: [String?], in transcript: String) throws -> [String]? {
    let known = try connection.all(
      """
      SELECT DISTINCT r.name FROM speaker s JOIN respondent r ON r.id = s.respondent
      JOIN version v ON v.id = s.version JOIN transcript t ON t.id = v.transcript
      WHERE t.name = \(transcript) AND v.superseded IS NULL AND r.withdrawn IS NULL
      ORDER BY r.name
      """
    ) { $0.text(0) }
    let new = Set(respondents.compactMap { $0 })
    return known.isEmpty || new.isEmpty || !new.isDisjoint(with: known) ? nil : known
  }

  /// Respondents that a table brought and no transcript in force has.
  package func silentRespondents() throws -> [String] {
    try connection.all(
      """
      SELECT name FROM respondent WHERE undone IS NULL AND withdrawn IS NULL AND id NOT IN (
        SELECT s.respondent FROM speaker s JOIN version v ON v.id = s.version
        WHERE s.respondent IS NOT NULL AND v.superseded IS NULL)
      ORDER BY name
      """
    ) { $0.text(0) }
  }
}
