import Coding
import SQLite

/// What replacing names did, or would do.
package struct ReplacedNames: Sendable, Equatable {
  package struct Transcript: Sendable, Equatable {
    package var name: String
    package var places: Int
  }

  package var transcripts: [Transcript] = []
  /// Places by kind, of the texts.
  package var kinds: [IdentifierKind: Int] = [:]
  /// Respondents whose name or attributes held names.
  package var respondents = 0
  package var reanchored = Reanchored()
  /// The event that says so; nil where nothing was to be done, and of a plan.
  package var event: Int?

  package var places: Int { transcripts.reduce(0) { $0 + $1.places } }
  package var isEmpty: Bool { transcripts.isEmpty && respondents == 0 }
}

extension ReadTranscript {
  /// As a survey and a replacer read it.
  package func surveyed(people: [String] = []) -> SurveyedText {
    SurveyedText(
      name: name, text: transcript.text, turns: transcript.turns.map(\.range), people: people)
  }
}

/// Replaces names in transcripts, each in a new version, inside one `change`.
///
/// Codings, decisions and readings follow. The ledger learns how many places there were of each kind,
/// and the id of the key: no name, and no pseudonym.
package final class PseudonymRecorder {
  private let project: Project
  private let names: NameReplacer
  private let key: String
  private let recorder: TranscriptRecorder
  private var replaced = ReplacedNames()
  private var versions: [JSON] = []

  /// - Precondition: inside `Project.change`.
  package init(_ project: Project, _ names: NameReplacer, key: String) throws {
    (self.project, self.names, self.key) = (project, names, key)
    recorder = try TranscriptRecorder(project)
  }

  /// Records a new version where a name stands in the text, in a label or in the header.
  package func record(_ read: ReadTranscript) throws {
    let hits = names.edits(in: read.transcript.text, stretches: read.surveyed().stretches)
    let transcript = replacing(hits, in: read.transcript)
    guard
      !hits.isEmpty || transcript.header.map(\.value) != read.transcript.header.map(\.value)
        || transcript.speakers.map(\.label) != read.transcript.speakers.map(\.label)
    else { return }
    let prepared = PreparedTranscript(
      name: read.name, path: read.name, bytes: transcript.text.utf8, transcript: transcript,
      surroundings: project.surroundings)
    let version = try recorder.nextVersion(of: read.name)
    try recorder.record(
      prepared, respondents: read.respondents, as: .newVersion(version),
      edits: codePoints(of: hits, in: read.transcript.text))
    versions.append([
      "transcript": .string(try project.uid(ofTranscript: read.name)), "version": .integer(version),
    ])
    replaced.transcripts.append(.init(name: read.name, places: hits.count))
    for hit in hits { replaced.kinds[names.entries[hit.entry].kind, default: 0] += 1 }
  }

  /// The transcript with its text, turns, labels and header renewed; who speaks stays who speaks.
  private func replacing(_ hits: [NameReplacer.Hit], in old: Transcript) -> Transcript {
    let (text, map) = names.applying(hits, to: old.text)
    var new = old
    (new.text, new.encoding, new.reader) = (text, "utf-8", "pseudonyms/1")
    for index in new.turns.indices {
      new.turns[index].range = map.place(of: old.turns[index].range)
    }
    for index in new.speakers.indices {
      new.speakers[index].label = names.replacing(in: old.speakers[index].label)
    }
    for index in new.header.indices where !StudyPlaces.has(old.header[index].key) {
      new.header[index].value = names.replacing(in: old.header[index].value)
    }
    if let mapping = old.mapping {
      new.mapping?.written = mapping.written.map { $0.map(names.replacing) }
      new.mapping?.dropped = mapping.dropped.map(names.replacing)
    }
    return new
  }

  private func codePoints(of hits: [NameReplacer.Hit], in text: SourceText) -> EditMap {
    var points = CodePoints(text)
    return EditMap(
      hits.map { hit in
        let start = points.offset(ofByte: hit.range.lowerBound)
        let length = names.entries[hit.entry].replacement?.unicodeScalars.count ?? 0
        return (range: start..<points.offset(ofByte: hit.range.upperBound), length: length)
      })
  }

  /// Renames respondents, and replaces names in what tables say of them; they stay who they are.
  ///
  /// What says where they live stays: the study is analysed by it.
  package func recordRespondents() throws {
    let known = try project.connection.all(
      "SELECT id, uid, name FROM respondent WHERE undone IS NULL AND withdrawn IS NULL ORDER BY id"
    ) { (id: $0.integer(0), uid: $0.text(1), name: $0.text(2)) }
    // A respondent may be known by the name of a file, in lower case.
    let inAnyCase = names.ignoringCase
    var taken = Set(try project.connection.all("SELECT name FROM respondent") { $0.text(0) })
    var rows: [JSON] = []
    for respondent in known {
      let attributes = try project.attributes(ofRespondent: respondent.id)
      let new = attributes.map { attribute in
        let isPlace = StudyPlaces.has(attribute.name)
        return Attribute(
          name: attribute.name,
          value: isPlace ? attribute.value : names.replacing(in: attribute.value))
      }
      let name = free(inAnyCase.replacing(in: respondent.name), insteadOf: respondent.name, &taken)
      guard name != respondent.name || new != attributes else { continue }
      let content = try project.commit(["id": .string(name), "attributes": new.json])
      rows.append(["uid": .string(respondent.uid), "content": content])
    }
    guard !rows.isEmpty else { return }
    try project.append(.respondentsRecorded, ["respondents": .array(rows)])
    replaced.respondents = rows.count
  }

  /// Two respondents can't have one name, even where they got one pseudonym.
  private func free(_ name: String, insteadOf old: String, _ taken: inout Set<String>) -> String {
    guard name != old else { return old }
    var (free, number) = (name, 1)
    while taken.contains(free) {
      number += 1
      free = "\(name) (\(number))"
    }
    taken.insert(free)
    return free
  }

  /// Tells the ledger what was done.
  ///
  /// Call it once, after all transcripts.
  package func finish() throws -> ReplacedNames {
    try recorder.finish()
    replaced.reanchored = recorder.reanchored
    guard !replaced.isEmpty else { return replaced }
    let kinds = replaced.kinds.sorted { $0.key < $1.key }.map {
      ($0.key.name, JSON.integer($0.value))
    }
    replaced.event = try project.append(
      .namesReplaced,
      [
        "transcripts": .integer(replaced.transcripts.count), "places": .integer(replaced.places),
        "respondents": .integer(replaced.respondents), "kinds": .object(kinds),
        "key": .string(key), "versions": .array(versions),
      ])
    return replaced
  }
}
