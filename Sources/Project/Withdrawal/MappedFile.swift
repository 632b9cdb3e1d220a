#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The bytes of a file, without reading it into memory.
final class MappedFile {
  let bytes: UnsafeRawBufferPointer

  /// Nil where there is no such file.
  ///
  /// Closing any handle of a file gives up this process's locks on it: not while a transaction of
  /// this process is open there.
  init?(_ path: String) throws(ProjectError) {
    guard fileExists(path) else { return nil }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .unreachable(path) }
    defer { close(file) }
    let size = fileSize(path)
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED else {
      throw .unusable(path, "it can't be read")
    }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit {
    guard let start = bytes.baseAddress else { return }
    munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
  }
}
