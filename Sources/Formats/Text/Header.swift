import Coding

/// The fields before the talk, and the lines they take.
struct Header {
  var fields: [HeaderField] = []
  /// The header's lines, fences included; the talk is all the rest, a title above it too.
  var lines: Range<Int> = 0..<0
  var diagnostics: [Diagnostic] = []
  private var firstLines: [String: Int] = [:]

  init(lines: Range<Int> = 0..<0, diagnostics: [Diagnostic] = []) {
    (self.lines, self.diagnostics) = (lines, diagnostics)
  }

  func value(_ keys: String...) -> String? { fields.first { keys.contains($0.key) }?.value }

  /// People a field names, as keys of labels: `interviewer: Jan; Ria`.
  func people(_ keys: String...) -> Set<String> {
    let values = fields.filter { keys.contains($0.key) }.map(\.value)
    let names = values.flatMap { value in
      value.unicodeScalars.split { $0 == ";" || $0 == "," || $0 == "/" || $0 == "&" }
    }
    return Set(names.map { SpeakerWords.key(String($0)) }).subtracting([""])
  }

  mutating func add(_ field: HeaderField) {
    fields.append(field)
    guard let first = firstLines[field.key] else {
      firstLines[field.key] = field.place.line
      return
    }
    diagnostics.append(
      Diagnostic(
        .warning, .repeated(field.key, first), at: field.place,
        hint: "keep one of them; the first counts"))
  }
}

/// Finds a header of `key: value` lines, and tells it from talk that starts at once.
///
/// Known names are a header. Of other names at least two stand in a row, an empty line follows,
/// and none of them labels a turn later on.
struct LeadingHeader {
  private struct Entry {
    var field: HeaderField
    /// Index in the table of labels.
    var label: Int
    var isKnown: Bool
    /// `interviewer`, `respondent`: a field here, or somebody who talks.
    var mayTalk: Bool
  }

  private let lines: Lines
  private let table: LabelTable
  private let start: Int
  private var entries: [Entry] = []
  /// Labels on the lines after the block.
  private var below: Set<Int> = []
  /// How often each label stands in the block.
  private var counts: [Int: Int] = [:]
  private var hasKnown: Bool

  /// The header after the headings at the text's start.
  static func find(
    _ lines: Lines, _ candidates: [LabelCandidate], _ table: LabelTable,
    after headings: Set<Int> = []
  ) -> Header {
    var finder = LeadingHeader(lines, candidates, table, from: firstLine(lines, headings))
    if finder.length() == 0, let start = lineBelowTitle(lines, candidates, table) {
      finder = LeadingHeader(lines, candidates, table, from: start)
    }
    let length = finder.length()
    var header = Header(lines: finder.start..<finder.start + length)
    for entry in finder.entries.prefix(length) { header.add(entry.field) }
    if length > 0 { finder.extend(&header, with: candidates) }
    return header
  }

  /// Adds the fields known by name that follow over one empty line each.
  private func extend(_ header: inout Header, with candidates: [LabelCandidate]) {
    for candidate in candidates where candidate.line >= header.lines.upperBound {
      let end = header.lines.upperBound
      let gap = lines.all[end..<candidate.line]
      let entry = entry(candidate)
      guard candidate.form == .colon, gap.count <= 1, gap.allSatisfy(\.isBlank),
        mayFollow(entry, candidates)
      else { return }
      header.add(entry.field)
      header.lines = header.lines.lowerBound..<candidate.line + 1
    }
  }

  /// `interviewer: Jan` too, where nobody is labelled so below.
  private func mayFollow(_ entry: Entry, _ candidates: [LabelCandidate]) -> Bool {
    if entry.isKnown { return true }
    let isOnly = candidates.count { $0.label == entry.label } == 1
    return entry.mayTalk && isOnly && isName(entry.field.value)
      && SpeakerWords.canNameField(table.labels[entry.label].key)
  }

  private static func firstLine(_ lines: Lines, _ headings: Set<Int>) -> Int {
    lines.all.indices.first { line in
      !lines[line].isBlank && lines.bytes[lines[line].words.lowerBound] != .hash
        && !headings.contains(line)
    } ?? 0
  }

  /// The first line of a field known by name, below at most six short lines without any label.
  private static func lineBelowTitle(
    _ lines: Lines, _ candidates: [LabelCandidate], _ table: LabelTable
  ) -> Int? {
    guard let first = candidates.first(where: { $0.form == .colon }), !first.isListed,
      FieldNames.header.contains(table.labels[first.label].key)
    else { return nil }
    let above = lines.all[..<first.line].filter { !$0.isBlank }
    return above.count <= 6 && above.allSatisfy { $0.words.count <= 100 } ? first.line : nil
  }

  private init(
    _ lines: Lines, _ candidates: [LabelCandidate], _ table: LabelTable, from start: Int
  ) {
    (self.lines, self.table, self.start) = (lines, table, start)
    var leading: [Int: LabelCandidate] = [:]
    for candidate in candidates
    where candidate.line >= start && candidate.form == .colon && !candidate.isListed {
      if candidate.line != start + leading.count { break }
      leading[candidate.line] = candidate
    }
    hasKnown = false
    entries = (start..<start + leading.count).compactMap { leading[$0].map(entry) }
    hasKnown = entries.contains(where: \.isKnown)
    for entry in entries { counts[entry.label, default: 0] += 1 }
    let end = start + leading.count
    for candidate in candidates where candidate.line >= end && candidate.form == .colon {
      below.insert(candidate.label)
    }
  }

  private func entry(_ candidate: LabelCandidate) -> Entry {
    let line = candidate.line
    let key = table.labels[candidate.label].key
    let end = max(candidate.words, lines[line].words.upperBound)
    let field = HeaderField(
      key: lines.bytes.string(candidate.name).lowercased(),
      value: lines.bytes.string(candidate.words..<end),
      place: lines.place(of: candidate.name.lowerBound, line: line))
    return Entry(
      field: field, label: candidate.label, isKnown: FieldNames.header.contains(key),
      mayTalk: SpeakerWords.part(of: key) != nil)
  }

  /// The number of lines the header takes, 0 for none.
  private func length() -> Int {
    let fields = entries.prefix { !isTalk($0) }
    let next = start + fields.count
    let knownOnly = fields.allSatisfy { $0.isKnown || $0.mayTalk }
    let isAccepted: Bool
    if fields.isEmpty {
      isAccepted = false
    } else if fields.count >= 2, fields.allSatisfy({ explainsLabel($0, recurs($0)) }) {
      isAccepted = true
    } else if lines.all.dropFirst(next).allSatisfy(\.isBlank) {
      isAccepted = fields.allSatisfy(\.isKnown)
    } else if !lines[next].isBlank {
      isAccepted = knownOnly && fields.contains(where: \.isKnown)
    } else if fields.allSatisfy(\.mayTalk) {
      isAccepted =
        below.count >= 2
        || fields.allSatisfy {
          isIdentifier($0.field.value) || mapsLabels($0.field.value)
        }
    } else {
      isAccepted = knownOnly || fields.count >= 2
    }
    return isAccepted ? fields.count : 0
  }

  private func recurs(_ entry: Entry) -> Bool {
    below.contains(entry.label) || counts[entry.label, default: 0] > 1
  }

  private func isTalk(_ entry: Entry) -> Bool {
    if entry.isKnown { return false }
    let recurs = recurs(entry)
    guard entry.mayTalk else { return recurs || entry.field.value.unicodeScalars.count > 120 }
    let value = entry.field.value
    if mapsLabels(value) || explainsLabel(entry, recurs) { return false }
    if !SpeakerWords.canNameField(table.labels[entry.label].key) || !isName(value) { return true }
    return recurs && !hasKnown && !isIdentifier(value)
  }

  /// `I: Interviewer`, above a talk in which `I:` speaks.
  private func explainsLabel(_ entry: Entry, _ recurs: Bool) -> Bool {
    let key = SpeakerWords.key(entry.field.value)
    return recurs && key.count >= 4 && entry.field.key.count <= 3
      && (SpeakerWords.part(of: key) ?? SpeakerWords.partWithin(key)) != nil
      && isName(entry.field.value)
  }

  /// At most five words that end no sentence.
  private func isName(_ value: String) -> Bool {
    guard let last = value.last, !".?!…".contains(last) else { return false }
    return value.split(separator: " ").count <= 5
  }

  /// `Ria = MW-10; Joop = MW-11`: nobody says that either.
  private func mapsLabels(_ value: String) -> Bool {
    let entries = value.split(whereSeparator: { $0 == ";" || $0 == "," })
    let areMappings = entries.allSatisfy { entry in
      let sides = entry.split(separator: "=", omittingEmptySubsequences: false)
      return sides.count == 2 && sides.allSatisfy { $0.contains { $0.isLetter || $0.isNumber } }
    }
    return areMappings && !entries.isEmpty
  }

  /// One word with a digit, such as `R12`: nobody says that.
  private func isIdentifier(_ value: String) -> Bool {
    !value.contains(" ") && value.contains(where: \.isNumber)
  }
}

extension Diagnostic.Message {
  fileprivate static func repeated(_ key: String, _ line: Int) -> Self {
    "the header has \(shown(key)) twice, first on line \(line)"
  }
}
