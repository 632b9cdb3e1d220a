import Coding
import Project

/// What a file would be read as: shown before anything is stored.
struct RehearsedFile {
  struct Person {
    var label: String
    var part: Speaker.Part
    var respondent: String?
    var turns: Int
    var words: Int
  }

  var file: String
  var outcome: String
  var kind: Transcript.Kind
  var reader: String
  var encoding: String
  var people: [Person]
  var turns: Int
  var words: Int
  /// From the first to the last time, in milliseconds; nil where there is none.
  var times: ClosedRange<Int>?

  init(
    _ prepared: PreparedTranscript, respondents: [String?], outcome: TranscriptRecorder.Outcome
  ) {
    let transcript = prepared.transcript
    (file, kind) = (prepared.name, transcript.kind)
    (reader, encoding) = (transcript.reader, transcript.encoding)
    self.outcome = outcome.name
    let shares = prepared.shares
    people = transcript.speakers.enumerated().map { number, speaker in
      Person(
        label: speaker.label, part: speaker.part, respondent: respondents[number],
        turns: shares[number + 1].turns, words: shares[number + 1].words)
    }
    turns = shares.reduce(0) { $0 + $1.turns }
    words = shares.reduce(0) { $0 + $1.words }
    let times = transcript.turns.compactMap(\.time)
    if let first = times.map(\.start).min(), let last = times.map({ $0.end ?? $0.start }).max() {
      self.times = first...last
    }
  }

  var json: JSON {
    [
      "file": .string(file), "outcome": .string(outcome), "kind": .string(kind.rawValue),
      "reader": .string(reader), "encoding": .string(encoding),
      "speakers": .array(
        people.map { person in
          [
            "label": .string(person.label), "part": .string(person.part.rawValue),
            "respondent": person.respondent.map { .string($0) } ?? .null,
            "turns": .integer(person.turns), "words": .integer(person.words),
          ]
        }), "turns": .integer(turns), "words": .integer(words),
      "times": times.map { [.integer($0.lowerBound), .integer($0.upperBound)] } ?? .null,
    ]
  }

  /// A row a file.
  static func table(_ files: [RehearsedFile]) -> Table {
    var table = Table(
      title: "What would be read",
      columns: [
        .init("file"), .init("reads as"), .init("speakers"), .init("turns", .integer),
        .init("words", .integer), .init("until"),
      ])
    for file in files {
      table.rows.append([
        .text(file.file), .text(file.readsAs), .text(file.speakers), .integer(file.turns),
        .integer(file.words), .text(file.times.map { clock($0.upperBound) } ?? ""),
      ])
    }
    table.notes = ["speakers: label = respondent, where that is known; * interviewer"]
    return table
  }

  private var readsAs: String {
    var parts = [reader]
    if encoding != "utf-8" { parts.append(encoding) }
    if outcome != "new" { parts.append(outcome) }
    return parts.joined(separator: ", ")
  }

  private var speakers: String {
    if kind == .document { return "(document)" }
    return people.map { person in
      switch person.respondent {
      case _ where person.part == .interviewer: person.label + "*"
      case let respondent? where !respondent.hasSuffix("/" + person.label):
        respondent == person.label ? person.label : "\(person.label) = \(respondent)"
      default: person.label
      }
    }.joined(separator: ", ")
  }
}

/// `1:02:03` or `2:03`.
func clock(_ milliseconds: Int) -> String {
  let seconds = milliseconds / 1000
  let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
  func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
  return (hours > 0 ? "\(hours):\(two(minutes))" : "\(minutes)") + ":" + two(seconds % 60)
}

extension TranscriptRecorder.Outcome {
  fileprivate var name: String {
    switch self {
    case .added: "new"
    case .newVersion(let number): "version \(number)"
    case .unchanged: "unchanged"
    case .duplicate(let other): "as \(other)"
    case .withdrawn: "withdrawn"
    case .pseudonymised: "pseudonymised"
    }
  }
}
