/// What a merge brings, or would bring.
package struct MergeReport: Sendable, Equatable {
  /// Something that both projects have otherwise.
  package struct Conflict: Sendable, Equatable {
    /// Such as `text`, `code`, `verdict` or `attribute`.
    package var kind: String
    package var name: String
    package var mine: String
    package var theirs: String
    package var taken: Side
  }

  package enum Side: String, Sendable { case mine, theirs }

  /// What is counted, in the order in which it is told.
  package enum Item: String, Sendable, CaseIterable {
    case respondents, attributes
    case repeated = "attributes that both gave"
    case transcripts
    case corrections = "corrected texts"
    case codebooks = "codebook versions"
    case codes, codings
    case takenBack = "codings taken back"
    case moved = "codings put elsewhere"
    case waiting = "codings without a sure place"
    case decisions = "verdicts"
    case memos
    case takenBackMemos = "memos taken back"
    case readings = "transcripts read to the end"
    case assignments
    case settlements = "settled disagreements"
    case skipped = "passages left for later"
    case coders
    case collections = "sets"
    case names = "names of other programs"
  }

  /// The other project: whose it is, and how many events it has.
  package var project = ""
  package var size = 0
  package var root = ""
  package var counts: [Item: Int] = [:]
  package var conflicts: [Conflict] = []
  /// By coder: how many codings are new.
  package var codingsBy: [String: Int] = [:]
  /// What was left out because who said the words withdrew here.
  package var withdrawnHere = 0
  /// Respondents here who withdrew in the other project, by name.
  package var withdrawnThere: [String] = []
  /// Transcripts of the other project whose words were erased there, and that are not known here.
  package var erasedThere: [String] = []
  /// Findings of rules that were brought up to date.
  package var findings: Int?
  /// Events that were recorded.
  package var events = 0

  package init() {}

  package var isEmpty: Bool { events == 0 }

  mutating func count(_ item: Item, _ number: Int = 1) {
    if number > 0 { counts[item, default: 0] += number }
  }
}

/// Whose word counts where both projects have decided otherwise.
package enum MergePreference: String, Sendable, CaseIterable { case later, mine, theirs }

/// What a merge takes over: all of it, or what a coder needs.
package struct MergeScope: Sendable {
  /// Uids of transcripts.
  package var transcripts: Set<String>
  /// The coder whose work is taken over alone; nil for everybody's.
  package var coder: String?
  package var withAttributes: Bool

  package init(transcripts: Set<String>, coder: String?, withAttributes: Bool) {
    (self.transcripts, self.coder, self.withAttributes) = (transcripts, coder, withAttributes)
  }
}
