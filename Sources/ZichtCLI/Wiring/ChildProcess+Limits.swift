#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#else
import Darwin
#endif

/// A program that reads a file of others: it may write much, and never end.
extension ChildProcess {
  /// Runs a program without input, and gives what it wrote.
  ///
  /// It is ended when it takes longer than some seconds or writes more than some bytes.
  static func read(
    _ program: String, _ words: [String], environment: [String: String], seconds: Int,
    largest: Int
  ) throws(FileFailure) -> Outcome {
    let (given, out, err) = (try Pipe(program), try Pipe(program), try Pipe(program))
    given.closeWriting()
    let process = try spawn(program, words, environment, given, out, err)
    out.closeWriting()
    err.closeWriting()
    var reader = LimitedReader(out: out.reading, err: err.reading, largest: largest)
    let fault = reader.read(until: ContinuousClock.now + .seconds(seconds))
    if fault != nil { kill(process, SIGKILL) }
    let status = wait(for: process)
    switch fault {
    case .slow:
      throw FileFailure(program, reason: "it took more than \(seconds) seconds, and was ended")
    case .large:
      throw FileFailure(program, reason: "its text is more than \(largest >> 20) MiB")
    case nil: break
    }
    return Outcome(
      status: status, out: reader.written, err: String(decoding: reader.said, as: UTF8.self))
  }
}

/// Reads two pipes to their ends, whichever has something.
private struct LimitedReader {
  enum Fault { case slow, large }

  let out: Int32
  let err: Int32
  let largest: Int
  private(set) var written: [UInt8] = []
  /// At most 64 KiB of complaints are kept.
  private(set) var said: [UInt8] = []
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  init(out: Int32, err: Int32, largest: Int) {
    (self.out, self.err, self.largest) = (out, err, largest)
  }

  mutating func read(until deadline: ContinuousClock.Instant) -> Fault? {
    var open = [out, err]
    while !open.isEmpty {
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { return .slow }
      var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      let milliseconds = min(left.components.seconds, 3600) * 1000 + 1
      let ready = poll(&polled, nfds_t(polled.count), Int32(milliseconds))
      if ready < 0, errno != EINTR { return .slow }
      for pipe in polled where ready > 0 && pipe.revents != 0 {
        if !take(pipe.fd) { open.removeAll { $0 == pipe.fd } }
      }
      if written.count > largest { return .large }
    }
    return nil
  }

  /// Reads what there is; false at the end.
  private mutating func take(_ pipe: Int32) -> Bool {
    let count = buffer.withUnsafeMutableBytes { readBytes(pipe, $0.baseAddress, $0.count) }
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    if pipe == out {
      written += buffer[..<count]
    } else if said.count < 1 << 16 {
      said += buffer[..<count]
    }
    return count > 0
  }
}

/// How many processors there are to work on, between 1 and 8.
enum Processors {
  static let count = max(1, min(8, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
}

private func readBytes(_ file: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(file, buffer, count)
}
