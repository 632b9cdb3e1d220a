import Coding

/// The people that a header names, and the labels that mean them.
///
/// Jan de Vries may be labelled `Jan de Vries`, `Jan`, `De Vries`, `Vries`, `JdV` or `JV`, unless
/// another is as well.
struct HeaderPeople {
  private var parts: [String: Speaker.Part?] = [:]

  init(_ header: Header) {
    let interviewers = header.people(
      "interviewer", "interviewers", "onderzoeker", "moderator", "interviewed by",
      "geïnterviewd door", "intervieweur", "enquêteur", "interviewerin", "gespreksleider")
    let respondents = header.people(
      "respondent", "respondents", "respondenten", "participants", "participant", "deelnemers",
      "deelnemer", "name", "naam", "interviewee", "geïnterviewde", "narrator", "befragte",
      "befragter", "interviewpartner", "interviewé", "interviewée")
    for name in interviewers.sorted() { add(name, .interviewer) }
    for name in respondents.sorted() { add(name, .respondent) }
    for name in respondents { parts[name] = .respondent }
    for name in interviewers { parts[name] = .interviewer }
  }

  private mutating func add(_ name: String, _ part: Speaker.Part) {
    for label in Self.labels(of: name) {
      // What may mean two people tells nothing.
      parts[label] = parts[label].map { $0 == part ? part : nil } ?? part
    }
  }

  func part(of key: String) -> Speaker.Part? { parts[key] ?? nil }

  private static func labels(of name: String) -> Set<String> {
    let words = name.split { $0 == " " || $0 == "-" }.map { word in
      String(word.filter { $0 != "." })
    }
    guard words.count > 1, let first = words.first, let last = words.last else { return [name] }
    let initials = words.compactMap(\.first).map(String.init)
    return [
      name, first, last, words.dropFirst().joined(separator: " "), initials.joined(),
      (initials.first ?? "") + (initials.last ?? ""), initials.joined(separator: "."),
    ]
  }
}
