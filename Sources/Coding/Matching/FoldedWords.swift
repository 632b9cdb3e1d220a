/// A vocabulary laid out for patterns: all words in one run of bytes, each between zero bytes, so
/// that one search finds a pattern's longest literal part in all words at once.
package struct FoldedWords: Sendable {
  private var arena: [UInt8] = [0]
  /// Where each word starts in the arena.
  private var starts: [UInt32] = []
  /// Words by their first byte: patterns that begin with letters look at those alone.
  private var byFirstByte: [[UInt32]] = Array(repeating: [], count: 256)

  /// Folded, or as written where `exact`.
  ///
  /// O(bytes of the vocabulary).
  package init(_ vocabulary: Vocabulary, exact: Bool = false) {
    starts.reserveCapacity(vocabulary.count)
    for word in 0..<vocabulary.count {
      starts.append(UInt32(arena.count))
      if exact {
        arena.append(contentsOf: vocabulary.bytes(of: word))
      } else {
        Folding.fold(vocabulary.bytes(of: word), into: &arena)
      }
      arena.append(0)
      byFirstByte[Int(arena[Int(starts[word])])].append(UInt32(word))
    }
  }

  /// The numbers of the words that a pattern matches, ascending.
  ///
  /// O(bytes of the vocabulary) for the search, and O(word × pattern) for each word found.
  package func matches(_ pattern: WordPattern) -> [UInt32] {
    let glob = Glob(pattern)
    if let first = glob.firstByte {
      return byFirstByte[Int(first)].filter { word in
        arena.withUnsafeBytes {
          glob.matches(UnsafeRawBufferPointer(rebasing: $0[extent(of: Int(word))]))
        }
      }
    }
    var found: [UInt32] = []
    arena.withUnsafeBytes { arena in
      var from = 0
      let search = Search(for: glob.needle)
      while let hit = search.first(in: arena, from: from) {
        let word = self.word(at: hit + glob.needleShift)
        let extent = self.extent(of: word)
        if glob.isWhole || glob.matches(UnsafeRawBufferPointer(rebasing: arena[extent])) {
          found.append(UInt32(word))
        }
        from = extent.upperBound
      }
    }
    return found
  }

  private func extent(of word: Int) -> Range<Int> {
    let end = word + 1 < starts.count ? Int(starts[word + 1]) - 1 : arena.count - 1
    return Int(starts[word])..<end
  }

  /// The word that a byte of the arena belongs to.
  private func word(at position: Int) -> Int {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(starts[middle]) <= position { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }
}

/// A pattern of one word: literal bytes, `?` for one letter, `*` for any number of them.
private struct Glob {
  private let bytes: [UInt8]
  /// The longest literal part, with the zero byte of a word's edge where the pattern is anchored.
  let needle: [UInt8]
  /// From the needle's start to a byte that is surely inside the word.
  let needleShift: Int
  /// The needle found is the pattern matched: there is nothing else to test.
  let isWhole: Bool

  init(_ pattern: WordPattern) {
    bytes = pattern.isExact ? Array(pattern.text.utf8) : Folding.fold(pattern.text)
    let star = UInt8(ascii: "*")
    let one = UInt8(ascii: "?")
    var runs: [Range<Int>] = []
    var start: Int?
    for (index, byte) in bytes.enumerated() {
      if byte == star || byte == one {
        if let from = start { runs.append(from..<index) }
        start = nil
      } else if start == nil {
        start = index
      }
    }
    if let from = start { runs.append(from..<bytes.count) }
    let longest = runs.max { $0.count < $1.count } ?? 0..<0
    let atStart = longest.lowerBound == 0
    let atEnd = longest.upperBound == bytes.count
    needle = (atStart ? [0] : []) + bytes[longest] + (atEnd ? [0] : [])
    needleShift = atStart ? 1 : 0
    let rest = bytes[..<longest.lowerBound] + bytes[longest.upperBound...]
    isWhole = rest.allSatisfy { $0 == star }
  }

  /// The byte that all words matched begin with; nil when the pattern begins with a wildcard.
  var firstByte: UInt8? {
    bytes.first.flatMap { "*?".utf8.contains($0) ? nil : $0 }
  }

  /// Greedy with one point of return: O(word × pattern) at worst.
  func matches(_ word: UnsafeRawBufferPointer) -> Bool {
    var (w, p) = (0, 0)
    var (starAt, resume) = (-1, 0)
    while w < word.count {
      if p < bytes.count, bytes[p] == UInt8(ascii: "*") {
        (starAt, resume) = (p, w)
        p += 1
      } else if p < bytes.count, bytes[p] == UInt8(ascii: "?") {
        w = Self.next(in: word, after: w)
        p += 1
      } else if p < bytes.count, bytes[p] == word[w] {
        (w, p) = (w + 1, p + 1)
      } else if starAt >= 0 {
        resume += 1
        (w, p) = (resume, starAt + 1)
      } else {
        return false
      }
    }
    while p < bytes.count, bytes[p] == UInt8(ascii: "*") { p += 1 }
    return p == bytes.count
  }

  private static func next(in word: UnsafeRawBufferPointer, after index: Int) -> Int {
    var next = index + 1
    while next < word.count, word[next] & 0xC0 == 0x80 { next += 1 }
    return next
  }
}

/// Finds a run of bytes in another, skipping ahead by what can't match (Horspool, Software:
/// Practice and Experience 10, 1980).
///
/// O(haystack × needle) at worst, usually far below O(haystack).
private struct Search {
  private let needle: [UInt8]
  private let skips: [Int]

  init(for needle: [UInt8]) {
    self.needle = needle
    var skips = [Int](repeating: needle.count, count: 256)
    for (index, byte) in needle.dropLast().enumerated() {
      skips[Int(byte)] = needle.count - 1 - index
    }
    self.skips = skips
  }

  func first(in haystack: UnsafeRawBufferPointer, from start: Int) -> Int? {
    let last = needle.count - 1
    return needle.withUnsafeBufferPointer { needle in
      skips.withUnsafeBufferPointer { skips in
        var position = start
        while position + last < haystack.count {
          var index = last
          while haystack[position + index] == needle[index] {
            if index == 0 { return position }
            index -= 1
          }
          position += skips[Int(haystack[position + last])]
        }
        return nil
      }
    }
  }
}
