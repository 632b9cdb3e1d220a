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
  var reader = SourceReader()

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
    var isRehearsal = false
    /// Of a rehearsal: what each file reads as.
    var readings: [RehearsedFile] = []
    /// The labels of each file before a map changed them.
    var labels: [(name: String, labels: [String])] = []
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
    report.isRehearsal = true
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
    report.noteUnusedRules(of: reader.map)
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
    report.noteUnusedRules(of: reader.map)
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
    let reader = reader
    try parallelMap(material.transcripts, threads: Processors.count) { file in
      Self.read(file, reader, surroundings)
    } consume: { reading in
      try Interrupt.check()
      try consume(reading)
      switch reading {
      case .transcript(_, _, let size), .failure(_, _, let size): progress.advance(bytes: size)
      }
    }
  }

  private static func read(
    _ file: Material.File, _ reader: SourceReader, _ surroundings: Surroundings
  ) -> Reading {
    let source = reader.read(file)
    guard let transcript = source.transcript else {
      return .failure(file.path, source.diagnostics, size: source.bytes.count)
    }
    let prepared = PreparedTranscript(
      name: file.name, path: file.path, bytes: source.bytes, transcript: transcript,
      surroundings: surroundings)
    guard !prepared.isEmpty else {
      let finding = Diagnostic(
        .error, .noWords, at: Place(file: file.path),
        hint: "a header alone is no transcript; remove the file or add its text")
      return .failure(file.path, [finding], size: source.bytes.count)
    }
    return .transcript(prepared, source.diagnostics, size: source.bytes.count)
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
      report.labels.append((prepared.name, prepared.transcript.labelsAsWritten))
      var outcome = try recorder.outcome(name: prepared.name, sha256: prepared.sha256)
      let isSameFile = outcome == .unchanged
      if isSameFile, prepared.transcript.mapping != nil {
        outcome = try recorder.outcome(ofReading: prepared)
      }
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
      if let fault = try fault(ofNames: outcome, in: prepared, isSameFile) {
        report.diagnostics.append(fault)
        guard fault.severity != .error else { return report.skipped.append(prepared.path) }
      }
      if case .newVersion = outcome, !isSameFile,
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
      if report.isRehearsal {
        report.readings.append(
          RehearsedFile(prepared, respondents: resolution.respondents, outcome: outcome))
      }
      switch outcome {
      case .unchanged, .duplicate, .withdrawn, .pseudonymised: return
      case .added, .newVersion: break
      }
      report.diagnostics += diagnostics + resolution.notes
      report.words += prepared.respondentWords
      if prepared.transcript.kind == .document { report.documents += 1 }
      try record(prepared, resolution.respondents, outcome)
    }
  }
}

extension Ingestion {
  /// Why a file would bring back names that were replaced, or may do so.
  private func fault(
    ofNames outcome: TranscriptRecorder.Outcome, in prepared: PreparedTranscript,
    _ isSameFile: Bool
  ) throws -> Diagnostic? {
    let place = Place(file: prepared.path)
    if case .pseudonymised(let event) = outcome {
      return Diagnostic(
        .error, .replacedNames(event), at: place,
        hint: "move the file to where the recordings are kept")
    }
    guard case .newVersion = outcome, !isSameFile,
      let event = try project.replacement(in: prepared.name)
    else { return nil }
    return Diagnostic(
      .warning, .perhapsNames(event), at: place,
      hint: "replace them again with the same key: zicht pseudonymise --key KEY.csv")
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
    let written = (prepared.transcript.mapping?.written ?? []).lazy.flatMap { $0 }
      .compactMap { event(labelled: $0, in: prepared.name) }
    return named.first ?? labelled.first ?? written.first
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

extension Diagnostic.Message {
  static func unreadable(_ reason: String) -> Self { "can't be read: \(reason)" }
  fileprivate static func anotherInterview(_ name: String, _ others: [String]) -> Self {
    "'\(name)' is in the project as the interview with \(others.joined(separator: ", ")), and this is another"
  }
  fileprivate static func withdrawnRow(_ id: String, _ event: Int) -> Self {
    "'\(id)' withdrew (event \(event)), and stays erased"
  }
  fileprivate static func withdrawnWords(_ event: Int) -> Self {
    "it holds words of somebody who withdrew (event \(event)), and stays out"
  }
  fileprivate static func replacedNames(_ event: Int) -> Self {
    "it holds the names that were replaced by pseudonyms (event \(event)), and stays out"
  }
  fileprivate static func perhapsNames(_ event: Int) -> Self {
    "its names were replaced by pseudonyms (event \(event)), and this file may hold them again"
  }
  fileprivate static let noWords: Self = "there are no words in it"
}
