import Coding
import Formats
import Foundation
import Project
import SQLite
import Synchronization
import TestSupport
import Testing

/// Several people with a project file each, under one clock.
final class Team {
  let folder: TemporaryFolder
  private let clock = Tick()
  private let draws = Tick()
  private var files = 0

  init() throws { folder = try TemporaryFolder() }

  private final class Tick: Sendable {
    private let value = Atomic<Int>(0)
    func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).newValue }
  }

  func surroundings(_ coder: String) -> Surroundings {
    Surroundings(
      now: { [clock] in 1_577_836_800_000 + 60_000 * clock.next() },
      random: { [draws] count in
        var generator = Seeded(UInt64(draws.next()))
        return generator.bytes(count)
      }, coder: coder, program: "zicht test")
  }

  func newPath() -> String {
    files += 1
    return folder.file("file-\(files).zicht")
  }

  func start(_ coder: String) throws -> Laptop {
    let path = newPath()
    return Laptop(
      team: self, path: path, coder: coder,
      project: try Project.create(path: path, surroundings: surroundings(coder)))
  }

  /// A copy of a file, for somebody else or for a try.
  func copy(_ laptop: Laptop, for coder: String? = nil) throws -> Laptop {
    let path = newPath()
    try FileManager.default.copyItem(atPath: laptop.path, toPath: path)
    let coder = coder ?? laptop.coder
    return Laptop(
      team: self, path: path, coder: coder,
      project: try Project.open(path: path, for: .write, surroundings: surroundings(coder)))
  }

  /// What is in a copy of the first after the others were merged into it, one after another.
  func merged(_ laptops: Laptop...) throws -> Laptop {
    let result = try copy(laptops[0])
    for other in laptops.dropFirst() { try result.merge(other) }
    return result
  }
}

/// One person with one project file.
final class Laptop {
  let team: Team
  let path: String
  let coder: String
  let project: Project

  init(team: Team, path: String, coder: String, project: Project) {
    (self.team, self.path, self.coder, self.project) = (team, path, coder, project)
  }

  @discardableResult
  func merge(
    _ other: Laptop, preferring preference: MergePreference = .later
  ) throws -> MergeReport {
    let opened = try Project.open(
      path: other.path, for: .read, surroundings: team.surroundings("reader"))
    return try opened.read {
      try project.change { try project.merge(opened, preferring: preference) }
    }
  }

  func content() throws -> [String] { try project.contentListing() }

  @discardableResult
  func ingest(_ name: String, _ text: String) throws -> TranscriptRecorder.Outcome {
    try project.change {
      let recorder = try TranscriptRecorder(project)
      let bytes = Array(text.utf8)
      guard let transcript = readTranscript(bytes, file: name).transcript else {
        throw ProjectError.unknown("no transcript", hint: nil)
      }
      let prepared = PreparedTranscript(
        name: name, path: name, bytes: bytes, transcript: transcript,
        surroundings: team.surroundings(coder))
      let outcome = try recorder.outcome(name: name, sha256: prepared.sha256)
      let known = KnownRespondents(try project.knownRespondents())
      let speakers = SpeakerResolution(prepared.transcript, stem: name, known: known)
      try recorder.record(prepared, respondents: speakers.respondents, as: outcome)
      try recorder.finish()
      return outcome
    }
  }

  @discardableResult
  func add(_ codebook: String) throws -> Project.CodebookOutcome {
    let codebook = try CodebookReader.read(SourceText(codebook), file: "codebook")
    return try project.change { try project.record(codebook) }
  }

  func apply() throws { _ = try project.change { try project.applyRules { _ in } } }

  func respondent(_ name: String, _ attributes: [(String, String)]) throws {
    _ = try project.change {
      try project.record(respondents: [
        AttributeRow(
          id: name, attributes: attributes.map { Attribute(name: $0.0, value: $0.1) },
          place: Place(file: "table"))
      ])
    }
  }

  @discardableResult
  func code(_ words: String, in file: String, as code: String) throws -> SegmentRow {
    let version = try project.version(named: file).id
    return try project.change {
      try project.code(
        self.place(of: words, in: version), of: version, with: project.code(named: code))
    }
  }

  /// Where words stand for the first time.
  func place(of words: String, in version: Int) throws -> Range<Int> {
    let text = Array(
      String(decoding: try project.text(ofVersion: version), as: UTF8.self).unicodeScalars)
    let sought = Array(words.unicodeScalars)
    let start = (0...max(0, text.count - sought.count)).first { text[$0...].starts(with: sought) }
    let found = try #require(start)
    return found..<found + sought.count
  }

  func words(at range: Range<Int>, of version: Int) throws -> String {
    QuoteReader(try project.text(ofVersion: version)).quote(range)
  }

  func segments(_ statuses: Set<SegmentStatus> = Set(SegmentStatus.allCases)) throws -> [SegmentRow]
  {
    var query = SegmentQuery()
    query.statuses = statuses
    query.withReferences = true
    var rows: [SegmentRow] = []
    try project.forEachSegment(query) { rows.append($0) }
    return rows
  }

  /// The words of each coding by hand, in order.
  func quotes() throws -> [String] {
    try segments().filter { $0.origin == .hand }.map {
      QuoteReader(try project.text(ofVersion: $0.version)).quote($0.start..<$0.end)
    }
  }

  func decide(_ segment: SegmentRow, _ verdict: SegmentStatus?) throws {
    _ = try project.change { try project.decide(segment, verdict, reason: nil) }
  }

  func undo() throws { _ = try project.change { try project.undo(project.lastAct()) } }

  func check(_ what: String) throws {
    for problem in try project.verify().problems { Issue.record("\(what): \(problem)") }
  }
}
