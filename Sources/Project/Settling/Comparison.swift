import Coding

/// Whose codings are compared, and where.
package struct ComparisonQuery: Sendable {
  /// Empty for those who have read transcripts in common.
  package var coders: [String] = []
  /// Rows of codes; nil for all that several coders looked for.
  package var codes: Set<Int>?
  /// Versions of transcripts; nil for all in force.
  package var versions: Set<Int>?
  /// The name that what was settled stands under.
  package var layer = Project.consensus

  package init() {}
}

/// What several coders coded in the transcripts that they all read to the end, side by side.
package struct Comparison: Sendable {
  /// Those compared, by name.
  package var coders: [String]
  package var layer: String
  /// By name; those that fewer than two of the coders have read are left out.
  package var transcripts: [Transcript]
  /// By transcript, place and code.
  package var passages: [Passage]

  /// A transcript that at least two coders looked for the same code in.
  package struct Transcript: Sendable, Equatable {
    package var version: Int
    package var name: String
    /// Who looked for each code, where at least two did: by name.
    package var readers: [Int: [String]]
  }

  /// A stretch of text that somebody gave a code, with what each coder who looked for it has there.
  package struct Passage: Sendable, Equatable {
    package var version: Int
    package var file: String
    package var code: Int
    /// Who looked for the code in this transcript, by name.
    package var coders: [String]
    package var run: CodedRun
    package var settled: Settlement?

    package var range: Range<Int> { run.range }
    package var isAlike: Bool { run.isAlike(for: coders) }
    /// In dispute, and not settled.
    package var isOpen: Bool { !isAlike && settled == nil }
    /// The uids of all codings in it, in order.
    package var codings: [String] { run.spans.map(\.uid).sorted() }
  }

  /// What was decided on a passage that coders coded differently.
  package struct Settlement: Sendable, Equatable {
    package var uid: String
    /// Who settled it.
    package var coder: String
    package var time: String
    package var reason: String?
    /// What stands there now by the layer; empty where it was settled that nothing does.
    package var ranges: [Range<Int>]
  }

  package var disagreements: [Passage] { passages.filter { !$0.isAlike } }
}
