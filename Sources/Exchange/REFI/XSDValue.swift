/// What the schema's simple types allow, checked before it is written.
enum XSDValue {
  static func isBoolean(_ text: String) -> Bool { ["true", "false", "1", "0"].contains(text) }

  /// A sign and digits.
  static func isInteger(_ text: String) -> Bool {
    var scanner = Scanner(text)
    scanner.skip(anyOf: "+-")
    return scanner.digits() > 0 && scanner.isAtEnd
  }

  /// `4.5`, `.5`, `-4`; no exponent.
  static func isDecimal(_ text: String) -> Bool {
    var scanner = Scanner(text)
    scanner.skip(anyOf: "+-")
    var digits = scanner.digits()
    if scanner.skip(anyOf: ".") { digits += scanner.digits() }
    return digits > 0 && scanner.isAtEnd
  }

  /// `2019-05-01`, with or without a zone.
  static func isDate(_ text: String) -> Bool {
    var scanner = Scanner(text)
    return scanner.date() && scanner.zone() && scanner.isAtEnd
  }

  /// `2019-05-01T10:00:00.5+01:00`.
  static func isDateTime(_ text: String) -> Bool {
    var scanner = Scanner(text)
    return scanner.date() && scanner.skip(anyOf: "T") && scanner.time() && scanner.zone()
      && scanner.isAtEnd
  }

  private struct Scanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    @discardableResult mutating func skip(anyOf characters: StaticString) -> Bool {
      let allowed = UnsafeBufferPointer(
        start: characters.utf8Start, count: characters.utf8CodeUnitCount)
      guard let next = rest.first, allowed.contains(next) else { return false }
      rest = rest.dropFirst()
      return true
    }

    /// How many digits come next.
    mutating func digits() -> Int {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(digits.count)
      return digits.count
    }

    mutating func number(_ range: ClosedRange<Int>, digits: Int = 2) -> Int? {
      let text = rest.prefix(digits)
      guard text.count == digits, text.allSatisfy({ (0x30...0x39).contains($0) }) else {
        return nil
      }
      let value = text.reduce(0) { $0 * 10 + Int($1) - 0x30 }
      rest = rest.dropFirst(digits)
      return range.contains(value) ? value : nil
    }

    /// Years of four digits, which is all that people's interviews are of.
    mutating func date() -> Bool {
      guard let year = number(1...9999, digits: 4), skip(anyOf: "-"), let month = number(1...12),
        skip(anyOf: "-"), let day = number(1...31)
      else { return false }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      return day <= days[month - 1]
    }

    mutating func time() -> Bool {
      guard number(0...23) != nil, skip(anyOf: ":"), number(0...59) != nil, skip(anyOf: ":"),
        number(0...59) != nil
      else { return false }
      return !skip(anyOf: ".") || digits() > 0
    }

    mutating func zone() -> Bool {
      if skip(anyOf: "Z") || !skip(anyOf: "+-") { return true }
      guard let hour = number(0...14), skip(anyOf: ":"), let minute = number(0...59) else {
        return false
      }
      return hour < 14 || minute == 0
    }
  }
}
