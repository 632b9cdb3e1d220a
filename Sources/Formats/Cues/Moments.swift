import Coding

/// Times as tables and recognisers write them: a clock (`00:01:02,5`) or seconds (`62.5`).
enum Moments {
  /// In milliseconds; nil for anything else.
  static func milliseconds(_ written: String) -> Int? {
    let bytes = Array(written.utf8).trimmed()
    if let end = TimeStamp.clock(bytes, at: 0, limit: bytes.count), end == bytes.count {
      return TimeStamp.milliseconds(bytes[...])
    }
    return Double(bytes.string(0..<bytes.count)).flatMap(milliseconds)
  }

  static func milliseconds(_ seconds: Double) -> Int? {
    // A year is more than any recording lasts.
    seconds >= 0 && seconds < 31_536_000 ? Int((seconds * 1000).rounded()) : nil
  }

  static func span(_ start: Int?, _ end: Int?) -> TimeSpan? {
    start.map { start in TimeSpan(start: start, end: end.flatMap { $0 >= start ? $0 : nil }) }
  }
}
