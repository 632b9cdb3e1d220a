/// The words of one transcript as numbers: what rules are matched on, instead of text.
///
/// Offsets are code points of the stored text. Words before the first and between turns (headers,
/// labels, time stamps) are not part of it.
package struct WordStream: Sendable, Equatable {
  /// A sentence: its first word, its extent, and the turn it stands in.
  package struct Sentence: Sendable, Equatable {
    package var firstWord: UInt32
    package var start: UInt32
    package var end: UInt32
    package var turn: UInt32

    package init(firstWord: UInt32, start: UInt32, end: UInt32, turn: UInt32) {
      (self.firstWord, self.start, self.end, self.turn) = (firstWord, start, end, turn)
    }
  }

  /// The vocabulary's number of each word.
  package var types: [UInt32] = []
  /// Where each word starts.
  package var starts: [UInt32] = []
  /// Words (their indices, ascending) that punctuation parts from the word before.
  package var clauseStarts: [UInt32] = []
  /// Words (ascending) that an apostrophe or hyphen joins to the word before: `auto's` counts once.
  package var joined: [UInt32] = []
  /// In text order; every word stands in one.
  package var sentences: [Sentence] = []
  /// Words per turn as people count them: `auto's` is one.
  package var wordsPerTurn: [Int] = []

  package init() {}
}

extension WordStream {
  /// The stream as bytes: variable-length numbers, differences where numbers ascend.
  package func encoded() -> [UInt8] {
    var writer = VarintWriter(capacity: types.count * 3 + sentences.count * 6 + 16)
    writer.write(types.count)
    var previous: UInt32 = 0
    var breaks = clauseStarts[...]
    var joints = joined[...]
    for index in types.indices {
      var flags: UInt32 = 0
      if let next = breaks.first, Int(next) == index {
        flags = 1
        breaks.removeFirst()
      }
      if let next = joints.first, Int(next) == index {
        flags |= 2
        joints.removeFirst()
      }
      writer.write(types[index])
      writer.write((starts[index] &- previous) << 2 | flags)
      previous = starts[index]
    }
    writer.write(sentences.count)
    var last = Sentence(firstWord: 0, start: 0, end: 0, turn: 0)
    for sentence in sentences {
      writer.write(sentence.firstWord - last.firstWord)
      writer.write(sentence.start - last.end)
      writer.write(sentence.end - sentence.start)
      writer.write(sentence.turn - last.turn)
      last = sentence
    }
    writer.write(wordsPerTurn.count)
    for count in wordsPerTurn { writer.write(count) }
    return writer.bytes
  }

  /// Nil when the bytes are not a whole stream.
  package init?(encoded bytes: UnsafeRawBufferPointer) {
    var reader = VarintReader(bytes)
    let count = Int(reader.read())
    guard count <= bytes.count else { return nil }
    types = [UInt32](unsafeUninitializedCapacity: count) { types, filled in
      starts = [UInt32](unsafeUninitializedCapacity: count) { starts, startsFilled in
        var start: UInt32 = 0
        for index in 0..<count {
          types[index] = reader.read()
          let step = reader.read()
          start &+= step >> 2
          starts[index] = start
          if step & 1 != 0 { clauseStarts.append(UInt32(index)) }
          if step & 2 != 0 { joined.append(UInt32(index)) }
        }
        startsFilled = count
      }
      filled = count
    }
    let sentenceCount = Int(reader.read())
    guard sentenceCount <= bytes.count else { return nil }
    sentences.reserveCapacity(sentenceCount)
    var last = Sentence(firstWord: 0, start: 0, end: 0, turn: 0)
    for _ in 0..<sentenceCount {
      last.firstWord &+= reader.read()
      last.start = last.end &+ reader.read()
      last.end = last.start &+ reader.read()
      last.turn &+= reader.read()
      sentences.append(last)
    }
    let turnCount = Int(reader.read())
    guard turnCount <= bytes.count else { return nil }
    wordsPerTurn = (0..<turnCount).map { _ in Int(reader.read()) }
    guard reader.isAtEnd, holdsTogether else { return nil }
  }

  /// Whether words, sentences and turns point at each other: what the engine relies on unchecked.
  private var holdsTogether: Bool {
    guard sentences.first?.firstWord ?? 0 == 0, types.isEmpty == sentences.isEmpty else {
      return false
    }
    for (number, sentence) in sentences.enumerated() {
      let end = endWord(ofSentence: number)
      guard sentence.firstWord < end, end <= types.count, sentence.start <= sentence.end,
        sentence.turn < wordsPerTurn.count,
        number == 0 || sentences[number - 1].turn <= sentence.turn
      else { return false }
    }
    return true
  }
}

/// LEB128: seven bits a byte, the lowest first.
struct VarintWriter {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func write(_ number: Int) { write(UInt32(number)) }

  @inline(__always) mutating func write(_ number: UInt32) {
    var rest = number
    while rest >= 128 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// Reads what `VarintWriter` wrote; past the end it reads zeros and is never at the end again.
struct VarintReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  /// Most numbers take one byte or two; they are read without a loop.
  @inline(__always) mutating func read() -> UInt32 {
    guard position + 1 < bytes.count else { return readAny() }
    let first = bytes[position]
    if first < 128 {
      position += 1
      return UInt32(first)
    }
    let second = bytes[position + 1]
    guard second < 128 else { return readAny() }
    position += 2
    return UInt32(first & 127) | UInt32(second) << 7
  }

  private mutating func readAny() -> UInt32 {
    var number: UInt32 = 0
    var shift: UInt32 = 0
    while position < bytes.count, shift < 32 {
      let byte = bytes[position]
      position += 1
      number |= UInt32(byte & 127) << shift
      if byte < 128 { return number }
      shift += 7
    }
    position = bytes.count + 1
    return 0
  }
}
