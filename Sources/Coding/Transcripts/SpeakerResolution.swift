/// A respondent that the project knows: by id, and by the pseudonym where the table has one.
package struct KnownRespondent: Sendable, Equatable {
  package var id: String
  package var pseudonym: String?
  package var neighbourhood: String?

  package init(id: String, pseudonym: String? = nil, neighbourhood: String? = nil) {
    (self.id, self.pseudonym, self.neighbourhood) = (id, pseudonym, neighbourhood)
  }
}

/// Says which respondent stands behind each label of a transcript.
///
/// From sure to less sure: the header's `respondents: Label = ID; …`, a label that is a known id, a
/// pseudonym among the respondents that the header names (or of its neighbourhood), the header's
/// single `respondent`. Who is left becomes a respondent of his own, named after the file, and that
/// is said: nobody's words are lost, and nobody is merged on a guess.
package struct SpeakerResolution: Sendable, Equatable {
  /// For each speaker of the transcript: the respondent's id; nil for interviewers.
  package private(set) var respondents: [String?]
  package private(set) var notes: [Diagnostic] = []

  /// - Parameters:
  ///   - transcript: as read, with its header and speakers.
  ///   - stem: the file's name without folder and ending.
  ///   - known: the project's respondents.
  package init(_ transcript: Transcript, stem: String, known: KnownRespondents) {
    respondents = Array(repeating: nil, count: transcript.speakers.count)
    let header = HeaderRespondents(transcript)
    var unresolved: [Int] = []
    for (number, speaker) in transcript.speakers.enumerated() where speaker.part == .respondent {
      let label = speaker.label.comparable
      let id =
        header.byLabel[label] ?? known.id(label)
        ?? known.id(pseudonym: label, among: header.ids, of: transcript.neighbourhood)
      if let id {
        respondents[number] = id
      } else {
        unresolved.append(number)
      }
    }
    assign(unresolved, transcript, header, stem: stem)
    reportUnknown(header, known)
    reportSilent(header, transcript)
  }

  private mutating func assign(
    _ unresolved: [Int], _ transcript: Transcript, _ header: HeaderRespondents, stem: String
  ) {
    let free = header.ids.filter { !respondents.contains($0) }
    let speakers = transcript.speakers.filter { $0.part == .respondent }
    if unresolved.count == 1, free.count == 1 {
      respondents[unresolved[0]] = free[0]
    } else if unresolved.count == 1, speakers.count == 1, header.ids.isEmpty {
      respondents[unresolved[0]] = stem
      notes.append(
        Diagnostic(
          .note, .namedAfterFile(stem), at: transcript.speakers[unresolved[0]].place,
          hint: "write 'respondent: ID' in the header to say who it is"))
    } else {
      for number in unresolved {
        let speaker = transcript.speakers[number]
        respondents[number] = "\(stem)/\(speaker.label)"
        notes.append(
          Diagnostic(
            .warning, .unknownLabel(speaker.label), at: speaker.place,
            hint: "write 'respondents: \(speaker.label) = ID; …' in the header"))
      }
    }
  }

  private mutating func reportUnknown(
    _ header: HeaderRespondents, _ known: KnownRespondents
  ) {
    guard !known.isEmpty, let place = header.place else { return }
    for id in header.ids where !known.contains(id) {
      notes.append(
        Diagnostic(
          .warning, .notInTable(id), at: place, hint: "add a row '\(id),…' or correct the header"))
    }
  }

  private mutating func reportSilent(_ header: HeaderRespondents, _ transcript: Transcript) {
    guard let place = header.place else { return }
    guard transcript.kind == .interview else {
      notes.append(
        Diagnostic(
          .warning, .unlabelled(header.ids), at: place,
          hint: "label who speaks ('R: …'), or remove the respondent from the header"))
      return
    }
    for id in header.ids where !respondents.contains(id) {
      notes.append(
        Diagnostic(
          .warning, .silent(id), at: place, hint: "no label in the text is this respondent's"))
    }
  }
}

/// The respondents that a header names: `respondent: MW-03`, `respondents: Ria = MW-10; Joop = MW-11`.
private struct HeaderRespondents {
  var ids: [String] = []
  var byLabel: [String: String] = [:]
  var place: Place?

  init(_ transcript: Transcript) {
    for field in transcript.header
    where ["respondent", "respondents", "respondenten"].contains(field.key) {
      place = place ?? field.place
      for entry in field.value.split(whereSeparator: { $0 == ";" || $0 == "," }) {
        let sides = entry.split(separator: "=", maxSplits: 1).map { $0.trimmed }
        guard let id = sides.last, !id.isEmpty else { continue }
        if !ids.contains(id) { ids.append(id) }
        if byLabel[id.comparable] == nil { byLabel[id.comparable] = id }
        if sides.count == 2 { byLabel[sides[0].comparable] = id }
      }
    }
  }
}

/// A project's respondents, to be found by id or pseudonym without regard to case and diacritics.
///
/// Building it is O(respondents), a look-up O(1).
package struct KnownRespondents: Sendable {
  private var ids: Set<String> = []
  private var byID: [String: String] = [:]
  private var byPseudonym: [String: [KnownRespondent]] = [:]

  package init(_ respondents: [KnownRespondent]) {
    // Of ids alike but for case the first in order stays.
    for respondent in respondents.sorted(by: { $0.id > $1.id }) {
      ids.insert(respondent.id)
      byID[respondent.id.comparable] = respondent.id
      if let pseudonym = respondent.pseudonym {
        byPseudonym[pseudonym.comparable, default: []].append(respondent)
      }
    }
  }

  package var isEmpty: Bool { ids.isEmpty }
  package func contains(_ id: String) -> Bool { ids.contains(id) }

  fileprivate func id(_ label: String) -> String? { byID[label] }

  /// Among some ids, or without any of a neighbourhood; nil when nobody or more than one has it.
  fileprivate func id(
    pseudonym: String, among candidates: [String], of neighbourhood: String?
  ) -> String? {
    let found = (byPseudonym[pseudonym] ?? []).filter { respondent in
      candidates.isEmpty
        ? neighbourhood != nil && respondent.neighbourhood == neighbourhood
        : candidates.contains(respondent.id)
    }
    return found.count == 1 ? found[0].id : nil
  }
}

extension Transcript {
  package var neighbourhood: String? {
    (field("neighbourhood") ?? field("wijk") ?? field("buurt"))?.value
  }
}

extension String {
  /// Folded and without outer white space.
  fileprivate var comparable: String {
    String(decoding: Folding.fold(String(self[...].trimmed)), as: UTF8.self)
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var rest = self
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}

extension Diagnostic.Message {
  fileprivate static func namedAfterFile(_ stem: String) -> Self {
    "nothing says who the respondent is, so it is named after the file: '\(stem)'"
  }
  fileprivate static func unknownLabel(_ label: String) -> Self {
    "the speaker '\(label)' is no known respondent, and is kept as one of this file alone"
  }
  fileprivate static func notInTable(_ id: String) -> Self {
    "the respondent '\(id)' is not in the table of respondents"
  }
  fileprivate static func unlabelled(_ ids: [String]) -> Self {
    "the header names \(ids.joined(separator: ", ")), but no turn is labelled: kept as a document"
  }
  fileprivate static func silent(_ id: String) -> Self {
    "the respondent '\(id)' says nothing here"
  }
}
