import Harness

/// How fast the machine is at this moment, by `wc -w`.
///
/// A shared machine is up to twice as fast in one minute as in the next. Ratios to a simple program
/// that reads the same text, measured within seconds, stay.
struct Anchor {
  /// Bytes a second of `wc -w` in the C locale on the machine that the aims were set on: 53.2 MB in
  /// 0.347 s.
  static let reference = 53.2e6 / 0.347

  private let command: [String]
  /// Bytes that the command reads.
  private let bytes: Int
  private var measured = -Double.infinity
  private(set) var rates: [Double] = []

  /// Small corpora are read more than once, so that starting the process weighs little.
  init(_ material: Material) {
    let times = max(1, 16_000_000 / max(1, material.bytes))
    command = ["wc", "-w"] + Array(repeating: material.files, count: times).joined()
    bytes = material.bytes * times
  }

  /// Bytes a second; measured anew when the last figure is older than two seconds.
  mutating func rate() throws -> Double {
    if let last = rates.last, ChildProcess.now() - measured < 2 { return last }
    let rate = Double(bytes) / (try ChildProcess.run(command).seconds)
    measured = ChildProcess.now()
    rates.append(rate)
    return rate
  }
}
