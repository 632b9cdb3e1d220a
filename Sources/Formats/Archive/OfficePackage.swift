import Coding

/// An archive as Office has them (ISO/IEC 29500-2): parts are found by their relationships, as their
/// names are the writer's choice.
struct OfficePackage {
  struct Relationship {
    var id: String
    /// The last step of its type, such as `styles`.
    var type: String
    var target: String
  }

  private enum Element: String {
    case relationship = "r:Relationship"
  }

  private static let namespaces = [
    "http://schemas.openxmlformats.org/package/2006/relationships": "r"
  ]

  var archive: Archive
  init(_ archive: Archive) { self.archive = archive }

  mutating func mainPart() throws(Diagnostic) -> String {
    let main = try relationships(of: "").first { $0.type == "officeDocument" }
    guard let main else {
      throw Diagnostic(.error, .noMainPart, at: Place(file: archive.file), hint: archiveHint)
    }
    return main.target
  }

  /// What a part (or the document, "") refers to within the archive.
  mutating func relationships(of part: String) throws(Diagnostic) -> [Relationship] {
    let folder = part.lastIndex(of: "/").map { String(part[...$0]) } ?? ""
    let name = "\(folder)_rels/\(part.dropFirst(folder.count)).rels"
    guard archive.contains(name) else { return [] }
    let xml: XMLReader<Element> = try reader(of: name, namespaces: Self.namespaces)
    var found: [Relationship] = []
    while let node = try xml.next() {
      guard case .start(.relationship) = node, xml.attribute("TargetMode") != "External",
        let type = xml.attribute("Type"), let target = xml.attribute("Target")
      else { continue }
      found.append(
        Relationship(
          id: xml.attribute("Id") ?? "",
          type: type.split(separator: "/").last.map(String.init) ?? "",
          target: Self.path(target, from: folder)))
    }
    return found
  }

  /// `styles.xml` from `word/` is `word/styles.xml`; `/word/a.xml` is `word/a.xml`.
  private static func path(_ target: String, from folder: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var steps: [Substring] = []
    for step in (folder + target).split(separator: "/") {
      if step == ".." { _ = steps.popLast() } else if step != "." { steps.append(step) }
    }
    return steps.joined(separator: "/")
  }

  /// The first part of a type that is there.
  func part(_ type: String, _ related: [Relationship]) -> String? {
    related.first { $0.type == type && archive.contains($0.target) }?.target
  }

  mutating func reader<Element>(
    of part: String, namespaces: [String: String]
  ) throws(Diagnostic) -> XMLReader<Element> {
    try XMLReader(
      try archive.read(part), namespaces: namespaces, part: part, file: archive.file)
  }
}

extension Diagnostic.Message {
  fileprivate static var noMainPart: Self { "nothing in the archive says where its text is" }
}
