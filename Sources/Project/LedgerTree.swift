import Coding
import SQLite

/// Roots and proofs of the Merkle tree over a project's events (RFC 9162).
///
/// With tiles, the stored roots over each 256 events, a proof reads some 600 events at most and one
/// row for each 256 others; without, every event is hashed anew.
struct LedgerTree {
  static let tileHeight = 8
  static let tileSize = 1 << tileHeight

  private let project: Project
  /// By number less one; a tile that is missing is made from its events.
  private let tiles: [Int: Digest]

  init(_ project: Project, usingTiles: Bool) throws {
    self.project = project
    var tiles: [Int: Digest] = [:]
    if usingTiles {
      try project.connection.forEach("SELECT number, root FROM tile") { row in
        let root = row.blob(1)
        if root.count == 32 { tiles[row.integer(0) - 1] = Digest(bytes: root) }
      }
    }
    self.tiles = tiles
  }

  /// The root over the first events.
  func root(of size: Int) throws -> Digest { try root(of: 0..<size) }

  /// That an event is among the first `size`.
  func inclusion(of event: Int, in size: Int) throws -> [Digest] {
    try MerkleProof.inclusion(of: event - 1, in: size).map { try root(of: $0) }
  }

  /// That the first `size` events go on from the first `earlier`.
  func consistency(from earlier: Int, to size: Int) throws -> [Digest] {
    try MerkleProof.consistency(from: earlier, to: size).map { try root(of: $0) }
  }

  /// The root of the subtree over a range of leaves, which are numbered from 0.
  private func root(of leaves: Range<Int>) throws -> Digest {
    var tree = MerkleTree()
    var position = leaves.lowerBound
    while position < leaves.upperBound {
      let end = min(leaves.upperBound, (position / Self.tileSize + 1) * Self.tileSize)
      if end - position == Self.tileSize, let tile = tiles[position / Self.tileSize] {
        tree.append(subtree: tile, height: Self.tileHeight)
      } else {
        try project.events(from: position + 1, through: end) { event, _ in
          tree.append(event.leaf)
        }
      }
      position = end
    }
    guard tree.size == leaves.count else {
      throw ProjectError.damaged(project.path, "events are missing")
    }
    return tree.root
  }
}

extension Project {
  /// Whether tiles are to be stored yet, as in a file of the schema before.
  func lacksTiles() throws -> Bool { try storedTiles() < fullTiles() }

  private func fullTiles() throws -> Int { try head().number / LedgerTree.tileSize }

  private func storedTiles() throws -> Int {
    try connection.integer("SELECT max(number) FROM tile") ?? 0
  }

  /// Stores the tile that an event fills, when it is the last of one.
  func addToTile(_ leaf: Digest, of event: Int) throws {
    let position = (event - 1) % LedgerTree.tileSize
    if position == 0 { tile = MerkleTree() }
    // Of a tile that was begun before this change the first leaves are not known here.
    if tile.size == position { tile.append(leaf) }
    guard position == LedgerTree.tileSize - 1 else { return }
    guard tile.size == LedgerTree.tileSize else { return try completeTiles() }
    try store(tile, number: event / LedgerTree.tileSize)
  }

  private func store(_ tile: MerkleTree, number: Int) throws {
    try connection.run("INSERT INTO tile VALUES (\(number), \(tile.root.bytes))")
  }

  /// Stores the tiles of all events that fill one, where they are not stored yet.
  func completeTiles() throws {
    let (stored, full) = (try storedTiles(), try fullTiles())
    guard stored < full else { return }
    for number in stored + 1...full {
      var tree = MerkleTree()
      let last = number * LedgerTree.tileSize
      try events(from: last - LedgerTree.tileSize + 1, through: last) { event, _ in
        tree.append(event.leaf)
      }
      try store(tree, number: number)
    }
  }
}
