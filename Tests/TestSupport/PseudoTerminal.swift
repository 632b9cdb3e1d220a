import Foundation

#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#endif

/// A terminal without a screen: what a person would see and type, for programs that ask for one.
package final class PseudoTerminal {
  private let master: Int32
  private let slave: Int32
  private var seen: [UInt8] = []
  /// How much of what was seen was waited for already.
  private var waited = 0

  package init(columns: Int, rows: Int = 24) throws {
    (master, slave) = Self.pair()
    guard master >= 0, slave >= 0 else { throw CocoaError(.fileReadUnknown) }
    resize(columns: columns, rows: rows)
  }

  /// Both ends; negative where there is none.
  private static func pair() -> (master: Int32, slave: Int32) {
    #if canImport(Darwin)
    let master = posix_openpt(O_RDWR | O_NOCTTY)
    guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master)
    else { return (-1, -1) }
    return (master, open(name, O_RDWR | O_NOCTTY))
    #else
    // What `unlockpt` and `ptsname` do, which Swift's import of the C library lacks.
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (lock, number) = (Int32(0), Int32(0))
    let (setLock, getNumber) = (UInt(0x4004_5431), UInt(0x8004_5430))
    guard ioctl(master, setLock, &lock) == 0, ioctl(master, getNumber, &number) == 0 else {
      return (-1, -1)
    }
    return (master, open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC))
    #endif
  }

  deinit {
    close(slave)
    close(master)
  }

  package func resize(columns: Int, rows: Int = 24) {
    var size = winsize()
    (size.ws_col, size.ws_row) = (UInt16(columns), UInt16(rows))
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Whether keys are shown and handed over by the line, as before any program changed that.
  package var isAsFound: Bool {
    var mode = termios()
    guard tcgetattr(slave, &mode) == 0 else { return false }
    let flags = tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    return mode.c_lflag & flags == flags
  }

  /// Starts a program that reads from here and writes here.
  package func start(
    _ program: String, _ words: [String], in folder: String, environment: [String: String] = [:]
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var variables = ProcessInfo.processInfo.environment
    for name in ["ZICHT_PROJECT", "NO_COLOR", "COLUMNS"] { variables[name] = nil }
    variables["TERM"] = "xterm"
    variables["ZICHT_CODER"] = "anna"
    process.environment = variables.merging(environment) { $1 }
    let handle = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
    process.standardInput = handle
    process.standardOutput = handle
    process.standardError = handle
    // The threads that tests run on keep signals back, and a program inherits that.
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
    return process
  }

  package func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
  }

  /// What is shown from where the last wait ended until some words appear; nil when they don't.
  @discardableResult
  package func wait(for words: String, seconds: Double = 20) -> String? {
    let deadline = Date().addingTimeInterval(seconds)
    while true {
      let new = String(decoding: seen[waited...], as: UTF8.self)
      if let found = new.range(of: words) {
        let shown = String(new[..<found.upperBound])
        waited += shown.utf8.count
        return shown
      }
      guard Date() < deadline else { return nil }
      read(milliseconds: 50)
    }
  }

  /// Waits for a program to end, and shows what it has to say meanwhile: it can't write to a terminal
  /// that nobody reads.
  ///
  /// One that does not end is killed.
  package func waitForExit(of process: Process, seconds: Double = 20) {
    let deadline = Date().addingTimeInterval(seconds)
    while process.isRunning, Date() < deadline { read(milliseconds: 20) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }

  /// All that was shown from the start.
  package var shown: String {
    read(milliseconds: 50)
    return String(decoding: seen, as: UTF8.self)
  }

  private func read(milliseconds: Int32) {
    var request = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, milliseconds) > 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = buffer.withUnsafeMutableBytes { readBytes(master, $0.baseAddress, $0.count) }
    if count > 0 { seen += buffer.prefix(count) }
  }
}

/// The C library's, which the method of the same name hides.
private func readBytes(_ file: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(file, bytes, count)
}

extension String {
  /// As a screen has it: without colours, a line each.
  package var screenLines: [String] {
    let text = replacing(/\u{1B}\[[0-9;?]*[A-Za-z]/, with: "")
    // To Swift a carriage return with the line end after it is one character.
    return text.split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\n" }
      .map { String($0.replacing("\r", with: "")) }
  }
}
