import Coding

/// The reader of tables with a row a turn, as separated values or in a workbook's first sheet: a
/// column of words, and one of speakers or of times.
package enum TurnTable {
  package static let reader = "table/1"

  /// Nil for a table of anything else.
  ///
  /// O(bytes).
  package static func read(_ bytes: [UInt8], file: String) -> ReadResult? {
    do throws(Rejected) {
      let found = try TableInFile(bytes, file: file)
      let table = found.table
      guard let columns = TurnColumns(table.columns.map(\.value)) else { return nil }
      let cues = table.records.map { columns.cue($0.map(\.value), line: $0.first?.place.line ?? 0) }
      return Dialogue(cues: cues, header: Header(), file: file, areTurns: true)
        .read(reader: reader, encoding: found.encoding, notes: found.notes + table.diagnostics)
    } catch {
      return ReadResult(transcript: nil, diagnostics: error.diagnostics)
    }
  }
}

extension TurnTable {
  /// Whether cells name columns rather than hold a turn: `Spreker`, `Tekst`.
  static func areHeadings(_ cells: [String]) -> Bool { TurnColumns(cells) != nil }
}

/// Which column of a table holds what, by names in Dutch, English, German and French.
private struct TurnColumns {
  private var speaker: Int?
  private var text: Int
  private var start: Int?
  private var end: Int?

  init?(_ names: [String]) {
    let keys = names.map { name in
      SpeakerWords.key(String(name.map { $0 == "_" ? " " : $0 }))
    }
    func column(_ known: Set<String>) -> Int? { keys.firstIndex(where: known.contains) }
    speaker = column(Self.speakers)
    (start, end) = (column(Self.starts), column(Self.ends))
    guard let text = column(Self.texts), speaker != nil || start != nil else { return nil }
    self.text = text
  }

  func cue(_ row: [String], line: Int) -> Cue {
    let name = speaker.map { Array(row[$0].utf8).trimmed() } ?? []
    return Cue(
      speaker: name.isEmpty ? nil : name.string(0..<name.count),
      text: Array(row[text].utf8).trimmed(),
      time: Moments.span(
        start.flatMap { Moments.milliseconds(row[$0]) },
        end.flatMap { Moments.milliseconds(row[$0]) }),
      line: line)
  }

  private static let speakers: Set<String> = [
    "speaker", "spreker", "sprecher", "sprecherin", "locuteur", "speaker name", "speaker label",
    "speaker id", "who", "wie", "wer", "participant", "deelnemer", "respondent", "actor", "name",
    "naam",
  ]
  private static let texts: Set<String> = [
    "text", "tekst", "texte", "transcript", "transcription", "transcriptie", "transkript",
    "utterance", "uiting", "uitspraak", "content", "inhoud", "words", "woorden", "sentence", "zin",
    "speech", "message", "äußerung",
  ]
  private static let starts: Set<String> = [
    "start", "start time", "starttime", "starttijd", "begin", "begintijd", "time", "tijd", "zeit",
    "from", "van", "in", "timestamp", "timecode", "tijdcode", "anfang", "début",
  ]
  private static let ends: Set<String> = [
    "end", "end time", "endtime", "eind", "einde", "eindtijd", "stop", "to", "tot", "out", "ende",
    "fin",
  ]
}
