/// A failure in words, with what to do.
struct Failure: Error, CustomStringConvertible {
  let message: String
  let hint: String?
  init(_ message: String, hint: String? = nil) { (self.message, self.hint) = (message, hint) }
  var description: String { message + (hint.map { "\n  hint: \($0)" } ?? "") }
}
