#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What stops a benchmark or a trial, in words.
package struct HarnessFailure: Error, CustomStringConvertible {
  package let description: String
  package init(_ message: String, hint: String? = nil) {
    description = message + (hint.map { "\n  hint: \($0)" } ?? "")
  }
}

/// The few things asked of the file system.
package enum Files {
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Bytes; 0 where there is no file.
  package static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  package static func makeDirectory(_ path: String) throws {
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try makeDirectory(String(path[..<slash]))
    }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure(path) }
  }

  /// Names in a folder, sorted.
  package static func names(in folder: String) throws -> [String] {
    guard let directory = opendir(folder) else { throw failure(folder) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  package static func write(_ text: String, to path: String) throws {
    guard let file = fopen(path, "w") else { throw failure(path) }
    var text = text
    let written = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) == $0.count }
    guard fclose(file) == 0, written else { throw failure(path) }
  }

  package static func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "w") else { throw failure(path) }
    let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) == $0.count }
    guard fclose(file) == 0, written else { throw failure(path) }
  }

  package static func read(_ path: String) throws -> String {
    String(decoding: try bytes(of: path), as: UTF8.self)
  }

  package static func bytes(of path: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size(path))
    try forEachPiece(of: path) { bytes += $0 }
    return bytes
  }

  /// Hands over a file in pieces of at most 64 KiB: memory stays flat, whatever the file's size.
  package static func forEachPiece(of path: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void)
    throws
  {
    guard let file = fopen(path, "r") else { throw failure(path) }
    defer { fclose(file) }
    try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { buffer in
      while case let count = fread(buffer.baseAddress, 1, buffer.count, file), count > 0 {
        body(UnsafeBufferPointer(rebasing: buffer[..<count]))
      }
      guard ferror(file) == 0 else { throw failure(path) }
    }
  }

  /// Removes a file, or a folder with all in it; links are removed, not followed.
  package static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    for name in (try? names(in: path)) ?? [] { remove(path + "/" + name) }
    rmdir(path)
  }

  private static func failure(_ path: String) -> HarnessFailure {
    HarnessFailure("\(path): \(String(cString: strerror(errno)).lowercased())")
  }
}
