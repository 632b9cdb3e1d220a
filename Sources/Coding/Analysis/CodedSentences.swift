/// The respondents' sentences of one transcript, with the codes that coders and rules gave them.
package struct CodedSentences: Sendable, Equatable {
  package struct Sentence: Sendable, Equatable {
    /// Code points of the text.
    package var range: Range<Int>
    package var speaker: Int

    package init(range: Range<Int>, speaker: Int) { (self.range, self.speaker) = (range, speaker) }
  }

  package var version: Int
  package var transcript: String
  package var sentences: [Sentence]
  /// By code: whether every coder looked for it.
  package var considered: [Bool]
  /// By coder and code: numbers of sentences.
  package var coded: [[Set<Int>]]
  /// By code: numbers of the sentences that rules found, with the words that matched.
  package var found: [[Int: [Range<Int>]]]

  package init(
    version: Int, transcript: String, sentences: [Sentence], considered: [Bool],
    coded: [[Set<Int>]], found: [[Int: [Range<Int>]]]
  ) {
    (self.version, self.transcript, self.sentences) = (version, transcript, sentences)
    (self.considered, self.coded, self.found) = (considered, coded, found)
  }
}

/// Which of several coders must have given a sentence the code.
package enum Reference: String, Sendable, CaseIterable {
  case any, both

  package func sentences(_ coded: [Set<Int>]) -> Set<Int> {
    guard let first = coded.first else { return [] }
    return coded.dropFirst().reduce(first) { self == .any ? $0.union($1) : $0.intersection($1) }
  }
}

extension CodedSentences {
  /// What the reference has of a code.
  package func wanted(_ code: Int, _ reference: Reference) -> Set<Int> {
    reference.sentences(coded.map { $0[code] })
  }

  package func found(_ code: Int) -> Set<Int> { Set(found[code].keys) }

  /// Rules against the reference, by code; nil for a code that not all coders looked for.
  package func overlaps(_ reference: Reference) -> [Overlap?] {
    considered.indices.map { code in
      considered[code]
        ? Overlap(found: found(code), wanted: wanted(code, reference)) : nil
    }
  }

  /// Each pair of coders against each other, summed, by code.
  package func agreement() -> [Overlap?] {
    considered.indices.map { code in
      guard considered[code] else { return nil }
      var sum = Overlap()
      for first in coded.indices {
        for second in coded.indices where second > first {
          sum += Overlap(found: coded[first][code], wanted: coded[second][code])
        }
      }
      return sum
    }
  }
}
