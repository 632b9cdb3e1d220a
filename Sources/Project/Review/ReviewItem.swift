import Coding

/// What is walked through in a review.
package enum ReviewKind: Sendable, Equatable {
  /// What rules propose.
  case proposals
  /// One coder's codings by hand.
  case codings(by: String)
  /// What these coders coded differently; those who have read transcripts in common, where none is
  /// named.
  case disagreements(between: [String])
  /// What lost its place in a corrected transcript.
  case orphans
}

/// Which passages to review, and in which order.
package struct ReviewQuery: Sendable {
  package var kind: ReviewKind
  /// Rows of codes; nil for all.
  package var codes: Set<Int>?
  /// Versions of transcripts; nil for all in force.
  package var versions: Set<Int>?
  /// The name that what is settled stands under.
  package var layer = Project.consensus
  /// How many to draw, and the seed of the draw; nil for all.
  package var sample: Sample?

  package struct Sample: Sendable, Equatable {
    package var count: Int
    package var seed: Int
    package init(count: Int, seed: Int) { (self.count, self.seed) = (count, seed) }
  }

  package init(_ kind: ReviewKind) { self.kind = kind }
}

/// A passage with a code that somebody is to decide on.
package struct ReviewItem: Sendable, Equatable {
  package indirect enum Subject: Sendable, Equatable {
    case proposal
    case coding(CodedSpan)
    case disagreement(Comparison.Passage)
    case orphan(Project.Orphan)
  }

  /// Where it stands with the decision.
  package enum State: Sendable, Equatable {
    case open
    case accepted(by: String)
    case rejected(by: String)
    case settled(by: String)
    /// It is no longer there to decide on.
    case gone
  }

  package var subject: Subject
  /// A row of `version`; of an orphan the version that it was made on.
  package var version: Int
  package var range: Range<Int>
  package var speaker: Int
  /// Of what a rule proposes.
  package var words = 0
  package var code: Int
  package var state: State
  /// Whether the reviewer once left it for later.
  package var isSkipped = false

  /// Its place and code, whatever the state.
  package func isSamePassage(as other: Self) -> Bool {
    (version, range, code) == (other.version, other.range, other.code)
  }
}

/// The passages to review, in the order of the walk.
package struct ReviewQueue: Sendable {
  /// Of a sample all that were drawn, in the order of the draw, also those decided; otherwise the open
  /// ones by transcript and place, those that were left for later at the end.
  package var items: [ReviewItem]
  /// How many there are to choose from, decided ones included.
  package var total: Int
}
