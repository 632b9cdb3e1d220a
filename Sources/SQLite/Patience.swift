import CSQLite

/// How long a connection waits for a lock that another program holds.
///
/// SQLite's own waiting asks ever less often, up to ten times a second: of several writers the one
/// that has waited longest is then the least likely to find the file free. This one asks every few
/// milliseconds, so that chances stay even.
final class Patience {
  let duration: Duration
  private var end = ContinuousClock.now

  init(milliseconds: Int32) { duration = .milliseconds(milliseconds) }

  /// Sleeps a moment; false when there was time enough.
  fileprivate func wait(times: Int32) -> Bool {
    let now = ContinuousClock.now
    if times == 0 { end = now + duration }
    guard now < end else { return false }
    sqlite3_sleep(Int32.random(in: 1...5))
    return true
  }

  /// Makes a connection wait in this way; the connection must keep it.
  func install(on handle: OpaquePointer) {
    sqlite3_busy_handler(
      handle,
      { context, times in
        guard let context else { return 0 }
        let patience = Unmanaged<Patience>.fromOpaque(context).takeUnretainedValue()
        return patience.wait(times: times) ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
