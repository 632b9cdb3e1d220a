/// How a cell of a file compares with what it should say.
package enum CellComparison: Sendable, Equatable {
  case same
  /// The same written otherwise: another decimal sign, a percentage, spaces.
  case rewritten
  /// The same number with fewer decimals.
  case rounded
  case changed

  /// Tells a changed figure from a changed format.
  ///
  /// Numbers within a text, as in `17 of 37 (46%)`, are compared one by one. O(length).
  package static func between(_ expected: String, _ found: String) -> Self {
    if expected == found { return .same }
    let (expected, found) = (CellText(expected), CellText(found))
    if expected.plain == found.plain { return .rewritten }
    if let expected = expected.number, let found = found.number {
      return expected.comparison(with: found)
    }
    return pieces(expected.pieces, found.pieces)
  }

  private static func pieces(_ expected: [CellText], _ found: [CellText]) -> Self {
    guard expected.count == found.count, expected.count > 1 else { return .changed }
    var result: Self = .same
    for (expected, found) in zip(expected, found) {
      switch between(expected.plain, found.plain) {
      case .changed: return .changed
      case .rounded: result = .rounded
      case .rewritten where result == .same: result = .rewritten
      default: continue
      }
    }
    return result == .same ? .rewritten : result
  }
}

/// A cell's text without what programs add to it or take away.
private struct CellText {
  let plain: String

  init(_ text: String) {
    var scalars = Array(text.unicodeScalars.map { $0 == "\u{A0}" || $0 == "\u{202F}" ? " " : $0 })
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    var start = 0
    while start < scalars.count, scalars[start].properties.isWhitespace || scalars[start] == "'" {
      start += 1
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[start...])
    plain = String(view)
  }

  var number: CellNumber? { CellNumber(plain) }

  /// Runs of what a number may hold, and of what it may not.
  var pieces: [CellText] {
    var pieces: [String] = []
    var wasNumber: Bool?
    for character in plain {
      let isNumber = character.isASCII && (character.isNumber || ".,%".contains(character))
      if isNumber == wasNumber {
        pieces[pieces.count - 1].append(character)
      } else {
        pieces.append(String(character))
      }
      wasNumber = isNumber
    }
    return pieces.map(CellText.init)
  }
}

/// The numbers that a text may mean: `1.234` is either, until it is compared.
private struct CellNumber {
  private struct Value: Equatable {
    /// Digits without a sign for decimals, and how many of them are decimals.
    var digits: Int
    var decimals: Int

    /// Without zeros at the end.
    var reduced: Value {
      var value = self
      while value.decimals > 0, value.digits.isMultiple(of: 10) {
        value.digits /= 10
        value.decimals -= 1
      }
      return value
    }

    /// Rounded half away from zero, as spreadsheets do.
    func rounded(to places: Int) -> Value {
      guard decimals > places else { return self }
      let unit = (0..<(decimals - places)).reduce(1) { value, _ in value * 10 }
      let half = digits < 0 ? -unit / 2 : unit / 2
      return Value(digits: (digits + half) / unit, decimals: places)
    }
  }

  private var values: [Value] = []

  init?(_ text: String) {
    var text = text.filter { $0 != " " }
    var shift = 0
    if text.hasSuffix("%") {
      text.removeLast()
      shift = 2
    }
    if let exponent = text.firstIndex(where: { $0 == "E" || $0 == "e" }) {
      guard let power = Int(text[text.index(after: exponent)...]), abs(power) < 18 else {
        return nil
      }
      text = String(text[..<exponent])
      shift -= power
    }
    for (decimal, group) in [(".", ","), (",", ".")] as [(Character, Character)] {
      if let value = Self.read(text, decimal: decimal, group: group, shift: shift) {
        values.append(value)
      }
    }
    if values.isEmpty { return nil }
  }

  private static func read(
    _ text: String, decimal: Character, group: Character, shift: Int
  ) -> Value? {
    let parts = text.split(separator: decimal, omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count) else { return nil }
    let groups = parts[0].split(separator: group, omittingEmptySubsequences: false)
    guard groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
    let fraction = parts.count == 2 ? String(parts[1]) : ""
    guard fraction.allSatisfy({ $0.isASCII && $0.isNumber }),
      var digits = Int(groups.joined() + fraction), abs(digits) < 1_000_000_000_000_000
    else { return nil }
    var decimals = fraction.count + shift
    while decimals < 0 {
      let (product, isTooLarge) = digits.multipliedReportingOverflow(by: 10)
      if isTooLarge { return nil }
      (digits, decimals) = (product, decimals + 1)
    }
    return Value(digits: digits, decimals: decimals)
  }

  func comparison(with found: CellNumber) -> CellComparison {
    guard let expected = values.first else { return .changed }
    if found.values.contains(where: { $0.reduced == expected.reduced }) { return .rewritten }
    let isRounded = found.values.contains { value in
      value.decimals < expected.decimals && expected.rounded(to: value.decimals) == value
    }
    return isRounded ? .rounded : .changed
  }
}
