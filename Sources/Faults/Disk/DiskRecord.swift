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
