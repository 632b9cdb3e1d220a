/// A value readable from one command-line word.
package protocol ArgumentValue {
  /// Nil when the word isn't such a value.
  init?(argument: String)
  /// The word that gives this value; empty when a default isn't worth telling.
  var argument: String { get }
  /// What stands for the value in a usage line.
  static var placeholder: String { get }
  /// The hint when a word isn't such a value.
  static var expectation: String? { get }
  static var values: Values { get }
}

extension ArgumentValue {
  package var argument: String { "\(self)" }
  package static var expectation: String? { nil }
  package static var values: Values { .any }
}

extension String: ArgumentValue {
  package init?(argument: String) { self = argument }
  package static var placeholder: String { "TEXT" }
}

extension Int: ArgumentValue {
  package init?(argument: String) { self.init(argument) }
  package static var placeholder: String { "N" }
  package static var expectation: String? { "expected a whole number such as 12" }
}

extension Double: ArgumentValue {
  /// Finite numbers alone: `nan` and `inf` are words, not values.
  package init?(argument: String) {
    guard let value = Double(argument), value.isFinite else { return nil }
    self = value
  }
  package static var placeholder: String { "X" }
  package static var expectation: String? { "expected a number such as 0.8" }
}

/// An enum of strings is one of its raw values.
extension ArgumentValue where Self: CaseIterable & RawRepresentable, RawValue == String {
  package init?(argument: String) { self.init(rawValue: argument) }
  package var argument: String { rawValue }
  package static var placeholder: String { allCases.map(\.rawValue).joined(separator: "|") }
  package static var expectation: String? {
    "expected one of: " + allCases.map(\.rawValue).joined(separator: ", ")
  }
  package static var values: Values { .list(allCases.map(\.rawValue)) }
}
