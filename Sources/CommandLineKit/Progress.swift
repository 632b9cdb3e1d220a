/// How far a long piece of work has come, on one line of the terminal that erases itself.
///
/// Shown after a second, and at most ten times a second.
package final class Progress {
  private let io: IO
  private let label: String
  private let total: Int
  private let unit: String
  private let start: Double
  private var shown: Double
  private var done = 0
  private var bytes = 0

  /// `unit` is a plural such as `files`; a `total` of 0 is unknown.
  package init(_ io: IO, label: String, total: Int, unit: String) {
    (self.io, self.label, self.total, self.unit) = (io, label, total, unit)
    start = io.now()
    // The first line may come a second after the start.
    shown = start + 0.9
  }

  /// Counts work done, and bytes when a rate is worth showing.
  package func advance(by count: Int = 1, bytes more: Int = 0) {
    done += count
    bytes += more
    guard io.isTerminalErr, !io.isQuiet else { return }
    let time = io.now()
    guard time - shown >= 0.1 else { return }
    shown = time
    io.status(String(line(after: time - start).prefix(max(1, io.width - 1))))
  }

  package func finish() { io.status(nil) }

  func line(after seconds: Double) -> String {
    var parts = ["\(label)  \(grouped(done))\(total > 0 ? " of \(grouped(total))" : "") \(unit)"]
    if bytes > 0, seconds > 0 { parts.append("\(rate(Double(bytes) / seconds))/s") }
    if total > 0, done > 0, done <= total {
      parts.append("\(clock(seconds / Double(done) * Double(total - done))) left")
    }
    return parts.joined(separator: "  ")
  }
}

/// 1000 as `1,000`.
func grouped(_ number: Int) -> String {
  var digits = String(number.magnitude)
  var place = digits.count - 3
  while place > 0 {
    digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
    place -= 3
  }
  return (number < 0 ? "-" : "") + digits
}

private func rate(_ bytes: Double) -> String {
  let (value, unit) = bytes < 1e6 ? (bytes / 1e3, "kB") : (bytes / 1e6, "MB")
  return "\(grouped(Int(min(value.rounded(), 1e9)))) \(unit)"
}

/// Minutes and seconds, with hours from the first on; rounded up so that 0:00 means done.
private func clock(_ seconds: Double) -> String {
  let whole = Int(min(seconds.rounded(.up), 359_999))
  let (hours, minutes) = (whole / 3600, whole / 60 % 60)
  return (hours > 0 ? "\(hours):\(twoDigits(minutes))" : "\(minutes)")
    + ":\(twoDigits(whole % 60))"
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
