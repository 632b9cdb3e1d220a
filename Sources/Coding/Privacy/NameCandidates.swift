/// Finds words that are written as names are: with a capital where no sentence begins, and never
/// without it.
///
/// What it can't find: names in lower case, names that only ever begin sentences, names that are
/// ordinary words too (`Roos`, `Bos`), nicknames, and what gives somebody away without a name.
package struct NameCandidates: Sendable {
  package struct Found: Sendable, Equatable {
    /// Bytes of the text.
    package var range: Range<Int>
    package var kind: IdentifierKind
    /// Whether its surroundings say that it is one: a title before it, the number of a house behind.
    package var isSure: Bool
  }

  private var ordinary: Set<String>

  /// Takes all words that are written without a capital somewhere for ordinary ones.
  ///
  /// O(vocabulary).
  package init(_ vocabulary: Vocabulary) {
    var ordinary: Set<String> = []
    for word in 0..<vocabulary.count where !Self.isCapital(vocabulary.bytes(of: word)) {
      ordinary.insert(vocabulary[word])
    }
    self.ordinary = ordinary
  }

  /// What stands in an address or a link is in lower case there, name or not.
  mutating func learn(fromLink text: String) {
    let bytes = Array(text.utf8)
    for span in WordSpans.ranges(in: bytes, 0..<bytes.count) {
      ordinary.remove(String(decoding: bytes[span], as: UTF8.self))
    }
  }

  /// In the order of the text; disjoint.
  ///
  /// O(bytes of the stretches).
  package func find(in text: SourceText, stretches: [Range<Int>]) -> [Found] {
    stretches.flatMap { stretch -> [Found] in
      let passage = Passage(text.utf8, stretch)
      var found: [Found] = []
      var index = 0
      while index < passage.spans.count {
        guard Self.isCapital(text.utf8[passage.spans[index]]) else {
          index += 1
          continue
        }
        let end = passage.sequence(from: index)
        if let name = name(index..<end, in: passage) { found.append(name) }
        index = end
      }
      return found
    }
  }

  private func name(_ words: Range<Int>, in passage: Passage) -> Found? {
    guard !passage.isBracketed(words.lowerBound) else { return nil }
    var start = words.lowerBound
    var isTitled = false
    while start < words.upperBound, Self.isTitle(passage.folded(start)) {
      start += 1
      isTitled = true
    }
    guard start < words.upperBound else { return nil }
    if !isTitled, let first = passage.afterTitle(before: start, Self.titles, Self.shortTitles) {
      (start, isTitled) = (first, true)
    }
    if let address = address(start..<words.upperBound, in: passage) { return address }
    if !isTitled {
      start = withoutOpening(start..<words.upperBound, in: passage)
      guard start < words.upperBound else { return nil }
    }
    let name = start..<words.upperBound
    guard isTitled || name.contains(where: { isPeculiar($0, passage) }),
      name.contains(where: { passage.spans[$0].count > 1 })
    else { return nil }
    return Found(
      range: passage.range(name), kind: isTitled ? .person : kind(of: name, in: passage),
      isSure: isTitled)
  }

  /// Never written without its capital.
  private func isPeculiar(_ word: Int, _ passage: Passage) -> Bool {
    passage.spans[word].count > 1 && !ordinary.contains(passage.word(word).lowercased())
  }

  /// Where a name starts once ordinary words before it, and a word that may have its capital from the
  /// sentence it begins, are left out.
  private func withoutOpening(_ words: Range<Int>, in passage: Passage) -> Int {
    var start = words.lowerBound
    if passage.opensSentence(start), words.count == 1 || !isPeculiar(start, passage) { start += 1 }
    while start < words.upperBound, passage.spans[start].count > 1, !isPeculiar(start, passage),
      !Self.particles.contains(passage.folded(start))
    { start += 1 }
    return start
  }

  private func kind(of words: Range<Int>, in passage: Passage) -> IdentifierKind {
    let text = passage.text
    if words.count == 1, text[passage.spans[words.lowerBound]].count(where: Ascii.isUpper) > 1 {
      return .organisation
    }
    guard words.lowerBound > 0 else { return .name }
    return Self.placeWords.contains(passage.folded(words.lowerBound - 1)) ? .place : .name
  }

  // MARK: Streets

  /// A name that ends like a street's, with the number of a house where there is one.
  private func address(_ words: Range<Int>, in passage: Passage) -> Found? {
    let last = passage.folded(words.upperBound - 1)
    guard let ending = Self.streets.first(where: last.hasSuffix) else { return nil }
    let start =
      words.count > 1 && !isPeculiar(words.lowerBound, passage)
        && !Self.particles.contains(passage.folded(words.lowerBound))
        && passage.opensSentence(words.lowerBound) ? words.lowerBound + 1 : words.lowerBound
    if let end = passage.houseNumber(after: words.upperBound - 1) {
      return Found(
        range: passage.spans[start].lowerBound..<end, kind: .address, isSure: true)
    }
    guard last.utf8.count > ending.utf8.count + 2, isPeculiar(words.upperBound - 1, passage),
      words.count == 1, !passage.opensSentence(words.lowerBound)
    else { return nil }
    return Found(range: passage.range(words), kind: .address, isSure: false)
  }

  private static let streets = [
    "straat", "straatje", "laan", "weg", "plein", "kade", "singel", "hof", "dreef", "gracht",
    "steeg", "dijk", "plantsoen", "markt", "wal", "baan", "zoom", "erf", "haven", "boulevard",
    "allee", "pad", "park", "str",
  ]

  // MARK: Words

  static func isCapital(_ word: ArraySlice<UInt8>) -> Bool {
    guard let first = word.first else { return false }
    if first < 0x80 { return Ascii.isUpper(first) }
    return String(decoding: word, as: UTF8.self).unicodeScalars.first?.properties.isUppercase
      == true
  }

  static let particles: Set<String> = [
    "van", "de", "den", "der", "t", "ten", "ter", "el", "al", "bin", "ben", "ibn", "abu", "von",
    "zu", "du", "da", "dos", "la", "le", "di",
  ]
  private static let titles: Set<String> = [
    "meneer", "mijnheer", "mevrouw", "heer", "juffrouw", "juf", "meester", "dokter", "professor",
    "wethouder", "burgemeester", "raadslid", "wijkagent", "agent", "zuster", "broeder", "pater",
    "pastoor", "dominee", "imam", "oom", "tante", "opa", "oma", "miss", "buurman", "buurvrouw",
  ]
  /// With a full stop behind them or without.
  private static let shortTitles: Set<String> = [
    "dhr", "mevr", "mw", "mvr", "dr", "drs", "ir", "ing", "prof", "mr", "mrs", "ms",
  ]
  private static func isTitle(_ word: String) -> Bool {
    titles.contains(word) || shortTitles.contains(word)
  }
  private static let placeWords: Set<String> = [
    "in", "naar", "uit", "vanuit", "richting", "te", "rond",
  ]
}

/// The words of a stretch of text, and what stands between them.
private struct Passage {
  let text: [UInt8]
  let stretch: Range<Int>
  let spans: [Range<Int>]

  init(_ text: [UInt8], _ stretch: Range<Int>) {
    (self.text, self.stretch) = (text, stretch)
    spans = WordSpans.ranges(in: text, stretch)
  }

  func word(_ index: Int) -> String { String(decoding: text[spans[index]], as: UTF8.self) }

  func folded(_ index: Int) -> String {
    var folded: [UInt8] = []
    Folding.fold(text[spans[index]], into: &folded)
    return String(decoding: folded, as: UTF8.self)
  }

  /// Bytes of some words.
  func range(_ words: Range<Int>) -> Range<Int> {
    spans[words.lowerBound].lowerBound..<spans[words.upperBound - 1].upperBound
  }

  private func gap(before index: Int) -> ArraySlice<UInt8> {
    text[(index == 0 ? stretch.lowerBound : spans[index - 1].upperBound)..<spans[index].lowerBound]
  }

  private func isSpace(before index: Int) -> Bool {
    let gap = gap(before: index)
    return index > 0 && (gap.elementsEqual([0x20]) || gap.elementsEqual([0xC2, 0xA0]))
  }

  private func isInitial(_ index: Int) -> Bool {
    spans[index].count == 1 && Ascii.isUpper(text[spans[index].lowerBound])
  }

  /// Whether a word may have its capital from the sentence, the line or the quotation it begins.
  func opensSentence(_ index: Int) -> Bool {
    guard index > 0 else { return true }
    let gap = gap(before: index)
    if gap.elementsEqual([0x20]) { return false }
    if gap.first == UInt8(ascii: "."), isInitial(index - 1) { return false }
    return gap.contains { ".?!:\n\"'*".utf8.contains($0) || $0 >= 0x80 }
  }

  /// Whether a bracket stands before a word, as before pseudonyms and remarks.
  func isBracketed(_ index: Int) -> Bool { gap(before: index).last == UInt8(ascii: "[") }

  /// The end of words with capitals that follow each other as in a name: `Jan de Vries`,
  /// `J.P. Smit`, `Anne-Marie`.
  func sequence(from start: Int) -> Int {
    var end = start + 1
    while end < spans.count {
      if NameCandidates.isCapital(text[spans[end]]), isJoined(end) {
        end += 1
        continue
      }
      var next = end
      while next < spans.count, next - end < 3, isJoined(next),
        NameCandidates.particles.contains(word(next))
      { next += 1 }
      guard next > end, next < spans.count, NameCandidates.isCapital(text[spans[next]]),
        isSpace(before: next)
      else { break }
      end = next + 1
    }
    return end
  }

  /// Whether a word belongs to the one before: after a space, a hyphen, or the stop of an initial.
  private func isJoined(_ index: Int) -> Bool {
    if isSpace(before: index) { return true }
    let gap = gap(before: index)
    if gap.elementsEqual([UInt8(ascii: "-")]) { return true }
    return isInitial(index - 1) && (gap.elementsEqual(".".utf8) || gap.elementsEqual(". ".utf8))
  }

  /// Where a name begins that a title stands before, perhaps with `van` or `de` in between.
  func afterTitle(before index: Int, _ titles: Set<String>, _ short: Set<String>) -> Int? {
    var first = index
    while first > 0, index - first < 3, isSpace(before: first),
      NameCandidates.particles.contains(word(first - 1))
    { first -= 1 }
    guard first > 0 else { return nil }
    let title = folded(first - 1)
    // Behind a whole word a full stop ends the sentence: `Dank u, mevrouw. Ik`.
    let isTitled =
      isSpace(before: first)
      ? titles.contains(title) || short.contains(title)
      : gap(before: first).elementsEqual(". ".utf8) && short.contains(title)
    return isTitled ? first : nil
  }

  /// The end of a house's number behind a word: ` 12`, ` 12a`, ` 12-2`.
  func houseNumber(after index: Int) -> Int? {
    guard index + 1 < spans.count, isSpace(before: index + 1) else { return nil }
    let number = text[spans[index + 1]]
    let digits = number.prefix(while: Ascii.isDigit)
    guard (1...5).contains(digits.count), digits[digits.startIndex] != UInt8(ascii: "0"),
      number.count - digits.count < 2
    else { return nil }
    guard index + 2 < spans.count, gap(before: index + 2).elementsEqual("-".utf8),
      spans[index + 2].count < 4
    else { return number.endIndex }
    return spans[index + 2].upperBound
  }
}
