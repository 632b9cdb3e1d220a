import CSQLite
import Harness
import Synchronization

/// The disk as SQLite sees it, with an observer in between: it can keep a record of what is written,
/// let chosen operations fail, and run out of space.
///
/// Installed once as the default of the whole process; without a record or a plan it only passes on.
/// One at a time may use a record or a plan.
final class Disk: Sendable {
  static let shared = Disk()

  private struct State {
    var record: DiskRecord?
    var plan: FaultPlan?
    /// Whether syncs reach the real disk.
    var isSyncing = true
  }
  private let state = Mutex(State())

  // MARK: Keeping a record

  /// Keeps a record of all that the body writes, synced for real.
  func recording(_ body: (_ note: (DiskOperation) -> Void) throws -> Void) rethrows -> DiskRecord {
    state.withLock { ($0.record, $0.isSyncing) = (DiskRecord(), true) }
    defer { state.withLock { $0.record = nil } }
    try body { operation in state.withLock { $0.record?.operations.append(operation) } }
    return state.withLock { $0.record } ?? DiskRecord()
  }

  func note(_ operation: DiskOperation) {
    state.withLock { $0.record?.operations.append(operation) }
  }

  /// The number of the file of that name, made now where there is none.
  func number(of name: String, isNew: Bool) -> Int {
    state.withLock { $0.record?.number(of: name, isNew: isNew) ?? 0 }
  }

  // MARK: Faults

  /// Runs the body with a plan of faults, and returns what became of the plan.
  func failing<Result>(
    _ plan: FaultPlan, _ body: () throws -> Result
  ) rethrows -> (result: Result, plan: FaultPlan) {
    state.withLock { $0.plan = plan }
    defer { state.withLock { $0.plan = nil } }
    let result = try body()
    return (result, state.withLock { $0.plan } ?? plan)
  }

  /// What is to happen to an operation.
  func verdict(on kind: FaultPlan.Kind, growth: Int = 0) -> FaultPlan.Verdict {
    state.withLock { $0.plan?.verdict(on: kind, growth: growth) ?? .pass }
  }

  /// Trials that open many files and need no power cut leave out what takes most of their time.
  func setSyncing(_ isSyncing: Bool) { state.withLock { $0.isSyncing = isSyncing } }
  var isSyncing: Bool { state.withLock { $0.isSyncing } }

  /// Whether operations are worth describing.
  var isRecording: Bool { state.withLock { $0.record != nil } }
}

/// Which operations fail, and how.
struct FaultPlan: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    case open, read, write, truncate, sync, size, delete, access
  }

  enum Verdict: Sendable {
    case pass
    /// Nothing happens, and that is told.
    case refuse(Int32)
    /// It happens (of a write the first half), and is told to have failed.
    case failAfterwards(Int32)
  }

  enum Effect: String, Sendable, CaseIterable { case refused, half }

  /// The operation that fails, counted from 1; 0 none.
  var failing = 0
  /// Whether all later ones fail too.
  var lasts = false
  var effect = Effect.refused
  /// Bytes that files may still grow by; nil: as many as they like.
  var room: Int?

  private(set) var operations = 0
  /// What failed first.
  private(set) var failed: Kind?
  /// Bytes that files grew by.
  private(set) var growth = 0

  mutating func verdict(on kind: Kind, growth: Int) -> Verdict {
    operations += 1
    if let room, kind == .write, self.growth + growth > room {
      failed = failed ?? kind
      return .refuse(SQLITE_FULL)
    }
    self.growth += growth
    guard failing > 0, operations == failing || (lasts && operations > failing) else {
      return .pass
    }
    failed = failed ?? kind
    return effect == .half ? .failAfterwards(kind.codeAfterwards) : .refuse(kind.code)
  }
}

extension FaultPlan.Kind {
  /// What SQLite calls an error of the disk in this operation.
  var code: Int32 {
    switch self {
    case .open: SQLITE_CANTOPEN
    case .read: SQLITE_IOERR | 1 << 8
    case .write: SQLITE_IOERR | 3 << 8
    case .sync: SQLITE_IOERR | 4 << 8
    case .truncate: SQLITE_IOERR | 6 << 8
    case .size: SQLITE_IOERR | 7 << 8
    case .delete: SQLITE_IOERR | 10 << 8
    case .access: SQLITE_IOERR | 13 << 8
    }
  }

  /// A file that is gone whose folder could not be synced is another error.
  var codeAfterwards: Int32 { self == .delete ? SQLITE_IOERR | 5 << 8 : code }
}
