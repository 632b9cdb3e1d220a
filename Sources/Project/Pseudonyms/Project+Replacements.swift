import Coding
import SQLite

extension Project {
  /// The event that replaced names in what a file of these bytes holds; nil where none did.
  ///
  /// Such a file would bring back the names.
  func replacement(of sha256: Digest) throws -> Int? {
    let event = try connection.integer(
      """
      SELECT max(e.number) FROM version v JOIN transcript t ON t.id = v.transcript
      JOIN event e ON e.kind = 'names.replaced' AND e.number NOT IN (SELECT event FROM undone)
      JOIN json_each(e.body, '$.versions') j ON json_extract(j.value, '$.transcript') = t.uid
        AND json_extract(j.value, '$.version') > v.number
      WHERE v.sha256 = \(sha256.hex) AND v.superseded IS NOT NULL
      """)
    return event == 0 ? nil : event
  }

  /// The last event that replaced names in a transcript; nil where none did.
  package func replacement(in transcript: String) throws -> Int? {
    let event = try connection.integer(
      """
      SELECT max(e.number) FROM event e, json_each(e.body, '$.versions') j
      WHERE e.kind = 'names.replaced' AND e.number NOT IN (SELECT event FROM undone)
        AND json_extract(j.value, '$.transcript')
          = (SELECT uid FROM transcript WHERE name = \(transcript))
      """)
    return event == 0 ? nil : event
  }

  /// The ids of keys by which names were replaced here, also where that was undone.
  package func keys() throws -> Set<String> {
    Set(
      try connection.all(
        "SELECT json_extract(body, '$.key') FROM event WHERE kind = 'names.replaced'"
      ) { $0.text(0) })
  }

  /// A new id for a key, with the beginning of the project's own name; letters first, so that no
  /// spreadsheet takes it for a number.
  package func newKey() throws -> String {
    try keyOpening() + String(surroundings.random(4).hex)
  }

  /// Whether a key was made for this project, even if nothing was replaced by it yet.
  package func isOwn(key: String) throws -> Bool { try key.hasPrefix(keyOpening()) }

  private func keyOpening() throws -> String { "key-\(try uid().prefix(8))-" }
}

extension Project {
  /// Names of transcripts in force that hold fillers where somebody withdrew.
  package func redactedTranscripts() throws -> [String] {
    try connection.all(
      """
      SELECT t.name FROM version v JOIN transcript t ON t.id = v.transcript
      WHERE v.superseded IS NULL AND EXISTS (SELECT 1 FROM redaction x WHERE x.version = v.id)
      ORDER BY t.name
      """
    ) { $0.text(0) }
  }

  /// The distinct words of all texts, as written.
  package func knownWords() throws -> Vocabulary { try vocabulary() }
}

extension Project {
  /// The highest numbers of pseudonyms of a form that stand in transcripts in force.
  package func pseudonymNumbers(of form: PseudonymForm) throws -> [IdentifierKind: Int] {
    var highest: [IdentifierKind: Int] = [:]
    try connection.forEach(
      """
      SELECT x.text FROM source_text x JOIN version v ON v.id = x.version
      WHERE v.superseded IS NULL
      """
    ) { row in
      let text = SourceText(validUTF8: Array(row.bytesOfText(0)))
      highest.merge(form.highest(of: IdentifierKind.known, in: text)) { max($0, $1) }
    }
    return highest
  }
}
