import Coding

/// What a figure must be, and what it aims at, at the reference machine's speed.
struct Target {
  var name: String
  var must: Double
  var aim: Double
  var decimals = 0
  var isMoreBetter = false
  /// Too few segments say nothing about a million of them.
  var isTellable = true
  var measured: Double

  private func isReached(_ bound: Double) -> Bool {
    isMoreBetter ? measured >= bound : measured <= bound
  }

  var verdict: String {
    !isTellable
      ? "corpus too small"
      : isReached(aim) ? "aim reached" : isReached(must) ? "within must" : "MISSED"
  }

  /// Times are at the reference's speed, and those over segments for a million of them: in
  /// proportion, which is unkind where cost grows more slowly.
  static func all(_ results: Results, peak: Int) -> [Target] {
    let scaled = { (name: Work.Name) in (results.median(name) { $0.scaled } ?? .nan) }
    let isTellable = results.segments >= 500_000
    let perMillion = 1e6 / Double(max(1, results.segments))
    let rate = { (name: Work.Name) in results.material.megabytes / scaled(name) }
    let changed = scaled(.codebookChanged) + scaled(.applyChanged)
    return [
      Target(
        name: "start, --help (ms)", must: 20, aim: 5, decimals: 1, measured: scaled(.help) * 1000),
      Target(
        name: "init, ingest (MB/s)", must: 25, aim: 60, decimals: 1, isMoreBetter: true,
        measured: rate(.ingest)),
      Target(
        name: "apply, all rules (MB/s)", must: 25, aim: 70, decimals: 1, isMoreBetter: true,
        measured: rate(.apply)),
      Target(
        name: "1 rule changed, add and apply (ms)", must: 200, aim: 60, measured: changed * 1000),
      Target(
        name: "crosstab of a million segments (ms)", must: 150, aim: 20,
        isTellable: isTellable, measured: scaled(.crosstab) * perMillion * 1000),
      Target(
        name: "CSV of a million segments (s)", must: 1.5, aim: 0.5, decimals: 2,
        isTellable: isTellable, measured: scaled(.segments) * perMillion),
      Target(
        name: "peak memory at any size (MiB)", must: 128, aim: 64,
        measured: Double(peak) / 1_048_576),
    ]
  }

  static func table(_ targets: [Target]) -> Table {
    Table(
      title: "Targets",
      columns: [
        .init("figure"), .init("must", .real), .init("aim", .real), .init("measured", .real),
        .init("verdict"),
      ],
      rows: targets.map {
        [
          .text($0.name), .text(fixed($0.must, $0.must < 10 ? 1 : 0)),
          .text(fixed($0.aim, $0.aim < 1 ? 1 : 0)), .text(fixed($0.measured, $0.decimals)),
          .text($0.verdict),
        ]
      },
      notes: [
        "measured at the largest size and scaled, by wc -w within two seconds of each run, to a machine where it reads 153 MB/s",
        "a million segments: in proportion to those there are",
      ])
  }
}
