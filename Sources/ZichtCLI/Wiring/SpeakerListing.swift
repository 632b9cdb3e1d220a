import Coding
import Formats

/// Who speaks in some transcripts, and what is proposed about their labels.
struct SpeakerListing {
  struct Row {
    var file: String
    var speaker: Speaker
    var written: [String]
    var respondent: String?
    var turns = 0
    var words = 0
    var firstWords = ""
  }

  private(set) var rows: [Row] = []
  private(set) var proposals: [(file: String, proposal: SpeakerProposal)] = []
  private var documents = 0
  private var files = 0

  var isEmpty: Bool { files == 0 }

  /// Adds the speakers of one transcript.
  ///
  /// O(text).
  mutating func add(_ transcript: Transcript, named file: String, respondents: [String?]? = nil) {
    files += 1
    if transcript.speakers.isEmpty { documents += 1 }
    var added = transcript.speakers.enumerated().map { number, speaker in
      Row(
        file: file, speaker: speaker,
        written: transcript.mapping.flatMap { mapping in
          mapping.written.indices.contains(number) ? mapping.written[number] : nil
        } ?? [],
        respondent: respondents?[number])
    }
    var vocabulary = Vocabulary(capacity: 1024)
    let words = WordScanner.scan(
      transcript.text, turns: transcript.turns, vocabulary: &vocabulary
    ).wordsPerTurn
    for turns in transcript.spokenTurns {
      guard let number = transcript.turns[turns.lowerBound].speaker else { continue }
      if added[number].turns == 0 {
        added[number].firstWords = Self.opening(of: transcript, transcript.turns[turns.lowerBound])
      }
      added[number].turns += 1
      added[number].words += words[turns].reduce(0, +)
    }
    rows += added
    proposals += transcript.proposals().map { (file, $0) }
  }

  /// The first words of a turn, at most 30 code points on one line.
  private static func opening(of transcript: Transcript, _ turn: Turn) -> String {
    let end = min(turn.range.upperBound, turn.range.lowerBound + 400)
    let text = String(decoding: transcript.text.utf8[turn.range.lowerBound..<end], as: UTF8.self)
    let words = text.split(whereSeparator: \.isWhitespace)
    var opening = ""
    for word in words {
      if opening.unicodeScalars.count + word.unicodeScalars.count > 30 {
        if opening.isEmpty { opening = String(word.unicodeScalars.prefix(30)) }
        return opening + "…"
      }
      opening += (opening.isEmpty ? "" : " ") + word
    }
    return opening
  }
}

/// How it is shown.
extension SpeakerListing {
  var table: Table {
    let hasRespondents = rows.contains { $0.respondent != nil }
    var table = Table(
      title: "Speakers",
      columns: [
        .init("file"), .init("label"), .init(hasRespondents ? "who" : "part"),
        .init("turns", .integer), .init("words", .integer), .init("first words"),
      ])
    for row in rows {
      table.rows.append([
        .text(row.file), .text(row.speaker.label),
        .text(row.respondent ?? row.speaker.part.rawValue), .integer(row.turns),
        .integer(row.words), .text(row.firstWords),
      ])
    }
    table.notes = [
      counted(rows.count, "speaker") + " in " + counted(files - documents, "interview")
        + (documents > 0 ? "; " + counted(documents, "document") + " without" : "")
    ]
    return table
  }

  /// A line a proposal, the likely ones first.
  var proposalLines: [String] {
    let likely = proposals.filter { $0.proposal.certainty == .likely }
    let possible = proposals.filter { $0.proposal.certainty == .possible }
    return (likely + possible).map { file, proposal in
      "\(proposal.certainty.rawValue): \(file): \(proposal.rule), since \(proposal.reason)"
    }
  }

  /// A map that says nothing yet: each label as a comment, and above it what is proposed.
  var map: String {
    var lines = [
      "# What the labels of speakers mean, for zicht ingest --map.",
      "#   label = name          all labels of one name are one speaker",
      "#   label = interviewer   or respondent, or nobody: no speaker at all",
      "# Lines above the first [file] hold for every file. Take away the # of what is right.",
    ]
    let byFile = Dictionary(grouping: proposals, by: \.file)
    var file: String?
    for row in rows {
      if row.file != file {
        lines += ["", "[\(Self.oneLine(row.file))]"]
        for (_, proposal) in byFile[row.file] ?? [] {
          lines.append("# \(proposal.certainty.rawValue), since \(proposal.reason):")
          lines.append("#" + Self.oneLine(proposal.rule))
        }
        file = row.file
      }
      lines.append("#\(Self.oneLine(row.speaker.label)) = \(row.speaker.part.rawValue)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  var json: JSON {
    [
      "speakers": .array(
        rows.map { row in
          [
            "file": .string(row.file), "label": .string(row.speaker.label),
            "written": .strings(row.written.isEmpty ? [row.speaker.label] : row.written),
            "part": .string(row.speaker.part.rawValue),
            "respondent": row.respondent.map { .string($0) } ?? .null,
            "turns": .integer(row.turns), "words": .integer(row.words),
            "first_words": .string(row.firstWords),
          ]
        }),
      "proposals": .array(
        proposals.map { file, proposal in
          [
            "file": .string(file), "label": .string(proposal.label),
            "is": .string(proposal.meaning),
            "certainty": .string(proposal.certainty.rawValue), "reason": .string(proposal.reason),
          ]
        }),
    ]
  }
}

extension SpeakerProposal {
  /// As a map says it: `Particpant = Participant`.
  fileprivate var rule: String { "\(label) = \(meaning)" }

  fileprivate var meaning: String {
    switch kind {
    case .same(let other): other
    case .interviewer: "interviewer"
    }
  }
}
