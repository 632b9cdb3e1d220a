import Coding
import CommandLineKit
import Exchange

/// Another program's file, as read.
struct ExchangeFile {
  var path: String
  var bytes: [UInt8]
  var exchange: ExchangeProject
  var format: String

  /// The project's name, or the file's.
  var name: String { exchange.name.isEmpty ? FileSystem.stem(of: path) : exchange.name }

  /// Reads a project, its kind decided by its content; `wanted` names one of a file with several.
  static func read(_ path: String, project wanted: String? = nil) throws -> ExchangeFile {
    let inside = FileSystem.join(path, "data.qda")
    let file = FileSystem.isDirectory(path) && FileSystem.exists(inside) ? inside : path
    guard !FileSystem.isDatabase(file) else {
      let exchange = try PeerProject.read(path: path, project: wanted)
      return ExchangeFile(
        path: path, bytes: try FileSystem.read(file), exchange: exchange,
        format: "SQLite database")
    }
    guard wanted == nil else {
      throw UsageError("'\(path)' has one project", hint: "leave --only out")
    }
    let bytes = try FileSystem.read(path)
    guard bytes.starts(with: Array("PK".utf8)) else {
      throw Rejected([
        Diagnostic(
          .error, .noProject, at: Place(file: path),
          hint: "zicht ingest reads transcripts, zicht codebook import codebooks and dictionaries")
      ])
    }
    return ExchangeFile(
      path: path, bytes: bytes, exchange: try QDPX.read(bytes, file: path),
      format: "REFI-QDA project")
  }
}

extension Diagnostic.Message {
  fileprivate static let noProject: Self = "this is no project that another program wrote"
}
