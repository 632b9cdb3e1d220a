import Coding

/// Decides, over a whole text, which candidates are speakers' labels.
///
/// The one labeller of every text format.
///
/// Accepted are the known words (interviewer, R1 …), people the header names, names that stand at
/// least twice, and any name where each paragraph starts with one. Too few labels for an
/// interview, and the text is a document.
struct Labels {
  /// By index in the table: the part of an accepted label, nil for words.
  private(set) var parts: [Speaker.Part?]
  /// Candidates that are labels, in text order.
  private(set) var accepted: [LabelCandidate] = []
  private(set) var diagnostics: [Diagnostic] = []

  private let lines: Lines
  private let table: LabelTable
  private let candidates: [LabelCandidate]
  /// How often each label stands with a colon or a time.
  private var counts: [Int]

  /// Takes the candidates outside the header; forced is what the header calls an interview.
  init(
    _ lines: Lines, _ candidates: [LabelCandidate], _ table: LabelTable, _ header: Header,
    isForced: Bool
  ) {
    (self.lines, self.table, self.candidates) = (lines, table, candidates)
    parts = Array(repeating: nil, count: table.labels.count)
    counts = Array(repeating: 0, count: table.labels.count)
    for candidate in candidates where candidate.form == .colon || candidate.form == .timed {
      counts[candidate.label] += 1
    }
    let paragraphs = Self.paragraphStarts(lines, after: header.lines)
    acceptNames(header, starts: paragraphs)
    acceptKnownWords()
    acceptTypos()
    accepted = candidates.filter(isLabel)
    if !isForced { refuseDocument(header, paragraphs: paragraphs.count) }
    if !accepted.isEmpty { noteUnaccepted(starts: paragraphs) }
  }

  /// Lines that follow an empty line, the header or nothing.
  private static func paragraphStarts(_ lines: Lines, after header: Range<Int>) -> Set<Int> {
    var starts: Set<Int> = []
    var isOpen = false
    for line in 0..<lines.count {
      let isBlank = lines[line].isBlank || header.contains(line)
      if !isBlank, !isOpen { starts.insert(line) }
      isOpen = !isBlank
    }
    return starts
  }
}

/// The reasons to accept.
extension Labels {
  /// One lone `a:` or `[i]` is an item of a list; beside another label it is a talk.
  private mutating func acceptKnownWords() {
    let known = candidates.filter { table.labels[$0.label].part != nil }
    let isTalk = known.count >= 2 || parts.contains { $0 != nil }
    for candidate in known {
      let label = table.labels[candidate.label]
      if isTalk || (candidate.form == .colon && label.key.count >= 4) {
        parts[candidate.label] = parts[candidate.label] ?? label.part
      }
    }
  }

  private mutating func acceptNames(_ header: Header, starts: Set<Int>) {
    let interviewers = header.people("interviewer", "interviewers", "onderzoeker", "moderator")
    let respondents = header.people(
      "respondent", "respondents", "respondenten", "participants", "deelnemers", "name", "naam")
    let labelled = candidates.filter { $0.form == .colon && !neverSpeaks($0) }.map(\.line)
    let isAllLabelled = starts.count > 1 && starts.isSubset(of: labelled)
    for (index, label) in table.labels.enumerated() where counts[index] > 0 {
      if interviewers.contains(label.key) {
        parts[index] = .interviewer
      } else if respondents.contains(label.key) {
        parts[index] = .respondent
      } else if !FieldNames.neverSpeaks(label.key), counts[index] >= 2 || isAllLabelled {
        parts[index] = label.part ?? .respondent
      }
    }
  }

  private mutating func acceptTypos() {
    let frequent = table.labels.indices.filter { parts[$0] != nil && counts[$0] >= 3 }
      .sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(32)
    let models = frequent.map { table.labels[$0].key }
    for (index, label) in table.labels.enumerated() where (1...2).contains(counts[index]) {
      if SpeakerWords.part(of: label.key) != nil, !label.key.contains(" ") { continue }
      if FieldNames.neverSpeaks(label.key) { continue }
      guard
        let key = Typos.model(for: label.key, among: models),
        let model = frequent.first(where: { table.labels[$0].key == key }),
        counts[model] >= 4 * counts[index]
      else { continue }
      parts[index] = parts[model]
      warn(.warning, .typo(name(index), name(model)), label, hint: typoHint)
    }
  }

  /// Whether a candidate is an accepted label.
  ///
  /// Without a colon less will do for words than for names: `[lacht]` and `*zucht*` look like them.
  private func isLabel(_ candidate: LabelCandidate) -> Bool {
    guard parts[candidate.label] != nil else { return false }
    switch candidate.form {
    case .colon, .timed, .bold: return true
    case .bare: return table.labels[candidate.label].part != nil
    }
  }

  private func neverSpeaks(_ candidate: LabelCandidate) -> Bool {
    FieldNames.neverSpeaks(table.labels[candidate.label].key)
  }
}

/// What a person should know about the choices.
extension Labels {
  /// Names alone, before fewer than one paragraph in eight, are a policy text's `Voorbeeld:`.
  private mutating func refuseDocument(_ header: Header, paragraphs: Int) {
    guard let first = accepted.first, accepted.count * 8 < paragraphs else { return }
    let named = header.people("interviewer", "respondent")
    let isSure = accepted.contains { candidate in
      let label = table.labels[candidate.label]
      return label.part != nil || named.contains(label.key)
    }
    if isSure { return }
    let label = table.labels[first.label]
    warn(
      .warning, .fewLabels(name(first.label), counts[first.label]), label,
      hint: "where it is, write 'kind: interview' in the header; 'kind: document' ends this warning"
    )
    accepted = []
  }

  private mutating func noteUnaccepted(starts: Set<Int>) {
    let refused = candidates.filter { candidate in
      candidate.form == .colon && parts[candidate.label] == nil && !neverSpeaks(candidate)
        && starts.contains(candidate.line) && isCapitalised(candidate)
    }
    guard let first = refused.first else { return }
    let others = Set(refused.map(\.label)).count - 1
    warn(
      .note, .unaccepted(name(first.label), others), table.labels[first.label],
      hint: "if somebody is called so, name them under 'respondents:' in the header")
  }

  private func isCapitalised(_ candidate: LabelCandidate) -> Bool {
    let first = lines.bytes.string(candidate.name).unicodeScalars.first
    return first?.properties.isUppercase == true
  }

  private func name(_ label: Int) -> String { lines.bytes.string(table.labels[label].name) }

  private mutating func warn(
    _ severity: Diagnostic.Severity, _ message: Diagnostic.Message, _ label: LabelTable.Label,
    hint: String
  ) {
    let place = lines.place(of: label.name.lowerBound, line: label.line)
    diagnostics.append(Diagnostic(severity, message, at: place, hint: hint))
  }
}

private let typoHint = "if they are one person, write the label alike in the file"

extension Diagnostic.Message {
  fileprivate static func typo(_ rare: String, _ frequent: String) -> Self {
    "the label \(shown(rare)) looks like \(shown(frequent)); it is kept as a speaker of its own"
  }
  fileprivate static func fewLabels(_ name: String, _ count: Int) -> Self {
    "\(shown(name)) stands before a colon \(count) times, too few to take it for a speaker"
  }
  fileprivate static func unaccepted(_ name: String, _ others: Int) -> Self {
    .init(
      stringLiteral: "\(shown(name)) before a colon" + (others > 0 ? ", and \(others) others," : "")
        + " \(others > 0 ? "are" : "is") read as words, not as a label")
  }
}
