/// SQL text whose interpolated values are bound, never spliced.
///
///     try connection.run("DELETE FROM turn WHERE version = \(version)")   // … WHERE version = ?
package struct SQL: ExpressibleByStringInterpolation, Sendable {
  package private(set) var text: String
  package private(set) var bindings: [Value]

  package init(stringLiteral value: String) { (text, bindings) = (value, []) }
  package init(stringInterpolation part: StringInterpolation) {
    (text, bindings) = (part.text, part.bindings)
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    var bindings: [Value] = []
    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount)
      bindings.reserveCapacity(interpolationCount)
    }
    package mutating func appendLiteral(_ literal: String) { text += literal }
    package mutating func appendInterpolation(_ value: (some Bindable)?) {
      bind(value?.sqlValue ?? .null)
    }
    // The frequent types, without looking up at run time what they are.
    package mutating func appendInterpolation(_ value: Int) { bind(.integer(Int64(value))) }
    package mutating func appendInterpolation(_ value: String) { bind(.text(value)) }
    package mutating func appendInterpolation(_ value: [UInt8]) { bind(.blob(value)) }
    private mutating func bind(_ value: Value) {
      text += "?"
      bindings.append(value)
    }
    package mutating func appendInterpolation(fragment: SQL) {
      text += fragment.text
      bindings += fragment.bindings
    }
  }
}

/// A value as SQLite stores it.
package enum Value: Sendable, Equatable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
}

package protocol Bindable { var sqlValue: Value { get } }
extension Int: Bindable { package var sqlValue: Value { .integer(Int64(self)) } }
extension Bool: Bindable { package var sqlValue: Value { .integer(self ? 1 : 0) } }
extension Double: Bindable { package var sqlValue: Value { .real(self) } }
extension String: Bindable { package var sqlValue: Value { .text(self) } }
extension [UInt8]: Bindable { package var sqlValue: Value { .blob(self) } }
extension Value: Bindable { package var sqlValue: Value { self } }
