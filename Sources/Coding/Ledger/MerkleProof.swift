/// What leads from one leaf, or from an earlier tree, to the root of a tree (RFC 9162, 2.1.3 and
/// 2.1.4): which subtrees a proof consists of, and whether their roots prove it.
///
/// Leaves are numbered from 0.
package enum MerkleProof {
  // MARK: What proofs consist of

  /// The ranges of leaves whose roots prove that a leaf is in a tree, in the proof's order.
  ///
  /// - Precondition: `leaf` < `size`.
  package static func inclusion(of leaf: Int, in size: Int) -> [Range<Int>] {
    precondition(leaf >= 0 && leaf < size)
    var path: [Range<Int>] = []
    var tree = 0..<size
    while tree.count > 1 {
      let middle = tree.lowerBound + split(tree.count)
      let (left, right) = (tree.lowerBound..<middle, middle..<tree.upperBound)
      path.append(leaf < middle ? right : left)
      tree = leaf < middle ? left : right
    }
    return path.reversed()
  }

  /// The ranges of leaves whose roots prove that a tree extends an earlier one, in the proof's
  /// order.
  ///
  /// - Precondition: 0 < `earlier` <= `size`.
  package static func consistency(from earlier: Int, to size: Int) -> [Range<Int>] {
    precondition(earlier > 0 && earlier <= size)
    var path: [Range<Int>] = []
    var tree = 0..<size
    while tree.upperBound != earlier {
      let middle = tree.lowerBound + split(tree.count)
      let (left, right) = (tree.lowerBound..<middle, middle..<tree.upperBound)
      path.append(earlier <= middle ? right : left)
      tree = earlier <= middle ? left : right
    }
    // Where the rest is the whole earlier tree, who checks the proof has its root already.
    if tree.lowerBound > 0 { path.append(tree) }
    return path.reversed()
  }

  /// The largest power of two below a count of two or more.
  private static func split(_ count: Int) -> Int {
    1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }

  // MARK: Checking them

  /// Whether a proof leads from a leaf to the root (RFC 9162, 2.1.3.2).
  package static func verifies(
    _ proof: [Digest], leaf: Digest, at index: Int, size: Int, root: Digest
  ) -> Bool {
    guard index >= 0, index < size else { return false }
    var (node, last) = (index, size - 1)
    var hash = leaf
    for sibling in proof {
      guard last > 0 else { return false }
      if isRight(node, last) {
        hash = MerkleTree.node(sibling, hash)
        climb(&node, &last)
      } else {
        hash = MerkleTree.node(hash, sibling)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 && hash == root
  }

  /// Whether a proof leads from an earlier root to a later one (RFC 9162, 2.1.4.2).
  package static func verifies(
    _ proof: [Digest], from earlier: (size: Int, root: Digest), to later: (size: Int, root: Digest)
  ) -> Bool {
    guard earlier.size > 0, earlier.size <= later.size else { return false }
    if earlier.size == later.size { return proof.isEmpty && earlier.root == later.root }
    guard !proof.isEmpty else { return false }
    let isComplete = earlier.size.nonzeroBitCount == 1
    var rest = (isComplete ? [earlier.root] + proof : proof)[...]
    var (node, last) = (earlier.size - 1, later.size - 1)
    while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
    var before = rest.removeFirst()
    var after = before
    for sibling in rest {
      guard last > 0 else { return false }
      if isRight(node, last) {
        before = MerkleTree.node(sibling, before)
        after = MerkleTree.node(sibling, after)
        climb(&node, &last)
      } else {
        after = MerkleTree.node(after, sibling)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 && before == earlier.root && after == later.root
  }

  /// Whether a node's sibling stands to its left.
  private static func isRight(_ node: Int, _ last: Int) -> Bool { node & 1 == 1 || node == last }

  /// Skips the levels on which a node at the right edge has no sibling.
  private static func climb(_ node: inout Int, _ last: inout Int) {
    while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
  }
}
