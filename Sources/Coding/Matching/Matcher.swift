/// A rule set tied to a vocabulary: every pattern is resolved to word numbers once.
///
/// Resolving costs O(patterns × bytes of the vocabulary) at the C library's speed; matching a
/// transcript costs O(words + hits × depth of the rules), however many rules there are.
package struct Matcher: Sendable {
  let rules: RuleSet
  /// Word sets of each word: `sets[firstSet[word]..<firstSet[word + 1]]`.
  private(set) var firstSet: [UInt32]
  private(set) var sets: [UInt32]
  /// Code points of each word.
  let lengths: [UInt16]
  /// Words that are in any set; the rest is skipped at one look.
  private(set) var isWanted: [Bool]
  let anyScope: Set<SpeakerScope>

  package init(_ rules: RuleSet, vocabulary: Vocabulary) {
    self.rules = rules
    lengths = vocabulary.codePointLengths
    anyScope = Set(rules.rules.map(\.speaker))
    var members: [[UInt32]] = []
    let isExactAsked = rules.wordSets.contains { $0.contains(where: \.isExact) }
    let folded = FoldedWords(vocabulary)
    let exact = isExactAsked ? FoldedWords(vocabulary, exact: true) : folded
    parallelMap(rules.wordSets, window: 64) { patterns in
      patterns.flatMap { ($0.isExact ? exact : folded).matches($0) }
    } consume: {
      members.append($0)
    }
    (firstSet, sets) = Self.invert(members, words: vocabulary.count)
    isWanted = (0..<vocabulary.count).map { [firstSet] in firstSet[$0] != firstSet[$0 + 1] }
  }

  /// From sets of words to the sets of each word, without duplicates.
  private static func invert(
    _ members: [[UInt32]], words: Int
  ) -> (first: [UInt32], sets: [UInt32]) {
    let unique = members.map { $0.count < 2 ? $0 : Set($0).sorted() }
    var first = [UInt32](repeating: 0, count: words + 1)
    for set in unique { for word in set { first[Int(word) + 1] += 1 } }
    for word in 0..<words { first[word + 1] += first[word] }
    var next = first
    var sets = [UInt32](repeating: 0, count: Int(first[words]))
    for (number, set) in unique.enumerated() {
      for word in set {
        sets[Int(next[Int(word)])] = UInt32(number)
        next[Int(word)] += 1
      }
    }
    return (first, sets)
  }

  /// Everything the rules find in a transcript.
  ///
  /// - Precondition: the stream's words are numbered in the matcher's vocabulary.
  package func findings(in stream: WordStream, voices: TurnVoices) -> Findings {
    precondition(
      stream.types.max().map { $0 < lengths.count } ?? true, "words of a later vocabulary")
    var evaluation = RuleEvaluation(self, stream, voices)
    var findings = Findings()
    for number in rules.rules.indices { evaluation.run(number, into: &findings) }
    return findings
  }
}
