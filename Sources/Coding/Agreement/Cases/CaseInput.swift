/// What is wrong with a case, and where in its file.
package struct CaseFault: Error, Sendable, Equatable {
  package var message: String
  /// Of the bytes of the file.
  package var offset: Int

  package init(_ message: String, at json: JSON) { (self.message, offset) = (message, json.offset) }
}

/// Reading of JSON where a fault is a fault of the case.
extension JSON {
  var number: Double? {
    switch content {
    case .integer(let number): Double(number)
    case .real(let number): number
    default: nil
    }
  }

  var isNull: Bool { if case .null = content { true } else { false } }

  func required(_ key: String) throws(CaseFault) -> JSON {
    guard let value = self[key] else { throw CaseFault("there is no '\(key)' here", at: self) }
    return value
  }

  func list() throws(CaseFault) -> [JSON] {
    guard let array else { throw CaseFault("a list should stand here, not \(kindName)", at: self) }
    return array
  }

  func object() throws(CaseFault) -> [Member] {
    guard let members else {
      throw CaseFault("an object should stand here, not \(kindName)", at: self)
    }
    return members
  }

  func asText() throws(CaseFault) -> String {
    guard let string else { throw CaseFault("a text should stand here, not \(kindName)", at: self) }
    return string
  }

  func count() throws(CaseFault) -> Int {
    guard let integer, integer >= 0, integer < 1 << 40 else {
      throw CaseFault("a whole number from 0 up should stand here", at: self)
    }
    return integer
  }

  func real() throws(CaseFault) -> Double {
    guard let number else {
      throw CaseFault("a number should stand here, not \(kindName)", at: self)
    }
    return number
  }

  func texts() throws(CaseFault) -> [String] {
    var texts: [String] = []
    for element in try list() { texts.append(try element.asText()) }
    return texts
  }
}

extension JSON {
  static func real(_ number: Double) -> JSON { JSON(.real(number)) }

  /// Null where there is no value.
  static func statistic(_ statistic: Statistic) -> JSON {
    statistic.value.map { .real($0) } ?? .null
  }

  static func optional(_ number: Double?) -> JSON { number.map { .real($0) } ?? .null }
}
