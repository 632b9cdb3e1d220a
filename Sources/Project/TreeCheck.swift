import Coding
import SQLite

/// Compares what the file says of the tree over its events, tiles and named checkpoints, with the
/// tree itself as it grows.
///
/// O(log events) memory beside what is stored.
struct TreeCheck {
  private var tree = MerkleTree()
  private var tile = MerkleTree()
  /// What is stored and has not been met yet.
  private var tiles: [Int: [UInt8]] = [:]
  private var named: [Int: [(name: String, root: String)]] = [:]
  private var problems: [String] = []

  init(_ connection: Connection) throws {
    try connection.forEach("SELECT number, root FROM tile") { row in
      tiles[row.integer(0)] = row.blob(1)
    }
    try connection.forEach("SELECT name, size, root FROM checkpoint ORDER BY name") { row in
      named[row.integer(1), default: []].append((row.text(0), row.text(2)))
    }
  }

  mutating func append(_ leaf: Digest) {
    tree.append(leaf)
    tile.append(leaf)
    for checkpoint in named.removeValue(forKey: tree.size) ?? []
    where checkpoint.root != tree.root.hex {
      problems.append(
        "checkpoint '\(checkpoint.name)': the first \(tree.size) events are not those it named")
    }
    guard tile.size == LedgerTree.tileSize else { return }
    let number = tree.size / LedgerTree.tileSize
    if tiles.removeValue(forKey: number) != tile.root.bytes {
      problems.append("table tile: number \(number) is not that of its events")
    }
    tile = MerkleTree()
  }

  /// What was found wrong, once all events were added.
  func finish() -> [String] {
    problems
      + tiles.keys.sorted().map { "table tile: number \($0) is of events that are not there" }
      + named.values.joined().map(\.name).sorted().map {
        "checkpoint '\($0)': it covers events that are not there"
      }
  }
}
