import Coding

/// The words researchers label speakers with, in Dutch, English, German and French.
enum SpeakerWords {
  private static let interviewer: Set<String> = [
    "interviewer", "interviewster", "int", "i", "vraag", "vragensteller", "onderzoeker", "q",
    "question", "onderzoekster", "researcher", "moderator", "gespreksleider", "gespreksleidster",
    "enquêteur", "enquêtrice",
  ]
  private static let respondent: Set<String> = [
    "respondent", "respondente", "geïnterviewde", "geinterviewde", "deelnemer", "deelneemster",
    "participant", "interviewee", "informant", "p", "r", "sp", "a", "antwoord", "answer", "speaker",
    "spreker", "spreekster", "befragte", "befragter", "befragt", "interviewte", "interviewter",
    "enquêté", "enquêtée",
  ]
  /// Their numbers count questions, not people.
  private static let numbered: Set<String> = ["vraag", "question", "antwoord", "answer"]

  /// Whom a key names, by its word alone: `r1`, `interviewer`, `deelnemer d3`, `spreker b`.
  static func part(of key: String) -> Speaker.Part? {
    let word = stem(key)
    if let part = lookUp(word) { return part }
    let words = word.split(separator: " ")
    guard words.count == 2, words[0].count >= 4, words[1].count <= 2 else { return nil }
    return lookUp(stem(String(words[0])))
  }

  /// Whether a key may also name a field of a header (`interviewer: Jan`): a whole word, no number.
  static func canNameField(_ key: String) -> Bool { key.count >= 4 && lookUp(key) != nil }

  /// What makes two written labels one: letters in any case, no space before a number, no final
  /// stop, no unseen characters; `R:`, `r :` and `R.` are one, `Interviewer1` is `Interviewer 1`.
  static func key(_ written: String) -> String {
    var key = ""
    var isSpaced = false
    for scalar in written.lowercased().unicodeScalars {
      if isSpace(scalar) {
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

  /// A key without the numbers at its end.
  static func stem(_ key: String) -> String {
    guard let last = key.utf8.last, last.isDigit else { return key }
    var stem = Substring(key)
    while let last = stem.unicodeScalars.last, isDigit(last) || last == " " {
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

/// Names that stand before a colon without speaking.
enum FieldNames {
  /// Fields of a header, known by name.
  static let header: Set<String> = [
    "title", "titel", "subtitle", "ondertitel", "date", "datum", "respondents", "respondenten",
    "interviewers", "neighbourhood", "neighborhood", "wijk", "buurt", "city", "stad", "role", "rol",
    "location", "locatie", "project", "synthetic", "language", "taal", "kind", "soort", "id",
    "duration", "duur", "transcript", "transcription", "transcriptie", "source", "bron", "place",
    "plaats", "time", "tijd", "age", "leeftijd", "gender", "geslacht", "participants", "deelnemers",
    "author", "auteur", "version", "versie", "organisation", "organisatie", "ort", "sprache",
    "audio", "recording", "opname", "transcribed by", "getranscribeerd door", "transcribent",
    "consent", "toestemming", "occupation", "beroep", "file", "bestand", "study", "onderzoek",
    "licence", "license", "licentie", "pseudonym", "pseudoniem", "topic", "onderwerp", "thema",
  ]
  private static let remarks: Set<String> = [
    "opmerking", "opmerkingen", "note", "notes", "notitie", "noot", "nb", "n.b", "p.s", "ps",
    "let op", "bijlage", "http", "https", "mailto", "ftp", "www", "file", "doi", "bemerkung",
    "anmerkung", "remark", "remarks", "url", "tel", "e-mail", "email", "begin", "einde", "start",
    "end",
  ]

  static func neverSpeaks(_ key: String) -> Bool {
    remarks.contains(key) || header.contains(key)
  }
}
