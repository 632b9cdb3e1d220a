import Coding
import Formats

/// Projects of REFI-QDA, the exchange format of programs for qualitative analysis (`.qdpx`).
package enum QDPX {
  /// Reads a project, whichever program wrote it.
  ///
  /// What isn't taken is in `leftOut`; what the offsets of each source were read as is in its
  /// `convention`. Time and memory grow with the unpacked file, whose parts are bounded as in any
  /// archive.
  /// - Throws: what makes the file unreadable as a whole.
  package static func read(_ bytes: [UInt8], file: String) throws(Diagnostic) -> ExchangeProject {
    var archive = try REFIArchive(bytes, file: file)
    let (draft, report) = try parse(&archive)
    var resolver = REFIResolver(draft, report, file: file)
    resolver.resolve { path throws(Diagnostic) in
      guard let part = archive.part(path) else { return nil }
      return (part, try archive.read(part))
    }
    var project = resolver.finish()
    project.leftOut += archive.leftOut
    return project
  }

  private static func parse(
    _ archive: inout REFIArchive
  ) throws(Diagnostic) -> (REFIDraft, REFIReport) {
    let parser = try REFIParser(
      try archive.read(archive.project), part: archive.project, file: archive.file)
    guard let draft = try ProjectParser.read(parser) else {
      throw Diagnostic(
        .error, .noProject(archive.project), at: Place(file: archive.file), hint: exportHint)
    }
    return (draft, parser.report)
  }

  /// Writes a project strictly by the standard: LF, no byte order mark, positions in code points.
  ///
  /// The same project gives the same bytes, with `zicht` for its origin where the project names another
  /// program. What the format can't hold is in `leftOut`.
  /// - Throws: where the project is too large or its codes are nested too deep for the format.
  package static func write(_ project: ExchangeProject) throws(Diagnostic) -> Written {
    var writer = try ProjectWriter(project)
    return try writer.write()
  }

  /// Whether Zicht itself wrote a file, by its origin: such as `zicht 0.4`.
  static func isOwn(_ origin: String) -> Bool {
    origin.lowercased().split(separator: " ").first == "zicht"
  }

  /// The origin to write.
  static func own(_ origin: String) -> String { isOwn(origin) ? origin : "zicht" }
}

/// A file, and what of the project isn't in it.
package struct Written: Sendable, Equatable {
  package var bytes: [UInt8]
  package var leftOut: [ExchangeProject.LeftOut]

  package init(bytes: [UInt8], leftOut: [ExchangeProject.LeftOut]) {
    (self.bytes, self.leftOut) = (bytes, leftOut)
  }
}

extension Diagnostic.Message {
  fileprivate static func noProject(_ part: String) -> Self {
    "\(shown(part)) in it is no REFI-QDA project"
  }
}
