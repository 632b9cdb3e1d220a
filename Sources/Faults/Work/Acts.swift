import Coding
import Harness
import Project

/// The whole ledger of a study that went well: what any state of it may hold.
struct Acts: Sendable {
  /// By number of the event, from 1.
  private let hashes: [String]
  /// Numbers of the last events of acts; 0 stands before the first.
  private let ends: Set<Int>
  /// The event by which a respondent's words were erased.
  private let withdrawal: Int?

  init(of path: String) throws {
    var hashes: [String] = []
    var ends: Set<Int> = []
    var withdrawal: Int?
    try Project.open(path: path, for: .read, surroundings: .examiner).events { event, hash in
      let body = try JSONReader.read(SourceText(event.body), file: "event \(event.number)")
      if body["act"] == nil { ends.insert(event.number - 1) }
      if event.kind == .respondentWithdrawn { withdrawal = event.number }
      hashes.append(hash.hex)
    }
    ends.insert(hashes.count)
    (self.hashes, self.ends, self.withdrawal) = (hashes, ends, withdrawal)
  }

  /// Whether a ledger of so many events ends with an act.
  func isWhole(_ events: Int) -> Bool { ends.contains(events) }

  /// Whether a head is one that this ledger had between two acts.
  func holds(_ head: Head) -> Bool {
    isWhole(head.events)
      && (head.events == 0 || hashes.indices.contains(head.events - 1))
      && (head.events == 0 || hashes[head.events - 1] == head.hash)
  }

  /// What is left of words that were erased by then, in the file or its journal; nil: nothing.
  func remains(in path: String, after events: Int) throws -> String? {
    guard let withdrawal, events >= withdrawal else { return nil }
    for name in [path, path + "-journal"] where Files.exists(name) {
      if Self.occurs(Array(Material.erased.utf8), in: try Files.bytes(of: name)) {
        return "erased words are in \(name == path ? "the file" : "its journal")"
      }
    }
    return nil
  }

  private static func occurs(_ words: [UInt8], in bytes: [UInt8]) -> Bool {
    guard let first = words.first else { return false }
    var start = 0
    while let index = bytes[start...].firstIndex(of: first) {
      if bytes[index...].starts(with: words) { return true }
      start = index + 1
    }
    return false
  }
}
