import Coding
import CommandLineKit
import Exchange
import Formats
import Project

/// Takes another program's file into the project, as one act.
///
/// What the project has already, by identity or by text, place, code and coder, is left as it is: the
/// same file twice adds nothing.
struct ProjectImport {
  let project: Project
  let exchange: ExchangeProject
  let file: String
  let bytes: [UInt8]
  let format: String
  /// The codebook for codes that the project does not know.
  let codebook: String
  let surroundings: Surroundings

  func run() throws -> ImportReport { try project.change { try record() } }

  /// The same without recording anything.
  func rehearse() throws -> ImportReport {
    try project.rehearsing { try record() }
  }

  private func record() throws -> ImportReport {
    var report = ImportReport(
      file: FileSystem.name(of: file), format: format, origin: exchange.origin)
    report.leftOut = exchange.leftOut
    report.notes = exchange.diagnostics.map { "\($0)" }
    let before = try project.head().number
    let label = exchange.name.isEmpty ? FileSystem.stem(of: file) : exchange.name
    var codes = try CodeImporting(project, target: codebook, label: label)
    codes.take(exchange.codes)
    try codes.record()
    report.codes = codes.count
    var sources = SourceImporting(
      project, exchange, file: file, reader: "\(format)/1", surroundings)
    try sources.recordCases(&report)
    try sources.recordSources(&report)
    var layers = try LayerImporting(self, codes, versions: sources.versions)
    report.coders = layers.coderNames
    let recorder = try ExchangeRecorder(project, layers.importedFile, after: before)
    try layers.record(recorder, &report)
    _ = try recorder.finish()
    return report
  }
}

/// Records codings, notes and sets of another program's file.
struct LayerImporting {
  private let job: ProjectImport
  private let places: [String: (codebook: String, path: String)]
  private let rows: [String: Int]
  private let versions: [String: Int]
  private let coders: [String: String]
  private let notes: [String: ExchangeProject.Note]
  /// Notes that stand on something.
  private var placed: Set<String> = []
  /// Codings that rules of Zicht made.
  private var findings = 0
  private var exchange: ExchangeProject { job.exchange }

  init(
    _ job: ProjectImport, _ codes: CodeImporting, versions: [String: Int]
  ) throws {
    (self.job, places, self.versions) = (job, codes.places, versions)
    rows = Dictionary(
      uniqueKeysWithValues: try job.project.codes(includingRetired: true).map {
        ("\($0.codebook):\($0.path)", $0.id)
      })
    let known = Dictionary(
      try job.project.foreignIDs("coder").map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var coders: [String: String] = [:]
    for (number, user) in job.exchange.users.enumerated() {
      let name = user.name.isEmpty ? "coder \(number + 1)" : user.name
      let isReserved = name == SegmentRow.nobody
      coders[user.guid] = known[user.guid] ?? (isReserved ? "\(name) (imported)" : name)
    }
    self.coders = coders
    notes = Dictionary(job.exchange.notes.map { ($0.guid, $0) }) { first, _ in first }
  }

  var coderNames: [String] {
    exchange.users.filter { $0.guid != ExchangeNames.rules }.compactMap { coders[$0.guid] }
  }

  /// What is said of the file in its event.
  var importedFile: ImportedFile {
    var file = ImportedFile(
      name: FileSystem.name(of: job.file), sha256: SHA256.digest(job.bytes).hex,
      format: job.format, origin: exchange.origin)
    let standard = ExchangeNames(code: [:], coder: [:], variable: [:])
    for (guid, place) in places.sorted(by: { $0.key < $1.key }) {
      let name = "\(place.codebook):\(place.path)"
      if standard.guid(ofCode: name) != guid { file.guids.append(("code", name, guid)) }
    }
    for user in exchange.users where user.guid != ExchangeNames.rules {
      let name = coders[user.guid] ?? ""
      if standard.guid(ofCoder: name) != user.guid { file.guids.append(("coder", name, user.guid)) }
    }
    for variable in exchange.variables where !variable.name.isEmpty {
      let name = variable.name.lowercased()
      if standard.guid(ofVariable: name) != variable.guid {
        file.guids.append(("variable", name, variable.guid))
      }
    }
    return file
  }

  mutating func record(_ recorder: ExchangeRecorder, _ report: inout ImportReport) throws {
    for note in exchange.projectNotes { try write(note, on: .project, recorder, &report) }
    try recordNotes(of: exchange.codes, recorder, &report)
    for source in exchange.sources {
      guard let version = versions[source.guid] else { continue }
      try Interrupt.check()
      for note in source.notes { try write(note, on: .transcript(version), recorder, &report) }
      for selection in source.selections {
        try record(selection, of: source, version, recorder, &report)
      }
      for orphan in source.orphans {
        try record(orphan, of: source, version, recorder, &report)
      }
      let whole = 0..<source.text.unicodeScalars.count
      for coding in source.codings where !whole.isEmpty {
        try record(coding, whole, nil, of: source, version, recorder, &report)
      }
    }
    if findings > 0 {
      report.leaveOut(
        counted(findings, "coding") + " by 'zicht rules'",
        "rules found them: with their codebook added, zicht apply finds them here")
    }
    for note in exchange.notes where !placed.contains(note.guid) {
      try write(note.guid, on: .project, recorder, &report)
    }
    try recordSets(recorder, &report)
  }

  // MARK: Codings

  private mutating func record(
    _ selection: ExchangeProject.Selection, of source: ExchangeProject.Source, _ version: Int,
    _ recorder: ExchangeRecorder, _ report: inout ImportReport
  ) throws {
    for note in selection.notes {
      try write(note, on: .passage(version, selection.range), recorder, &report)
    }
    if !selection.description.isEmpty {
      let uid = ExchangeNames.uid(
        ofGUID: GUID.derived(from: "zicht", "description", selection.guid))
      let isNew = try recorder.write(
        memo: selection.description, title: "", on: .passage(version, selection.range), uid: uid,
        coder: coder(selection.user), made: selection.time)
      if isNew { report.memos.added += 1 } else { report.memos.known += 1 }
    }
    for coding in selection.codings {
      try record(coding, selection.range, nil, of: source, version, recorder, &report)
    }
  }

  /// A selection that does not fit: its words may say where it belongs, otherwise it waits.
  private mutating func record(
    _ orphan: ExchangeProject.Orphan, of source: ExchangeProject.Source, _ version: Int,
    _ recorder: ExchangeRecorder, _ report: inout ImportReport
  ) throws {
    let found = source.text.onlyPlace(of: orphan.quote)
    for coding in orphan.selection.codings {
      if let found {
        report.notes.append(
          "a coding of \(source.name) has its place by its quote alone: "
            + "\(found.lowerBound)-\(found.upperBound)")
        try record(coding, found, nil, of: source, version, recorder, &report)
      } else {
        try record(coding, 0..<1, orphan.quote, of: source, version, recorder, &report)
      }
    }
  }

  private mutating func record(
    _ coding: ExchangeProject.Coding, _ range: Range<Int>, _ lostQuote: String?,
    of source: ExchangeProject.Source, _ version: Int, _ recorder: ExchangeRecorder,
    _ report: inout ImportReport
  ) throws {
    let place = "\(source.name):\(range.lowerBound)-\(range.upperBound)"
    guard coding.user != ExchangeNames.rules else {
      findings += 1
      return
    }
    guard let name = places[coding.code], let code = rows["\(name.codebook):\(name.path)"] else {
      report.leaveOut("Coding at \(place)", "its code is not in the file")
      return
    }
    let memos = coding.notes.compactMap { notes[$0] }
    placed.formUnion(coding.notes)
    var memo = memos.map { [$0.name, $0.text].filter { !$0.isEmpty }.joined(separator: ": ") }
    if let lostQuote, !lostQuote.isEmpty { memo.append("its words were: ‘\(lostQuote)’") }
    let outcome = try recorder.record(
      ImportedCoding(
        uid: ExchangeNames.uid(ofGUID: coding.guid), version: version, range: range, code: code,
        coder: coder(coding.user), memo: memo.isEmpty ? nil : memo.joined(separator: "\n"),
        made: coding.time, misfit: lostQuote == nil ? nil : "its file gives it no place"))
    switch outcome {
    case .added where lostQuote != nil: report.orphans += 1
    case .added: report.codings.added += 1
    case .known: report.codings.known += 1
    case .takenBack:
      report.leaveOut("Coding at \(place) with \(name.path)", "it was taken back here")
    case .withdrawn:
      report.leaveOut("Coding at \(place) with \(name.path)", "who said the words withdrew")
    }
  }

  private func coder(_ guid: String) -> String { coders[guid] ?? "(unknown)" }

  // MARK: Notes and sets

  private mutating func recordNotes(
    of codes: [ExchangeProject.Code], _ recorder: ExchangeRecorder, _ report: inout ImportReport
  ) throws {
    for code in codes {
      let place = places[code.guid]
      let row = place.flatMap { rows["\($0.codebook):\($0.path)"] }
      for note in code.notes {
        try write(note, on: row.map { .code($0) } ?? .project, recorder, &report)
      }
      try recordNotes(of: code.codes, recorder, &report)
    }
  }

  private mutating func write(
    _ guid: String, on subject: Memo.Subject, _ recorder: ExchangeRecorder,
    _ report: inout ImportReport
  ) throws {
    placed.insert(guid)
    guard let note = notes[guid] else { return }
    let text = note.text.isEmpty ? note.description : note.text
    let isNew = try recorder.write(
      memo: text, title: note.name, on: subject, uid: ExchangeNames.uid(ofGUID: guid),
      coder: coder(note.user), made: note.time)
    if isNew { report.memos.added += 1 } else { report.memos.known += 1 }
  }

  private func recordSets(
    _ recorder: ExchangeRecorder, _ report: inout ImportReport
  ) throws {
    for set in exchange.sets {
      let codes = set.codes.compactMap { places[$0] }.map { ("code", "\($0.codebook):\($0.path)") }
      let sources = set.sources.filter { versions[$0] != nil }.map {
        ("transcript", ExchangeNames.uid(ofGUID: $0))
      }
      let notes = set.notes.map { ("memo", ExchangeNames.uid(ofGUID: $0)) }
      let isNew = try recorder.record(
        set: ExchangeNames.uid(ofGUID: set.guid), name: set.name, description: set.description,
        members: (codes + sources + notes).map { (kind: $0.0, name: $0.1) })
      if isNew { report.sets.added += 1 } else { report.sets.known += 1 }
    }
  }
}

extension String {
  /// Where words stand that occur once, in code points.
  fileprivate func onlyPlace(of quote: String) -> Range<Int>? {
    guard quote.utf8.count > 3 else { return nil }
    let (text, words) = (Array(unicodeScalars), Array(quote.unicodeScalars))
    guard words.count <= text.count else { return nil }
    var found: Int?
    for start in 0...(text.count - words.count)
    where text[start] == words[0] && text[start..<start + words.count].elementsEqual(words) {
      guard found == nil else { return nil }
      found = start
    }
    return found.map { $0..<$0 + words.count }
  }
}
