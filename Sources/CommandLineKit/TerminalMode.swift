#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#else
import Darwin
#endif

/// How a terminal hands over what is typed, to be given back as it was found.
final class TerminalMode {
  private let descriptor: Int32
  private let found: termios

  /// Nil where there is no terminal.
  init?(_ descriptor: Int32) {
    var mode = termios()
    guard tcgetattr(descriptor, &mode) == 0 else { return nil }
    (self.descriptor, found) = (descriptor, mode)
  }

  /// Keys one by one, as they are typed, without showing them.
  ///
  /// Ctrl-C is a key then: no signal comes in the middle of what a key does.
  func setRaw() {
    var mode = found
    mode.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    withUnsafeMutableBytes(of: &mode.c_cc) { keys in
      keys[Int(VMIN)] = 1
      keys[Int(VTIME)] = 0
    }
    set(mode)
  }

  func restore() { set(found) }

  private func set(_ mode: termios) {
    var mode = mode
    // At once: a terminal that nobody reads any more would never be done with what was written.
    tcsetattr(descriptor, TCSANOW, &mode)
  }
}

extension System {
  /// Whether there is something to read, or its end; false after the time, and when a signal came.
  static func isReadable(_ descriptor: Int32, withinMilliseconds time: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, time) > 0
  }

  /// Puts this process to the background until the shell brings it back, as Ctrl-Z does.
  static func stop() { kill(getpid(), SIGTSTP) }
}

extension Interrupted {
  static let byKey = Interrupted(signal: SIGINT)
}
