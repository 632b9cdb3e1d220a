import Coding
import SQLite

/// Why a passage can't be coded.
package enum UncodablePassage: Error, Sendable, Equatable {
  /// More than one person speaks in it.
  case speakers(Int)
  case wordless
}

/// What coding many passages of one version needs to know of it.
package struct CodableVersion {
  package let id: Int
  private let turns: [(range: Range<Int>, speaker: Int)]
  private let stream: WordStream

  /// Whose words a passage holds, and how many.
  ///
  /// O(log text + turns in it).
  package func passage(
    _ range: Range<Int>
  ) throws(UncodablePassage) -> (speaker: Int, words: Int) {
    let first = turns.firstIndex { $0.range.upperBound > range.lowerBound } ?? turns.count
    let speakers = Set(
      turns[first...].prefix { $0.range.lowerBound < range.upperBound }.map(\.speaker))
    guard speakers.count <= 1 else { throw .speakers(speakers.count) }
    let words = stream.words(in: UInt32(range.lowerBound)..<UInt32(range.upperBound))
    guard words > 0 else { throw .wordless }
    return (speakers.first ?? 0, words)
  }

  init(_ project: Project, _ version: Int) throws {
    id = version
    turns = try project.connection.all(
      "SELECT start, end, speaker FROM turn WHERE version = \(version) ORDER BY number"
    ) { (range: $0.integer(0)..<$0.integer(1), speaker: $0.integer(2)) }
    stream = try project.wordStream(of: version)
  }
}

extension Project {
  package func codableVersion(_ version: Int) throws -> CodableVersion {
    try CodableVersion(self, version)
  }

  /// The words of a version as numbers.
  func wordStream(of version: Int) throws -> WordStream {
    let stream = try connection.first("SELECT stream FROM word_stream WHERE version = \(version)") {
      WordStream(encoded: $0.bytesOfBlob(0))
    }
    guard let stream = stream ?? nil else {
      throw ProjectError.damaged(path, "a word stream can't be read")
    }
    return stream
  }
}
