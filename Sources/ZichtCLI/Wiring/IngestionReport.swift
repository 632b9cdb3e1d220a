import Coding
import CommandLineKit
import Formats
import Project

extension Ingestion.Report {
  mutating func noteUnusedRules(of map: SpeakerMap?) {
    diagnostics += map?.unused(among: labels) ?? []
  }

  mutating func note(
    _ outcome: TranscriptRecorder.Outcome, _ prepared: PreparedTranscript
  ) {
    switch outcome {
    case .added: added.append(prepared.name)
    case .newVersion(let number): newVersions.append((prepared.name, number))
    case .withdrawn, .pseudonymised: break
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
  var lines: [String] {
    let isRehearsal = isRehearsal || isRefused
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
    .object((isRehearsal ? [("files", .array(readings.map(\.json)))] : []) + fields)
  }

  private var fields: [(String, JSON)] {
    [
      ("added", .strings(added)),
      (
        "new_versions",
        .array(
          newVersions.map { ["file": .string($0.name), "version": .integer($0.number)] })
      ),
      ("unchanged", .integer(unchanged)),
      (
        "duplicates",
        .array(duplicates.map { ["file": .string($0.name), "of": .string($0.of)] })
      ),
      ("codings_followed", .integer(reanchored.followed)),
      ("codings_to_review", .integer(reanchored.toReview)),
      ("silent_respondents", .strings(silent)),
      ("skipped", .strings(skipped)), ("respondent_words", .integer(words)),
      ("respondents", respondents.json), ("neighbourhoods", neighbourhoods.json),
      ("diagnostics", .array(diagnostics.map(\.json))),
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
  fileprivate static func duplicate(_ other: String) -> Self {
    "the same content as '\(other)', and so left out"
  }
}
