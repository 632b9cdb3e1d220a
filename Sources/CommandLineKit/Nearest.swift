/// The candidate most like a mistyped word, or nil when none is close: at most a third of the
/// word's letters (and at least one) may differ.
///
/// Of equals the first is taken.
package func nearest(to word: String, among candidates: [String]) -> String? {
  // A pasted page is no typing error, and its distance would be costly.
  guard word.utf8.count <= 100 else { return nil }
  let tolerance = max(1, word.count / 3)
  return candidates.map { (name: $0, distance: editDistance(word, $0)) }
    .filter { $0.distance <= tolerance }
    .min { $0.distance < $1.distance }?.name
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other
/// (optimal string alignment).
///
/// O(a.count × b.count).
func editDistance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a), Array(b))
  var before: [Int] = []
  var row = Array(0...b.count)
  for i in a.indices {
    var next = [i + 1]
    for j in b.indices {
      var best = min(row[j] + (a[i] == b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
      next.append(best)
    }
    (before, row) = (row, next)
  }
  return row[b.count]
}
