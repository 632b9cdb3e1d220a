import Harness

/// What a disk may hold when the power fails.
///
/// What was written and not yet synced may be there, may be missing, and may be there in part: disks
/// write sectors of 512 bytes, in any order. A file may have its new length before its new bytes, and
/// then holds zeros. A name that was made or deleted may be as it was until its folder was synced.
struct PowerCut {
  /// How much of what was not synced survives.
  private enum Survival {
    case nothing
    case everything
    /// All before a moment and nothing after it.
    case until(Int)
    /// Whole writes, so many of ten.
    case writes(Int)
    /// Sectors, so many of ten.
    case sectors(Int)
  }

  private struct Inode {
    var durable: [UInt8] = []
    var pending: [(moment: Int, change: Change)] = []
  }

  private enum Change {
    case write(at: Int, bytes: [UInt8])
    case truncate(Int)
  }

  private var inodes: [Int: Inode] = [:]
  private var folder: [String: Int] = [:]
  private var pendingNames: [(moment: Int, name: String, file: Int?)] = []
  private var moment = 0
  /// A disk that says it has synced and has not: what the trial must find, lest it find nothing.
  let isLying: Bool

  init(isLying: Bool = false) { self.isLying = isLying }

  // MARK: Until the cut

  mutating func apply(_ operation: DiskOperation) {
    moment += 1
    switch operation {
    case .create(let file, let name): pendingNames.append((moment, name, file))
    case .delete(let name): pendingNames.append((moment, name, nil))
    case .write(let file, let at, let bytes):
      inodes[file, default: Inode()].pending.append((moment, .write(at: at, bytes: bytes)))
    case .truncate(let file, let size):
      inodes[file, default: Inode()].pending.append((moment, .truncate(size)))
    case .sync(let file): if !isLying { sync(file) }
    case .syncFolder: if !isLying { syncFolder() }
    case .acknowledge: break
    }
  }

  private mutating func sync(_ file: Int) {
    guard var inode = inodes.removeValue(forKey: file) else { return }
    for (_, change) in inode.pending { Self.make(change, in: &inode.durable) }
    inode.pending = []
    inodes[file] = inode
  }

  private mutating func syncFolder() {
    for (_, name, file) in pendingNames { folder[name] = file }
    pendingNames = []
  }

  private static func make(_ change: Change, in bytes: inout [UInt8]) {
    switch change {
    case .write(let offset, let new): put(new[...], at: offset, in: &bytes)
    case .truncate(let size): resize(&bytes, to: size)
    }
  }

  private static func resize(_ bytes: inout [UInt8], to size: Int) {
    if size < bytes.count { bytes.removeLast(bytes.count - size) }
    if size > bytes.count { bytes += repeatElement(0, count: size - bytes.count) }
  }

  private static func put(_ new: ArraySlice<UInt8>, at offset: Int, in bytes: inout [UInt8]) {
    if offset + new.count > bytes.count { resize(&bytes, to: offset + new.count) }
    bytes.replaceSubrange(offset..<offset + new.count, with: new)
  }

  // MARK: After it

  /// The files that are there when the power is back, one way of many.
  func aftermath(_ random: inout SplitMix64) -> [String: [UInt8]] {
    let survival = survival(&random)
    var files: [String: [UInt8]] = [:]
    for (name, file) in names(survival, &random).sorted(by: { $0.key < $1.key }) {
      files[name] = content(of: file, survival, &random)
    }
    return files
  }

  private func survival(_ random: inout SplitMix64) -> Survival {
    switch random.below(8) {
    case 0: .nothing
    case 1: .everything
    case 2: .until(earliest + random.below(max(1, moment - earliest + 1)))
    case 3, 4: .writes(1 + random.below(9))
    default: .sectors(1 + random.below(9))
    }
  }

  /// The first moment whose change is not yet safe.
  private var earliest: Int {
    let changes = inodes.values.compactMap { $0.pending.first?.moment }
    return min(changes.min() ?? moment, pendingNames.first?.moment ?? moment)
  }

  /// Changes of one name come in order; those of two names in any.
  private func names(_ survival: Survival, _ random: inout SplitMix64) -> [String: Int] {
    var found = folder
    var isOver: Set<String> = []
    for (moment, name, file) in pendingNames where !isOver.contains(name) {
      let survives =
        switch survival {
        case .nothing: false
        case .everything: true
        case .until(let last): moment <= last
        case .writes, .sectors: random.chance(in: 2)
        }
      if survives { found[name] = file } else { isOver.insert(name) }
    }
    return found
  }

  private func content(
    of file: Int, _ survival: Survival, _ random: inout SplitMix64
  ) -> [UInt8] {
    guard let inode = inodes[file] else { return [] }
    var bytes = inode.durable
    for (moment, change) in inode.pending {
      switch survival {
      case .nothing: return bytes
      case .everything: Self.make(change, in: &bytes)
      case .until(let last): if moment <= last { Self.make(change, in: &bytes) }
      case .writes(let ofTen): if random.below(10) < ofTen { Self.make(change, in: &bytes) }
      case .sectors(let ofTen): Self.tear(change, ofTen, in: &bytes, &random)
      }
    }
    return bytes
  }

  private static let sector = 512

  private static func tear(
    _ change: Change, _ ofTen: Int, in bytes: inout [UInt8], _ random: inout SplitMix64
  ) {
    guard case .write(let offset, let new) = change else {
      if random.below(10) < ofTen { make(change, in: &bytes) }
      return
    }
    var start = 0
    while start < new.count {
      let end = min(new.count, ((offset + start) / sector + 1) * sector - offset)
      if random.below(10) < ofTen {
        put(new[start..<end], at: offset + start, in: &bytes)
      } else if random.chance(in: 2), offset + end > bytes.count {
        resize(&bytes, to: offset + end)
      }
      start = end
    }
  }
}
