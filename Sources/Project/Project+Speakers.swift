import Coding
import SQLite

/// A transcript in force, with who stands behind each of its speakers.
package struct ReadTranscript: Sendable {
  package var version: Int
  package var name: String
  package var transcript: Transcript
  /// For each speaker, the respondent's name.
  package var respondents: [String?]
}

extension Project {
  /// Transcripts in force one after another, by name, without those of which words were erased.
  ///
  /// O(text) for each.
  package func forEachTranscript(_ body: (ReadTranscript) throws -> Void) throws {
    let versions = try connection.all(
      """
      SELECT v.id, t.name, v.kind, v.encoding, v.reader, json_extract(e.body, '$.content')
      FROM version v JOIN transcript t ON t.id = v.transcript JOIN event e ON e.number = v.event
      WHERE v.superseded IS NULL AND NOT EXISTS (SELECT 1 FROM redaction x WHERE x.version = v.id)
      ORDER BY t.name
      """
    ) {
      (
        id: $0.integer(0), name: $0.text(1), kind: $0.text(2), encoding: $0.text(3),
        reader: $0.text(4), content: Digest(hex: $0.text(5))
      )
    }
    for version in versions {
      let speakers = try connection.all(
        """
        SELECT s.label, s.part, r.name FROM speaker s LEFT JOIN respondent r ON r.id = s.respondent
        WHERE s.version = \(version.id) AND s.number > 0 ORDER BY s.number
        """
      ) { row in
        let part = Speaker.Part(rawValue: row.text(1)) ?? .respondent
        return (
          speaker: Speaker(label: row.text(0), part: part, place: Place(file: version.name)),
          respondent: row.optionalText(2)
        )
      }
      let text = SourceText(validUTF8: try text(ofVersion: version.id))
      var points = CodePoints(text)
      let times = try turnTimes(of: version.id)
      let turns = points.bytes(of: try turns(of: version.id)).enumerated().map { number, turn in
        Turn(
          speaker: turn.speaker == 0 ? nil : turn.speaker - 1, range: turn.range,
          time: times[number])
      }
      let content = try version.content.flatMap { try self.content($0) }
      var transcript = Transcript(
        text: text, kind: Transcript.Kind(rawValue: version.kind) ?? .interview,
        header: Self.header(content, of: version.name), speakers: speakers.map(\.speaker),
        turns: turns, encoding: version.encoding, reader: version.reader)
      transcript.mapping = Self.mapping(content)
      transcript.namePattern = content?["name_pattern"]?.string
      try body(
        ReadTranscript(
          version: version.id, name: version.name, transcript: transcript,
          respondents: speakers.map(\.respondent)))
    }
  }

  /// What the header says, as the content of the event has it.
  private static func header(_ content: JSON?, of name: String) -> [HeaderField] {
    (content?["header"]?.array ?? []).compactMap { field in
      guard let key = field.array?.first?.string, let value = field.array?.last?.string else {
        return nil
      }
      return HeaderField(key: key, value: value, place: Place(file: name))
    }
  }

  /// What a map did, as the content of the event has it.
  private static func mapping(_ content: JSON?) -> SpeakerMapping? {
    guard let content, let map = content["map"]?.string.flatMap(Digest.init(hex:)),
      let written = content["written"]?.array, let dropped = written.first
    else { return nil }
    func labels(_ json: JSON) -> [String] { (json.array ?? []).compactMap(\.string) }
    return SpeakerMapping(
      map: map, written: written.dropFirst().map(labels), dropped: labels(dropped))
  }
}
