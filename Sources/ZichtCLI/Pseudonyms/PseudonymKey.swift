import Coding
import CommandLineKit
import Formats
import Project
import Reports

/// The file that says which pseudonym is whose; it never enters the project.
struct PseudonymKey {
  let path: String
  let id: String
  /// What it held when it was read.
  let rows: [PseudonymRow]

  /// The key at a path, or the beginning of a new one.
  ///
  /// - Throws: `UsageError` for a file that is no key, or the key of another project.
  init(_ path: String, of project: Project) throws {
    self.path = path
    guard FileSystem.exists(path) else {
      (id, rows) = (try project.newKey(), [])
      return
    }
    let (rows, diagnostics) = readPseudonyms(try FileSystem.read(path), file: path)
    let faults = diagnostics.filter { $0.severity == .error }
    let ids = Set(rows.map(\.key))
    guard faults.isEmpty, ids.count == 1, let id = ids.first ?? nil,
      rows.allSatisfy({ $0.verdict != .ask && ($0.verdict == .no || $0.replacement != nil) })
    else {
      throw UsageError(
        "'\(path)' exists, and is no key that zicht wrote",
        hint: "name another file for the key; a list of names is given with --list")
    }
    guard try project.isOwn(key: id) else {
      throw UsageError(
        "'\(path)' is the key of another project",
        hint: "name another file for the key of this one; --list '\(path)' uses the same pseudonyms"
      )
    }
    (self.id, self.rows) = (id, rows)
  }

  var isNew: Bool { rows.isEmpty }

  /// Writes the key with all that a list has, for its owner alone.
  ///
  /// - Returns: whether there was anything to write.
  func write(_ list: PseudonymList) throws -> Bool {
    let table = Table(
      title: "Key", columns: ["key", "text", "kind", "replacement", "replace"].map { .init($0) },
      rows: list.entries.map { entry in
        [
          .text(id), .text(entry.text), .text(entry.kind.name), .text(entry.replacement ?? ""),
          .text(entry.replacement == nil ? "no" : "yes"),
        ]
      })
    let bytes = Array(CSV().string(table).utf8)
    if !isNew, try FileSystem.read(path) == bytes { return false }
    try FileSystem.write(bytes, to: path)
    return true
  }
}
