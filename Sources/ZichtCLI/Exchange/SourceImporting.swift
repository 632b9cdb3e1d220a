import Coding
import CommandLineKit
import Exchange
import Formats
import Project

/// Records the texts of another program's file as transcripts, and its cases as respondents.
struct SourceImporting {
  private let project: Project
  private let exchange: ExchangeProject
  private let file: String
  private let reader: String
  private let surroundings: Surroundings
  /// By GUID of the source: the version that its codings stand on.
  private(set) var versions: [String: Int] = [:]

  init(
    _ project: Project, _ exchange: ExchangeProject, file: String, reader: String,
    _ surroundings: Surroundings
  ) {
    (self.project, self.exchange, self.file) = (project, exchange, file)
    (self.reader, self.surroundings) = (reader, surroundings)
  }

  // MARK: Cases

  /// Cases become respondents; what the project knows of a respondent stays.
  func recordCases(_ report: inout ImportReport) throws {
    let withdrawn = try project.withdrawnRespondents()
    let names = Dictionary(exchange.variables.map { ($0.guid, $0.name) }) { first, _ in first }
    var rows: [AttributeRow] = []
    for item in exchange.cases where !item.name.isEmpty {
      if let event = withdrawn.event(named: item.name) {
        report.leaveOut("Case '\(item.name)'", "this respondent withdrew (event \(event))")
        continue
      }
      var attributes = try project.attributes(ofRespondentNamed: item.name) ?? []
      for value in item.values {
        guard let name = names[value.variable]?.lowercased(), !name.isEmpty, !value.text.isEmpty
        else { continue }
        let known = attributes.first { $0.name == name }
        if let known, known.value != value.text {
          report.leaveOut(
            "\(name) '\(value.text)' of case '\(item.name)'", "here it is '\(known.value)'")
        } else if known == nil {
          attributes.append(Attribute(name: name, value: value.text))
        }
      }
      rows.append(AttributeRow(id: item.name, attributes: attributes, place: Place(file: file)))
    }
    let recorded = try project.record(respondents: rows, uids: try newIdentities())
    report.respondents.added = recorded.added
    report.respondents.known = recorded.changed + recorded.unchanged
  }

  /// The cases' own identities, where no respondent has them.
  private func newIdentities() throws -> [String: String] {
    let taken = try project.respondentIdentities()
    var uids: [String: String] = [:]
    for item in exchange.cases where uids[item.name] == nil {
      let uid = ExchangeNames.uid(ofGUID: item.guid)
      if !taken.contains(uid), !uids.values.contains(uid) { uids[item.name] = uid }
    }
    return uids
  }

  // MARK: Sources

  mutating func recordSources(_ report: inout ImportReport) throws {
    let recorder = try TranscriptRecorder(project)
    let known = KnownRespondents(try project.knownRespondents())
    var taken = Set(try project.transcriptNames())
    for source in exchange.sources {
      try Interrupt.check()
      if let convention = source.convention { report.conventions.append((source.name, convention)) }
      if let version = try standing(source) {
        versions[source.guid] = version
        report.transcripts.known += 1
        continue
      }
      // The same source with another text was edited elsewhere: a new version of its transcript.
      let edited = try project.version(ofTranscript: ExchangeNames.uid(ofGUID: source.guid))?.name
      guard let prepared = prepare(source, asVersionOf: edited, known, taken, &report) else {
        continue
      }
      let outcome = try recorder.outcome(
        name: prepared.transcript.name, sha256: prepared.transcript.sha256)
      if case .withdrawn(let event) = outcome {
        report.leaveOut(
          "TextSource '\(source.name)'", "it holds words of somebody who withdrew (event \(event))")
        continue
      }
      if case .pseudonymised(let event) = outcome {
        report.leaveOut(
          "TextSource '\(source.name)'", "its names were replaced by pseudonyms (event \(event))")
        continue
      }
      let uid = ExchangeNames.uid(ofGUID: source.guid)
      try recorder.record(
        prepared.transcript, respondents: prepared.respondents, as: outcome,
        uid: try project.hasTranscript(uid) ? nil : uid)
      taken.insert(prepared.transcript.name)
      versions[source.guid] = try project.version(named: prepared.transcript.name).id
      report.transcripts.added += 1
    }
    try recorder.finish()
  }

  /// The version in force that has the source's text: by its identity, or to the letter.
  private func standing(_ source: ExchangeProject.Source) throws -> Int? {
    let uid = ExchangeNames.uid(ofGUID: source.guid)
    if let known = try project.version(ofTranscript: uid),
      known.text.elementsEqual(source.text.utf8)
    {
      return known.id
    }
    return try project.version(withText: source.text)?.id
  }

  private func prepare(
    _ source: ExchangeProject.Source, asVersionOf edited: String?, _ known: KnownRespondents,
    _ taken: Set<String>, _ report: inout ImportReport
  ) -> (transcript: PreparedTranscript, respondents: [String?])? {
    let name = edited ?? name(of: source, taken)
    let bytes = Array(source.text.utf8)
    let result = PlainText.read(bytes, file: name)
    guard var transcript = result.transcript, transcript.text.utf8 == bytes else {
      let why = result.diagnostics.first { $0.severity == .error }?.message.text
      report.leaveOut("TextSource '\(source.name)'", why ?? "its text can't be kept to the letter")
      return nil
    }
    transcript.reader = reader
    addVariables(of: source, to: &transcript)
    let cases = exchange.cases.filter { item in
      item.sources.contains(source.guid)
        || item.selections.contains { guid in source.selections.contains { $0.guid == guid } }
    }
    if transcript.speakers.isEmpty, cases.count == 1 { transcript.give(to: cases[0].name) }
    let prepared = PreparedTranscript(
      name: name, path: file, bytes: bytes, transcript: transcript, surroundings: surroundings)
    let resolution = SpeakerResolution(
      transcript, stem: FileSystem.stem(of: name), known: known)
    var respondents = resolution.respondents
    let speaking = transcript.speakers.indices.filter {
      transcript.speakers[$0].part == .respondent
    }
    if speaking.count == 1, cases.count == 1 { respondents[speaking[0]] = cases[0].name }
    report.notes += resolution.notes.filter { $0.severity == .warning }.map {
      "\(name): \($0.message.text)"
    }
    return (prepared, respondents)
  }

  /// The source's name, or another where the project has that for another text.
  private func name(of source: ExchangeProject.Source, _ taken: Set<String>) -> String {
    let base = source.name.isEmpty ? "source-\(source.guid.prefix(8))" : source.name
    guard taken.contains(base) else { return base }
    return (2...).lazy.map { "\(base) (\($0))" }.first { !taken.contains($0) } ?? base
  }

  /// What the file says of the source beside its text stands with what its header says.
  private func addVariables(of source: ExchangeProject.Source, to transcript: inout Transcript) {
    let names = Dictionary(exchange.variables.map { ($0.guid, $0.name) }) { first, _ in first }
    for value in source.values {
      guard let key = names[value.variable]?.lowercased(), !key.isEmpty,
        transcript.field(key) == nil
      else { continue }
      transcript.header.append(
        HeaderField(key: key, value: value.text, place: Place(file: file)))
    }
  }
}

extension Transcript {
  /// Makes a text without labels, which a case is about, the words of that one person.
  fileprivate mutating func give(to name: String) {
    guard !turns.isEmpty else { return }
    kind = .interview
    let place = field("respondent")?.place ?? Place(file: "")
    speakers = [Speaker(label: name, part: .respondent, place: place)]
    for index in turns.indices { turns[index].speaker = 0 }
  }
}
