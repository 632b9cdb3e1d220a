import Coding
import SQLite

/// Fields and attributes that say where: what a study is analysed by.
package enum StudyPlaces {
  private static let names: Set<String> = [
    "neighbourhood", "neighborhood", "wijk", "buurt", "city", "stad", "gemeente", "municipality",
  ]
  package static func has(_ attribute: String) -> Bool { names.contains(attribute) }
}

extension Project {
  /// What texts, tables and rules of this study are about.
  package func studyTerms() throws -> StudyTerms {
    var terms = StudyTerms()
    try connection.forEach("SELECT DISTINCT neighbourhood FROM neighbourhood_attribute ORDER BY 1")
    {
      terms.add(attribute: "neighbourhood", value: $0.text(0))
    }
    try connection.forEach(
      """
      SELECT name, value FROM neighbourhood_attribute
      UNION SELECT name, value FROM respondent_attribute
      UNION SELECT a.name, a.value FROM transcript_attribute a
        JOIN version v ON v.id = a.version AND v.superseded IS NULL
      ORDER BY 1, 2
      """
    ) { row in
      let (name, value) = (row.text(0), row.text(1))
      if ["pseudonym", "pseudoniem"].contains(name) {
        terms.add(pseudonym: value)
      } else if !Self.namesPeople.contains(name) {
        terms.add(attribute: name, value: value)
      }
    }
    try connection.forEach(
      """
      SELECT u.text, c.path FROM rule u JOIN code c ON c.id = u.code
      WHERE u.retired IS NULL AND c.retired IS NULL ORDER BY u.id
      """
    ) { terms.add(rule: $0.text(0), of: $0.text(1)) }
    return terms
  }

  /// Fields whose values are names.
  private static let namesPeople: Set<String> = [
    "respondent", "respondents", "respondenten", "interviewer", "interviewers", "name", "naam",
    "participant", "participants", "deelnemer", "deelnemers", "aanwezig", "transcriber", "email",
    "e-mail", "phone", "telefoon", "address", "adres", "title", "titel",
  ]

  /// Names of people that a transcript's labels and header give, as one by one they may stand in text.
  package func people(in read: ReadTranscript) -> [String] {
    var people = read.transcript.speakers.map(\.label)
    for field in read.transcript.header where Self.peopleFields.contains(field.key) {
      people += field.value.split { ";,=".contains($0) }.map(String.init)
    }
    people += read.respondents.compactMap { $0 }
    var seen: Set<String> = []
    return people.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      .filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  private static let peopleFields: Set<String> = [
    "respondent", "respondents", "respondenten", "interviewer", "interviewers", "name", "naam",
    "participant", "participants", "deelnemer", "deelnemers", "aanwezig", "transcriber",
  ]
}
