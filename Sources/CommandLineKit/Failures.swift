/// The command line can't be understood: exit status 2.
package struct UsageError: Error, Sendable, Equatable {
  package let message: String
  package let hint: String?
  package init(_ message: String, hint: String? = nil) {
    (self.message, self.hint) = (message, hint)
  }
}

/// Ends a command that has already said what there is to say.
package struct Exit: Error, Sendable, Equatable {
  package let status: Int32
  package init(_ status: Int32) { self.status = status }
}

/// The reader of standard output has gone away, as `| head` does; not a failure.
package struct BrokenPipe: Error, Sendable, Equatable {
  package init() {}
}

/// Standard output can't be written.
package struct OutputFailure: Error, Sendable, Equatable, CustomStringConvertible {
  package let code: Int32
  package init(code: Int32) { self.code = code }
  package var description: String {
    "cannot write the output: \(System.message(code)); what was written is incomplete"
  }
}
