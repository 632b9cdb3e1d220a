/// The distinct words of a corpus as written, numbered from 0 in order of first appearance.
///
/// A hash table with open addressing over one run of bytes: looking up or adding a word is O(its
/// bytes), and nothing is allocated for it.
package struct Vocabulary: Sendable {
  /// All words' UTF-8, one after another.
  private var arena: [UInt8] = []
  private var ends: [UInt32] = []
  /// Code points of each word.
  private var lengths: [UInt16] = []
  private var hashes: [UInt32] = []
  /// Hash in the upper half, word number + 1 in the lower; 0 for a free slot.
  ///
  /// Both at one place, as most of a look-up's time is waiting for memory. The count is a power of
  /// two.
  private var slots: [UInt64]

  package init(capacity: Int = 1024) {
    var size = 2048
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: 0, count: size)
  }

  package var count: Int { ends.count }

  package func range(of word: Int) -> Range<Int> {
    (word == 0 ? 0 : Int(ends[word - 1]))..<Int(ends[word])
  }

  package func bytes(of word: Int) -> ArraySlice<UInt8> { arena[range(of: word)] }

  package subscript(word: Int) -> String { String(decoding: bytes(of: word), as: UTF8.self) }

  /// Code points of a word.
  package func length(of word: UInt32) -> UInt32 { UInt32(lengths[Int(word)]) }

  package var codePointLengths: [UInt16] { lengths }

  /// FNV-1a, folded so that the low bits depend on all.
  @inline(__always) static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return hash ^ (hash >> 15)
  }

  /// The word's number, new if it was not there yet.
  @inline(__always)
  package mutating func number(of word: UnsafeBufferPointer<UInt8>, hash: UInt32) -> UInt32 {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      let entry = slots[slot]
      let candidate = Int(entry & 0xFFFF_FFFF) - 1
      if UInt32(entry >> 32) == hash, holds(word, at: candidate) { return UInt32(candidate) }
      slot = (slot + 1) & mask
    }
    return add(word, hash: hash, slot: slot)
  }

  package mutating func number(of word: String) -> UInt32 {
    var word = word
    return word.withUTF8 { number(of: $0, hash: Self.hash($0)) }
  }

  @inline(__always) private func holds(_ word: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    let range = range(of: index)
    guard range.count == word.count else { return false }
    return arena.withUnsafeBufferPointer { arena in
      for offset in 0..<word.count where arena[range.lowerBound + offset] != word[offset] {
        return false
      }
      return true
    }
  }

  private mutating func add(
    _ word: UnsafeBufferPointer<UInt8>, hash: UInt32, slot: Int
  ) -> UInt32 {
    slots[slot] = UInt64(hash) << 32 | UInt64(count + 1)
    hashes.append(hash)
    arena.append(contentsOf: word)
    ends.append(UInt32(arena.count))
    lengths.append(UInt16(clamping: word.reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }))
    if count * 2 > slots.count { grow() }
    return UInt32(count - 1)
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for (index, hash) in hashes.enumerated() {
      var slot = Int(hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt64(hash) << 32 | UInt64(index + 1)
    }
  }
}

extension Vocabulary {
  /// Adds another vocabulary's words; the result maps its numbers to this one's.
  package mutating func merge(_ other: Vocabulary) -> [UInt32] {
    other.arena.withUnsafeBufferPointer { arena in
      (0..<other.count).map { word in
        number(
          of: UnsafeBufferPointer(rebasing: arena[other.range(of: word)]), hash: other.hashes[word])
      }
    }
  }

  /// Some of the words in the order of their bytes, with the new number of each.
  ///
  /// Numbers of words that are left out mean nothing.
  package func sorted(_ isWanted: (Int) -> Bool) -> (Vocabulary, numbers: [UInt32]) {
    var sorted = Vocabulary(capacity: count)
    var numbers = Array(repeating: UInt32(0), count: count)
    let words = (0..<count).filter(isWanted).sorted {
      bytes(of: $0).lexicographicallyPrecedes(bytes(of: $1))
    }
    arena.withUnsafeBufferPointer { arena in
      for word in words {
        numbers[word] = sorted.number(
          of: UnsafeBufferPointer(rebasing: arena[range(of: word)]), hash: hashes[word])
      }
    }
    return (sorted, numbers)
  }

  /// The words from a number on, a line each: how a project file keeps them.
  package func lines(from first: Int) -> [UInt8] {
    var lines: [UInt8] = []
    for word in first..<count {
      lines.append(contentsOf: bytes(of: word))
      lines.append(UInt8(ascii: "\n"))
    }
    return lines
  }

  /// Adds words kept by `lines(from:)`.
  package mutating func add(lines: UnsafeRawBufferPointer) {
    var start = 0
    let bytes = lines.bindMemory(to: UInt8.self)
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      let word = UnsafeBufferPointer(rebasing: bytes[start..<index])
      _ = number(of: word, hash: Self.hash(word))
      start = index + 1
    }
  }
}
