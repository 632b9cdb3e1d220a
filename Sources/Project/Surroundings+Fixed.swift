import Coding
import Synchronization

extension Surroundings {
  /// A clock that stands still and "random" bytes that follow from a seed, for tests and for
  /// documentation whose output must not change.
  ///
  /// Commitments made with it hide nothing.
  package static func fixed(seed: Int, coder: String, program: String) -> Surroundings {
    let calls = Counter()
    return Surroundings(
      now: { 1_577_836_800_000 + seed * 1000 },
      random: { count in
        var bytes: [UInt8] = []
        // Salts are drawn on several threads: they must not depend on who comes first.
        let call = count == 32 ? 0 : calls.next()
        while bytes.count < count {
          let text = "\(seed) \(call) \(bytes.count)"
          bytes += SHA256.digest(Array(text.utf8)).bytes
        }
        return Array(bytes.prefix(count))
      }, coder: coder, program: program)
  }

  private final class Counter: Sendable {
    private let value = Atomic(0)
    func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).newValue }
  }
}
