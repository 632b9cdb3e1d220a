import Coding
import SQLite

/// Attributes of everyone who speaks in the versions in force.
struct VoiceAttributes {
  struct Voice: Hashable {
    var version: Int
    var speaker: Int
  }
  private(set) var attributes: [Voice: [String: String]] = [:]

  /// Whether a rule's test holds for a speaker; one without the attribute fails `name:value` and
  /// passes its negation.
  func holds(_ test: AttributeTest, version: Int, speaker: Int) -> Bool {
    let value = attributes[Voice(version: version, speaker: speaker)]?[test.name] ?? ""
    let isMatch = !value.isEmpty && ValuePattern(test.value).matches(value)
    return isMatch != test.isNegated
  }

  mutating func set(_ voice: Voice, _ values: [String: String]) { attributes[voice] = values }
}

extension Project {
  /// Everyone who speaks in the versions in force, with attributes: the respondent's own, those of
  /// the neighbourhood, those of the transcript's header, in this order of precedence.
  ///
  /// Those whose words were erased are left out unless asked for.
  package func voices(includingErased: Bool = false) throws -> [Voice] {
    let respondents = try respondentAttributes()
    let neighbourhoods = try neighbourhoodAttributes()
    let headers = try headerAttributes()
    return try connection.all(
      """
      SELECT s.version, s.number, s.part, s.words, s.turns, s.label, v.kind, t.name, r.id, r.name
      FROM speaker s JOIN version v ON v.id = s.version JOIN transcript t ON t.id = v.transcript
      LEFT JOIN respondent r ON r.id = s.respondent
      WHERE v.superseded IS NULL AND (\(includingErased) OR NOT EXISTS (
        SELECT 1 FROM redaction x WHERE x.version = s.version AND x.speaker = s.number
          AND x.commitment IS NULL))
      ORDER BY t.name, s.number
      """
    ) { row in
      let part = row.text(2)
      let kind = Transcript.Kind(rawValue: row.text(6)) ?? .interview
      var attributes = headers[row.integer(0)] ?? [:]
      attributes["transcript"] = row.text(7)
      attributes["kind"] = kind.rawValue
      let own = row.optionalInteger(8).flatMap { respondents[$0] } ?? [:]
      let place = Self.placeNames.lazy.compactMap { own[$0] ?? attributes[$0] }.first
      attributes.merge(place.flatMap { neighbourhoods[$0] } ?? [:]) { $1 }
      attributes.merge(own) { $1 }
      if let respondent = row.optionalText(9) { attributes["respondent"] = respondent }
      return Voice(
        version: row.integer(0), speaker: row.integer(1), transcript: row.text(7), kind: kind,
        part: part == "interviewer"
          ? .interviewer
          : part == "respondent" ? .respondent : kind == .document ? .document : .nobody,
        label: row.text(5), respondent: row.optionalText(9), words: row.integer(3),
        turns: row.integer(4), attributes: attributes)
    }
  }

  /// What the attribute may be called that joins a respondent to the table of neighbourhoods.
  private static let placeNames = ["neighbourhood", "wijk", "buurt"]

  func voiceAttributes() throws -> VoiceAttributes {
    var result = VoiceAttributes()
    for voice in try voices() {
      result.set(.init(version: voice.version, speaker: voice.speaker), voice.attributes)
    }
    return result
  }

  private func respondentAttributes() throws -> [Int: [String: String]] {
    var attributes: [Int: [String: String]] = [:]
    try connection.forEach("SELECT respondent, name, value FROM respondent_attribute") {
      attributes[$0.integer(0), default: [:]][$0.text(1)] = $0.text(2)
    }
    return attributes
  }

  private func neighbourhoodAttributes() throws -> [String: [String: String]] {
    var attributes: [String: [String: String]] = [:]
    try connection.forEach("SELECT neighbourhood, name, value FROM neighbourhood_attribute") {
      attributes[$0.text(0), default: [:]][$0.text(1)] = $0.text(2)
    }
    return attributes
  }

  private func headerAttributes() throws -> [Int: [String: String]] {
    var attributes: [Int: [String: String]] = [:]
    try connection.forEach(
      """
      SELECT a.version, a.name, a.value FROM transcript_attribute a
      JOIN version v ON v.id = a.version WHERE v.superseded IS NULL ORDER BY a.version, a.position
      """
    ) { row in
      if ["respondent", "respondents", "respondenten"].contains(row.text(1)) { return }
      attributes[row.integer(0), default: [:]][row.text(1)] = row.text(2)
    }
    return attributes
  }

  /// Names of attributes that voices have, for messages and completion: the tables' columns first.
  package func attributeNames() throws -> [String] {
    try connection.all(
      """
      SELECT name FROM (
        SELECT name, min(position) AS place FROM respondent_attribute GROUP BY name
        UNION ALL
        SELECT name, 1000 + min(position) FROM neighbourhood_attribute GROUP BY name
        UNION ALL
        SELECT a.name, 2000 + min(a.position) FROM transcript_attribute a
          JOIN version v ON v.id = a.version AND v.superseded IS NULL
          WHERE a.name NOT IN ('respondent', 'respondents', 'respondenten') GROUP BY a.name)
      GROUP BY name ORDER BY min(place), name
      """
    ) { $0.text(0) }
  }
}
