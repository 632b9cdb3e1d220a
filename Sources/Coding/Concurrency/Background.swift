import Dispatch
import Synchronization

/// Work that goes on beside what its maker does meanwhile.
package final class Background<Output: Sendable>: Sendable {
  private let outcome = Mutex<Result<Output, any Error>?>(nil)
  private let group = DispatchGroup()

  package init(_ work: @escaping @Sendable () throws -> Output) {
    DispatchQueue.global().async(group: group) {
      let outcome = Result { try work() }
      self.outcome.withLock { $0 = outcome }
    }
  }

  /// Waits for what comes of it.
  package func value() throws -> Output {
    group.wait()
    guard let outcome = outcome.withLock({ $0 }) else { preconditionFailure("no outcome") }
    return try outcome.get()
  }
}
