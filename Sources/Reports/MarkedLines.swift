/// Text of which some is marked, broken into lines for a terminal.
package struct MarkedLines {
  package struct Piece: Equatable {
    package var text: String
    package var isMarked: Bool

    package init(_ text: String, isMarked: Bool = false) {
      (self.text, self.isMarked) = (text, isMarked)
    }
  }

  package private(set) var lines: [[Piece]] = []
  private let width: Int
  private var line: [Piece] = []
  private var used = 0
  private var word: [(character: Character, isMarked: Bool)] = []
  private var wordWidth = 0
  /// The space before the word, where there is one.
  private var gap: Piece?

  /// Sanitizes the pieces, which follow each other without a gap, and breaks them at spaces, and within
  /// words that are wider than a line.
  ///
  /// Their own line ends are kept. O(length).
  package init(_ pieces: [Piece], width: Int) {
    self.width = max(1, width)
    for piece in pieces {
      for character in sanitized(piece.text, keepingNewlines: true) {
        add(character, piece.isMarked)
      }
    }
    endLine()
    while lines.last?.isEmpty == true { lines.removeLast() }
  }

  private mutating func add(_ character: Character, _ isMarked: Bool) {
    switch character {
    case "\n": endLine()
    case " ":
      endWord()
      gap = Piece(" ", isMarked: isMarked)
    default:
      word.append((character, isMarked))
      wordWidth += displayWidth(character)
    }
  }

  private mutating func endWord() {
    guard !word.isEmpty else { return }
    if used > 0, used + 1 + wordWidth > width { breakLine() }
    if used > 0, let gap { append(gap, 1) }
    for (character, isMarked) in word {
      let size = displayWidth(character)
      if used > 0, used + size > width { breakLine() }
      append(Piece(String(character), isMarked: isMarked), size)
    }
    (word, wordWidth, gap) = ([], 0, nil)
  }

  private mutating func append(_ piece: Piece, _ size: Int) {
    used += size
    if let last = line.last, last.isMarked == piece.isMarked {
      line[line.count - 1].text += piece.text
    } else {
      line.append(piece)
    }
  }

  private mutating func endLine() {
    endWord()
    breakLine()
  }

  private mutating func breakLine() {
    lines.append(line)
    (line, used, gap) = ([], 0, nil)
  }
}
