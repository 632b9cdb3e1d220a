/// The Merkle tree over a ledger's events (RFC 9162, 2.1.1), grown leaf by leaf.
///
/// Keeps the roots of complete subtrees alone: O(log leaves) memory, O(1) hashes for each leaf on
/// average. The root may be asked for after any leaf, so that one pass gives that of every prefix.
package struct MerkleTree: Sendable {
  /// Complete subtrees of 2^height leaves, the largest first.
  private var peaks: [(root: Digest, height: Int)] = []
  package private(set) var size = 0

  package init() {}

  package mutating func append(_ leaf: Digest) { append(subtree: leaf, height: 0) }

  /// Adds a complete subtree of 2^height leaves.
  ///
  /// - Precondition: the size so far is a multiple of 2^height.
  package mutating func append(subtree: Digest, height: Int) {
    precondition(size.isMultiple(of: 1 << height))
    size += 1 << height
    var (root, height) = (subtree, height)
    while let last = peaks.last, last.height == height {
      peaks.removeLast()
      root = Self.node(last.root, root)
      height += 1
    }
    peaks.append((root, height))
  }

  /// O(log leaves) hashes.
  package var root: Digest {
    guard let last = peaks.last else { return SHA256.digest([]) }
    return peaks.dropLast().reversed().reduce(last.root) { Self.node($1.root, $0) }
  }

  /// SHA256(1 | left | right).
  package static func node(_ left: Digest, _ right: Digest) -> Digest {
    var hash = SHA256()
    hash.update([1])
    hash.update(left.bytes)
    hash.update(right.bytes)
    return hash.finish()
  }
}
