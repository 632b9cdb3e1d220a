import Coding
import SQLite

/// What identifies a state of a project: whose it is, how many events it has, and the hashes over
/// them.
package struct LedgerState: Sendable, Equatable {
  package struct Codebook: Sendable, Equatable {
    package var name: String
    package var version: Int
    package var hash: String

    package init(name: String, version: Int, hash: String) {
      (self.name, self.version, self.hash) = (name, version, hash)
    }
  }

  /// The project's own random name, of its first event.
  package var project: String
  /// Events.
  package var size: Int
  /// Of the last of them.
  package var time: String
  /// Of the Merkle tree over them, as hexadecimal (RFC 9162).
  package var root: String
  /// The last link of their chain, as hexadecimal.
  package var head: String
  /// Those in force.
  package var codebooks: [Codebook]

  package init(
    project: String, size: Int, time: String, root: String, head: String, codebooks: [Codebook]
  ) {
    (self.project, self.size, self.time) = (project, size, time)
    (self.root, self.head, self.codebooks) = (root, head, codebooks)
  }
}

extension Project {
  /// The state that this reader sees, from the tiles of the tree: O(events / 256).
  package func ledgerState() throws -> LedgerState {
    let (size, _) = try head()
    guard let state = try ledgerState(ofFirst: size, root: treeHead(of: size).root) else {
      throw ProjectError.damaged(path, "its ledger is empty")
    }
    return state
  }

  /// The state after so many events, with the codebooks in force now; nil when there are fewer.
  ///
  /// From the events themselves: O(events).
  package func ledgerState(ofFirst size: Int) throws -> LedgerState? {
    guard try (1...max(1, head().number)).contains(size) else { return nil }
    return try ledgerState(ofFirst: size, root: checkpoint(of: size).root)
  }

  private func ledgerState(ofFirst size: Int, root: Digest) throws -> LedgerState? {
    let head = try connection.first("SELECT hash FROM event WHERE number = \(size)") { $0.blob(0) }
    guard let head else { return nil }
    return LedgerState(
      project: try uid(), size: size,
      time: try connection.text("SELECT time FROM event WHERE number = \(size)") ?? "",
      root: root.hex, head: head.hex,
      codebooks: try codebooks().map {
        LedgerState.Codebook(name: $0.name, version: $0.number, hash: $0.hash)
      })
  }
}
