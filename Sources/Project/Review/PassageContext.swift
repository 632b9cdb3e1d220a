import Coding

/// A passage with all that helps to decide on it.
package struct PassageContext: Sendable {
  /// Who says it; nil where nobody speaks.
  package var voice: Voice?
  /// Its turn, from 1; nil where the text has none there.
  package var turn: Int?
  package var time: TimeSpan?
  package var before: String
  package var passage: String
  package var after: String
  /// Whether its text goes on before and after.
  package var isCutBefore: Bool
  package var isCutAfter: Bool
  /// What proposes it: each rule with the words that matched.
  package var rules: [(text: String, words: [String])]
  /// What people said of it, oldest first.
  package var remarks: [PassageRemark]
}

/// What somebody did with a passage, or wrote on it.
package struct PassageRemark: Sendable, Equatable {
  package enum Kind: String, Sendable { case accepted, rejected, coded, memo, settled }

  package var kind: Kind
  package var coder: String
  /// The code, where it is another than the one to decide on.
  package var code: String?
  package var text: String?
  /// Where it overlaps the passage and is not the same.
  package var range: Range<Int>?
}
