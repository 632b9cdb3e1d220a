/// Names that stand before a colon without speaking, in Dutch, English, German and French.
enum FieldNames {
  /// Fields of a header, known by name.
  static let header: Set<String> = [
    "title", "titel", "titre", "subtitle", "ondertitel", "date", "datum", "respondents",
    "respondenten", "interviewers", "neighbourhood", "neighborhood", "wijk", "buurt", "city",
    "stad", "role", "rol", "location", "locatie", "lieu", "project", "projekt", "projet",
    "synthetic", "language", "taal", "langue", "sprache", "kind", "soort", "id", "duration",
    "duur", "dauer", "durée", "transcript", "transcription", "transcriptie", "transkript",
    "transkription", "source", "bron", "quelle", "place", "plaats", "time", "tijd", "uhrzeit",
    "tijdstip", "age", "leeftijd", "alter", "âge", "gender", "geslacht", "geschlecht", "sexe",
    "sex", "participants", "deelnemers", "author", "auteur", "version", "versie", "organisation",
    "organisatie", "organization", "ort", "audio", "recording", "opname", "aufnahme",
    "enregistrement", "transcribed by", "getranscribeerd door", "transkribiert von",
    "transcrit par", "transcribent", "transcriber", "consent", "toestemming", "occupation",
    "beroep", "beruf", "profession", "file", "bestand", "file name", "filename", "bestandsnaam",
    "dateiname", "study", "onderzoek", "licence", "license", "licentie", "pseudonym",
    "pseudoniem", "topic", "onderwerp", "thema", "subject line", "codename", "date of interview",
    "interview date", "datum interview", "interviewdatum", "datum des interviews",
    "date de l'entretien", "recording date", "recorded on", "interview length", "length",
    "gesamtlänge", "transcript date", "participant id", "respondent id", "interview id",
    "interview number", "interviewnummer", "interview", "case", "session", "sessie", "country",
    "land", "pays", "setting", "duur interview", "interview duration", "start time", "end time",
    "starttijd", "eindtijd", "aanwezig", "anwesend", "anwesende", "présents", "present",
    "attendees", "education", "opleiding", "nationality", "nationaliteit", "interviewed by",
    "geïnterviewd door", "copyright", "keywords", "trefwoorden", "schlagwörter", "mots-clés",
    "abstract", "affiliation", "format", "speakers", "sprekers", "legend", "legenda", "legende",
  ]
  private static let remarks: Set<String> = [
    "opmerking", "opmerkingen", "note", "notes", "notitie", "noot", "nb", "n.b", "p.s", "ps",
    "let op", "bijlage", "http", "https", "mailto", "ftp", "www", "doi", "bemerkung", "remarque",
    "anmerkung", "remark", "remarks", "url", "tel", "e-mail", "email", "begin", "einde", "start",
    "end", "ende", "fin", "actie", "acties", "actiepunt", "actiepunten", "besluit", "besluiten",
    "action", "actions", "action item", "decision", "decisions", "beschluss", "maßnahme",
    "aufgabe", "décision", "agenda", "agendapunt", "afwezig", "abwesend", "absent", "apologies",
    "afmeldingen", "voorbeeld", "example", "beispiel", "exemple", "doel", "goal", "ziel", "aim",
    "toelichting", "conclusie", "conclusion", "fazit", "samenvatting", "summary",
    "zusammenfassung", "résumé", "tip", "tips", "hint", "warning", "waarschuwing", "figure",
    "figuur", "abbildung", "table", "tabel", "tabelle", "tableau", "page", "pagina", "seite",
    "hoofdstuk", "chapter", "kapitel", "chapitre", "vragen", "questions", "fragen", "context",
    "achtergrond", "background", "hintergrund", "thema's", "attention", "achtung", "belangrijk",
    "important", "wichtig", "references", "referenties", "literatuur", "literatur", "see also",
    "zie ook", "siehe auch", "total", "totaal", "fw", "aan", "to", "from", "subject",
    "betreft", "betreff", "bijv", "zie", "i.e", "e.g", "d.w.z", "z.b",
  ]

  static func neverSpeaks(_ key: String) -> Bool {
    remarks.contains(key) || header.contains(key)
      || (key.last?.isNumber == true && isCounted(SpeakerWords.stem(key)))
  }

  /// `Figuur 3`, `besluit 2`.
  private static func isCounted(_ word: String) -> Bool {
    (word.count >= 4 && remarks.contains(word))
      || ["thema", "topic", "session", "sessie", "interview"].contains(word)
  }

  /// Titles of lists of questions and answers that nobody speaks.
  static let questionLists = [
    "faq", "veelgestelde vragen", "veel gestelde vragen", "frequently asked",
    "häufige fragen", "häufig gestellte", "foire aux questions", "questions fréquentes",
    "vragen en antwoorden", "questions and answers", "fragen und antworten", "q&a",
  ]
}
