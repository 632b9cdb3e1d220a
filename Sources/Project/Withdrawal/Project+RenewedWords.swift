import Coding
import SQLite

extension Project {
  /// Indexes changed texts anew, and lets go of the words that no text has any more.
  ///
  /// The numbers of words stay, as all other texts are indexed by them. O(words of all texts).
  func forgetUnusedWords(after versions: [Int]) throws {
    var vocabulary = try vocabulary()
    for version in versions {
      let stream = try scan(version, vocabulary: &vocabulary).encoded()
      try connection.run(
        """
        UPDATE word_stream SET matching = \(Codebook.matchingVersion), stream = \(stream)
        WHERE version = \(version)
        """)
    }
    var used = Array(repeating: false, count: vocabulary.count)
    try connection.forEach("SELECT stream FROM word_stream") { row in
      for type in WordStream(encoded: row.bytesOfBlob(0))?.types ?? [] { used[Int(type)] = true }
    }
    try store(vocabulary, used)
  }

  private func store(_ vocabulary: Vocabulary, _ used: [Bool]) throws {
    let firsts = try connection.all("SELECT first FROM vocabulary ORDER BY first") { $0.integer(0) }
    // What comes last and is unused needs no placeholders: nothing behind it could shift.
    let end = (used.lastIndex(of: true) ?? -1) + 1
    try connection.run("DELETE FROM vocabulary")
    for (index, first) in firsts.enumerated() where first < end {
      let next = index + 1 < firsts.count ? min(firsts[index + 1], end) : end
      let lines = vocabulary.lines(first..<next) { !used[$0] }
      try connection.run("INSERT INTO vocabulary VALUES (\(first), \(lines))")
    }
  }
}
