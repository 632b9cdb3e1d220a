import Foundation
import TestSupport
import Testing

/// The small study with something in nearly every table: decisions, codings by hand, a correction, a
/// new version of the codebook, a named checkpoint, undone acts, a file whose bytes are not its text's.
struct BundleStudy {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["interviews", "books"] {
      try FileManager.default.copyItem(
        atPath: GoldenTests.folder + "/fixture/" + name, toPath: folder.file(name))
    }
    try zicht("study", "interviews", "--codebooks", "books", "-q")
    try zicht("accept", "noord/n-01.txt:125-177:repair", "--reason", "een \"goede\" reden")
    try zicht("reject", "noord/n-02.md:184-193")
    try zicht("reject", "noord/n-02.md:133-156", "--reason", "hier niet, want dubbel")
    try zicht("code", "add", "police", "noord/n-01.txt", "--quote", "Dertig jaar")
    try zicht("code", "add", "repair", "noord/n-02.md", "--at", "109-132")
    try zicht("code", "add", "police", "zuid/z-01.txt", "--at", "110-120")
    try zicht("retract", "zuid/z-01.txt:110-120:police")
    try zicht("checkpoint", "--name", "half way", "-o", "half-way.txt")
    try zicht("reject", "zuid/z-01.txt:110-168")
    try zicht("undo")
    try edit("interviews/noord/n-01.txt") { text in
      text.replacingOccurrences(of: "Die lamp is kapot.", with: "De lamp is stuk.")
        .replacingOccurrences(of: "een lamp opgehangen", with: "een nieuwe lamp opgehangen")
        .replacingOccurrences(of: "\n", with: "\r\n")
    }
    try edit("books/wins.json") {
      $0.replacingOccurrences(of: "lamp NOT kapot", with: "lamp NOT stuk")
    }
    try zicht("ingest", "interviews")
    try zicht("codebook", "add", "books")
    try zicht("apply")
    try zicht("undo")
    try zicht("apply")
  }

  private func edit(_ name: String, _ change: (String) -> String) throws {
    let path = folder.file(name)
    try folder.write(change(try String(contentsOfFile: path, encoding: .utf8)), to: name)
  }

  @discardableResult
  func zicht(_ words: String...) throws -> String { try zicht(words) }

  @discardableResult
  func zicht(_ words: [String]) throws -> String {
    let (status, output) = try Program.run(Program.zicht, words, in: folder.path)
    #expect(status == 0, "\(words): \(output)")
    return output
  }

  /// What verify.py says of a bundle in the study's folder.
  func verify(_ bundle: String, _ words: String...) throws -> (status: Int32, output: String) {
    let python = try #require(Program.python)
    return try Program.run(python, [bundle + "/verify.py", bundle] + words, in: folder.path)
  }

  /// All files of a folder, as paths from it.
  func files(_ name: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.file(name)).filter { path in
      var isFolder: ObjCBool = false
      FileManager.default.fileExists(
        atPath: folder.file(name + "/" + path), isDirectory: &isFolder)
      return !isFolder.boolValue
    }.sorted()
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder.file(name), encoding: .utf8)
  }
}
