#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What went wrong with a file, by name.
struct FileFailure: Error, CustomStringConvertible {
  let path: String
  let reason: String
  var description: String { "\(path): \(reason)" }

  init(_ path: String, errno code: Int32) {
    (self.path, reason) = (path, String(cString: strerror(code)).lowercased())
  }
  init(_ path: String, reason: String) { (self.path, self.reason) = (path, reason) }
}

/// The few things asked of the file system, without Foundation.
enum FileSystem {
  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private static let largestFile = 256 << 20

  /// The whole file.
  ///
  /// Regular files only: a pipe or device would never end.
  static func read(_ path: String) throws(FileFailure) -> [UInt8] {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw FileFailure(path, errno: errno) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw FileFailure(path, errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileFailure(path, reason: "not a regular file")
    }
    guard status.st_size <= largestFile else {
      throw FileFailure(path, reason: "larger than 256 MiB, which no transcript is")
    }
    return try read(file, size: Int(status.st_size), path)
  }

  private static func read(
    _ file: Int32, size: Int, _ path: String
  ) throws(FileFailure) -> [UInt8] {
    var failure: FileFailure?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        guard let start = buffer.baseAddress else { return }
        let got = readDescriptor(file, start + count, size - count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = FileFailure(path, errno: errno) }
        if got <= 0 { return }
        count += got
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes a file for its owner alone: whole, or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
    let file = try OutputFile(path)
    try file.write(bytes)
    try file.commit()
  }

  static func makeDirectory(_ path: String) throws(FileFailure) {
    if isDirectory(path) { return }
    let parent = directory(of: path)
    if parent != path, !parent.isEmpty, !exists(parent) { try makeDirectory(parent) }
    guard mkdir(path, 0o700) == 0 || isDirectory(path) else {
      throw FileFailure(path, errno: errno)
    }
  }

  static func remove(_ path: String) { unlink(path) }

  /// Whether the folder was empty, and is gone.
  static func removeEmptyFolder(_ path: String) -> Bool { rmdir(path) == 0 }

  /// Regular files below a folder, as paths relative to it, in the order of their code points.
  ///
  /// Names that start with a dot are left out, and links too: they may lead out of the folder.
  static func files(
    below folder: String, skipping: (String) -> Void = { _ in }
  ) throws(FileFailure) -> [String] {
    var found: [String] = []
    var pending = [""]
    while let prefix = pending.popLast() {
      for name in try names(in: prefix.isEmpty ? folder : join(folder, prefix))
      where !name.hasPrefix(".") {
        let relative = prefix.isEmpty ? name : prefix + "/" + name
        var status = stat()
        guard lstat(join(folder, relative), &status) == 0 else { continue }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: pending.append(relative)
        case S_IFREG: found.append(relative)
        default: skipping(relative)
        }
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  static func names(in folder: String) throws(FileFailure) -> [String] {
    guard let directory = opendir(folder) else { throw FileFailure(folder, errno: errno) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Where a link leads; the path itself where it is none or leads nowhere yet.
  static func resolved(_ path: String) -> String {
    guard let buffer = realpath(path, nil) else { return path }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  /// Whether a file is one of SQLite's.
  static func isDatabase(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    guard isRegular(path) else { return false }
    var start = [UInt8](repeating: 0, count: 15)
    let count = start.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { readDescriptor(file, $0, bytes.count) } ?? 0
    }
    return count == 15 && start.elementsEqual("SQLite format 3".utf8)
  }

  /// The name that the system knows the user by; `unknown` where it has none.
  static var loginName: String {
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "unknown" }
    return String(cString: name)
  }

  static var currentDirectory: String {
    guard let buffer = getcwd(nil, 0) else { return "." }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  static func absolute(_ path: String, from folder: String) -> String {
    let whole = path.hasPrefix("/") ? path : join(folder, path)
    var parts: [Substring] = []
    for part in whole.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The name without folder and last ending.
  static func stem(of path: String) -> String {
    let name = name(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}

/// A file in the making, beside its final name; it takes that name only when it is whole.
///
/// What is no file, a device or a pipe, is written to as it is and never replaced.
final class OutputFile {
  private let path: String
  /// Nil where the target is written to directly: a pipe or device, which must stay what it is.
  private let temporary: String?
  private var descriptor: Int32

  init(_ path: String) throws(FileFailure) {
    let target = FileSystem.resolved(path)
    self.path = target
    guard !FileSystem.isDatabase(target) else {
      throw FileFailure(
        path, reason: "is a project or another database, which no table may replace")
    }
    if FileSystem.exists(target), !FileSystem.isRegular(target) {
      temporary = nil
      descriptor = open(target, O_WRONLY | O_CLOEXEC)
    } else {
      let name = target + ".\(getpid()).part"
      unlink(name)
      temporary = name
      descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    }
    guard descriptor >= 0 else { throw FileFailure(path, errno: errno) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    if let temporary { unlink(temporary) }
  }

  func write(_ bytes: [UInt8]) throws(FileFailure) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        bytes.baseAddress.map {
          writeDescriptor(descriptor, $0 + written, bytes.count - written)
        } ?? 0
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileFailure(path, errno: errno) }
      written += count
    }
  }

  func commit() throws(FileFailure) {
    let isFlushed = fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS
    let flushError = errno
    guard close(descriptor) == 0, isFlushed else {
      descriptor = -1
      if let temporary { unlink(temporary) }
      throw FileFailure(path, errno: isFlushed ? errno : flushError)
    }
    descriptor = -1
    guard let temporary, rename(temporary, path) != 0 else { return }
    let code = errno
    unlink(temporary)
    throw FileFailure(path, errno: code)
  }
}

// The C functions, under names that the methods above don't hide.
private func readDescriptor(_ file: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(file, buffer, count)
}
private func writeDescriptor(_ file: Int32, _ buffer: UnsafeRawPointer, _ count: Int) -> Int {
  write(file, buffer, count)
}
