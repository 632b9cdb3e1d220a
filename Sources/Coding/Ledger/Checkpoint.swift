/// The state of a ledger in a few lines that can leave the project: how many events, and the root of
/// the tree over them.
///
/// As text it is the note text of C2SP's tlog-checkpoint: origin, size, root in Base 64, a line each;
/// then the extension lines `time …` and `name …`, which say when and for what, and prove nothing.
package struct Checkpoint: Sendable, Equatable {
  /// `zicht/` and the project's uid.
  package var origin: String
  package var size: Int
  package var root: Digest
  /// When it was made, as the ledger writes times.
  package var time: String?
  package var name: String?

  package init(
    origin: String, size: Int, root: Digest, time: String? = nil, name: String? = nil
  ) {
    (self.origin, self.size, self.root) = (origin, size, root)
    (self.time, self.name) = (time, name)
  }

  package static func origin(ofProject uid: String) -> String { "zicht/" + uid }

  package var text: String {
    var lines = [origin, String(size), Base64.encode(root.bytes)]
    if let time { lines.append("time " + time) }
    if let name { lines.append("name " + name) }
    return lines.map { $0 + "\n" }.joined()
  }

  package var json: JSON {
    [
      "origin": .string(origin), "size": .integer(size),
      "root": .string(Base64.encode(root.bytes)), "root_hex": .string(root.hex),
      "time": time.map { .string($0) } ?? .null, "name": name.map { .string($0) } ?? .null,
    ]
  }
}

extension Checkpoint {
  /// Reads a checkpoint's text.
  ///
  /// Line ends may be those of a mail. Extension lines of others and the signature lines of a signed
  /// note, which follow an empty line, are left aside.
  package static func read(_ text: SourceText, file: String) throws(Diagnostic) -> Checkpoint {
    let lines = text.string.split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    func fault(_ line: Int, _ message: Diagnostic.Message, _ hint: String) -> Diagnostic {
      Diagnostic(.error, message, at: Place(file: file, line: line), hint: hint)
    }
    let note = lines.prefix { !$0.isEmpty }
    guard note.count >= 3 else { throw fault(0, .tooShort, whatItIs) }
    guard let size = size(note[1]) else { throw fault(2, .noSize(note[1]), whatItIs) }
    guard let root = Base64.decode(note[2]), root.count == 32 else {
      throw fault(3, .noRoot, "44 characters that end in '=': was it copied whole?")
    }
    var checkpoint = Checkpoint(origin: note[0], size: size, root: Digest(bytes: root))
    for line in note.dropFirst(3) {
      if line.hasPrefix("time ") { checkpoint.time = String(line.dropFirst(5)) }
      if line.hasPrefix("name ") { checkpoint.name = String(line.dropFirst(5)) }
    }
    for (index, line) in lines.enumerated().dropFirst(note.count) {
      guard line.isEmpty || line.hasPrefix("— ") else {
        throw fault(index + 1, .surplus, "after an empty line only signatures may follow")
      }
    }
    return checkpoint
  }

  /// A whole number from 1 up, without leading zeros.
  ///
  /// No ledger is without events.
  private static func size(_ text: String) -> Int? {
    guard let size = Int(text), size > 0, String(size) == text else { return nil }
    return size
  }

  private static let whatItIs =
    "a checkpoint has a line with its origin, one with a number of events, one with a root in Base 64"
}

extension Diagnostic.Message {
  fileprivate static let tooShort: Self = "this is no checkpoint: it has fewer than three lines"
  fileprivate static let noRoot: Self = "the root is not 32 bytes in Base 64"
  fileprivate static let surplus: Self = "this line does not belong to the checkpoint"
  fileprivate static func noSize(_ text: String) -> Self { "'\(text)' is no number of events" }
}
