import Coding
import CommandLineKit
import Formats
import Project

/// Records coded transcripts from files, as one act.
struct LayerImport {
  let project: Project
  let files: LayerFiles
  /// Whether the coders' codings are to compare with, and count only where asked for.
  var isReference = false
  var isSync = false
  /// Whether a fault in one file refuses all of them.
  var isStrict = false

  /// What was done for one coder.
  struct Coder {
    var name: String
    var transcripts = 0
    var outcome = LayerRecorder.Outcome()
    var isReference = false
  }

  struct Report {
    var coders: [Coder] = []
    var skipped: [String] = []
    /// Codes that coders coined.
    var coined: [String] = []
    var diagnostics: [Diagnostic] = []
  }

  func run(_ progress: Progress? = nil) throws -> Report {
    try project.change { try record(progress) }
  }

  private func record(_ progress: Progress?) throws -> Report {
    var report = Report(diagnostics: files.findings)
    report.skipped = files.findings.filter { $0.severity == .error }.map(\.place.file)
    if isReference {
      for coder in Set(files.files.map(\.coder)).sorted() {
        _ = try project.registerReference(coder)
      }
    }
    let references = try project.referenceCoders()
    let recorder = try LayerRecorder(project, isSync: isSync)
    var reader = try LayerReader(project)
    for file in files.files {
      try Interrupt.check()
      progress?.advance()
      guard var layer = try reader.read(file, &report.diagnostics) else {
        report.skipped.append(file.path)
        continue
      }
      guard let version = layer.version else { continue }
      layer.name(coined: try layer.coined.map { try project.coin($0) })
      report.coined += layer.coined
      let outcome = try recorder.record(
        layer.codings, of: version, by: file.coder, lookingFor: layer.codes, after: layer.event,
        isToTheEnd: layer.isToTheEnd)
      report.add(outcome, of: file.coder, isReference: references.contains(file.coder))
    }
    guard !isStrict || report.skipped.isEmpty else {
      throw Rejected(report.diagnostics.filter { $0.severity == .error })
    }
    try recorder.finish()
    return report
  }
}

extension LayerImport.Report {
  fileprivate mutating func add(
    _ outcome: LayerRecorder.Outcome, of coder: String, isReference: Bool
  ) {
    let index = coders.firstIndex { $0.name == coder } ?? coders.count
    if index == coders.count { coders.append(.init(name: coder, isReference: isReference)) }
    coders[index].transcripts += 1
    coders[index].outcome += outcome
  }

  /// What a person reads at the end.
  var lines: [String] {
    var lines = coders.flatMap(\.lines)
    if !coined.isEmpty { lines.append("coined, as proposals: " + coined.joined(separator: ", ")) }
    let references = coders.filter(\.isReference).map(\.name)
    if !references.isEmpty {
      lines.append(
        "a reference, counted only where asked for: " + references.joined(separator: ", "))
    }
    if !skipped.isEmpty { lines.append("\(counted(skipped.count, "file")) skipped with errors") }
    return lines
  }

  var json: JSON {
    [
      "coders": .array(coders.map(\.json)), "skipped": .strings(skipped),
      "coined": .strings(coined),
      "diagnostics": .array(diagnostics.map(\.json)),
    ]
  }
}

extension LayerImport.Coder {
  fileprivate var lines: [String] {
    var parts = [counted(outcome.added, "coding") + " added"]
    if outcome.unchanged > 0 { parts.append("\(grouped(outcome.unchanged)) unchanged") }
    if outcome.otherMemos > 0 {
      parts.append("\(grouped(outcome.otherMemos)) with another memo")
    }
    if outcome.gone > 0 { parts.append("\(grouped(outcome.gone)) no longer in the files") }
    if outcome.newer > 0 { parts.append("\(grouped(outcome.newer)) coded since and kept") }
    var lines = [
      "\(name): \(counted(transcripts, "transcript")) read, " + parts.joined(separator: ", ")
    ]
    if outcome.gone + outcome.otherMemos > 0 {
      lines.append(
        outcome.isSynced
          ? "what is not as the files have it was taken back"
          : "the project keeps what it has: --sync makes it as the files have it")
    }
    return lines
  }

  fileprivate var json: JSON {
    [
      "coder": .string(name), "reference": .bool(isReference),
      "transcripts": .integer(transcripts), "added": .integer(outcome.added),
      "unchanged": .integer(outcome.unchanged), "other_memos": .integer(outcome.otherMemos),
      "gone": .integer(outcome.gone), "newer": .integer(outcome.newer),
      "synced": .bool(outcome.isSynced),
    ]
  }
}
