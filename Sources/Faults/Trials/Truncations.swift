import Harness
import Project

/// The file's end is cut off: at each page, and at odd places.
struct Truncations: Trial {
  static let name = "truncation"

  func run(_ bench: Bench) throws -> Outcome {
    let work = try Workload(folder: bench.folder("truncated"))
    let original = try SmallProject.bytes(work)
    let page = Int(original[16]) << 8 | Int(original[17])
    var sizes = Array(stride(from: 0, to: original.count, by: page))
    sizes += sizes.flatMap { [$0 + 1, $0 + 512, $0 + page - 1] }
    sizes += [15, 16, 99, 100]
    var outcome = Outcome("truncation")
    var tallies = Tallies()
    for size in Set(sizes).sorted() where size < original.count {
      outcome.cases += 1
      try Files.write(Array(original[..<size]), to: work.project)
      switch Examination(of: work.project, for: outcome.cases % 2 == 0 ? .read : .write) {
      case .refused: tallies.add("found on opening")
      case .unsound: tallies.add("found by verify")
      case .sound: outcome.faults.append("not noticed: \(size) of \(original.count) bytes left")
      }
    }
    outcome.figure("pages of \(page) bytes", original.count / page)
    for (what, count) in tallies.counts { outcome.figure(what, count) }
    return outcome
  }
}
