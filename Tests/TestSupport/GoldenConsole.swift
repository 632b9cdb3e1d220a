import CommandLineKit
import Foundation
import SQLite
import ZichtCLI

/// Replays a documented console session in-process and says what it looks like now.
///
/// A session file holds, line by line:
///
///     # a remark
///     $ zicht WORDS          a command; its output follows, then [exit N] unless it is 0
///     $ zicht WORDS <<< KEYS what is typed to it; \n is Enter
///     $ cat FILE             what a command wrote
///     > zicht WORDS          a command whose output doesn't matter; it must succeed
///     > fixture              the small study: interviews/ and books/
///     > write FILE           the lines up to `<`
///     > bytes FILE 00 FF     those bytes
///     > truncate FILE COUNT  keep so many bytes
///     > copy FILE FILE, > remove FILE, > folder FOLDER, > sql FILE STATEMENT
///
/// Lines of output that look like one of these start with a backslash. Each command has its own
/// second on the clock and its own random bytes: commands are numbered from 1.
package struct GoldenConsole {
  private let fixture: String
  private var number = 0
  private var replayed = ""

  package init(fixture: String) { self.fixture = fixture }

  /// The session with the output of now.
  ///
  /// Call it in an empty current folder.
  package mutating func replay(_ session: String) throws -> String {
    var lines = session.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      if line.hasPrefix("$ ") {
        show(line)
        show(output: try run(ShellWords.split(line.dropFirst(2))))
      } else if line.hasPrefix("> ") {
        show(line)
        try prepare(ShellWords.split(line.dropFirst(2)), body: &lines)
      } else if line.hasPrefix("#") {
        show(line)
      }
    }
    return replayed
  }

  private mutating func show(_ line: some StringProtocol) { replayed += line + "\n" }

  private mutating func show(output: String) {
    var lines = output.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() } else { lines.append("[no line end]") }
    for line in lines {
      let isScript = ["$ ", "> ", "#", "\\"].contains { line.hasPrefix($0) }
      show(isScript ? "\\" + line : String(line))
    }
  }

  private mutating func run(_ words: [String]) throws -> String {
    switch words.first {
    case "zicht":
      let (output, status) = zicht(Array(words.dropFirst()))
      return output + (status == 0 ? "" : "[exit \(status)]\n")
    case "cat": return try String(contentsOfFile: words[1], encoding: .utf8)
    default: throw GoldenFault("no command '\(words.first ?? "")'")
    }
  }

  private mutating func zicht(_ words: [String]) -> (output: String, status: Int32) {
    number += 1
    var (words, keys) = (words, "")
    if words.count > 1, words[words.count - 2] == "<<<" {
      keys = words.removeLast().replacingOccurrences(of: "\\n", with: "\n")
      words.removeLast()
    }
    let (io, captured) = IO.capture(
      input: keys,
      environment: [
        "ZICHT_FIXED": "\(number)", "ZICHT_CODER": "anna", "EDITOR": "sh ./editor",
        "PATH": "/usr/bin:/bin",
      ], width: 80)
    let status = Zicht.run(words, io)
    return (captured.all, status)
  }

  private mutating func prepare(_ words: [String], body: inout ArraySlice<Substring>) throws {
    let files = FileManager.default
    switch words.first {
    case "zicht":
      let (output, status) = zicht(Array(words.dropFirst()))
      guard status == 0 else { throw GoldenFault("\(words) failed: \(output)") }
    case "fixture":
      for name in try files.contentsOfDirectory(atPath: fixture) {
        try files.copyItem(atPath: fixture + "/" + name, toPath: name)
      }
    case "write": try write(words[1], &body)
    case "bytes": try save(words.dropFirst(2).map { UInt8($0, radix: 16) ?? 0 }, words[1])
    case "truncate":
      let data = try Data(contentsOf: URL(fileURLWithPath: words[1]))
      try save(Array(data.prefix(Int(words[2]) ?? 0)), words[1])
    case "copy": try files.copyItem(atPath: words[1], toPath: words[2])
    case "remove": try files.removeItem(atPath: words[1])
    case "folder": try files.createDirectory(atPath: words[1], withIntermediateDirectories: true)
    case "sql": try Connection(path: words[1], options: [.readWrite, .create]).execute(words[2])
    default: throw GoldenFault("no directive '\(words.first ?? "")'")
    }
  }

  private mutating func write(_ path: String, _ body: inout ArraySlice<Substring>) throws {
    var text = ""
    while let line = body.popFirst() {
      show(line)
      if line == "<" { return try save(Array(text.utf8), path) }
      text += line + "\n"
    }
    throw GoldenFault("'> write \(path)' has no '<'")
  }

  private func save(_ bytes: [UInt8], _ path: String) throws {
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }
}

/// A session file that can't be replayed.
package struct GoldenFault: Error, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}
