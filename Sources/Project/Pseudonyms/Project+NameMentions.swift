import Coding
import SQLite

/// Something of a project that holds a name and is not replaced: for a person to look at.
package struct NameMention: Sendable, Equatable {
  /// Such as `memo of event 12` or `the name of the transcript 'ria.txt'`.
  package var place: String
  package var name: String

  package init(place: String, name: String) { (self.place, self.name) = (place, name) }
}

extension Project {
  /// Where names that are to be replaced stand outside of texts, labels, headers and respondents.
  ///
  /// O(what is written there).
  package func mentions(of names: NameReplacer) throws -> [NameMention] {
    var mentions: [NameMention] = []
    func look(in text: String, at place: String) {
      mentions += names.names(in: text).map { NameMention(place: place, name: $0) }
    }
    for memo in try self.memos() {
      look(in: [memo.title, memo.text].joined(separator: "\n"), at: "memo of event \(memo.event)")
      if let quote = memo.quote {
        look(in: quote, at: "the passage that the memo of event \(memo.event) is about")
      }
    }
    let memos = try memoEvents()
    for reason in try reasons() where !memos.contains(reason.event) {
      look(in: try content(reason.hash)?.string ?? "", at: "reason in event \(reason.event)")
    }
    // Names of files are often in lower case.
    let inAnyCase = names.ignoringCase
    for transcript in try transcriptNames() {
      // Underscores join words elsewhere, and part them in the names of files.
      let words = String(transcript.map { $0 == "_" ? " " : $0 })
      mentions += inAnyCase.names(in: words).map {
        NameMention(place: "the name of the transcript '\(transcript)'", name: $0)
      }
    }
    try connection.forEach(
      "SELECT name, number, body FROM codebook WHERE retired IS NULL ORDER BY id"
    ) {
      look(in: $0.text(2), at: "codebook \($0.text(0)), version \($0.integer(1))")
    }
    return mentions
  }

  /// Events whose words are told as those of memos.
  private func memoEvents() throws -> Set<Int> {
    Set(try connection.all("SELECT event FROM memo") { $0.integer(0) })
  }
}
