/// A transcript with what was coded in it, to be shown.
///
/// Offsets are code points of the text.
package struct MarkedTranscript: Sendable {
  package struct Code: Sendable {
    package var path: String
    /// `#rrggbb`; anything else is no colour.
    package var colour: String

    package init(path: String, colour: String) { (self.path, self.colour) = (path, colour) }
  }

  /// Words with a code, by whoever put it there.
  package struct Passage: Sendable {
    package var range: Range<Int>
    /// Index in `codes`.
    package var code: Int
    package var words: Int
    /// Whether only rules say so, and nobody has decided yet.
    package var isProposed: Bool
    /// Who coded: coders, or the rules.
    package var coders: String
    /// Statements on how it came to be, a line each.
    package var history: [String]

    package init(
      range: Range<Int>, code: Int, words: Int, isProposed: Bool, coders: String, history: [String]
    ) {
      (self.range, self.code, self.words) = (range, code, words)
      (self.isProposed, self.coders, self.history) = (isProposed, coders, history)
    }
  }

  /// A stretch of the text.
  package struct Block: Sendable {
    package enum Kind: Sendable, Equatable {
      /// Someone's words; `time` is in milliseconds.
      case turn(speaker: String, isInterviewer: Bool, time: Int?)
      /// A header, a heading, a remark: nobody's words.
      case aside
      /// Of a document.
      case paragraph
    }
    package var kind: Kind
    package var range: Range<Int>

    package init(_ kind: Kind, _ range: Range<Int>) { (self.kind, self.range) = (kind, range) }
  }

  package var title: String
  /// What is known of it, a statement each.
  package var facts: [String]
  package var text: [Unicode.Scalar]
  /// In text order, disjoint.
  package var blocks: [Block]
  /// All codes there are, in the codebooks' order.
  package var codes: [Code]
  /// In text order.
  package var passages: [Passage]
  /// Words that can be coded: those of respondents, or of a document.
  package var words: Int

  package init(
    title: String, facts: [String], text: [Unicode.Scalar], blocks: [Block], codes: [Code],
    passages: [Passage], words: Int
  ) {
    (self.title, self.facts, self.text, self.blocks) = (title, facts, text, blocks)
    (self.codes, self.passages, self.words) = (codes, passages, words)
  }
}
