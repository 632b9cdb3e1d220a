/// Dates that a word for birth stands before, on the same line: `geboren op 3 mei 1948`.
enum BirthDates {
  static func date(in text: ArraySlice<UInt8>, at start: Int) -> Range<Int>? {
    guard Ascii.isDigit(text[start]), let end = end(in: text, from: start),
      IdentifierPatterns.endsWord(text, end), tellsOfBirth(text[..<start])
    else { return nil }
    return start..<end
  }

  private static let words = ["geboren", "geboorte", "geb.", "born", "birth", "jarig", "verjaar"]

  /// Within the sixty bytes before.
  private static func tellsOfBirth(_ before: ArraySlice<UInt8>) -> Bool {
    let line =
      before.suffix(60).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .last ?? []
    let folded = String(
      decoding: Folding.fold(String(decoding: line, as: UTF8.self)), as: UTF8.self)
    return words.contains { folded.contains($0) }
  }

  private static func end(in text: ArraySlice<UInt8>, from start: Int) -> Int? {
    numeric(in: text, from: start) ?? written(in: text, from: start)
  }

  /// `3-5-1948`, `03/05/48`, `3.5.1948`, `1948-05-03`.
  private static func numeric(in text: ArraySlice<UInt8>, from start: Int) -> Int? {
    var groups: [Int] = []
    var lengths: [Int] = []
    var position = start
    var sign: UInt8?
    while groups.count < 3 {
      var end = position
      while end < text.endIndex, Ascii.isDigit(text[end]), end - position < 5 { end += 1 }
      guard let number = Int(String(decoding: text[position..<end], as: UTF8.self)) else {
        return nil
      }
      groups.append(number)
      lengths.append(end - position)
      position = end
      guard groups.count < 3 else { break }
      guard end < text.endIndex, "-/.".utf8.contains(text[end]), sign == nil || sign == text[end]
      else { return nil }
      sign = text[end]
      position += 1
    }
    let (first, last) = lengths[0] == 4 ? (groups[2], lengths[2]) : (groups[0], lengths[2])
    let isWhole = (1...31).contains(first) && (1...12).contains(groups[1])
    return isWhole && (lengths[0] == 4 ? last < 3 : last == 4 || last == 2) ? position : nil
  }

  private static let months: Set<String> = [
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december", "january", "february", "march", "may", "june", "july",
    "august", "october",
  ]

  /// `3 mei 1948`, `3 mei`.
  private static func written(in text: ArraySlice<UInt8>, from start: Int) -> Int? {
    let words = text[start...].prefix(32).split(separator: 0x20, maxSplits: 3)
    guard words.count > 1, words[0].endIndex < words[1].startIndex, words[0].count < 3,
      words[0].allSatisfy(Ascii.isDigit)
    else { return nil }
    let month = words[1].prefix(while: Ascii.isLetter)
    guard
      months.contains(
        String(decoding: Folding.fold(String(decoding: month, as: UTF8.self)), as: UTF8.self))
    else { return nil }
    guard words.count > 2, month.endIndex == words[1].endIndex,
      words[2].startIndex == words[1].endIndex + 1
    else { return month.endIndex }
    let year = words[2].prefix(while: Ascii.isDigit)
    return year.count == 4 ? year.endIndex : month.endIndex
  }
}
