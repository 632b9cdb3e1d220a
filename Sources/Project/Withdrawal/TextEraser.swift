import Coding

/// Says which bytes of a text go when a respondent withdraws.
struct TextEraser {
  private let everywhere: NameFinder
  private let inHeader: NameFinder

  init(_ who: Withdrawing) {
    everywhere = NameFinder(who.names)
    inHeader = NameFinder(who.allNames)
  }

  /// What is erased of one speaker in a text with others: the turns, the labels before them, and the
  /// names where nobody speaks; in what others say everything stays.
  func ranges(
    in text: [UInt8], turns: [(range: Range<Int>, speaker: Int)], of speakers: [Int]
  ) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for (number, turn) in turns.enumerated() where speakers.contains(turn.speaker) {
      let start =
        number > 0
        ? turns[number - 1].range.upperBound : firstLabel(in: text, before: turn.range.lowerBound)
      ranges.append(start..<turn.range.upperBound)
    }
    let nobodys = SpokenWords.ranges(of: 0, length: text.count, turns)
    let header = 0..<(turns.first?.range.lowerBound ?? text.count)
    let places =
      inHeader.places(in: text).filter { header.contains($0.lowerBound) }
      + everywhere.places(in: text)
    for place in places
    where nobodys.contains(where: {
      $0.lowerBound <= place.lowerBound && place.upperBound <= $0.upperBound
    }) {
      ranges.append(place)
    }
    return ranges
  }

  /// Where the label of the first turn begins: behind the header, on the turn's own line or on one
  /// above it.
  private func firstLabel(in text: [UInt8], before turn: Int) -> Int {
    var start = turn
    for _ in 0..<6 {
      let line = (text[..<start].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
      let label = text[line..<start]
      if label.contains(where: { $0 > 0x20 }) {
        let isOnLine = !text[line..<turn].contains(UInt8(ascii: "\n"))
        if isOnLine || !inHeader.places(in: Array(label)).isEmpty { return line }
      }
      guard line > 0 else { break }
      start = line - 1
    }
    return turn
  }

  /// A header's field, a transcript's name, without the respondent's names.
  func erasing(header text: String) -> String { inHeader.erasing(text) }
  func erasing(name text: String) -> String { everywhere.erasing(text) }

  /// Places of the names that the rest of a text holds.
  func mentions(in text: [UInt8]) -> [Range<Int>] { everywhere.places(in: text) }
}
