import Coding

extension SpeakerMap {
  /// A transcript with its speakers as the map has them.
  ///
  /// Speakers of one name become one; the labels as written are kept beside it, and the reader's name
  /// says that a map was used. Nothing changes where no rule holds. O(speakers × rules + turns).
  package func applied(to transcript: Transcript, named file: String) -> Transcript {
    let rules = transcript.speakers.map { rule(for: $0.label, in: file) }
    guard rules.contains(where: { $0 != nil }) else { return transcript }
    var speakers: [Speaker] = []
    var written: [[String]] = []
    var dropped: [String] = []
    var numbers: [Int?] = []
    for (speaker, rule) in zip(transcript.speakers, rules) {
      guard rule?.part != .nobody else {
        numbers.append(nil)
        dropped.append(speaker.label)
        continue
      }
      let name = rule?.name ?? speaker.label
      let key = SpeakerWords.key(name)
      let number = speakers.firstIndex { SpeakerWords.key($0.label) == key } ?? speakers.count
      if number == speakers.count {
        speakers.append(Speaker(label: name, part: speaker.part, place: speaker.place))
        written.append([])
      }
      if let part = rule?.part {
        speakers[number].part = part == .interviewer ? .interviewer : .respondent
      }
      written[number].append(speaker.label)
      numbers.append(number)
    }
    var mapped = transcript
    mapped.speakers = speakers
    for index in mapped.turns.indices {
      mapped.turns[index].speaker = mapped.turns[index].speaker.flatMap { numbers[$0] }
    }
    if speakers.isEmpty { mapped.kind = .document }
    mapped.mapping = SpeakerMapping(map: digest, written: written, dropped: dropped)
    mapped.reader += " map/1"
    return mapped
  }

  /// The same for a file as read: what was said of labels that the map settles is said no more.
  package func applied(to result: ReadResult, named file: String) -> ReadResult {
    guard let transcript = result.transcript else { return result }
    let mapped = applied(to: transcript, named: file)
    let settled = Set(
      transcript.speakers.filter { rule(for: $0.label, in: file) != nil }.map(\.place))
    let hasInterviewer = mapped.speakers.contains { $0.part == .interviewer }
    let left = result.diagnostics.filter { finding in
      !(finding.severity == .warning && settled.contains(finding.place))
        && !(hasInterviewer && finding.message == .noInterviewer)
    }
    return ReadResult(transcript: mapped, diagnostics: left)
  }

  /// Rules whose label stands in none of the files they hold for.
  package func unused(among files: [(name: String, labels: [String])]) -> [Diagnostic] {
    let keys = files.map { ($0.name, Set($0.labels.map(SpeakerWords.key))) }
    return rules.filter { rule in
      let key = SpeakerWords.key(rule.label)
      return !keys.contains { rule.holds(for: $0.0) && $0.1.contains(key) }
    }.map { rule in
      Diagnostic(
        .warning, .unused(rule.label), at: rule.place,
        hint: "labels are told by 'zicht speakers'; files by the name they have in the project")
    }
  }
}

extension Diagnostic.Message {
  fileprivate static func unused(_ label: String) -> Self {
    "no file that this holds for has the label \(shown(label))"
  }
}
