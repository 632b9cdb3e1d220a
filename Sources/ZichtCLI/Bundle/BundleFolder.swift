import Coding
import CommandLineKit

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A folder in the making, beside its final name; it takes that name only when it is whole.
///
/// All that was written is gone again where it is not committed.
final class BundleFolder {
  private let path: String
  private let temporary: String
  private var folders: [String] = []
  /// By name within the folder.
  private(set) var digests: [String: Digest] = [:]
  private var isCommitted = false

  /// - Throws: when the folder has something in it, or can't be made.
  init(_ path: String) throws {
    self.path = path.hasSuffix("/") && path.count > 1 ? String(path.dropLast()) : path
    if FileSystem.exists(self.path) {
      guard FileSystem.isDirectory(self.path), try FileSystem.names(in: self.path).isEmpty else {
        throw Failure(
          "'\(path)' exists and is not an empty folder",
          hint: "name a new one: what is there is left alone")
      }
    }
    temporary = self.path + ".\(getpid()).part"
    let parent = FileSystem.directory(of: self.path)
    if !parent.isEmpty { try FileSystem.makeDirectory(parent) }
    guard mkdir(temporary, 0o700) == 0 else { throw FileFailure(temporary, errno: errno) }
    folders.append(temporary)
  }

  deinit {
    guard !isCommitted else { return }
    for name in digests.keys { unlink(path(of: name)) }
    for folder in folders.reversed() { rmdir(folder) }
  }

  /// Makes a folder in it.
  func add(folder name: String) throws(FileFailure) {
    let folder = path(of: name)
    guard mkdir(folder, 0o700) == 0 else { throw FileFailure(folder, errno: errno) }
    folders.append(folder)
  }

  /// Where a file of the bundle stands for now.
  func path(of name: String) -> String { FileSystem.join(temporary, name) }

  /// Takes up the files that others wrote into a folder of the bundle.
  func adopt(folder: String) throws {
    for name in try FileSystem.files(below: path(of: folder)) {
      let file = FileSystem.join(folder, name)
      digests[file] = SHA256.digest(try FileSystem.read(path(of: file)))
    }
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try write(to: name) { try $0.write(bytes) }
  }

  /// Writes a file piece by piece.
  func write(to name: String, _ body: (BundleFile) throws -> Void) throws {
    try Interrupt.check()
    let file = try BundleFile(path(of: name))
    try body(file)
    digests[name] = try file.finish()
  }

  /// Writes the list of all files, as `sha256sum -c` reads it, and gives the folder its name.
  func commit() throws {
    let lines = digests.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "\($0.value.hex)  \($0.key)\n" }
    try write(Array(lines.joined().utf8), to: "manifest.sha256")
    guard rename(temporary, path) == 0 else { throw FileFailure(path, errno: errno) }
    isCommitted = true
  }
}

/// A file of a bundle, hashed as it is written.
final class BundleFile {
  private let file: OutputFile
  private var hash = SHA256()
  private var pending: [UInt8] = []

  fileprivate init(_ path: String) throws { file = try OutputFile(path) }

  func write(_ bytes: [UInt8]) throws {
    pending.append(contentsOf: bytes)
    if pending.count > 1 << 16 { try flush() }
  }

  func write(_ text: String) throws {
    pending.append(contentsOf: text.utf8)
    if pending.count > 1 << 16 { try flush() }
  }

  fileprivate func finish() throws -> Digest {
    try flush()
    try file.commit()
    return hash.finish()
  }

  private func flush() throws {
    try Interrupt.check()
    hash.update(pending)
    try file.write(pending)
    pending.removeAll(keepingCapacity: true)
  }
}
