import Coding
import CommandLineKit
import Project
import Reports

/// A codebook named by a file or by its id in the project.
struct CodebookSource {
  let name: String
  let version: Int?
  init(_ name: String, _ version: Int? = nil) { (self.name, self.version) = (name, version) }

  func read(_ command: some ZichtCommand, _ io: IO) throws -> Codebook {
    if name.hasSuffix(".json") || name.contains("/") {
      guard FileSystem.exists(name) else { throw UsageError("no file '\(name)'") }
      return try CodebookFiles.read(name)
    }
    let (name, version) = try parts()
    let project = try command.openProject(io)
    return try project.read { try project.codebook(name, version: version).codebook }
  }

  /// `small-wins@2` is the second version.
  private func parts() throws -> (String, Int?) {
    guard let at = name.lastIndex(of: "@") else { return (name, version) }
    let number = name[name.index(after: at)...]
    guard let version = Int(number) else {
      throw UsageError("'\(number)' is no version", hint: "write for example small-wins@1")
    }
    return (String(name[..<at]), version)
  }
}
