#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A folder to work in, removed afterwards.
package struct WorkingFolder: Sendable {
  package let path: String

  /// Below the folder given, or where temporary files belong.
  package init(
    _ given: String?, _ environment: [String: String], for purpose: String
  ) throws {
    let parent = given ?? environment["TMPDIR"] ?? "/tmp"
    path = "\(parent)/zicht-\(purpose)-\(getpid())"
    try Files.makeDirectory(path)
  }

  package func remove() { Files.remove(path) }
}
