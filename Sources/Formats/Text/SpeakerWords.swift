import Coding

/// The words researchers label speakers with, in Dutch, English, German and French.
enum SpeakerWords {
  private static let interviewer: Set<String> = [
    "interviewer", "interviewster", "interviewerin", "interviewende",
    "interviewende person", "intervieweur", "intervieweuse", "int", "intv", "i", "vraag", "vrager",
    "vragensteller", "vraagsteller", "onderzoeker", "onderzoekster", "q", "question", "frage",
    "researcher", "forscher", "forscherin", "chercheur", "chercheuse", "moderator", "moderatorin",
    "moderatrix", "moderation", "modérateur", "modératrice", "gespreksleider", "gespreksleidster",
    "gespreksvoerder", "facilitator", "enquêteur", "enquêtrice", "enqueteur", "enquetrice", "enq",
    "animateur", "animatrice", "co-interviewer", "interviewleider",
  ]
  private static let respondent: Set<String> = [
    "respondent", "respondente", "resp", "répondant", "répondante", "repondant",
    "geïnterviewde", "geinterviewde", "geïnterviewden", "deelnemer", "deelneemster", "deelnemers",
    "ondervraagde", "gesprekspartner", "participant", "participante", "teilnehmer",
    "teilnehmerin", "teilnehmende", "teilnehmender", "proband", "probandin", "interviewee",
    "interviewees", "interviewé", "interviewée", "interrogé", "interrogée", "interviewpartner",
    "interviewpartnerin", "gesprächspartner", "gesprächspartnerin", "informant", "informante",
    "informateur", "informatrice", "narrator", "p", "r", "sp", "a", "b", "ip", "tn", "bf",
    "antwoord", "antwort", "answer", "réponse", "speaker", "spreker", "spreekster", "sprecher",
    "sprecherin", "locuteur", "locutrice", "befragte", "befragter", "befragt", "befragte person",
    "interviewte", "interviewter", "interviewte person", "zeitzeuge", "zeitzeugin", "témoin",
    "enquêté", "enquêtée", "enquete", "enquêté·e", "unknown speaker", "unidentified speaker",
  ]
  /// Their numbers count questions, not people.
  private static let numbered: Set<String> = [
    "vraag", "question", "antwoord", "answer", "q", "frage", "antwort", "réponse",
  ]
  /// What may stand beside such a word: `male participant`, `second interviewer`.
  private static let adjectives: Set<String> = [
    "male", "female", "man", "vrouw", "mannelijke", "vrouwelijke", "first", "second", "third",
    "eerste", "tweede", "derde", "unknown", "unidentified", "onbekende", "unbekannter", "other",
    "andere", "ai", "co", "the", "de", "der", "die", "student",
  ]

  /// Whom a key names, by its word alone: `r1`, `interviewer`, `deelnemer d3`, `male speaker 2`.
  static func part(of key: String) -> Speaker.Part? {
    let word = stem(key)
    if let part = lookUp(word) { return part }
    let words = word.split(separator: " ").map(String.init)
    guard words.count == 2 else { return nil }
    if words[0].count >= 4, words[1].count <= 2 { return lookUp(stem(words[0])) }
    return words[1].count >= 4 && adjectives.contains(words[0]) ? lookUp(stem(words[1])) : nil
  }

  /// The part of somebody known to speak, by any word of the key: `interviewer jan`.
  static func partWithin(_ key: String) -> Speaker.Part? {
    let words = key.split { $0 == " " || $0 == "-" || $0 == "/" || $0 == "_" }.map(String.init)
    return words.lazy.map(stem).filter { $0.count >= 4 && !numbered.contains($0) }
      .compactMap(lookUp).first
  }

  /// Whether a key may also name a field of a header (`interviewer: Jan`): a whole word, no number.
  static func canNameField(_ key: String) -> Bool { key.count >= 4 && lookUp(key) != nil }

  /// Whether a key stands for a question or an answer rather than for a person.
  static func isQuestionOrAnswer(_ key: String) -> Bool {
    numbered.contains(stem(key)) || key == "a" || key == "f"
  }

  /// What makes two written labels one: letters in any case, no space before a number, no final
  /// stop, no unseen characters; `R:`, `r :` and `R.` are one, `Interviewer1` is `Interviewer 1`,
  /// `SPEAKER_00` is `Speaker 00`.
  static func key(_ written: String) -> String {
    var key = ""
    var isSpaced = false
    for scalar in written.lowercased().unicodeScalars {
      if isSpace(scalar) || scalar == "_" {
        isSpaced = true
      } else if scalar.isASCII || scalar.properties.generalCategory != .format {
        if isSpaced, !key.isEmpty, !(isDigit(scalar) && endsInLetter(key)) {
          key.append(" ")
        }
        isSpaced = false
        key.unicodeScalars.append(scalar)
      }
    }
    while key.utf8.last == 0x2E { key.removeLast() }
    let word = stem(key)
    return word != key && numbered.contains(word) ? word : key
  }

  /// A key without the numbers at its end: `speaker` of `speaker 2`, `p` of `p-04` and `p#4`.
  static func stem(_ key: String) -> String {
    guard let last = key.utf8.last, last.isDigit else { return key }
    var stem = Substring(key)
    while let last = stem.unicodeScalars.last, isDigit(last) || " -_#".unicodeScalars.contains(last)
    {
      stem.unicodeScalars.removeLast()
    }
    return String(stem)
  }

  private static func lookUp(_ word: String) -> Speaker.Part? {
    interviewer.contains(word) ? .interviewer : respondent.contains(word) ? .respondent : nil
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar.value <= 0x20 : scalar.properties.isWhitespace
  }

  private static func endsInLetter(_ key: String) -> Bool {
    key.utf8.last.map { $0.isASCIILetter || $0 >= 0x80 } ?? false
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
