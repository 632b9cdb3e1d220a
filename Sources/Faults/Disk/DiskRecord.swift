/// What a program did to its files, in order.
struct DiskRecord: Sendable {
  var operations: [DiskOperation] = []
  private var numbers: [String: Int] = [:]
  private var files = 0

  /// Files are told apart by number: a name can be given to one file after another.
  mutating func number(of name: String, isNew: Bool) -> Int {
    if !isNew, let number = numbers[name] { return number }
    files += 1
    numbers[name] = files
    operations.append(.create(file: files, name: name))
    return files
  }
}

extension DiskRecord {
  /// Transactions that wrote to a file while its journal still grew: they left more to take back.
  var spills: Int {
    var journals: Set<Int> = []
    var isWriting = false
    var hasSpilled = false
    var count = 0
    for operation in operations {
      switch operation {
      case .create(let file, let name) where name.hasSuffix("-journal"):
        journals.insert(file)
        (isWriting, hasSpilled) = (false, false)
      case .write(let file, let offset, _):
        let isJournal = journals.contains(file)
        // The journal's own head is written anew at each sync.
        if isJournal, offset > 512, isWriting, !hasSpilled {
          (hasSpilled, count) = (true, count + 1)
        }
        if !isJournal { isWriting = true }
      default: break
      }
    }
    return count
  }
}

enum DiskOperation: Sendable {
  case create(file: Int, name: String)
  case write(file: Int, at: Int, bytes: [UInt8])
  case truncate(file: Int, size: Int)
  case sync(file: Int)
  case delete(name: String)
  /// Names that were made and deleted are safe from here on.
  case syncFolder
  /// The user was told that the ledger has so many events.
  case acknowledge(events: Int)
}
