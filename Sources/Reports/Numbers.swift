/// A number of fixed decimals: `scaled` over a power of ten.
struct Fixed {
  let scaled: Int
  let places: Int
  let isNegative: Bool

  init(scaled: Int, places: Int, isNegative: Bool) {
    // A zero has no sign.
    (self.scaled, self.places, self.isNegative) = (scaled, places, isNegative && scaled != 0)
  }

  /// Rounds half away from zero; nil from 2^53 on, where a Double has no decimals, and for what
  /// is no finite number.
  init?(_ value: Double, decimals: Int) {
    let places = min(max(decimals, 0), 15)
    let scaled = (value.magnitude * Double(powersOfTen[places]))
      .rounded(.toNearestOrAwayFromZero)
    guard scaled < 9_007_199_254_740_992 else { return nil }
    self.init(scaled: Int(scaled), places: places, isNegative: value < 0)
  }

  /// `count` of `of` with four decimals; nil when `of` is not positive.
  init?(_ count: Int, of whole: Int) {
    guard let parts = parts(count, of: whole, in: 10_000) else { return nil }
    self.init(scaled: Int(parts.magnitude), places: 4, isNegative: parts < 0)
  }

  var whole: Int { scaled / powersOfTen[places] }
  var fraction: Int { scaled % powersOfTen[places] }

  var text: String {
    let sign = isNegative ? "-" : ""
    guard places > 0 else { return "\(sign)\(scaled)" }
    let digits = String(fraction)
    let zeros = String(repeating: "0", count: places - digits.utf8.count)
    return "\(sign)\(whole).\(zeros)\(digits)"
  }
}

/// A number with that many decimals (0 to 15) and a point, whatever the locale.
///
/// Rounds half away from zero. Nil for what is no finite number.
package func decimal(_ value: Double, decimals: Int) -> String? {
  guard value.isFinite else { return nil }
  return Fixed(value, decimals: decimals)?.text ?? "\(value)"
}

/// `count` of `of` in whole percent, rounded half away from zero; nil when `of` is not positive.
package func percent(_ count: Int, of whole: Int) -> Int? { parts(count, of: whole, in: 100) }

/// `count` of `of` as a share with four decimals, such as `0.3182`; nil when `of` is not positive.
package func share(_ count: Int, of whole: Int) -> String? { Fixed(count, of: whole)?.text }

/// Exact for counts below 10^14; of larger ones the Double nearest.
private func parts(_ count: Int, of whole: Int, in scale: Int) -> Int? {
  guard whole > 0 else { return nil }
  guard count.magnitude < 100_000_000_000_000, whole < 100_000_000_000_000 else {
    return Int(exactly: (Double(count) / Double(whole) * Double(scale)).rounded())
  }
  let rounded = (2 * Int(count.magnitude) * scale + whole) / (2 * whole)
  return count < 0 ? -rounded : rounded
}

private let powersOfTen: [Int] = (0...15).map { (0..<$0).reduce(1) { power, _ in power * 10 } }
