/// Words as they can be compared across programs: white space folded, and without what gets lost on
/// the way (controls, marks without width).
struct FoldedWords: Equatable {
  private let scalars: [Unicode.Scalar]
  /// Whether more words follow: names are cut, with or without dots.
  private let isCut: Bool
  /// How much of a quote is looked at: white space may have been folded in the name.
  private let enough: Int

  var isEmpty: Bool { scalars.isEmpty }

  /// The words of a name; none in one that MAXQDA writes (`19,31`).
  init(name: String) {
    var folded = Self.fold(name.unicodeScalars)
    let isOffsets =
      folded.contains(",")
      && folded.split(separator: ",", omittingEmptySubsequences: false)
        .allSatisfy { !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }
    if isOffsets { folded = [] }
    let dots = folded.last == "…" ? 1 : folded.suffix(3).elementsEqual("...".unicodeScalars) ? 3 : 0
    isCut = dots > 0
    enough = 2 * name.unicodeScalars.count + 64
    scalars = folded
  }

  /// How well words are those of a quote.
  enum Match: Int, Comparable {
    case none, start, whole

    static func < (a: Match, b: Match) -> Bool { a.rawValue < b.rawValue }
  }

  /// Whether these are the words of a quote, or those that it starts with.
  ///
  /// The start must be four characters long, or any word would be a start. O(length of the name),
  /// however long the quote.
  func match(_ quote: ArraySlice<UInt8>) -> Match {
    guard !isEmpty else { return .none }
    // A character that this cuts is one of those that get lost.
    let start = String(decoding: quote.prefix(4 * enough), as: UTF8.self).unicodeScalars
    let folded = Self.fold(start)
    if folded == scalars { return .whole }
    let cut = isCut ? Array(scalars.dropLast(scalars.last == "…" ? 1 : 3)) : scalars
    let isStart = folded.starts(with: cut.last == " " ? cut.dropLast() : cut[...])
    return cut.count >= 4 && isStart ? .start : .none
  }

  private static func fold(_ text: String.UnicodeScalarView) -> [Unicode.Scalar] {
    var folded: [Unicode.Scalar] = []
    var isSpaced = true
    for scalar in text {
      if isSpace(scalar) {
        if !isSpaced { folded.append(" ") }
        isSpaced = true
      } else if scalar.value > 0x20, !isLostOnTheWay(scalar) {
        folded.append(scalar)
        isSpaced = false
      }
    }
    if isSpaced, !folded.isEmpty { folded.removeLast() }
    return folded
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x80
      ? scalar.value == 0x20 || (9...13).contains(scalar.value) : scalar.properties.isWhitespace
  }

  private static func isLostOnTheWay(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x7F...0x9F, 0xAD, 0x200B...0x200F, 0xFEFF, 0xFFFD...0xFFFF: true
    default: false
    }
  }
}
