/// Cuts the turns of a transcript into words and sentences, in one pass over the bytes.
///
/// O(bytes), some 150 MB/s: words are numbered as they are met, and text without punctuation
/// costs nothing beyond its letters.
package struct WordScanner {
  private let text: UnsafeBufferPointer<UInt8>
  private let turns: [Turn]
  private var vocabulary: Vocabulary
  private var stream = WordStream()
  /// Continuation bytes before `position`: byte offset − this = code-point offset.
  private var continuations = 0
  private var position = 0
  private let isWordInBasicPlane: UnsafeBufferPointer<Bool>

  /// The words of the turns, numbered in `vocabulary`, to which new words are added.
  package static func scan(
    _ text: SourceText, turns: [Turn], vocabulary: inout Vocabulary
  ) -> WordStream {
    text.utf8.withUnsafeBufferPointer { bytes in
      WordCharacters.basicPlane.withUnsafeBufferPointer { plane in
        var scanner = WordScanner(
          text: bytes, turns: turns, vocabulary: vocabulary, isWordInBasicPlane: plane)
        vocabulary = Vocabulary()  // the scanner's copy stays unique
        scanner.scan()
        vocabulary = scanner.vocabulary
        return scanner.stream
      }
    }
  }

  private init(
    text: UnsafeBufferPointer<UInt8>, turns: [Turn], vocabulary: Vocabulary,
    isWordInBasicPlane: UnsafeBufferPointer<Bool>
  ) {
    self.text = text
    self.turns = turns
    self.vocabulary = vocabulary
    self.isWordInBasicPlane = isWordInBasicPlane
    stream.types.reserveCapacity(text.count / 6)
    stream.starts.reserveCapacity(text.count / 6)
  }

  private mutating func scan() {
    for (index, turn) in turns.enumerated() {
      skip(to: turn.range.lowerBound)
      scan(turn.range, turn: index)
    }
  }

  private mutating func skip(to target: Int) {
    while position < target {
      if text[position] & 0xC0 == 0x80 { continuations += 1 }
      position += 1
    }
  }

  private mutating func scan(_ range: Range<Int>, turn: Int) {
    var words = 0
    var sentence = WordStream.Sentence(
      firstWord: UInt32(stream.types.count), start: UInt32(position - continuations), end: 0,
      turn: UInt32(turn))
    var previous: Range<Int>?
    while let word = nextWord(before: range.upperBound) {
      let continuationsInWord = word.continuations
      let start = UInt32(word.range.lowerBound - (continuations - continuationsInWord))
      if let before = previous {
        let gap = before.upperBound..<word.range.lowerBound
        let isSpace = gap.count == 1 && text[gap.lowerBound] == 0x20
        if isSpace {
          words += 1
        } else {
          let wordsSoFar = stream.types.count - Int(sentence.firstWord)
          let gapReader = Gap(text: text, range: gap, before: before, wordsInSentence: wordsSoFar)
          if gapReader.joins {
            stream.joined.append(UInt32(stream.types.count))
          } else {
            words += 1
          }
          if let boundary = gapReader.boundary {
            let base = Int(start) - characters(in: gap)
            sentence.end = UInt32(base + characters(in: gap.lowerBound..<boundary.end))
            stream.sentences.append(sentence)
            sentence.firstWord = UInt32(stream.types.count)
            sentence.start = UInt32(base + characters(in: gap.lowerBound..<boundary.start))
          }
          if gapReader.partsClauses { stream.clauseStarts.append(UInt32(stream.types.count)) }
        }
      } else {
        words += 1
      }
      let bytes = UnsafeBufferPointer(rebasing: text[word.range])
      stream.types.append(vocabulary.number(of: bytes, hash: word.hash))
      stream.starts.append(start)
      previous = word.range
    }
    skip(to: range.upperBound)
    stream.wordsPerTurn.append(words)
    guard previous != nil else { return }
    sentence.end = UInt32(position - continuations)
    stream.sentences.append(sentence)
  }

  private struct Word {
    var range: Range<Int>
    var hash: UInt32
    var continuations: Int
  }

  /// The next run of word characters that starts before `end`; leaves `position` behind it.
  @inline(__always) private mutating func nextWord(before end: Int) -> Word? {
    while position < end {
      let (isWord, length) = classify(at: position, end: end)
      if isWord, length == 1 || startsWord(at: position, length: length) { break }
      if length > 1 { continuations += length - 1 }
      position += length
    }
    guard position < end else { return nil }
    let start = position
    var hash: UInt32 = 2_166_136_261
    var extra = 0
    while position < end {
      let (isWord, length) = classify(at: position, end: end)
      guard isWord else { break }
      for offset in 0..<length {
        hash = (hash ^ UInt32(text[position + offset])) &* 16_777_619
      }
      extra += length - 1
      position += length
    }
    continuations += extra
    return Word(range: start..<position, hash: hash ^ (hash >> 15), continuations: extra)
  }

  /// Whether a word character stands here, and how many bytes it takes.
  @inline(__always)
  private func classify(at index: Int, end: Int) -> (isWord: Bool, length: Int) {
    let byte = text[index]
    if byte < 0x80 { return (isWordInBasicPlane[Int(byte)], 1) }
    if byte < 0xE0 {
      let value = Int(byte & 0x1F) << 6 | Int(text[index + 1] & 0x3F)
      return (isWordInBasicPlane[value], 2)
    }
    if byte < 0xF0 {
      let value =
        Int(byte & 0x0F) << 12 | Int(text[index + 1] & 0x3F) << 6 | Int(text[index + 2] & 0x3F)
      return (isWordInBasicPlane[value], 3)
    }
    let high = UInt32(byte & 0x07) << 18 | UInt32(text[index + 1] & 0x3F) << 12
    let low = UInt32(text[index + 2] & 0x3F) << 6 | UInt32(text[index + 3] & 0x3F)
    return (Unicode.Scalar(high | low).map(WordCharacters.contains) ?? false, 4)
  }

  /// Whether more than a mark or an invisible character stands here: a soft hyphen on its own, or
  /// what colours an emoji, is no word.
  private func startsWord(at index: Int, length: Int) -> Bool {
    var decoder = UTF8()
    var bytes = text[index..<index + length].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return false }
    return WordCharacters.starts(scalar)
  }

  private func characters(in range: Range<Int>) -> Int {
    text[range].reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
  }
}
