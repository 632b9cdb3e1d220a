import Harness

/// A small study: two interviews, a correction of one, a long one, and two versions of a codebook.
enum Material {
  static let quote = "De nieuwe deur is rood."

  /// Words that only the respondent says who withdraws.
  static let erased = "Ik wacht nog"

  private static let first = interview(
    "A",
    [
      "De lamp brandt weer. Eén lamp maar, naïef dat ik er twee wilde.",
      "\(quote) Wij hebben hem zelf geverfd.", "De wijkagent kwam kijken naar de lamp.",
    ])
  private static let second = interview(
    "B",
    [
      "Geen lamp, alleen een oude deur.", "De lamp is kapot. Ik wacht nog steeds.",
      "Er is niets geverfd, zeggen ze.",
    ])
  private static let corrected = interview(
    "B",
    [
      "Geen lamp, alleen een oude deur.", "De lamp is kapot. Ik wacht nog altijd.",
      "Er is niets geverfd, zeggen ze. \(quote)",
    ])

  static let accepted = place(of: "De lamp brandt weer.", in: first)
  static let rejected = place(of: "De lamp is kapot.", in: second)
  static let coded = place(of: quote, in: corrected)

  static let files = [
    "first/a.txt": first, "first/b.txt": second, "corrected/b.txt": corrected,
    "long/c.txt": long,
    "first/respondents.csv": "id,neighbourhood,role\nA,Noord,bewoner\nB,Zuid,professional\n",
    "first/neighbourhoods.csv": "neighbourhood,city\nNoord,Groningen\nZuid,Rotterdam\n",
    "book.json": book(repair: ["lamp", "geverfd"]),
    "book-2.json": book(repair: ["lamp NOT kapot", "geverfd", "wijkagent"]),
  ]

  static func interview(_ respondent: String, _ answers: [String]) -> String {
    "title: Gesprek met \(respondent)\nrespondent: \(respondent)\n\n"
      + answers.map { "Interviewer: En de straat?\n\n\(respondent): \($0)\n" }.joined(
        separator: "\n")
  }

  /// Some forty pages of a project.
  private static var long: String {
    var random = SplitMix64(seed: 7)
    let answers = (0..<50).map { _ in
      (0..<80).map { _ in words[random.below(words.count)] + "\(random.below(900))" }
        .joined(separator: " ") + ". De lamp brandt."
    }
    return interview("A", answers)
  }

  private static let words = ["lamp", "deur", "straat", "één", "wij", "nieuw", "agent", "kapot"]

  private static func book(repair: [String]) -> String {
    """
    {"id": "wins", "label": {"nl": "Winst", "en": "Wins"}, "codes": [
      {"id": "repair", "label": {"nl": "Herstel", "en": "Repair"}, "definition": "Iets is gemaakt.",
       "rules": [\(repair.map { "\"\($0)\"" }.joined(separator: ", "))],
       "codes": [{"id": "door", "label": {"nl": "Deur", "en": "Door"}, "definition": "Een deur.",
         "rules": [{"find": "deur", "unit": "match"}]}]}]}

    """
  }

  /// `START-END` of words that the text has once, in code points.
  private static func place(of words: String, in text: String) -> String {
    let (all, part) = (Array(text.unicodeScalars), Array(words.unicodeScalars))
    let start = all.indices.first { all[$0...].starts(with: part) } ?? 0
    return "\(start)-\(start + part.count)"
  }
}
