/// What somebody wrote about the project, a code, a transcript or a passage.
package struct Memo: Sendable, Equatable {
  /// What a memo is about; rows of code and version.
  package enum Subject: Sendable, Equatable {
    case project
    case code(Int)
    case transcript(Int)
    /// Code points of a version's text.
    case passage(Int, Range<Int>)
  }

  package var uid: String
  package var subject: Subject
  package var title: String
  package var text: String
  package var coder: String
  /// The event that wrote it.
  package var event: Int
  /// When it was written, by another program's word where it came from there.
  package var time: String
  /// Of a code its codebook and path, of a transcript its name.
  package var about: String
  /// The words of a passage.
  package var quote: String?

  /// `FILE:START-END`, `FILE`, `CODEBOOK:CODE` or `project`.
  package var address: String {
    guard case .passage(_, let range) = subject else { return about.isEmpty ? "project" : about }
    return "\(about):\(range.lowerBound)-\(range.upperBound)"
  }
}
