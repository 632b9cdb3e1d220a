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

extension TimeSpan {
  /// From two columns, start and end in milliseconds; nil without a start.
  init?(_ row: borrowing Statement, startingAt column: Int32) {
    guard let start = row.optionalInteger(column) else { return nil }
    self.init(start: start, end: row.optionalInteger(column + 1))
  }
}

extension Project {
  /// When each turn of a version was said, as far as its file tells.
  package func turnTimes(of version: Int) throws -> [TimeSpan?] {
    try connection.all(
      "SELECT from_ms, to_ms FROM turn WHERE version = \(version) ORDER BY number"
    ) { TimeSpan($0, startingAt: 0) }
  }

  /// The words of a turn, by its number from 1, as `audit` has it.
  package func range(ofTurn number: Int, in version: Int) throws -> Range<Int> {
    let turns = try turns(of: version)
    guard (1...max(1, turns.count)).contains(number), !turns.isEmpty else {
      throw ProjectError.unknown(
        "there is no turn \(number)",
        hint: turns.isEmpty
          ? "the text has no turns" : "they are numbered from 1 to \(turns.count)")
    }
    return turns[number - 1].range
  }

  /// The turns of a version in code points, with the number of who speaks.
  package func turns(of version: Int) throws -> [(range: Range<Int>, speaker: Int)] {
    try connection.all(
      "SELECT start, end, speaker FROM turn WHERE version = \(version) ORDER BY number"
    ) { (range: $0.integer(0)..<$0.integer(1), speaker: $0.integer(2)) }
  }
}
