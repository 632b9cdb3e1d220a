/// The 95 % interval of a share of independent draws (Wilson, Journal of the American Statistical
/// Association 22, 1927, 209–212); nil of nothing.
///
/// Unlike the textbook's ± it stays within 0 and 1 and does not shrink to a point at either end.
package func wilsonInterval(_ count: Int, of whole: Int) -> ClosedRange<Double>? {
  guard whole > 0, (0...whole).contains(count) else { return nil }
  let z = 1.959_963_984_540_054
  let n = Double(whole)
  let share = Double(count) / n
  let scale = 1 + z * z / n
  let middle = (share + z * z / (2 * n)) / scale
  let reach = z / scale * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
  return max(0, middle - reach)...min(1, middle + reach)
}
