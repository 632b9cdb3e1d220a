import Coding
import SQLite

extension Project {
  /// Indexes changed texts anew, and all texts by a list of only the words that they have.
  ///
  /// The list is sorted: in the order in which words first came up it would hold whole runs of what
  /// was erased. O(words of all texts).
  func renewWords(after versions: [Int]) throws {
    var vocabulary = try vocabulary()
    for version in versions {
      let stream = try scan(version, vocabulary: &vocabulary).encoded()
      try connection.run(
        """
        UPDATE word_stream SET matching = \(Codebook.matchingVersion), stream = \(stream)
        WHERE version = \(version)
        """)
    }
    let all = try connection.all("SELECT version FROM word_stream") { $0.integer(0) }
    var used = Array(repeating: false, count: vocabulary.count)
    for version in all {
      for type in try stream(of: version).types { used[Int(type)] = true }
    }
    let (sorted, numbers) = vocabulary.sorted { used[$0] }
    for version in all {
      var stream = try stream(of: version)
      for index in stream.types.indices { stream.types[index] = numbers[Int(stream.types[index])] }
      try connection.run(
        "UPDATE word_stream SET stream = \(stream.encoded()) WHERE version = \(version)")
    }
    try connection.run("DELETE FROM vocabulary")
    guard sorted.count > 0 else { return }
    try connection.run("INSERT INTO vocabulary VALUES (0, \(sorted.lines(from: 0)))")
  }

  private func stream(of version: Int) throws -> WordStream {
    let stream = try connection.first("SELECT stream FROM word_stream WHERE version = \(version)") {
      WordStream(encoded: $0.bytesOfBlob(0))
    }
    guard let stream = stream ?? nil else {
      throw ProjectError.damaged(path, "a word stream can't be read")
    }
    return stream
  }
}
