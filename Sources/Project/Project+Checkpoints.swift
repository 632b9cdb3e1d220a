import Coding
import SQLite

extension Project {
  /// The project's random name, which its first event holds.
  package func uid() throws -> String {
    let body = try connection.text("SELECT body FROM event WHERE number = 1") ?? ""
    guard let uid = try JSONReader.read(SourceText(body), file: "event 1")["uid"]?.string else {
      throw ProjectError.damaged(path, "its first event names no project")
    }
    return uid
  }

  /// How many events there are, or the first so many, and the root of the tree over them.
  ///
  /// From the tiles: O(events / 256).
  package func treeHead(of size: Int? = nil) throws -> (size: Int, root: Digest) {
    let size = try size ?? head().number
    return (size, try LedgerTree(self, usingTiles: true).root(of: size))
  }

  /// The checkpoint of the first events, all of them where no size is given, from the events
  /// themselves: O(events).
  package func checkpoint(of size: Int? = nil) throws -> Checkpoint {
    let size = try existing(size)
    return Checkpoint(
      origin: Checkpoint.origin(ofProject: try uid()), size: size,
      root: try LedgerTree(self, usingTiles: false).root(of: size), time: surroundings.timestamp())
  }

  /// A size that the ledger has; all of it where none is given.
  func existing(_ size: Int?) throws -> Int {
    let last = try head().number
    guard let size else { return last }
    guard (1...last).contains(size) else {
      throw ProjectError.unknown(
        "there is no event \(size)", hint: "the ledger has events 1 to \(last)")
    }
    return size
  }

  /// Gives the state after the first events a name, by an event that follows them.
  ///
  /// Call it inside `change`.
  package func name(_ checkpoint: Checkpoint, _ name: String) throws -> Checkpoint {
    guard CheckpointName.isValid(name) else {
      throw ProjectError.unknown(
        "'\(name)' can't name a checkpoint", hint: CheckpointName.rule)
    }
    if let known = try self.checkpoint(named: name) {
      throw ProjectError.unknown(
        "there is a checkpoint '\(name)' already, of \(counted(known.size, "event"))",
        hint: "choose another name; a name never moves")
    }
    let event = try append(
      .checkpointNamed,
      [
        "name": .string(name), "size": .integer(checkpoint.size),
        "root": .string(checkpoint.root.hex),
      ])
    var checkpoint = checkpoint
    checkpoint.name = name
    checkpoint.time = try connection.text("SELECT time FROM event WHERE number = \(event)")
    return checkpoint
  }

  /// The checkpoint of a name, as the ledger has it; nil where there is none.
  package func checkpoint(named name: String) throws -> Checkpoint? {
    try checkpoints().first { $0.name == name }
  }

  /// The named checkpoints, in the order in which they were named.
  package func checkpoints() throws -> [Checkpoint] {
    let origin = Checkpoint.origin(ofProject: try uid())
    return try connection.all(
      """
      SELECT c.name, c.size, c.root, e.time FROM checkpoint c JOIN event e ON e.number = c.event
      ORDER BY c.event
      """
    ) { row in
      guard let root = Digest(hex: row.text(2)) else {
        throw ProjectError.damaged(path, "the root of the checkpoint '\(row.text(0))' is no hash")
      }
      return Checkpoint(
        origin: origin, size: row.integer(1), root: root, time: row.text(3), name: row.text(0))
    }
  }

  /// The checkpoint of the moment that a person means, from the events themselves; the present one
  /// where none is meant.
  ///
  /// That of a name is the text that was written when it got it.
  package func checkpoint(at point: String?) throws -> Checkpoint {
    guard let point, let known = try checkpoint(named: point) else {
      return try checkpoint(of: point.map { try moment($0).event })
    }
    var checkpoint = try checkpoint(of: known.size)
    guard checkpoint.root == known.root else {
      throw ProjectError.damaged(path, "the first \(known.size) events are not those of '\(point)'")
    }
    (checkpoint.name, checkpoint.time) = (known.name, known.time)
    return checkpoint
  }
}

/// What a checkpoint may be called: neither a number nor a date nor `now`, and safe on any screen and in a
/// line of text.
package enum CheckpointName {
  package static let rule =
    "a letter, then up to 79 letters, digits, spaces or any of - _ . that don't end in a space"

  package static func isValid(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first.properties.isAlphabetic, name != "now"
    else { return false }
    return name.unicodeScalars.count <= 80 && name.last != " "
      && name.unicodeScalars.allSatisfy { scalar in
        scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
          || scalar.properties.numericType == .decimal || " -_.".unicodeScalars.contains(scalar)
      }
  }
}
