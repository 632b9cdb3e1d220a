/// Runs of five words, as hashes: what is searched for to prove that a text is gone.
///
/// Words count as equal when they fold to the same, whatever stands between them.
package struct WordRuns: Sendable {
  package static let length = 5

  private var hashes: Set<UInt64> = []

  package init() {}

  /// Distinct runs.
  package var count: Int { hashes.count }

  /// Adds the runs of a text, in UTF-8.
  package mutating func add(_ text: UnsafeRawBufferPointer) {
    var window = Window()
    RawWords.forEach(in: text) { hash, _ in
      if let run = window.push(hash) { hashes.insert(run) }
    }
  }

  package mutating func remove(_ runs: some Sequence<UInt64>) { hashes.subtract(runs) }

  /// The runs that stand in some bytes, each with the offset behind its first appearance.
  ///
  /// O(bytes).
  package func found(
    in bytes: UnsafeRawBufferPointer, as encoding: RawWords.Encoding = .utf8, from first: Int = 0
  ) -> [UInt64: Int] {
    var found: [UInt64: Int] = [:]
    guard !hashes.isEmpty else { return found }
    var window = Window()
    RawWords.forEach(in: bytes, as: encoding, from: first) { hash, range in
      if let run = window.push(hash), hashes.contains(run), found[run] == nil {
        found[run] = range.upperBound
      }
    }
    return found
  }

  /// The last five words.
  private struct Window {
    private var words: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
    private var count = 0

    @inline(__always) mutating func push(_ hash: UInt64) -> UInt64? {
      words = (words.1, words.2, words.3, words.4, hash)
      count += 1
      guard count >= WordRuns.length else { return nil }
      return mix(mix(mix(mix(words.0, words.1), words.2), words.3), words.4)
    }

    @inline(__always) private func mix(_ run: UInt64, _ word: UInt64) -> UInt64 {
      let mixed = (run ^ word) &* 0x9E37_79B9_7F4A_7C15
      return mixed ^ mixed >> 29
    }
  }
}
