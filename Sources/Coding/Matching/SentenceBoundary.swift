/// What stands between two words: whether it ends a sentence, parts clauses, or joins the two.
///
/// Knows Dutch writing: abbreviations, initials, list numbers, quotes, ellipses, `'s Avonds`.
struct Gap {
  let text: UnsafeBufferPointer<UInt8>
  let range: Range<Int>
  /// The word before the gap.
  let before: Range<Int>
  /// Words of the sentence so far, that one included.
  let wordsInSentence: Int

  /// One apostrophe or hyphen: `auto's`, `sociaal-economisch`, `zo’n`.
  var joins: Bool {
    let bytes = text[range]
    if bytes.count == 1, let byte = bytes.first { return byte == 0x27 || byte == 0x2D }
    return bytes.elementsEqual([0xE2, 0x80, 0x99]) || bytes.elementsEqual([0xE2, 0x80, 0x90])
      || bytes.elementsEqual([0xE2, 0x80, 0x91])
  }

  /// A comma, semicolon, colon, dash, bracket or anything that ends sentences.
  var partsClauses: Bool {
    text[range].contains { ",;:()[].!?".utf8.contains($0) } || hasDash || hasEllipsis
  }

  private var hasDash: Bool {
    let bytes = text[range]
    return bytes.indices.contains { index in
      (bytes[index] == 0x2D && bytes.count > 1)
        || (bytes[index] == 0xE2 && index + 2 < bytes.endIndex && bytes[index + 1] == 0x80
          && (bytes[index + 2] == 0x93 || bytes[index + 2] == 0x94))
    }
  }

  private var hasEllipsis: Bool { text[range].indices.contains(where: isEllipsis) }

  private func isEllipsis(at index: Int) -> Bool {
    text[index] == 0xE2 && index + 2 < range.upperBound && text[index + 1] == 0x80
      && text[index + 2] == 0xA6
  }

  /// Where the sentence before ends and the next starts (bytes); nil when the sentence goes on.
  var boundary: (end: Int, start: Int)? {
    if let paragraph = paragraphBoundary { return paragraph }
    guard let ender = enderEnd, isBoundary(after: ender) else { return nil }
    return (ender.end, firstVisible(from: ender.end))
  }

  /// An empty line, or a line that opens a list item, always parts sentences.
  private var paragraphBoundary: (end: Int, start: Int)? {
    guard let line = text[range].firstIndex(of: 0x0A) else { return nil }
    let start = firstVisible(from: line)
    let isEmptyLine = text[line + 1..<start].contains(0x0A)
    guard isEmptyLine || opensItem(at: start) else { return nil }
    var end = line
    while end > range.lowerBound, isSpace(text[end - 1]) { end -= 1 }
    return (end, start)
  }

  /// Whether a line that starts here is a list item, a heading, a quotation or a table's row.
  private func opensItem(at start: Int) -> Bool {
    if start == range.upperBound { return opensNumberedItem(at: start) }
    var end = start
    while end < range.upperBound, "-*+#>".utf8.contains(text[end]) { end += 1 }
    return text[start] == UInt8(ascii: "|")
      || (end > start && end < range.upperBound && isSpace(text[end]))
  }

  /// `1. ` or `2) `; a year that a line happens to start with is no number of an item.
  private func opensNumberedItem(at start: Int) -> Bool {
    var end = start
    while end < text.count, end < start + 3, isDigit(text[end]) { end += 1 }
    return (start + 1...start + 2).contains(end) && end + 1 < text.count
      && ".)".utf8.contains(text[end]) && text[end + 1] == 0x20
  }

  private struct Ender {
    /// Behind the punctuation and the quotes or brackets that close with it.
    var end: Int
    var isStop: Bool
    var isEllipsis: Bool
    var hasCloser: Bool
  }

  /// The first `.`, `!`, `?` or `…` that white space follows.
  private var enderEnd: Ender? {
    var index = range.lowerBound
    while index < range.upperBound {
      let start = index
      var onlyStops = true
      var ellipsis = false
      while index < range.upperBound {
        if ".!?".utf8.contains(text[index]) {
          onlyStops = onlyStops && text[index] == 0x2E
          index += 1
        } else if isEllipsis(at: index) {
          ellipsis = true
          index += 3
        } else {
          break
        }
      }
      guard index > start else {
        index += 1
        continue
      }
      let dots = index - start
      let closer = skipClosers(from: index)
      if closer < range.upperBound, isSpace(text[closer]) {
        return Ender(
          end: closer, isStop: onlyStops && !ellipsis && dots == 1,
          isEllipsis: ellipsis || (onlyStops && dots > 1), hasCloser: closer > index)
      }
      index = max(closer, index)
    }
    return nil
  }

  private func skipClosers(from start: Int) -> Int {
    var index = start
    while index < range.upperBound {
      if "\"')]*_".utf8.contains(text[index]) {
        index += 1
      } else if index + 2 < range.upperBound, text[index] == 0xE2, text[index + 1] == 0x80,
        text[index + 2] == 0x99 || text[index + 2] == 0x9D
      {
        index += 3
      } else {
        break
      }
    }
    return index
  }

  private func isBoundary(after ender: Ender) -> Bool {
    let lower = nextIsLowercase
    if ender.isEllipsis { return !lower }
    if !ender.isStop { return !(lower && ender.hasCloser) }
    guard text[before.upperBound] == 0x2E else { return !(lower && ender.hasCloser) }
    if before.count == 1, isLetter(text[before.lowerBound]) { return endsAfterLetter(lower) }
    if wordsInSentence == 1, before.count < 3, text[before].allSatisfy(isDigit) { return false }
    let word = String(decoding: Folding.fold(text[before]), as: UTF8.self)
    if abbreviations.contains(word) { return false }
    if closingAbbreviations.contains(word) { return !lower }
    return !(lower && ender.hasCloser)
  }

  /// What a lone letter before the stop says: an initial, part of an abbreviation, or a word.
  private func endsAfterLetter(_ lower: Bool) -> Bool {
    let letter = text[before.lowerBound]
    if before.lowerBound > 0, text[before.lowerBound - 1] == 0x2E {
      return !lower && closingAbbreviations.contains(dottedLetters)
    }
    if before.lowerBound > 2, hasApostrophe(before: before.lowerBound) || letter == 0x75 {
      return true
    }
    if isUppercase(letter) { return letter == 0x4F && wordsInSentence == 1 }  // "O. Dan niet."
    return !lower && nextIsCapital && !"vd".utf8.contains(letter)
  }

  /// The letters of a dotted abbreviation, without its stops.
  private var dottedLetters: String {
    var start = before.lowerBound
    while start > 1, text[start - 1] == 0x2E, isLetter(text[start - 2]) { start -= 2 }
    return String(decoding: text[start..<before.upperBound].filter(isLetter), as: UTF8.self)
  }

  private var nextIsCapital: Bool {
    let next = nextLetter
    return next < text.count && !isDigit(text[next]) && !isLowercase(at: next)
  }

  /// Whether the sentence would go on with a small letter, which in `'t Was` is the second word's.
  private var nextIsLowercase: Bool {
    let next = nextLetter
    return next < text.count && isLowercase(at: next)
  }

  private var nextLetter: Int {
    let next = range.upperBound
    let isReduced = hasApostrophe(before: next) && next + 2 < text.count && text[next + 1] == 0x20
    return isReduced ? next + 2 : next
  }

  private func hasApostrophe(before index: Int) -> Bool {
    text[index - 1] == 0x27
      || (index > 2 && text[index - 3] == 0xE2 && text[index - 2] == 0x80
        && (text[index - 1] == 0x98 || text[index - 1] == 0x99))
  }

  private func isLowercase(at index: Int) -> Bool {
    if text[index] < 0x80 { return (0x61...0x7A).contains(text[index]) }
    var decoder = UTF8()
    var bytes = text[index...].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return false }
    return scalar.properties.isLowercase
  }

  private func firstVisible(from start: Int) -> Int {
    var index = start
    while index < range.upperBound, isSpace(text[index]) { index += 1 }
    return index
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }
  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private func isUppercase(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
  private func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
}

extension Folding {
  fileprivate static func fold(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
    var folded: [UInt8] = []
    fold(word, into: &folded)
    return folded
  }
}

/// Abbreviations that more of the sentence follows.
///
/// Single letters (`o.a.`, `m.b.t.`) need no entry.
private let abbreviations: Set<String> = [
  "bijv", "bv", "dhr", "mevr", "mw", "mej", "mr", "drs", "dr", "ir", "ing", "prof", "ca", "nr",
  "nrs", "st", "jl", "resp", "incl", "excl", "evt", "afd", "blz", "pag", "art", "tel", "vgl", "zgn",
  "ong", "hfst", "gem", "vs", "jr", "mln", "mld", "vnl", "plm",
]

/// Abbreviations that may close a sentence: they do when a capital follows.
private let closingAbbreviations: Set<String> = [
  "enz", "etc", "ed", "cs", "dd", "sr", "ea", "aub", "svp",
]
