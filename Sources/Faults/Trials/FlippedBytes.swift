import Coding
import Harness
import Project
import SQLite

/// One bit of each byte of a small project is flipped, byte after byte.
struct FlippedBytes: Trial {
  static let name = "flipped-byte"

  func run(_ bench: Bench) throws -> Outcome {
    let work = try Workload(folder: bench.folder("flipped"))
    let original = try SmallProject.bytes(work)
    let flips = Flips(original: original, seed: bench.seed, folder: try bench.folder("flips"))
    let content = try flips.content(of: original)
    // Free space is zeros; a run of them is flipped at once first, and one by one where that shows.
    let pieces = Self.pieces(of: original)
    let sample = pieces.enumerated().filter { !bench.isSample || $0.offset % 61 == 0 }.map(
      \.element)
    Disk.shared.setSyncing(false)
    defer { Disk.shared.setSyncing(true) }
    var results: [Flips.Result] = []
    var done = 0
    parallelMap(sample, window: 64) {
      flips.results(of: $0, content: content)
    } consume: {
      results += $0
      done += 1
      if done % 5000 == 0 { bench.tell("\(Self.name): \(done) of \(sample.count) pieces") }
    }
    return outcome(results, of: original)
  }

  private func outcome(_ results: [Flips.Result], of original: [UInt8]) -> Outcome {
    var outcome = Outcome("flipped byte")
    outcome.cases = results.reduce(0) { $0 + $1.range.count }
    var tallies: [(what: String, count: Int)] = []
    for result in results {
      let index = tallies.firstIndex { $0.what == result.what } ?? tallies.endIndex
      if index == tallies.endIndex { tallies.append((result.what, 0)) }
      tallies[index].count += result.range.count
      outcome.faults +=
        result.harm.map { ["byte \(result.range.lowerBound), not noticed: \($0)"] } ?? []
    }
    outcome.figure("bytes of the file", original.count)
    for (what, count) in tallies.sorted(by: { $0.count > $1.count }) { outcome.figure(what, count) }
    return outcome
  }

  /// Single bytes, and runs of at most 256 zeros within one such block.
  private static func pieces(of bytes: [UInt8]) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let block = min(bytes.count, (start / 256 + 1) * 256)
      let end = bytes[start..<block].firstIndex { $0 != 0 } ?? block
      if end - start >= 32 {
        pieces.append(start..<end)
        start = end
      } else {
        pieces.append(start..<start + 1)
        start += 1
      }
    }
    return pieces
  }
}

/// A project of some fifty pages with all kinds of rows.
enum SmallProject {
  static func bytes(_ work: Workload) throws -> [UInt8] {
    for (number, step) in work.steps.enumerated() {
      if step.isTight { break }
      _ = try work.perform(number)
    }
    return try Files.bytes(of: work.project)
  }
}

/// Flips bits of a file and tells what the project's code makes of it.
private struct Flips: Sendable {
  let original: [UInt8]
  let seed: UInt64
  let folder: String

  struct Result: Sendable {
    var range: Range<Int>
    var what: String
    /// What is read otherwise now, though nobody noticed.
    var harm: String?
  }

  /// What became of a piece's bytes; where flipping all at once is noticed, of each apart.
  func results(of range: Range<Int>, content: [String: Digest]) -> [Result] {
    let result = result(of: range, content: content)
    guard range.count > 1, result.what != Self.unused else { return [result] }
    let middle = range.lowerBound + range.count / 2
    return results(of: range.lowerBound..<middle, content: content)
      + results(of: middle..<range.upperBound, content: content)
  }

  private static let harmed = "not noticed, though tables differ"
  private static let unused = "not noticed: no table differs, space in no use"

  private func result(of range: Range<Int>, content: [String: Digest]) -> Result {
    let path = "\(folder)/\(range.lowerBound)-\(range.count)"
    defer {
      Files.remove(path)
      Files.remove(path + "-journal")
    }
    var bytes = original
    for place in range { bytes[place] ^= bit(place) }
    do {
      try Files.write(bytes, to: path)
      switch Examination(of: path, for: .read) {
      case .refused: return Result(range: range, what: "found on opening")
      case .unsound: return Result(range: range, what: "found by verify")
      case .sound: break
      }
      let found = try self.content(at: path)
      let changed = content.keys.filter { found[$0] != content[$0] }.sorted()
      guard changed.isEmpty else {
        return Result(range: range, what: Self.harmed, harm: changed.joined(separator: ", "))
      }
    } catch {
      return Result(range: range, what: Self.harmed, harm: "\(error)")
    }
    let field = range.count == 1 ? Self.field(range.lowerBound) : nil
    return Result(
      range: range,
      what: field.map { "not noticed: no table differs, header's \($0)" } ?? Self.unused)
  }

  private func bit(_ place: Int) -> UInt8 {
    var random = SplitMix64(seed: seed &+ UInt64(place))
    return 1 << UInt8(random.below(8))
  }

  /// A digest over the rows of each table.
  func content(of bytes: [UInt8]) throws -> [String: Digest] {
    let path = folder + "/original"
    try Files.write(bytes, to: path)
    defer { Files.remove(path) }
    return try content(at: path)
  }

  private func content(at path: String) throws -> [String: Digest] {
    let connection = try Connection(path: path, options: .readOnly)
    let tables = try connection.all(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
    ) { $0.text(0) }
    var digests: [String: Digest] = [:]
    for table in tables {
      var hash = SHA256()
      let rows = try connection.prepare("SELECT * FROM \"\(table)\"")
      defer { rows.reset() }
      while try rows.step() {
        hash.update(table + (0..<rows.columnCount).map { "|\(rows.value($0))" }.joined() + "\n")
      }
      digests[table] = hash.finish()
    }
    return digests
  }

  /// What the file's first hundred bytes hold that says nothing of its content (SQLite's file
  /// format, 1.3).
  private static func field(_ place: Int) -> String? {
    switch place {
    case 21..<24: "payload fractions"
    case 24..<28: "change counter"
    case 28..<32: "count of pages"
    case 32..<40: "list of free pages"
    case 40..<44: "schema counter"
    case 44..<48: "schema format"
    case 48..<52: "suggested cache size"
    case 52..<56, 64..<68: "vacuum setting"
    case 56..<60: "text encoding"
    case 60..<64: "schema version"
    case 72..<92: "reserved space"
    case 92..<100: "version of the SQLite that wrote"
    case 0..<100: "first fields"
    default: nil
    }
  }
}
