import Coding
import CommandLineKit
import Project
import Reports

/// A table's check, to read.
struct TableCheckText {
  let check: TableCheck
  let style: Style
  private static let shown = 20

  func write(to out: (String) -> Void) {
    writeVerdict(to: out)
    let comparison = check.comparison
    out(
      "  \(counted(comparison.cells, "cell")) of \(counted(check.expected.rows.count, "row")) compared: "
        + sanitized("zicht " + check.receipt.query.joined(separator: " ")) + "\n")
    for line in faults { out("  " + style(.error, sanitized(line)) + "\n") }
    for line in remarks { out("  " + sanitized(line) + "\n") }
  }

  /// Whether the file says what it should.
  func writeVerdict(to out: (String) -> Void) {
    let path = sanitized(check.path + (check.sheet.map { ", sheet '\($0)'" } ?? ""))
    out(
      check.isEqual
        ? style(.good, "\(path): equal to what the ledger gives as of \(check.moment.text)") + "\n"
        : style(.error, "✗ \(path): not what the ledger gives as of \(check.moment.text)") + "\n")
  }

  private var faults: [String] {
    let comparison = check.comparison
    var lines = comparison.changes.prefix(Self.shown).map { change in
      let row = change.row.filter { !$0.isEmpty }.joined(separator: " · ")
      let isNow = check.explained.contains(change)
      return "\(row), column \(change.column): '\(change.found)' in the file, "
        + "'\(change.expected)' by the ledger" + (isNow ? " (the file says what it is now)" : "")
    }
    lines += rest(comparison.changes.count, "changed cell")
    lines += comparison.missingRows.prefix(Self.shown).map {
      "missing row: " + $0.filter { !$0.isEmpty }.joined(separator: " · ")
    }
    lines += rest(comparison.missingRows.count, "missing row")
    lines += comparison.surplusRows.prefix(Self.shown).map {
      "row that the ledger doesn't give: " + $0.filter { !$0.isEmpty }.joined(separator: " · ")
    }
    lines += rest(comparison.surplusRows.count, "row more")
    lines += comparison.missingColumns.map { "missing column: \($0)" }
    return lines
  }

  private func rest(_ count: Int, _ what: String) -> [String] {
    count > Self.shown ? ["… and \(counted(count - Self.shown, what)) not shown"] : []
  }

  /// What is as it should be, but not as it was written; and what came since.
  private var remarks: [String] {
    let comparison = check.comparison
    var lines: [String] = []
    if comparison.isReordered { lines.append("the rows stand in another order") }
    if let example = comparison.rewritten.first {
      lines.append(
        "\(counted(comparison.rewritten.count, "cell")) written otherwise: "
          + "'\(example.found)' for '\(example.expected)'")
    }
    if let example = comparison.rounded.first {
      lines.append(
        "\(counted(comparison.rounded.count, "cell")) rounded: "
          + "'\(example.found)' for '\(example.expected)'")
    }
    for name in comparison.surplusColumns { lines.append("column not of this table: \(name)") }
    if !check.withdrawals.isEmpty {
      lines.append(
        "\(counted(check.withdrawals.count, "respondent")) withdrew since ("
          + check.withdrawals.map { "event \($0)" }.joined(separator: ", ")
          + "): names and attributes are erased, and figures by group differ by them")
    }
    if !check.isSameResult, check.withdrawals.isEmpty {
      lines.append(
        "this program makes another table of these events than \(check.receipt.program) did")
    }
    if let since = check.since {
      let moved = since.changes.count + since.missingRows.count + since.surplusRows.count
      lines.append(
        moved == 0
          ? "still the same after \(counted(check.moment.later, "later event"))"
          : "\(counted(moved, "figure")) changed since, in \(counted(check.moment.later, "later event")): "
            + "zicht diff \(check.moment.event) now")
    }
    return lines
  }
}

extension TableCheck {
  var json: JSON {
    let json: JSON = [
      "table": .string(path), "equal": .bool(isEqual), "event": .integer(moment.event),
      "query": .strings(receipt.query), "cells": .integer(comparison.cells),
      "same_result": .bool(isSameResult),
      "withdrawals_since": .array(withdrawals.map { .integer($0) }),
      "changed": list(comparison.changes),
      "rewritten": .integer(comparison.rewritten.count),
      "rounded": .integer(comparison.rounded.count), "reordered": .bool(comparison.isReordered),
      "missing_rows": .array(comparison.missingRows.map { .strings($0) }),
      "surplus_rows": .array(comparison.surplusRows.map { .strings($0) }),
      "missing_columns": .strings(comparison.missingColumns),
      "surplus_columns": .strings(comparison.surplusColumns),
      "changed_since": since.map { list($0.changes) } ?? .array([]),
    ]
    return json.adding(sheet.map { [("sheet", .string($0))] } ?? [])
  }

  private func list(_ changes: [TableComparison.Change]) -> JSON {
    .array(
      changes.map {
        [
          "row": .strings($0.row), "column": .string($0.column), "expected": .string($0.expected),
          "found": .string($0.found), "is_now": .bool(explained.contains($0)),
        ]
      })
  }
}
