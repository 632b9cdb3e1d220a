import CSQLite
import Harness

/// SQLite's interface to the system (sqlite.org/vfs.html), put between SQLite and the real one.
///
/// An open file is a `WatchedFile` with the real one behind it in the same memory.
enum Shim {
  /// Makes this the way to files for every connection of the process.
  static func install() throws {
    guard let real = sqlite3_vfs_find(nil) else {
      throw HarnessFailure("SQLite has no file system")
    }
    let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    vfs.initialize(to: real.pointee)
    vfs.pointee.szOsFile += Int32(realOffset)
    vfs.pointee.pNext = nil
    vfs.pointee.zName = UnsafePointer(name)
    vfs.pointee.xOpen = openFile
    vfs.pointee.xDelete = deleteFile
    vfs.pointee.xAccess = accessFile
    Self.real = real
    try watchFolders(real)
    guard sqlite3_vfs_register(vfs, 1) == SQLITE_OK else {
      throw HarnessFailure("SQLite takes no other file system")
    }
  }

  /// Written once, before any connection.
  nonisolated(unsafe) fileprivate static var real: UnsafeMutablePointer<sqlite3_vfs>?
  nonisolated(unsafe) fileprivate static var openFolder: OpenFolder?
  nonisolated(unsafe) private static let name: UnsafeMutablePointer<CChar> = {
    let text = Array("zicht-faults".utf8CString)
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
    copy.initialize(from: text, count: text.count)
    return copy
  }()

  /// SQLite syncs a folder through a descriptor that it opens for nothing else.
  private static func watchFolders(_ real: UnsafeMutablePointer<sqlite3_vfs>) throws {
    guard let original = real.pointee.xGetSystemCall?(real, "openDirectory"),
      let set = real.pointee.xSetSystemCall
    else { throw HarnessFailure("this SQLite does not let its syncing of folders be watched") }
    openFolder = unsafeBitCast(original, to: OpenFolder.self)
    let watch: OpenFolder = { path, descriptor in
      Disk.shared.note(.syncFolder)
      return Shim.openFolder?(path, descriptor) ?? SQLITE_CANTOPEN
    }
    let status = set(real, "openDirectory", unsafeBitCast(watch, to: sqlite3_syscall_ptr.self))
    guard status == SQLITE_OK else { throw HarnessFailure("SQLite keeps its syncing to itself") }
  }
}

private typealias OpenFolder =
  @convention(c) (UnsafePointer<CChar>?, UnsafeMutablePointer<Int32>?) -> Int32

private struct WatchedFile {
  var base: sqlite3_file
  /// In the record; 0 for a file without a name, which nobody looks for after a crash.
  var number: Int
}

private let realOffset = MemoryLayout<WatchedFile>.stride

private typealias File = UnsafeMutablePointer<sqlite3_file>

private func watched(_ file: File) -> UnsafeMutablePointer<WatchedFile> {
  UnsafeMutableRawPointer(file).assumingMemoryBound(to: WatchedFile.self)
}

private func real(_ file: File) -> File {
  (UnsafeMutableRawPointer(file) + realOffset).assumingMemoryBound(to: sqlite3_file.self)
}

/// Lets a call of the real file's through, or not, as the plan says.
private func attempt(
  _ kind: FaultPlan.Kind, growth: Int = 0, _ call: () -> Int32
) -> Int32 {
  switch Disk.shared.verdict(on: kind, growth: growth) {
  case .pass: return call()
  case .refuse(let code): return code
  case .failAfterwards(let code):
    _ = call()
    return code
  }
}

// MARK: Names

private let openFile:
  @convention(c) (
    UnsafeMutablePointer<sqlite3_vfs>?, sqlite3_filename?, File?, Int32,
    UnsafeMutablePointer<Int32>?
  ) -> Int32 = { _, path, file, flags, given in
    guard let vfs = Shim.real, let file else { return SQLITE_MISUSE }
    file.pointee.pMethods = nil
    let name = path.map { String(cString: $0) }
    let isNew = name.map { !Files.exists($0) } ?? false
    let status = attempt(.open) { vfs.pointee.xOpen(vfs, path, real(file), flags, given) }
    guard status == SQLITE_OK else {
      close(unwatched: file)
      return status
    }
    watched(file).pointee.number = name.map { Disk.shared.number(of: $0, isNew: isNew) } ?? 0
    file.pointee.pMethods = UnsafePointer(methods)
    return status
  }

/// A file that was opened for real and told not to be.
private func close(unwatched file: File) {
  let real = real(file)
  guard let methods = real.pointee.pMethods else { return }
  _ = methods.pointee.xClose(real)
}

private let deleteFile:
  @convention(c) (UnsafeMutablePointer<sqlite3_vfs>?, UnsafePointer<CChar>?, Int32) -> Int32 = {
    _, path, isSynced in
    guard let vfs = Shim.real, let path else { return SQLITE_MISUSE }
    return attempt(.delete) {
      if Files.exists(String(cString: path)) {
        Disk.shared.note(.delete(name: String(cString: path)))
      }
      return vfs.pointee.xDelete(vfs, path, Disk.shared.isSyncing ? isSynced : 0)
    }
  }

private let accessFile:
  @convention(c) (
    UnsafeMutablePointer<sqlite3_vfs>?, UnsafePointer<CChar>?, Int32, UnsafeMutablePointer<Int32>?
  ) -> Int32 = { _, path, flags, result in
    guard let vfs = Shim.real else { return SQLITE_MISUSE }
    return attempt(.access) { vfs.pointee.xAccess(vfs, path, flags, result) }
  }

// MARK: Files

/// Version 1 of the methods: without shared memory there is no write-ahead log, without mapped pages
/// all reading is seen.
nonisolated(unsafe) private let methods: UnsafeMutablePointer<sqlite3_io_methods> = {
  let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
  var table = sqlite3_io_methods()
  table.iVersion = 1
  table.xClose = { file in
    guard let file else { return SQLITE_MISUSE }
    return real(file).pointee.pMethods.pointee.xClose(real(file))
  }
  table.xRead = { file, buffer, count, offset in
    guard let file else { return SQLITE_MISUSE }
    return attempt(.read) {
      real(file).pointee.pMethods.pointee.xRead(real(file), buffer, count, offset)
    }
  }
  table.xWrite = { file, bytes, count, offset in
    guard let file, let bytes else { return SQLITE_MISUSE }
    return write(file, UnsafeRawBufferPointer(start: bytes, count: Int(count)), at: Int(offset))
  }
  table.xTruncate = { file, size in
    guard let file else { return SQLITE_MISUSE }
    return attempt(.truncate) {
      note(file) { .truncate(file: $0, size: Int(size)) }
      return real(file).pointee.pMethods.pointee.xTruncate(real(file), size)
    }
  }
  table.xSync = { file, flags in
    guard let file else { return SQLITE_MISUSE }
    return attempt(.sync) {
      note(file) { .sync(file: $0) }
      guard Disk.shared.isSyncing else { return SQLITE_OK }
      return real(file).pointee.pMethods.pointee.xSync(real(file), flags)
    }
  }
  table.xFileSize = { file, size in
    guard let file else { return SQLITE_MISUSE }
    return attempt(.size) { real(file).pointee.pMethods.pointee.xFileSize(real(file), size) }
  }
  table.xLock = { file, lock in
    guard let file else { return SQLITE_MISUSE }
    return real(file).pointee.pMethods.pointee.xLock(real(file), lock)
  }
  table.xUnlock = { file, lock in
    guard let file else { return SQLITE_MISUSE }
    return real(file).pointee.pMethods.pointee.xUnlock(real(file), lock)
  }
  table.xCheckReservedLock = { file, result in
    guard let file else { return SQLITE_MISUSE }
    return real(file).pointee.pMethods.pointee.xCheckReservedLock(real(file), result)
  }
  table.xFileControl = { file, operation, argument in
    guard let file else { return SQLITE_MISUSE }
    return real(file).pointee.pMethods.pointee.xFileControl(real(file), operation, argument)
  }
  table.xSectorSize = { file in
    guard let file else { return 512 }
    return real(file).pointee.pMethods.pointee.xSectorSize(real(file))
  }
  table.xDeviceCharacteristics = { file in
    guard let file else { return 0 }
    return real(file).pointee.pMethods.pointee.xDeviceCharacteristics(real(file))
  }
  methods.initialize(to: table)
  return methods
}()

private func note(_ file: File, _ operation: (_ number: Int) -> DiskOperation) {
  let number = watched(file).pointee.number
  if number > 0, Disk.shared.isRecording { Disk.shared.note(operation(number)) }
}

private func write(_ file: File, _ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
  var size: sqlite3_int64 = 0
  let target = real(file)
  _ = target.pointee.pMethods.pointee.xFileSize(target, &size)
  func put(_ count: Int) -> Int32 {
    note(file) { .write(file: $0, at: offset, bytes: Array(bytes[..<count])) }
    return target.pointee.pMethods.pointee.xWrite(
      target, bytes.baseAddress, Int32(count), sqlite3_int64(offset))
  }
  switch Disk.shared.verdict(on: .write, growth: max(0, offset + bytes.count - Int(size))) {
  case .pass: return put(bytes.count)
  case .refuse(let code): return code
  case .failAfterwards(let code):
    _ = put(bytes.count / 2)
    return code
  }
}
