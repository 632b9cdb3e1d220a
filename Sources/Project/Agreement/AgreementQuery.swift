import Coding

/// Which coders are compared, on what, and in which units.
package struct AgreementQuery: Sendable {
  package enum Unit: String, Sendable, CaseIterable {
    case character, sentence, paragraph, turn, segment
  }

  package var coders: [String]
  /// With all above and below them that are wanted.
  package var codes: [CodeRow]
  package var unit = Unit.character
  /// Names of transcripts; nil for all that two of the coders have read.
  package var transcripts: Set<String>?
  /// Whether all of the text counts, and not only what respondents say and documents hold.
  package var countsAnyone = false
  package var withChildren = true

  package init(coders: [String], codes: [CodeRow]) { (self.coders, self.codes) = (coders, codes) }
}

/// What coders coded in the texts that they have in common, and what was left out.
package struct ComparedCodings: Sendable {
  package var material: AgreementMaterial
  /// Of each coder the transcripts with codings for codes that the coder did not read them for.
  package var unread: [(coder: String, codings: Int, transcripts: Int)] = []
  /// Transcripts that only one of the coders has read.
  package var readByOne = 0
  /// Codings that a correction of the transcript left without a sure place.
  package var orphans = 0
  /// Codings of which no word counts, such as those of what interviewers say.
  package var uncounted = 0
}
