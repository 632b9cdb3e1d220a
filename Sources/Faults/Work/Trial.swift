import Coding
import Harness

/// One way of doing harm to a project, tried many times.
protocol Trial {
  static var name: String { get }
  init()
  func run(_ bench: Bench) throws -> Outcome
}

/// What trials work with.
struct Bench {
  let folder: String
  let seed: UInt64
  /// A short sample instead of everything.
  let isSample: Bool
  /// The built program.
  let zicht: String
  let tell: (String) -> Void

  /// An empty folder of a trial's own.
  func folder(_ name: String) throws -> String {
    let path = "\(folder)/\(name)"
    Files.remove(path)
    try Files.makeDirectory(path)
    return path
  }
}

/// What a trial counted, and what went wrong.
struct Outcome {
  var name: String
  /// How often harm was done.
  var cases = 0
  /// What became of them, in the order of a reader's interest.
  var figures: [(what: String, count: String)] = []
  /// What should not have happened.
  var faults: [String] = []
  var seconds = 0.0

  init(_ name: String) { self.name = name }

  mutating func figure(_ what: String, _ count: Int) { figures.append((what, "\(count)")) }
  mutating func figure(_ what: String, _ text: String) { figures.append((what, text)) }
}

extension Outcome {
  /// A row for each trial, and below it one for each figure.
  static func table(_ outcomes: [Outcome]) -> Table {
    var table = Table(
      title: "Faults", columns: [.init("trial"), .init("figure", .real), .init("wrong", .integer)])
    for outcome in outcomes {
      table.rows.append([
        .text(outcome.name), .text("\(outcome.cases)"), .integer(outcome.faults.count),
      ])
      table.depths.append(0)
      for (what, count) in outcome.figures {
        table.rows.append([.text(what), .text(count), .empty])
        table.depths.append(1)
      }
    }
    return table
  }

  var json: JSON {
    [
      "trial": .string(name), "cases": .integer(cases),
      "figures": .object(figures.map { ($0.what, .string($0.count)) }),
      "wrong": .strings(faults), "seconds": JSON(.real((seconds * 10).rounded() / 10)),
    ]
  }
}

/// Counts by what is counted, in the order first met.
struct Tallies {
  private(set) var counts: [(what: String, count: Int)] = []

  mutating func add(_ what: String) {
    if let index = counts.firstIndex(where: { $0.what == what }) {
      counts[index].count += 1
    } else {
      counts.append((what, 1))
    }
  }

  subscript(_ what: String) -> Int { counts.first { $0.what == what }?.count ?? 0 }
}
