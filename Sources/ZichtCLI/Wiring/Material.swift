import Coding
import CommandLineKit

/// The files that an ingest is about: transcripts, tables, and what is left alone.
struct Material {
  struct File: Sendable {
    var path: String
    /// The transcript's name in the project: relative to the folder that was given.
    var name: String
  }

  private(set) var transcripts: [File] = []
  private(set) var respondents: [String] = []
  private(set) var neighbourhoods: [String] = []
  /// Folders of coded transcripts, which are no transcripts of their own.
  private(set) var codings: [String] = []
  /// Files that are no transcripts, and why.
  private(set) var leftAlone: [Diagnostic] = []

  init(paths: [String], respondents: String?, neighbourhoods: String?) throws {
    self.respondents = respondents.map { [$0] } ?? []
    self.neighbourhoods = neighbourhoods.map { [$0] } ?? []
    for path in paths {
      guard FileSystem.exists(path) else {
        throw UsageError("no file or folder '\(path)'", hint: "check the name and where you are")
      }
      if FileSystem.isDirectory(path) {
        try add(folder: path, respondents == nil, neighbourhoods == nil)
      } else {
        transcripts.append(File(path: path, name: FileSystem.name(of: path)))
      }
    }
    try refuseSameNames()
  }

  private mutating func add(folder: String, _ wantsRespondents: Bool, _ wantsPlaces: Bool) throws {
    var links: [String] = []
    let names = try FileSystem.files(below: folder) { links.append($0) }
    for link in links {
      leftAlone.append(
        Diagnostic(
          .warning, .link, at: Place(file: FileSystem.join(folder, link)),
          hint: "put the file itself there, or name it on the command line"))
    }
    for name in names {
      let path = FileSystem.join(folder, name)
      if let layer = codingsFolder(of: name) {
        note(codings: FileSystem.join(folder, layer))
        continue
      }
      switch name.lowercased() {
      case "respondents.csv", "respondents.tsv", "respondents.xlsx":
        if wantsRespondents { respondents.append(path) }
      case "neighbourhoods.csv", "neighbourhoods.tsv", "neighbourhoods.xlsx":
        if wantsPlaces { neighbourhoods.append(path) }
      default:
        if FileSystem.stem(of: name).lowercased() == "readme" {
          leftAlone.append(Diagnostic(.note, .readme, at: Place(file: path)))
        } else if name.lowercased().hasSuffix(LayerFiles.ending) {
          leftAlone.append(
            Diagnostic(.note, .coded, at: Place(file: path), hint: "zicht code import reads it"))
        } else {
          transcripts.append(File(path: path, name: name))
        }
      }
    }
  }

  /// The folder `codings` that a file lies in.
  private func codingsFolder(of name: String) -> String? {
    let folders = name.split(separator: "/").dropLast()
    return folders.firstIndex(of: "codings").map { folders[...$0].joined(separator: "/") }
  }

  private mutating func note(codings path: String) {
    guard codings.last != path else { return }
    codings.append(path)
    leftAlone.append(Diagnostic(.note, .codings, at: Place(file: path)))
  }

  /// Two files of one name would pass for two versions of one transcript.
  private func refuseSameNames() throws {
    var paths: [String: String] = [:]
    for file in transcripts {
      if let other = paths.updateValue(file.path, forKey: file.name) {
        throw UsageError(
          "'\(other)' and '\(file.path)' would both be named '\(file.name)'",
          hint: "give the folder above both of them")
      }
    }
  }
}

extension Diagnostic.Message {
  fileprivate static let link: Self =
    "left alone: a link or device, which may lead out of the folder"
  fileprivate static let codings: Self = "no transcripts of their own: coded copies"
  fileprivate static let coded: Self = "left alone: a coded copy is no transcript of its own"
  fileprivate static let readme: Self = "left alone: a readme is no transcript"
}
