import Dispatch
import Synchronization

/// Applies a function to each element on several threads and hands over the results in the order of
/// the elements, on the calling thread, while later ones are still being made.
///
/// At most `window` elements are in work or waiting, which bounds memory. An error of `consume`
/// stops the rest and is thrown.
package func parallelMap<Element: Sendable, Result: Sendable>(
  _ elements: [Element], threads: Int = 2, window: Int = 12,
  _ transform: @escaping @Sendable (Element) -> Result, consume: (Result) throws -> Void
) rethrows {
  let line = AssemblyLine(elements, window: window, transform)
  let queue = DispatchQueue(label: "zicht.parallel-map", attributes: .concurrent)
  let group = DispatchGroup()
  let workers = min(threads, elements.count)
  for _ in 0..<workers { queue.async(group: group) { line.work() } }
  defer {
    line.stop(workers: workers)
    group.wait()
  }
  for index in elements.indices { try consume(line.take(index)) }
}

/// Elements in work, in a ring of slots: element i uses slot i modulo the window, and is begun only
/// when the one a window before it has been taken.
private final class AssemblyLine<Element: Sendable, Result: Sendable>: Sendable {
  private let elements: [Element]
  private let transform: @Sendable (Element) -> Result
  private let next = Atomic(0)
  private let isStopped = Atomic(false)
  private let room: DispatchSemaphore
  private let ready: [DispatchSemaphore]
  private let slots: Mutex<[Result?]>

  init(
    _ elements: [Element], window: Int, _ transform: @escaping @Sendable (Element) -> Result
  ) {
    self.elements = elements
    self.transform = transform
    // Raised by signals, not at birth: a semaphore must not be freed below the value it began with.
    room = DispatchSemaphore(value: 0)
    for _ in 0..<window { room.signal() }
    ready = (0..<window).map { _ in DispatchSemaphore(value: 0) }
    slots = Mutex(Array(repeating: nil, count: window))
  }

  func work() {
    while true {
      room.wait()
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < elements.count, !isStopped.load(ordering: .relaxed) else { return }
      let result = transform(elements[index])
      slots.withLock { $0[index % ready.count] = result }
      ready[index % ready.count].signal()
    }
  }

  /// Waits for an element's result; ask for each once, in order.
  func take(_ index: Int) -> Result {
    while true {
      ready[index % ready.count].wait()
      let result = slots.withLock { slots in
        defer { slots[index % ready.count] = nil }
        return slots[index % ready.count]
      }
      room.signal()
      if let result { return result }
    }
  }

  func stop(workers: Int) {
    isStopped.store(true, ordering: .relaxed)
    for _ in 0..<workers { room.signal() }
  }
}
