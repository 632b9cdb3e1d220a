import Coding
import SQLite

/// What each of two projects has seen of the other's ledger: what both had before neither decided
/// anew.
struct MergeKnowledge {
  /// Events of the other that this project began with, or merged.
  private(set) var theirs = 0
  /// Events of this project that the other began with, or merged.
  private(set) var mine = 0
  /// Events of the other that this project took over whole: nothing is new in them.
  private(set) var complete = 0

  init(_ mine: MergeSide, _ theirs: MergeSide) throws {
    if mine.uid == theirs.uid {
      let common = try Self.commonEvents(mine, theirs)
      (self.theirs, self.mine, complete) = (common, common, common)
    }
    for (size, isWhole) in try Self.merges(of: theirs, into: mine) {
      self.theirs = max(self.theirs, size)
      if isWhole { complete = max(complete, size) }
    }
    for (size, _) in try Self.merges(of: mine, into: theirs) { self.mine = max(self.mine, size) }
  }

  /// Whether the other has nothing that this project has not taken over.
  func isComplete(_ other: MergeSide) -> Bool { complete >= other.clock.size }

  /// How many first events two copies of one project share; each hash stands for all before it.
  private static func commonEvents(_ one: MergeSide, _ other: MergeSide) throws -> Int {
    var (low, high) = (0, min(one.clock.size, other.clock.size))
    while low < high {
      let middle = (low + high + 1) / 2
      if try one.hash(ofEvent: middle) == other.hash(ofEvent: middle) {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return low
  }

  /// Merges of one project's ledger, as it still is, into another.
  private static func merges(
    of source: MergeSide, into target: MergeSide
  ) throws -> [(size: Int, isWhole: Bool)] {
    try target.project.records("kind = \(LedgerEvent.Kind.projectMerged.rawValue)").compactMap {
      record in
      guard target.undone[record.number] == nil,
        record.body["project"]?.string == source.uid, let size = record.body["size"]?.integer,
        let head = record.body["head"]?.string, try source.hash(ofEvent: size) == head
      else { return nil }
      return (size, record.body["part"]?.bool != true)
    }
  }
}

extension MergeSide {
  /// The link of an event in the chain, as hexadecimal.
  func hash(ofEvent number: Int) throws -> String? {
    try connection.first("SELECT hash FROM event WHERE number = \(number)") { $0.blob(0).hex }
  }
}
