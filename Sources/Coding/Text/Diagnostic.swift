/// A finding about something the user wrote: where, what, and what to do about it.
package struct Diagnostic: Error, Sendable, Equatable {
  package enum Severity: String, Sendable {
    /// The file or entry can't be used.
    case error
    /// It is used, but a person should look.
    case warning
    /// A choice made on the user's behalf, such as a guessed encoding.
    case note
  }

  package var severity: Severity
  package var place: Place
  package var message: Message
  package var hint: String?

  package init(
    _ severity: Severity = .error, _ message: Message, at place: Place, hint: String? = nil
  ) {
    (self.severity, self.place, self.message, self.hint) = (severity, place, message, hint)
  }

  /// Wording, declared beside the code that reports it, as `fileprivate` static members.
  package struct Message: Sendable, Equatable, ExpressibleByStringInterpolation {
    package let text: String
    package init(stringLiteral value: String) { text = value }
  }
}

/// A position in a named file.
///
/// Line and column start at 1, columns count code points; line 0 means the file as a whole, column
/// 0 a line as a whole.
package struct Place: Sendable, Equatable, Hashable {
  package var file: String
  package var line: Int
  package var column: Int

  package init(file: String, line: Int = 0, column: Int = 0) {
    (self.file, self.line, self.column) = (file, line, column)
  }
}

extension Place: Comparable {
  package static func < (a: Place, b: Place) -> Bool {
    (a.file, a.line, a.column) < (b.file, b.line, b.column)
  }
}

extension Place: CustomStringConvertible {
  package var description: String {
    line == 0 ? file : column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `file:line:column: error: message`, and the hint on a line of its own.
  package var description: String {
    "\(place): \(severity.rawValue): \(message.text)" + (hint.map { "\n  hint: \($0)" } ?? "")
  }
}

/// Every problem found in one pass over some input, reported together.
package struct Rejected: Error, Sendable, Equatable {
  package var diagnostics: [Diagnostic]
  package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}

extension Rejected: CustomStringConvertible {
  /// All diagnostics, in their order.
  package var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}
