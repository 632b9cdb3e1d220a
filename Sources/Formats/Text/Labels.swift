import Coding

/// Decides, over a whole text, which candidates are speakers' labels.
///
/// The one labeller of every text format.
///
/// Accepted are the known words (interviewer, R1 …), people the header names, names that stand at
/// least twice, any name where each paragraph starts with one, and bold or tabbed names where most
/// paragraphs do. Too few labels for an interview, and the text is a document.
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
  /// How often each label stands in any form.
  private var appearances: [Int]
  /// Labels that stand bold or before a tab throughout.
  private var throughout: Set<LabelCandidate.Form> = []
  /// Whether people speak in a list too: `- Moderator: …`, `12 R1: …`.
  private let isListOfTurns: Bool
  private let units: TextUnits

  /// Takes the candidates outside the header; forced is what the header calls an interview.
  init(
    _ lines: Lines, _ candidates: [LabelCandidate], _ table: LabelTable, _ header: Header,
    isForced: Bool
  ) {
    (self.lines, self.table, self.candidates) = (lines, table, candidates)
    units = TextUnits(lines, after: header.lines)
    isListOfTurns = candidates.contains {
      $0.isListed && $0.form == .colon && table.labels[$0.label].part != nil
    }
    parts = Array(repeating: nil, count: table.labels.count)
    counts = Array(repeating: 0, count: table.labels.count)
    appearances = counts
    for candidate in candidates { appearances[candidate.label] += 1 }
    for candidate in candidates where candidate.isExplicit { counts[candidate.label] += 1 }
    acceptNames(HeaderPeople(header))
    acceptKnownWords()
    acceptThroughout(.bold)
    acceptThroughout(.tabbed)
    acceptLoneNames()
    acceptTypos()
    accepted = candidates.filter(isLabel)
    if !isForced { refuseDocument(HeaderPeople(header)) }
    if !accepted.isEmpty { noteUnaccepted() }
  }
}

/// The reasons to accept.
extension Labels {
  /// One lone `a:` or `[i]` is an item of a list, and so are `a:` and `b:`; beside another label, or
  /// as question and answer, they are a talk.
  private mutating func acceptKnownWords() {
    let known = candidates.filter { table.labels[$0.label].part != nil }
    let kinds = Set(known.map { table.labels[$0.label].part })
    let isWord = known.contains { table.labels[$0.label].key.count >= 2 }
    let isTalk =
      (known.count >= 2 && (kinds.count > 1 || isWord)) || parts.contains { $0 != nil }
    for candidate in known {
      let label = table.labels[candidate.label]
      if isTalk || (candidate.form == .colon && label.key.count >= 4) {
        parts[candidate.label] = parts[candidate.label] ?? label.part
      }
    }
  }

  private mutating func acceptNames(_ people: HeaderPeople) {
    var explicit: [Int: LabelCandidate] = [:]
    for candidate in candidates where candidate.isExplicit {
      explicit[candidate.label] = explicit[candidate.label] ?? candidate
    }
    let isAllLabelled = isAllLabelled()
    let areTimed = areTimed
    for (index, first) in explicit {
      let label = table.labels[index]
      if let part = people.part(of: label.key) {
        parts[index] = part
      } else if FieldNames.neverSpeaks(label.key) {
        continue
      } else if isAllLabelled || counts[index] >= needed(first)
        || (areTimed && !first.isListed && first.form != .colon)
      {
        parts[index] = label.part ?? SpeakerWords.partWithin(label.key) ?? .respondent
      }
    }
  }

  /// Whether names beside times come so often that one of them may come once.
  private var areTimed: Bool {
    let timed = candidates.filter { $0.form == .timed || $0.form == .besideTime }
    return timed.count >= 3 && Set(timed.map(\.label)).count < timed.count
  }

  /// How often a name must stand: more often where it looks like words, or like an item of a list.
  private func needed(_ candidate: LabelCandidate) -> Int {
    switch likeness(candidate) {
    case .name: return candidate.isListed && !isListOfTurns ? 3 : 2
    case .word: return 3
    case .phrase: return max(4, units.count / 4)
    case .none: return .max
    }
  }

  private func likeness(_ candidate: LabelCandidate) -> NameLikeness {
    NameLikeness(Characters.decoded(lines.bytes.string(candidate.name)))
  }

  /// Whether each paragraph starts with a label, and somebody speaks twice or there are but a few.
  private func isAllLabelled() -> Bool {
    let labelled = candidates.filter {
      $0.form == .colon && !$0.isListed && !neverSpeaks($0) && likeness($0) == .name
    }
    guard units.paragraphs > 1,
      labelled.count(where: { units.startsParagraph($0.line) }) == units.paragraphs
    else { return false }
    return labelled.count <= 3 || Set(labelled.map(\.label)).count * 3 <= labelled.count * 2
  }

  /// Bold names and names before a tab count where most paragraphs start with one, and they recur.
  private mutating func acceptThroughout(_ form: LabelCandidate.Form) {
    let such = candidates.filter {
      $0.form == form && units.contains($0.line) && !neverSpeaks($0)
    }
    let labels = Set(such.map(\.label))
    guard such.count >= 4, labels.count >= 2, labels.count * 2 <= such.count,
      such.count * 5 >= units.count * 3
    else { return }
    throughout.insert(form)
    for label in labels where parts[label] == nil {
      parts[label] = table.labels[label].part ?? .respondent
    }
  }

  /// In a talk where most paragraphs are labelled, somebody may speak once.
  private mutating func acceptLoneNames() {
    let sure = candidates.filter { isLabel($0) && units.contains($0.line) }
    let speakers = Set(sure.map(\.label)).count
    guard sure.count >= 6, speakers >= 2, sure.count * 2 >= units.count else { return }
    for candidate in candidates
    where candidate.form == .colon && parts[candidate.label] == nil && !candidate.isListed
      && !neverSpeaks(candidate) && units.contains(candidate.line)
    {
      let name = Characters.decoded(lines.bytes.string(candidate.name))
      if NameLikeness(name) == .name, name.split(separator: " ").count <= 3 {
        parts[candidate.label] =
          SpeakerWords.partWithin(table.labels[candidate.label].key) ?? .respondent
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
    case .colon, .timed, .besideTime, .bold: return true
    case .tabbed:
      return throughout.contains(.tabbed) || table.labels[candidate.label].part != nil
    case .bare:
      return table.labels[candidate.label].part != nil && !isLoneLetter(candidate)
    }
  }

  /// A letter alone on its line labels only where it does so twice.
  private func isLoneLetter(_ candidate: LabelCandidate) -> Bool {
    table.labels[candidate.label].key.count == 1 && counts[candidate.label] == 0
      && candidate.words >= lines[candidate.line].words.upperBound
      && appearances[candidate.label] < 2
  }

  private func neverSpeaks(_ candidate: LabelCandidate) -> Bool {
    FieldNames.neverSpeaks(table.labels[candidate.label].key)
  }
}

/// The reasons to take a text for a document after all, and what a person should know.
extension Labels {
  private mutating func refuseDocument(_ people: HeaderPeople) {
    guard let first = accepted.first else { return }
    let keys = Set(accepted.map { table.labels[$0.label].key })
    if keys.allSatisfy(SpeakerWords.isQuestionOrAnswer), lines.isQuestionList {
      return refuse(.questionList, first)
    }
    let isSure = accepted.contains { candidate in
      table.labels[candidate.label].part != nil
        || people.part(of: table.labels[candidate.label].key) != nil
    }
    if isSure { return }
    if isForm {
      refuse(.form(name(first.label)), first)
    } else if isSparse {
      refuse(.fewLabels(name(first.label), counts[first.label]), first)
    }
  }

  /// Whether there are too few labels for a talk, as the `Voorbeeld:` of a policy text.
  ///
  /// Names alone must stand before one paragraph in eight, one name before half of them; two who take
  /// turns, or names beside times, are always enough.
  private var isSparse: Bool {
    if accepted.count(where: { $0.time != nil || $0.form == .besideTime }) * 2 >= accepted.count {
      return false
    }
    let often = Dictionary(grouping: accepted, by: \.label).values.count { $0.count >= 3 }
    if often < 2 {
      return accepted.count * (Set(accepted.map(\.label)).count == 1 ? 2 : 8) < units.count
    }
    let changes = zip(accepted, accepted.dropFirst()).count { $0.label != $1.label }
    return accepted.count * 8 < units.count && changes * 5 < (accepted.count - 1) * 3
  }

  /// `Doel: … Aanpak: … Resultaat: …`, always in one order: the headings of a form.
  private var isForm: Bool {
    let sequence = accepted.map(\.label)
    guard let length = sequence.dropFirst().firstIndex(of: sequence[0]), length >= 3,
      sequence.count >= 2 * length
    else { return false }
    return sequence.indices.allSatisfy { sequence[$0] == sequence[$0 % length] }
  }

  private mutating func refuse(_ message: Diagnostic.Message, _ first: LabelCandidate) {
    warn(
      .warning, message, table.labels[first.label],
      hint: "where it is, write 'kind: interview' in the header; 'kind: document' ends this warning"
    )
    accepted = []
  }

  private mutating func noteUnaccepted() {
    let refused = candidates.filter { candidate in
      candidate.form == .colon && parts[candidate.label] == nil && !neverSpeaks(candidate)
        && units.startsParagraph(candidate.line) && isCapitalised(candidate)
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

private let typoHint =
  "if they are one person, say so in a map ('zicht speakers'), or write the label alike in the file"

extension Diagnostic.Message {
  fileprivate static func typo(_ rare: String, _ frequent: String) -> Self {
    "the label \(shown(rare)) looks like \(shown(frequent)); it is kept as a speaker of its own"
  }
  fileprivate static func fewLabels(_ name: String, _ count: Int) -> Self {
    "\(shown(name)) stands before a colon \(count) times, too few to take it for a speaker"
  }
  fileprivate static func form(_ name: String) -> Self {
    "\(shown(name)) and the names after it come in one order throughout, as in a form: no speakers"
  }
  fileprivate static var questionList: Self {
    "this is called a list of questions and answers: no speakers"
  }
  fileprivate static func unaccepted(_ name: String, _ others: Int) -> Self {
    .init(
      stringLiteral: "\(shown(name)) before a colon" + (others > 0 ? ", and \(others) others," : "")
        + " \(others > 0 ? "are" : "is") read as words, not as a label")
  }
}
