/// Finds names as whole words, without regard to case, diacritics and what stands between their
/// words: `MW-03`, `mw 03`.
package struct NameFinder: Sendable {
  private struct Name {
    var words: [UInt64]
    var index: Int
  }
  /// By the hash of the last word, longest first.
  private var names: [UInt64: [Name]] = [:]
  private var longest = 0

  package init(_ names: [String]) {
    for (index, name) in names.enumerated() {
      let words = RawWords.hashes(of: name)
      guard let last = words.last else { continue }
      self.names[last, default: []].append(Name(words: words, index: index))
      self.names[last]?.sort { $0.words.count > $1.words.count }
      longest = max(longest, words.count)
    }
  }

  package var isEmpty: Bool { names.isEmpty }

  /// The bytes of each place where a name stands, ascending; where several end, the longest.
  ///
  /// O(bytes).
  package func places(
    in bytes: UnsafeRawBufferPointer, as encoding: RawWords.Encoding = .utf8, from first: Int = 0
  ) -> [Range<Int>] {
    var places: [Range<Int>] = []
    forEach(in: bytes, as: encoding, from: first) { found, place in
      if let last = places.last, last.lowerBound >= place.lowerBound { places.removeLast() }
      places.append(place)
    }
    return places
  }

  package func places(in text: [UInt8]) -> [Range<Int>] {
    text.withUnsafeBytes { places(in: $0) }
  }

  /// Which of the names stand somewhere in a text.
  package func found(in text: UnsafeRawBufferPointer) -> Set<Int> {
    var indices: Set<Int> = []
    forEach(in: text, as: .utf8, from: 0) { found, _ in indices.formUnion(found.map(\.index)) }
    return indices
  }

  /// Calls back where names end, with all that do and the bytes of the longest.
  private func forEach(
    in bytes: UnsafeRawBufferPointer, as encoding: RawWords.Encoding, from first: Int,
    _ body: ([Name], Range<Int>) -> Void
  ) {
    guard !isEmpty else { return }
    var hashes: [UInt64] = []
    var starts: [Int] = []
    RawWords.forEach(in: bytes, as: encoding, from: first) { hash, range in
      if hashes.count == longest {
        hashes.removeFirst()
        starts.removeFirst()
      }
      hashes.append(hash)
      starts.append(range.lowerBound)
      guard let names = names[hash] else { return }
      let found = names.filter { hashes.suffix($0.words.count).elementsEqual($0.words) }
      guard let name = found.first else { return }
      body(found, starts[starts.count - name.words.count]..<range.upperBound)
    }
  }

  /// A text with the names in it erased.
  package func erasing(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return String(decoding: Erasure.erase(places(in: bytes), of: bytes), as: UTF8.self)
  }
}
