import Project

/// Where transcripts lie while somebody codes them in an editor: beside the project file, a folder for
/// each coder, so that nothing saved is lost when an editor or the machine stops.
struct Desk {
  let folder: String
  private let coder: String

  init(project path: String, coder: String) throws {
    guard !coder.contains("/"), ![".", "..", ""].contains(coder) else {
      throw Failure(
        "'\(coder)' is no name that a folder could safely have",
        hint: "give another with --coder")
    }
    let stem = FileSystem.join(FileSystem.directory(of: path), FileSystem.stem(of: path))
    (folder, self.coder) = (stem + ".coding", coder)
  }

  /// The file that a transcript is coded in.
  func path(of transcript: String) throws -> String {
    let parts = transcript.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !["", ".", ".."].contains($0) }) else {
      throw Failure(
        "'\(transcript)' is no name that a file could safely have",
        hint: "export it instead: zicht code export")
    }
    return FileSystem.join(FileSystem.join(folder, coder), transcript) + LayerFiles.ending
  }

  /// Takes a file away that is done with, and folders that are empty then.
  func clear(_ path: String) {
    FileSystem.remove(path)
    var parent = FileSystem.directory(of: path)
    while parent.count >= folder.count, FileSystem.removeEmptyFolder(parent) {
      parent = FileSystem.directory(of: parent)
    }
  }
}
