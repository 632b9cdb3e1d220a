import Coding
import CommandLineKit
import Project
import Reports

/// `zicht memo list`: what people wrote down.
struct MemoList: ZichtCommand {
  static let name = "memo list"
  static let summary = "List memos, with what they are about."
  static let discussion = """
    In the order they were written. The number is the event's: zicht memo retract takes one back. \
    Memos on codings stand with the codings: zicht audit, zicht code export.
    """
  static let examples = [Example("zicht memo list --json", "For a program.")]

  var common = CommonOptions()

  static var parameters: [Parameter<Self>] { [] }

  func run(_ io: IO) throws {
    let project = try openProject(io)
    let memos = try project.read { try project.memos() }
    if common.json {
      writeJSON(.array(memos.map(\.json)), io)
      return
    }
    for memo in memos {
      io.out(
        sanitized("\(memo.event)  \(memo.time.prefix(10))  \(memo.coder)  \(memo.address)") + "\n")
      if let quote = memo.quote { io.out("    ‘" + sanitized(quote) + "’\n") }
      if !memo.title.isEmpty { io.out("    " + sanitized(memo.title) + "\n") }
      for line in memo.text.split(separator: "\n", omittingEmptySubsequences: false) {
        io.out("    " + sanitized(String(line)) + "\n")
      }
    }
    if memos.isEmpty { say("no memos", io) }
  }
}

extension Memo {
  fileprivate var json: JSON {
    [
      "event": .integer(event), "time": .string(time), "coder": .string(coder),
      "on": .string(address), "quote": quote.map { .string($0) } ?? .null,
      "title": .string(title), "text": .string(text),
    ]
  }
}
