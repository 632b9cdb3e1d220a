import Coding
import CommandLineKit
import Project
import Reports

/// Reads codebook files; all faults of all files are told together.
enum CodebookFiles {
  static func read(_ paths: [String]) throws -> [Codebook] {
    var codebooks: [Codebook] = []
    var faults: [Diagnostic] = []
    for path in try files(paths) {
      do {
        let codebook = try read(path)
        if let other = codebooks.first(where: { $0.id == codebook.id }) {
          faults.append(
            Diagnostic(
              .error, .sameID(other.id), at: Place(file: path), hint: "change one of the ids"))
        }
        codebooks.append(codebook)
      } catch let rejected as Rejected {
        faults += rejected.diagnostics
      }
    }
    guard faults.isEmpty else { throw Rejected(faults) }
    return codebooks
  }

  static func read(_ path: String) throws -> Codebook {
    let bytes = try FileSystem.read(path)
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Rejected([
        Diagnostic(.error, .notUTF8, at: Place(file: path), hint: "save the file as UTF-8")
      ])
    }
    let withoutMark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    return try CodebookReader.read(
      SourceText(String(decoding: withoutMark, as: UTF8.self)), file: path)
  }

  /// The files meant; of a folder all .json but schemas.
  private static func files(_ paths: [String]) throws -> [String] {
    try paths.flatMap { path -> [String] in
      guard FileSystem.exists(path) else {
        throw UsageError("no file or folder '\(path)'", hint: "check the name and where you are")
      }
      guard FileSystem.isDirectory(path) else { return [path] }
      let found = try FileSystem.files(below: path).filter {
        $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json")
      }
      guard !found.isEmpty else {
        throw UsageError("no codebooks (*.json) in '\(path)'")
      }
      return found.map { FileSystem.join(path, $0) }
    }
  }
}

extension Diagnostic.Message {
  fileprivate static let notUTF8: Self = "not UTF-8"
  fileprivate static func sameID(_ id: String) -> Self {
    "another file holds the codebook '\(id)' too"
  }
}
