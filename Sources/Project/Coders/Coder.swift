/// Who codes, and what there is of it in a project.
package struct Coder: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case human
    /// Brought by another program's file.
    case `import`
    /// The name that settled codings stand under.
    case layer
    /// The rules of the codebooks.
    case rule
  }

  package var name: String
  package var kind: Kind
  /// Whether the codings are there to compare with and count only where asked for.
  package var isReference: Bool
  /// Transcripts in force read to the end.
  package var read = 0
  /// Transcripts assigned, and those of them not read to the end yet.
  package var assigned = 0
  package var due = 0
  /// Codings by hand that stand, or what rules find.
  package var codings = 0
  /// Proposals of rules that were accepted and rejected.
  package var accepted = 0
  package var rejected = 0
}
