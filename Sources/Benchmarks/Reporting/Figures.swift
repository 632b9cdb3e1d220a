#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A whole number with leading zeros.
func padded(_ number: Int, to digits: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}

/// A number with so many decimals, whatever the locale.
func fixed(_ value: Double, _ decimals: Int) -> String {
  guard value.isFinite else { return "–" }
  let factor = (0..<decimals).reduce(1) { product, _ in product * 10 }
  let whole = Int((value.magnitude * Double(factor)).rounded())
  let sign = value < 0 && whole > 0 ? "-" : ""
  guard decimals > 0 else { return sign + String(whole) }
  return "\(sign)\(whole / factor).\(padded(whole % factor, to: decimals))"
}

/// Milliseconds, with a decimal where that tells something.
func milliseconds(_ seconds: Double) -> String {
  fixed(seconds * 1000, seconds < 0.0995 ? 1 : 0)
}

func mebibytes(_ bytes: Int) -> String { fixed(Double(bytes) / 1_048_576, 0) }

/// The slope of log cost on log size, by least squares.
///
/// 1 is growth in proportion, 0 none. Nil with fewer than two sizes.
func slope(sizes: [Double], costs: [Double]) -> Double? {
  guard sizes.count > 1, sizes.count == costs.count else { return nil }
  let (x, y) = (sizes.map { log($0) }, costs.map { log($0) })
  let count = Double(x.count)
  let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
  let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
  let variance = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
  return variance > 0 ? covariance / variance : nil
}
