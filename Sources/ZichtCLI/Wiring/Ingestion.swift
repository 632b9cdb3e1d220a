import Coding
import CommandLineKit
import Formats
import Project

/// Reads material on all cores and records it in one change of the project.
struct Ingestion {
  let project: Project
  let material: Material
  let surroundings: Surroundings
  var isStrict = false

  /// What was done, or would be.
  struct Report {
    var added: [String] = []
    var newVersions: [(name: String, number: Int)] = []
    var unchanged = 0
    var duplicates: [(name: String, of: String)] = []
    var skipped: [String] = []
    var documents = 0
    var words = 0
    var bytes = 0
    var respondents = RecordedRows()
    var neighbourhoods = RecordedRows()
    var reanchored = Reanchored()
    /// Respondents of the table who speak nowhere.
    var silent: [String] = []
    var diagnostics: [Diagnostic] = []
    var isRefused = false
  }

  /// A file after reading: its transcript, or why there is none.
  private enum Reading: Sendable {
    case transcript(PreparedTranscript, [Diagnostic], size: Int)
    case failure(String, [Diagnostic], size: Int)
  }

  func run(_ io: IO) throws -> Report {
    if isStrict {
      let rehearsal = try rehearse(io)
      if rehearsal.diagnostics.count(.error) > 0 {
        var refused = rehearsal
        refused.isRefused = true
        return refused
      }
    }
    return try project.change { try record(io) }
  }

  /// The same without recording anything.
  func rehearse(_ io: IO) throws -> Report {
    var report = Report()
    report.diagnostics = material.leftAlone
    let tables = try readTables(&report)
    let known = KnownRespondents(
      try project.knownRespondents() + tables.respondents.map(\.known))
    let withdrawn = try project.withdrawnRespondents()
    let recorder = try TranscriptRecorder(project)
    let names = TranscriptNames(try project.transcriptNames())
    try readAll(io) { reading in
      try add(reading, to: &report, names, recorder, known, withdrawn) { _, _, _ in }
    }
    return report
  }

  private func record(_ io: IO) throws -> Report {
    var report = Report()
    report.diagnostics = material.leftAlone
    let tables = try readTables(&report)
    let withdrawn = try project.withdrawnRespondents()
    report.respondents = try project.record(respondents: tables.respondents)
    report.neighbourhoods = try project.record(neighbourhoods: tables.neighbourhoods)
    let known = KnownRespondents(try project.knownRespondents())
    let recorder = try TranscriptRecorder(project)
    let names = TranscriptNames(try project.transcriptNames())
    try readAll(io) { reading in
      try add(reading, to: &report, names, recorder, known, withdrawn) {
        prepared, respondents, outcome in
        try recorder.record(prepared, respondents: respondents, as: outcome)
      }
    }
    try recorder.finish()
    report.reanchored = recorder.reanchored
    report.silent = try project.silentRespondents()
    return report
  }

  private func readTables(
    _ report: inout Report
  ) throws -> (respondents: [AttributeRow], neighbourhoods: [AttributeRow]) {
    var (respondents, neighbourhoods): ([AttributeRow], [AttributeRow]) = ([], [])
    for path in material.respondents {
      respondents += read(path, &report) { readRespondents($0, file: path) }
    }
    for path in material.neighbourhoods {
      neighbourhoods += read(path, &report) { readNeighbourhoods($0, file: path) }
    }
    let withdrawn = try project.withdrawnRespondents()
    let (gone, left) = respondents.parted { withdrawn.event(named: $0.id) != nil }
    report.diagnostics += gone.map { row in
      Diagnostic(
        .warning, .withdrawnRow(row.id, withdrawn.event(named: row.id) ?? 0), at: row.place,
        hint: "take the row out of the table")
    }
    return (left, neighbourhoods)
  }

  private func read(
    _ path: String, _ report: inout Report,
    _ reader: ([UInt8]) -> (rows: [AttributeRow], diagnostics: [Diagnostic])
  ) -> [AttributeRow] {
    do throws(FileFailure) {
      let (rows, diagnostics) = reader(try FileSystem.read(path))
      report.diagnostics += diagnostics
      return rows
    } catch {
      report.diagnostics.append(
        Diagnostic(.error, .unreadable(error.reason), at: Place(file: path)))
      return []
    }
  }

  /// Reads the transcripts side by side and hands them over in order.
  private func readAll(_ io: IO, _ consume: (Reading) throws -> Void) throws {
    let progress = Progress(
      io, label: "ingest", total: material.transcripts.count, unit: "files")
    defer { progress.finish() }
    let surroundings = surroundings
    try parallelMap(material.transcripts) { file in
      Self.read(file, surroundings)
    } consume: { reading in
      try Interrupt.check()
      try consume(reading)
      switch reading {
      case .transcript(_, _, let size), .failure(_, _, let size): progress.advance(bytes: size)
      }
    }
  }

  private static func read(_ file: Material.File, _ surroundings: Surroundings) -> Reading {
    do throws(FileFailure) {
      let bytes = try FileSystem.read(file.path)
      let result = readTranscript(bytes, file: file.path)
      guard let transcript = result.transcript else {
        return .failure(file.path, result.diagnostics, size: bytes.count)
      }
      let prepared = PreparedTranscript(
        name: file.name, path: file.path, bytes: bytes, transcript: transcript,
        surroundings: surroundings)
      guard !prepared.isEmpty else {
        let finding = Diagnostic(
          .error, .noWords, at: Place(file: file.path),
          hint: "a header alone is no transcript; remove the file or add its text")
        return .failure(file.path, [finding], size: bytes.count)
      }
      return .transcript(prepared, result.diagnostics, size: bytes.count)
    } catch {
      let finding = Diagnostic(.error, .unreadable(error.reason), at: Place(file: file.path))
      return .failure(file.path, [finding], size: 0)
    }
  }

  private func add(
    _ reading: Reading, to report: inout Report, _ names: TranscriptNames,
    _ recorder: TranscriptRecorder, _ known: KnownRespondents,
    _ withdrawn: WithdrawnRespondents,
    record: (PreparedTranscript, [String?], TranscriptRecorder.Outcome) throws -> Void
  ) throws {
    switch reading {
    case .failure(let path, let diagnostics, let size):
      report.skipped.append(path)
      report.diagnostics += diagnostics
      report.bytes += size
    case .transcript(var prepared, let diagnostics, let size):
      prepared.name = names.name(for: prepared)
      report.bytes += size
      let outcome = try recorder.outcome(name: prepared.name, sha256: prepared.sha256)
      let resolution = SpeakerResolution(
        prepared.transcript, stem: FileSystem.stem(of: prepared.name), known: known)
      if let event = withdrawn.event(of: outcome, prepared, resolution) {
        report.skipped.append(prepared.path)
        report.diagnostics.append(
          Diagnostic(
            .error, .withdrawnWords(event), at: Place(file: prepared.path),
            hint: "remove the file, or of a group interview the turns of who withdrew"))
        return
      }
      if case .newVersion = outcome,
        let others = try project.strangers(to: resolution.respondents, in: prepared.name)
      {
        report.skipped.append(prepared.path)
        report.diagnostics.append(
          Diagnostic(
            .error, .anotherInterview(prepared.name, others), at: Place(file: prepared.path),
            hint: "rename the file, or give the folder above both; a correction keeps a respondent")
        )
        return
      }
      report.note(outcome, prepared)
      switch outcome {
      case .unchanged, .duplicate, .withdrawn: return
      case .added, .newVersion: break
      }
      report.diagnostics += diagnostics + resolution.notes
      report.words += prepared.respondentWords
      if prepared.transcript.kind == .document { report.documents += 1 }
      try record(prepared, resolution.respondents, outcome)
    }
  }
}

/// Finds the name that a file has in the project already, so that `zicht ingest moerwijk/mw-01.txt`
/// and `zicht ingest Corpus` mean the same transcript.
private struct TranscriptNames {
  private let known: Set<String>
  private let folder = FileSystem.currentDirectory
  init(_ names: [String]) { known = Set(names) }

  /// A file found below a folder has its own name there; one that was named itself may be known by
  /// a longer one.
  func name(for prepared: PreparedTranscript) -> String {
    if known.contains(prepared.name) || prepared.name.contains("/") { return prepared.name }
    var suffix = FileSystem.absolute(prepared.path, from: folder).dropFirst()
    while !suffix.isEmpty {
      if known.contains(String(suffix)) { return String(suffix) }
      guard let slash = suffix.firstIndex(of: "/") else { break }
      suffix = suffix[suffix.index(after: slash)...]
    }
    return prepared.name
  }
}

extension WithdrawnRespondents {
  /// The withdrawal that keeps a file out: by its bytes, by a respondent's name, or by the label that
  /// was erased from the same transcript.
  fileprivate func event(
    of outcome: TranscriptRecorder.Outcome, _ prepared: PreparedTranscript,
    _ resolution: SpeakerResolution
  ) -> Int? {
    if case .withdrawn(let event) = outcome { return event }
    let named = resolution.respondents.lazy.compactMap { $0 }.compactMap { event(named: $0) }
    let labelled = prepared.transcript.speakers.lazy.filter { $0.part == .respondent }
      .compactMap { event(labelled: $0.label, in: prepared.name) }
    return named.first ?? labelled.first
  }
}

extension Array {
  /// Those that pass and those that don't, each in order.
  fileprivate func parted(_ test: (Element) -> Bool) -> (passed: [Element], rest: [Element]) {
    (filter(test), filter { !test($0) })
  }
}

extension AttributeRow {
  fileprivate var known: KnownRespondent {
    KnownRespondent(
      id: id, pseudonym: self["pseudonym"] ?? self["pseudoniem"],
      neighbourhood: self["neighbourhood"] ?? self["wijk"])
  }
}

extension Ingestion.Report {
  fileprivate mutating func note(
    _ outcome: TranscriptRecorder.Outcome, _ prepared: PreparedTranscript
  ) {
    switch outcome {
    case .added: added.append(prepared.name)
    case .newVersion(let number): newVersions.append((prepared.name, number))
    case .withdrawn: break
    case .unchanged: unchanged += 1
    case .duplicate(let other):
      duplicates.append((prepared.name, other))
      diagnostics.append(
        Diagnostic(
          .warning, .duplicate(other), at: Place(file: prepared.path),
          hint: "remove one of the two files"))
    }
  }

  /// Nothing at all could be read: neither a transcript nor a row of a table.
  var isFailure: Bool {
    let read = added.count + newVersions.count + unchanged + duplicates.count
    let rows = respondents.added + respondents.changed + respondents.unchanged
    return !isRefused && read == 0 && rows == 0 && diagnostics.count(.error) > 0
  }

  /// What a person reads at the end.
  func lines(isRehearsal: Bool) -> [String] {
    var lines: [String] = []
    let verb = isRehearsal ? "would read" : "read"
    var parts = [counted(added.count, "new transcript")]
    if !newVersions.isEmpty { parts.append(counted(newVersions.count, "new version")) }
    if unchanged > 0 { parts.append("\(grouped(unchanged)) unchanged") }
    if !duplicates.isEmpty { parts.append(counted(duplicates.count, "duplicate") + " left out") }
    if !skipped.isEmpty { parts.append("\(grouped(skipped.count)) skipped with errors") }
    lines.append("\(verb) " + parts.joined(separator: ", "))
    if words > 0 { lines.append("\(counted(words, "respondents' word", "words of respondents"))") }
    if documents > 0 { lines.append("\(counted(documents, "document")) without speakers") }
    for (name, number) in newVersions { lines.append("version \(number) of \(name)") }
    if reanchored.followed > 0 {
      lines.append(
        "\(counted(reanchored.followed, "coding")) followed "
          + "\(reanchored.followed == 1 ? "its" : "their") words")
    }
    if reanchored.toReview > 0 {
      lines.append(
        "\(counted(reanchored.toReview, "coding")) lost "
          + "\(reanchored.toReview == 1 ? "its" : "their") place: see zicht orphans")
    }
    if !silent.isEmpty {
      lines.append("in the table, but in no transcript: " + silent.joined(separator: ", "))
    }
    if respondents != RecordedRows() { lines.append("respondents: \(respondents.text)") }
    if neighbourhoods != RecordedRows() { lines.append("neighbourhoods: \(neighbourhoods.text)") }
    if respondents.changed + neighbourhoods.changed > 0 {
      lines.append("zicht apply lets the rules that ask who speaks look again")
    }
    return lines
  }

  var json: JSON {
    [
      "added": .strings(added),
      "new_versions": .array(
        newVersions.map { ["file": .string($0.name), "version": .integer($0.number)] }),
      "unchanged": .integer(unchanged),
      "duplicates": .array(
        duplicates.map { ["file": .string($0.name), "of": .string($0.of)] }),
      "codings_followed": .integer(reanchored.followed),
      "codings_to_review": .integer(reanchored.toReview),
      "silent_respondents": .strings(silent),
      "skipped": .strings(skipped), "respondent_words": .integer(words),
      "respondents": respondents.json, "neighbourhoods": neighbourhoods.json,
      "diagnostics": .array(diagnostics.map(\.json)),
    ]
  }
}

extension RecordedRows {
  var text: String { "\(added) added, \(changed) changed, \(unchanged) unchanged" }
  var json: JSON {
    ["added": .integer(added), "changed": .integer(changed), "unchanged": .integer(unchanged)]
  }
}

extension Diagnostic {
  var json: JSON {
    [
      "severity": .string(severity.rawValue), "file": .string(place.file),
      "line": .integer(place.line), "column": .integer(place.column),
      "message": .string(message.text), "hint": hint.map { .string($0) } ?? .null,
    ]
  }
}

extension Diagnostic.Message {
  fileprivate static func unreadable(_ reason: String) -> Self { "can't be read: \(reason)" }
  fileprivate static func anotherInterview(_ name: String, _ others: [String]) -> Self {
    "'\(name)' is in the project as the interview with \(others.joined(separator: ", ")), and this is another"
  }
  fileprivate static func withdrawnRow(_ id: String, _ event: Int) -> Self {
    "'\(id)' withdrew (event \(event)), and stays erased"
  }
  fileprivate static func withdrawnWords(_ event: Int) -> Self {
    "it holds words of somebody who withdrew (event \(event)), and stays out"
  }
  fileprivate static let noWords: Self = "there are no words in it"
  fileprivate static func duplicate(_ other: String) -> Self {
    "the same content as '\(other)', and so left out"
  }
}
