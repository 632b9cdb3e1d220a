import Coding
import Formats

/// A `.qdpx` file: the project's XML and its texts.
struct REFIArchive {
  let file: String
  /// The part that is the project.
  let project: String
  private var archive: Archive
  /// Parts by their last step, in lower case: files disagree about folder and case.
  private var parts: [String: String] = [:]
  private var unread: Set<String>

  init(_ bytes: [UInt8], file: String) throws(Diagnostic) {
    self.file = file
    archive = try Archive(bytes, file: file)
    let names = archive.names.sorted()
    if let name = names.first(where: { $0.contains("\\") }) {
      throw Diagnostic(.error, .backslash(name), at: Place(file: file), hint: archiveHint)
    }
    let own = names.filter { !Self.isStray($0) }
    unread = Set(own)
    for name in own.reversed() { parts[Self.lastStep(name)] = name }
    // Any name will do where only one part can be meant; the shortest is outside of folders.
    let projects = own.filter { $0.lowercased().hasSuffix(".qde") }
    let plain = projects.first { Self.lastStep($0) == "project.qde" }
    guard let project = plain ?? projects.min(by: { $0.utf8.count < $1.utf8.count }) else {
      throw Diagnostic(.error, .noProject, at: Place(file: file), hint: exportHint)
    }
    self.project = project
  }

  /// What a Mac leaves in archives.
  private static func isStray(_ name: String) -> Bool {
    let last = lastStep(name)
    return name.hasPrefix("__MACOSX/") || last.hasPrefix("._") || last == ".ds_store"
  }

  private static func lastStep(_ path: String) -> String {
    path.split { $0 == "/" || $0 == "\\" }.last.map { $0.lowercased() } ?? ""
  }

  /// The part that a path of the project means: `internal://X.txt`, `sources/X.txt`, `X.txt`.
  ///
  /// A path that leads out of the archive means the part of that name, if there is one.
  func part(_ path: String) -> String? { parts[Self.lastStep(path)] }

  mutating func read(_ part: String) throws(Diagnostic) -> [UInt8] {
    unread.remove(part)
    return try archive.read(part)
  }

  /// Parts that nobody read, in order.
  var leftOut: [ExchangeProject.LeftOut] {
    unread.subtracting([project]).sorted().map { name in
      ExchangeProject.LeftOut(
        element: "file \(shown(name, atMost: 200))",
        reason: "the project takes no plain text from it",
        place: file)
    }
  }
}

let exportHint = "export it anew as a REFI-QDA project (.qdpx)"

extension Diagnostic.Message {
  fileprivate static func backslash(_ name: String) -> Self {
    "the archive holds \(shown(name)), a name with a backslash"
  }
  fileprivate static var noProject: Self {
    "this is no REFI-QDA project: the archive holds no project.qde"
  }
}
