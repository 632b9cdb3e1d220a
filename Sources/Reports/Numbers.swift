/// A number with that many decimals (0 to 15) and a point, whatever the locale.
///
/// Rounds half away from zero. Nil for what is no finite number.
package func decimal(_ value: Double, decimals: Int) -> String? {
  guard value.isFinite else { return nil }
  let places = min(max(decimals, 0), 15)
  let scale = powersOfTen[places]
  let scaled = (value.magnitude * Double(scale)).rounded(.toNearestOrAwayFromZero)
  // Beyond 2^53 a Double has no decimals left to round.
  guard scaled < 9_007_199_254_740_992 else { return "\(value)" }
  return fixed(Int(scaled), places: places, isNegative: value < 0)
}

/// `count` of `of` in whole percent, rounded half away from zero; nil when `of` is not positive.
package func percent(_ count: Int, of whole: Int) -> Int? { parts(count, of: whole, in: 100) }

/// `count` of `of` as a share with four decimals, such as `0.3182`; nil when `of` is not positive.
package func share(_ count: Int, of whole: Int) -> String? {
  parts(count, of: whole, in: 10_000).map {
    fixed(Int($0.magnitude), places: 4, isNegative: $0 < 0)
  }
}

/// Exact for counts below 10^14; of larger ones the Double nearest.
private func parts(_ count: Int, of whole: Int, in scale: Int) -> Int? {
  guard whole > 0 else { return nil }
  guard count.magnitude < 100_000_000_000_000, whole < 100_000_000_000_000 else {
    return Int(exactly: (Double(count) / Double(whole) * Double(scale)).rounded())
  }
  let rounded = (2 * Int(count.magnitude) * scale + whole) / (2 * whole)
  return count < 0 ? -rounded : rounded
}

/// `12345` with two places as `123.45`; a zero has no sign.
private func fixed(_ scaled: Int, places: Int, isNegative: Bool) -> String {
  let sign = isNegative && scaled != 0 ? "-" : ""
  guard places > 0 else { return "\(sign)\(scaled)" }
  let fraction = String(scaled % powersOfTen[places])
  let zeros = String(repeating: "0", count: places - fraction.utf8.count)
  return "\(sign)\(scaled / powersOfTen[places]).\(zeros)\(fraction)"
}

private let powersOfTen: [Int] = (0...15).map { (0..<$0).reduce(1) { power, _ in power * 10 } }
