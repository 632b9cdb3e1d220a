import Foundation
import Synchronization

/// The process has one current folder: tests that go elsewhere take turns.
package enum WorkingFolder {
  private static let turn = Mutex(())

  /// Runs the body inside a new, empty folder, which is gone afterwards.
  package static func temporary<Result: Sendable>(
    _ body: (_ path: String) throws -> Result
  ) throws -> Result {
    try turn.withLock { _ in
      let files = FileManager.default
      let before = files.currentDirectoryPath
      let folder = try TemporaryFolder()
      guard files.changeCurrentDirectoryPath(folder.path) else { throw CocoaError(.fileNoSuchFile) }
      defer { _ = files.changeCurrentDirectoryPath(before) }
      return try body(folder.path)
    }
  }
}

/// A new folder, removed with all in it when nobody holds it any more.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("zicht-test-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  package func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file, with the folders above it.
  package func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  package func write(_ bytes: [UInt8], to name: String) throws {
    let url = URL(fileURLWithPath: file(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }
}
