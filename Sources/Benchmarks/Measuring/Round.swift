import Coding
import Harness
import SQLite

/// Runs all works on one corpus once, on a fresh project.
struct Round {
  let program: String
  let workload: Workload
  /// Whether to check what comes out.
  let isChecked: Bool

  func run(into results: inout Results, _ anchor: inout Anchor) throws {
    Files.remove(workload.folder)
    try Files.makeDirectory(workload.folder)
    defer { Files.remove(workload.folder) }
    for work in workload.works {
      let before = try anchor.rate()
      let expense = try work.steps.reduce(Expense()) { sum, words in
        sum + (try ChildProcess.run([program] + words, output: work.output))
      }
      results.samples[work.name, default: []].append(
        Sample(
          expense: expense, anchor: (before + (try anchor.rate())) / 2,
          bytes: workload.material.bytes))
      if work.name == .apply { try measureFile(&results) }
      guard isChecked else { continue }
      results.faults += try Check(workload: workload, segments: results.segments).faults(work.name)
    }
    results.anchors = anchor.rates
  }

  private func measureFile(_ results: inout Results) throws {
    results.fileSize = Files.size(workload.project)
    results.segments = try proposed(workload.file(.apply))
    let connection = try Connection(path: workload.project, options: .readOnly)
    // Not every SQLite tells the size of its tables.
    let ledger = try? connection.integer(
      "SELECT sum(pgsize) FROM dbstat WHERE name IN ('event', 'content')")
    results.ledgerSize = (ledger ?? nil) ?? 0
  }
}

/// Segments that `apply --json` says it proposed.
func proposed(_ path: String) throws -> Int {
  let said = try JSONReader.read(SourceText(try Files.read(path)), file: path)
  guard let segments = said["segments"]?.integer else {
    throw HarnessFailure("apply --json says nothing of segments")
  }
  return segments
}
