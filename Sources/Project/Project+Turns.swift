import Coding
import SQLite

extension CodePoints {
  /// Turns in code points, ascending, as ranges of bytes.
  mutating func bytes(
    of turns: [(range: Range<Int>, speaker: Int)]
  ) -> [(range: Range<Int>, speaker: Int)] {
    turns.map { turn in
      let start = byte(ofOffset: turn.range.lowerBound)
      return (range: start..<byte(ofOffset: turn.range.upperBound), speaker: turn.speaker)
    }
  }
}

extension Project {
  /// The turns of a version in code points, with the number of who speaks.
  func turns(of version: Int) throws -> [(range: Range<Int>, speaker: Int)] {
    try connection.all(
      "SELECT start, end, speaker FROM turn WHERE version = \(version) ORDER BY number"
    ) { (range: $0.integer(0)..<$0.integer(1), speaker: $0.integer(2)) }
  }
}
