import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The user or the system asked the program to stop, by this signal.
package struct Interrupted: Error, Sendable, Equatable {
  package let signal: Int32
}

/// Whether someone has asked the program to stop.
///
/// Loops that may take long check it between two steps, so that they end between two steps.
package enum Interrupt {
  /// Begins to listen for SIGINT and SIGTERM.
  ///
  /// The same signal a second time ends the process at once.
  package static func listen() {
    // Touched here so that the handler finds it initialized.
    received.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] { signal(number, note) }
  }

  /// Throws `Interrupted` once a signal has come.
  ///
  /// One atomic load; any thread.
  package static func check() throws {
    let number = received.load(ordering: .relaxed)
    if number != 0 { throw Interrupted(signal: number) }
  }

  /// Forgets a signal and listens no longer.
  package static func reset() {
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    received.store(0, ordering: .relaxed)
  }
}

private let received = Atomic<Int32>(0)

/// Runs within a signal: an atomic store and `signal` are all it may do.
private func note(_ number: Int32) {
  received.store(number, ordering: .relaxed)
  signal(number, SIG_DFL)
}
