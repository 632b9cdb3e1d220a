import Coding
import Exchange

/// Another program's file, as read.
struct ExchangeFile {
  var path: String
  var bytes: [UInt8]
  var exchange: ExchangeProject
  var format: String

  /// The project's name, or the file's.
  var name: String { exchange.name.isEmpty ? FileSystem.stem(of: path) : exchange.name }

  /// Reads a project, its kind decided by its content.
  static func read(_ path: String) throws -> ExchangeFile {
    let bytes = try FileSystem.read(path)
    return ExchangeFile(
      path: path, bytes: bytes, exchange: try QDPX.read(bytes, file: path),
      format: "REFI-QDA project")
  }
}
