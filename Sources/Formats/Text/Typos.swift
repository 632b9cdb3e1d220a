/// Labels that look like a slip of the pen for a frequent one: `Particpant`, `Interviewer2 2`.
///
/// A slip is proposed, never corrected: it stays a speaker of its own until a person decides.
enum Typos {
  /// The frequent label a rare one resembles, of at most a few dozen keys, likeliest first.
  static func model(for key: String, among frequent: [String]) -> String? {
    frequent.first { resembles(key, $0) }
  }

  private static func resembles(_ rare: String, _ frequent: String) -> Bool {
    let (stem, model) = (SpeakerWords.stem(rare), SpeakerWords.stem(frequent))
    if stem == model { return hasStrayNumber(rare) && !hasStrayNumber(frequent) }
    // `[persoon-1]` and `[persoon-2]` are two.
    guard stem.filter(\.isNumber) == model.filter(\.isNumber) else { return false }
    let (a, b) = (Array(stem.unicodeScalars), Array(model.unicodeScalars))
    let longest = max(a.count, b.count)
    guard longest >= 5 else { return false }
    return distance(a, b) <= (longest >= 8 ? 2 : 1)
  }

  /// A second number after the first, as in `interviewer2 2`.
  private static func hasStrayNumber(_ key: String) -> Bool {
    let words = key.split(separator: " ")
    return words.count > 1 && words.suffix(2).allSatisfy { $0.last?.isNumber == true }
  }

  /// Edits, neighbours swapped counting as one, that make one of the other; 3 where the lengths
  /// differ by more than 2.
  ///
  /// O(a × b).
  static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    guard abs(a.count - b.count) <= 2 else { return 3 }
    var rows = [[Int]](repeating: Array(0...b.count), count: a.count + 1)
    for i in 0..<a.count {
      rows[i + 1][0] = i + 1
      for j in 0..<b.count {
        var best = min(rows[i][j + 1] + 1, rows[i + 1][j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        rows[i + 1][j + 1] = best
      }
    }
    return rows[a.count][b.count]
  }
}
