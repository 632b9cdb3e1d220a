import Coding

/// Whether a project still goes on from a checkpoint that was kept elsewhere.
package struct CheckpointComparison: Sendable, Equatable {
  package enum Verdict: Sendable, Equatable {
    /// The first events are those of the checkpoint; so many followed.
    case extended(by: Int)
    /// The project has fewer events than the checkpoint covers.
    case older
    /// The first events are others.
    case rewritten(root: Digest)
    /// The checkpoint is of another project.
    case foreign(origin: String)
  }

  package var checkpoint: Checkpoint
  /// The project's tree now.
  package var size: Int
  package var root: Digest
  /// Leads from the checkpoint's root to the project's (RFC 9162, 2.1.4).
  package var proof: [Digest]
  package var verdict: Verdict

  package var isExtended: Bool { if case .extended = verdict { true } else { false } }
}

extension Project {
  /// Compares the ledger with a checkpoint, from the events themselves, and proves that it goes on
  /// from it.
  ///
  /// O(events).
  package func compare(with checkpoint: Checkpoint) throws -> CheckpointComparison {
    let tree = try LedgerTree(self, usingTiles: false)
    let size = try head().number
    var result = CheckpointComparison(
      checkpoint: checkpoint, size: size, root: try tree.root(of: size), proof: [],
      verdict: .older)
    let origin = Checkpoint.origin(ofProject: try uid())
    if checkpoint.origin != origin {
      result.verdict = .foreign(origin: origin)
    } else if checkpoint.size <= size {
      result.proof = try tree.consistency(from: checkpoint.size, to: size)
      // The proof is checked as its reader would, who has the two roots alone.
      let isProved = MerkleProof.verifies(
        result.proof, from: (checkpoint.size, checkpoint.root), to: (size, result.root))
      result.verdict =
        isProved
        ? .extended(by: size - checkpoint.size)
        : .rewritten(root: try tree.root(of: checkpoint.size))
    }
    return result
  }
}
