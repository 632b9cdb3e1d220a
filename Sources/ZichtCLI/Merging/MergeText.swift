import Coding
import CommandLineKit
import Project
import Reports

/// What a merge brings, for people and for programs.
struct MergeText {
  private let file: String
  private let report: MergeReport
  private let isPlan: Bool

  init(_ report: MergeReport, of file: String, isPlan: Bool) {
    (self.report, self.file, self.isPlan) = (report, file, isPlan)
  }

  var lines: [String] {
    let head =
      "\(file): project \(report.project.prefix(8)), \(counted(report.size, "event"))"
    let body = counts + conflicts + warnings
    guard !report.isEmpty else { return [head + "; nothing new"] + conflicts + warnings }
    return [head, isPlan ? "would bring" : "brought"] + body
  }

  private var counts: [String] {
    let lines =
      MergeReport.Item.allCases.compactMap { item in
        report.counts[item].map { "  \(item.rawValue): \(grouped($0))\(share(of: item))" }
      } + findings
    return lines.isEmpty && conflicts.isEmpty ? ["  when some of it was first recorded"] : lines
  }

  private var findings: [String] {
    guard let findings = report.findings, findings > 0 else { return [] }
    return ["  findings of rules, made here: \(grouped(findings))"]
  }

  /// Who made the codings.
  private func share(of item: MergeReport.Item) -> String {
    guard item == .codings else { return "" }
    let shares = report.codingsBy.sorted { $0.key < $1.key }
      .map { "\($0.key) \(grouped($0.value))" }
    return " (\(shares.joined(separator: ", ")))"
  }

  private var conflicts: [String] {
    report.conflicts.map { conflict in
      "conflict: \(conflict.kind) \(conflict.name): \(conflict.mine) here, \(conflict.theirs) there; "
        + (conflict.taken == .mine ? "this project's" : "the other's")
        + (isPlan ? " would hold" : " holds")
    }
  }

  private var warnings: [String] {
    var lines = report.withdrawnThere.map {
      "WITHDRAWN THERE: \($0) withdrew in the other project, and stands here: zicht withdraw \($0)"
    }
    if report.withdrawnHere > 0 {
      lines.append(
        "left out: \(counted(report.withdrawnHere, "coding")) of words that were erased, here or there"
      )
    }
    for name in report.erasedThere {
      lines.append("left out: \(name), which holds words of somebody who withdrew")
    }
    return lines
  }

  var json: JSON {
    [
      "file": .string(file), "project": .string(report.project), "size": .integer(report.size),
      "root": .string(report.root), "merged": .bool(!isPlan && !report.isEmpty),
      "events": .integer(report.events),
      "counts": .object(
        MergeReport.Item.allCases.compactMap { item in
          report.counts[item].map { (item.rawValue, .integer($0)) }
        }),
      "codings_by": .object(
        report.codingsBy.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) }),
      "findings": report.findings.map { .integer($0) } ?? .null,
      "conflicts": .array(
        report.conflicts.map { conflict in
          [
            "kind": .string(conflict.kind), "name": .string(conflict.name),
            "here": .string(conflict.mine), "there": .string(conflict.theirs),
            "taken": .string(conflict.taken.rawValue),
          ]
        }),
      "withdrawn_there": .strings(report.withdrawnThere),
      "left_out": .integer(report.withdrawnHere),
      "transcripts_left_out": .strings(report.erasedThere),
    ]
  }
}
