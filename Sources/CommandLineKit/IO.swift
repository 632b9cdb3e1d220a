/// Where a command reads and writes, and what is known about the other end.
///
/// Not thread-safe: one thread writes.
package final class IO {
  package typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  package let isTerminalIn: Bool
  package let isTerminalOut: Bool
  package let isTerminalErr: Bool
  /// Columns a line of output may take, as the program found it.
  package let width: Int
  package let environment: [String: String]
  package let input: Input
  /// Whether output may carry colours; `--no-color` clears it.
  package var color: Bool
  /// Whether to keep from all but errors and results; `--quiet` sets it.
  package var isQuiet = false
  /// Seconds of a clock that only goes forward.
  let now: () -> Double

  private let measured: () -> Int?
  private let outSink: Sink
  private let errSink: Sink
  private var buffer: [UInt8] = []
  private var failure: (any Error)?
  private var statusShown = false

  init(
    out: @escaping Sink, err: @escaping Sink, input: Input, environment: [String: String],
    terminals: (in: Bool, out: Bool, err: Bool), width: Int?,
    measured: @escaping () -> Int? = { nil }, now: @escaping () -> Double
  ) {
    (outSink, errSink, self.input) = (out, err, input)
    self.environment = environment
    (isTerminalIn, isTerminalOut, isTerminalErr) = terminals
    self.width = width ?? environment["COLUMNS"].flatMap { Int($0) }.map { max(20, $0) } ?? 80
    (self.measured, self.now) = (measured, now)
    color =
      terminals.out && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    buffer.reserveCapacity(Self.capacity)
  }

  /// The process's own streams.
  ///
  /// A closed pipe becomes an error instead of a signal.
  package static func standard() -> IO {
    System.ignoreBrokenPipes()
    return IO(
      out: { try System.write($0, to: 1) }, err: { try System.write($0, to: 2) },
      input: Input(isReadable: { System.isReadable(0, withinMilliseconds: $0) }) {
        System.read(into: $0, from: 0)
      }, environment: System.environment(),
      terminals: (System.isTerminal(0), System.isTerminal(1), System.isTerminal(2)),
      width: System.columns(1) ?? System.columns(2), measured: { System.columns(1) },
      now: System.now)
  }

  /// Columns of the terminal now: its window may have changed.
  package var columns: Int { measured() ?? width }

  private static let capacity = 1 << 16

  /// Results.
  ///
  /// Buffered; after a failed write the rest is dropped, and the program's end tells.
  package func out(_ text: String) {
    guard failure == nil else { return }
    var text = text
    text.withUTF8 { try? write(UnsafeRawBufferPointer($0)) }
  }

  /// Results in bulk.
  ///
  /// Throws `BrokenPipe` or `OutputFailure`, so that a long export ends.
  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    if let failure { throw failure }
    if buffer.count + bytes.count > Self.capacity { try flush() }
    guard bytes.count < Self.capacity else { return try send(bytes) }
    buffer.append(contentsOf: bytes)
  }

  package func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  /// Messages, after all results so far.
  package func err(_ text: String) {
    try? flush()
    status(nil)
    sendToErr(text)
  }

  /// Hands over what is buffered.
  ///
  /// Throws what an earlier write threw, too.
  package func flush() throws {
    if let failure { throw failure }
    guard !buffer.isEmpty else { return }
    try buffer.withUnsafeBytes(send)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Asks for one line without its end; nil at the end of the input.
  package func readLine(prompt: String = "") -> String? {
    try? flush()
    if isTerminalIn, !prompt.isEmpty { err(prompt) }
    return input.line()
  }

  /// Shows a passing line on a terminal in place of the last one; nil erases it.
  func status(_ line: String?) {
    guard isTerminalErr, statusShown || line != nil else { return }
    statusShown = line != nil
    sendToErr("\r\u{1B}[K" + (line ?? ""))
  }

  private func send(_ bytes: UnsafeRawBufferPointer) throws {
    if isTerminalOut { status(nil) }
    do {
      try outSink(bytes)
    } catch {
      failure = error
      throw error
    }
  }

  // Where messages can't be written there is nobody left to tell.
  private func sendToErr(_ text: String) {
    var text = text
    text.withUTF8 { try? errSink(UnsafeRawBufferPointer($0)) }
  }
}
