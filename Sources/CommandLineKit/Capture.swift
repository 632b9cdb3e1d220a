/// What a command wrote, for tests and for replaying documented sessions.
package final class Captured {
  private var outBytes: [UInt8] = []
  private var errBytes: [UInt8] = []
  private var allBytes: [UInt8] = []

  package var out: String { String(decoding: outBytes, as: UTF8.self) }
  package var err: String { String(decoding: errBytes, as: UTF8.self) }
  /// Both streams in the order written, as a terminal would show them.
  package var all: String { String(decoding: allBytes, as: UTF8.self) }

  fileprivate func append(out bytes: UnsafeRawBufferPointer) {
    outBytes += bytes
    allBytes += bytes
  }
  fileprivate func append(err bytes: UnsafeRawBufferPointer) {
    errBytes += bytes
    allBytes += bytes
  }
}

extension IO {
  /// Streams in memory.
  ///
  /// `fails` makes every write of results throw; `clock` stands for time.
  package static func capture(
    input: String = "", environment: [String: String] = [:], width: Int = 80,
    isTerminal: Bool = false, fails: (any Error)? = nil, clock: @escaping () -> Double = { 0 }
  ) -> (io: IO, captured: Captured) {
    let captured = Captured()
    let io = IO(
      out: {
        if let fails { throw fails }
        captured.append(out: $0)
      },
      err: { captured.append(err: $0) }, input: Input(Array(input.utf8)),
      environment: environment, terminals: (isTerminal, isTerminal, isTerminal), width: width,
      now: clock)
    return (io, captured)
  }
}
