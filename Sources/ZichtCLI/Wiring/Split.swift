import Coding
import CommandLineKit
import Formats

/// Which part of a study each transcript belongs to: rules are written on one and judged on another.
///
/// A table with the columns `file` and `part`.
struct Split {
  private let path: String
  private var parts: [String: Set<String>] = [:]

  init(_ path: String) throws {
    self.path = path
    let table = Delimited(
      try decode(try FileSystem.read(path), file: path).text, file: path)
    guard table.diagnostics.isEmpty else { throw Rejected(table.diagnostics) }
    let columns = table.columns.map { $0.value.lowercased() }
    guard let file = columns.firstIndex(of: "file"), let part = columns.firstIndex(of: "part")
    else {
      throw Rejected([
        Diagnostic(
          .error, .columns, at: Place(file: path, line: 1),
          hint: "the first line should be: file,part")
      ])
    }
    for record in table.records {
      parts[record[part].value, default: []].insert(record[file].value)
    }
  }

  func files(of part: String?) throws -> Set<String> {
    let known = parts.keys.sorted().joined(separator: ", ")
    guard let part else {
      throw UsageError("say which part of '\(path)'", hint: "--part, with one of: \(known)")
    }
    guard let files = parts[part] else {
      throw UsageError("'\(path)' has no part '\(part)'", hint: "its parts: \(known)")
    }
    return files
  }
}

extension Diagnostic.Message {
  fileprivate static let columns: Self = "a split needs the columns 'file' and 'part'"
}
