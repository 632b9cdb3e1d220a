import Coding
import Formats

/// Codebooks of REFI-QDA (`.qdc`): codes, and sets of them.
package enum QDC {
  /// Reads a codebook into a project that has nothing else.
  ///
  /// O(bytes).
  /// - Throws: what makes the file unreadable as a whole.
  package static func read(_ bytes: [UInt8], file: String) throws(Diagnostic) -> ExchangeProject {
    let parser = try REFIParser(bytes, part: nil, file: file)
    guard try parser.root() == .codeBook else {
      throw Diagnostic(
        .error, "this is no REFI-QDA codebook", at: Place(file: file),
        hint: "export it anew as a REFI-QDA codebook (.qdc)")
    }
    var draft = REFIDraft()
    draft.project.origin = parser.attributes()["origin"] ?? ""
    while let child = try parser.child() {
      switch child {
      case .codes: draft.project.codes += try parser.codes()
      case .sets:
        let (sets, marks) = try parser.sets()
        draft.project.sets += sets
        draft.setMarks += marks
      default: try parser.leaveOut("it isn't taken")
      }
    }
    var resolver = REFIResolver(draft, parser.report, file: file)
    resolver.resolve { _ in nil }
    return resolver.finish()
  }

  /// Writes the codes of a project, and its sets of codes, strictly by the standard.
  ///
  /// - Throws: where there are no codes, which the standard doesn't allow, or they are nested too
  ///   deep.
  package static func write(_ project: ExchangeProject) throws(Diagnostic) -> Written {
    var writer = try CodebookWriter(project)
    return writer.write()
  }
}
