import Coding

/// The reader of Word documents (ISO/IEC 29500): the text as it is with all tracked changes
/// accepted.
///
/// Kept are paragraphs, tables row by row, links, content controls and the results of fields. Left
/// out, and noted, are deleted and hidden text, notes, comments, images, text boxes, page headers.
package enum Docx {
  package static let reader = "docx/1"

  /// O(bytes).
  package static func read(_ bytes: [UInt8], file: String) -> ReadResult {
    ReadResult { () throws(Diagnostic) in
      var package = WordPackage(try Archive(bytes, file: file))
      let part = try package.mainPart()
      let related = try package.relationships(of: part)
      var body = DocxBody(headingStyles: try package.headingStyles(related))
      try body.read(try package.archive.read(part), part: part, file: file)
      if try package.hasPageHeaders(related) { body.manuscript.leaveOut(.pageHeader) }
      return body.manuscript.read(reader: reader, file: file)
    }
  }
}

/// The parts of a Word document, found by their relationships: names are the writer's choice.
private struct WordPackage {
  var archive: Archive
  init(_ archive: Archive) { self.archive = archive }

  struct Relationship {
    /// The last step of its type, such as `styles`.
    var type: String
    var target: String
  }

  private enum Element: String {
    case relationship = "r:Relationship"
    case style = "w:style"
    case name = "w:name"
    case text = "w:t"
  }

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
    let xml = try reader(of: name)
    var found: [Relationship] = []
    while let node = try xml.next() {
      guard case .start(.relationship) = node, xml.attribute("TargetMode") != "External",
        let type = xml.attribute("Type"), let target = xml.attribute("Target")
      else { continue }
      let kind = type.split(separator: "/").last.map(String.init) ?? ""
      found.append(Relationship(type: kind, target: Self.path(target, from: folder)))
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

  /// The ids of the styles `Title`, `Subtitle`, `heading 1` …, which have these names in every
  /// language of Word.
  mutating func headingStyles(_ related: [Relationship]) throws(Diagnostic) -> Set<String> {
    guard let part = part("styles", related) else { return [] }
    let xml = try reader(of: part)
    var (style, headings): (String?, Set<String>) = (nil, [])
    while let node = try xml.next() {
      guard case .start(let element) = node else { continue }
      if element == .style { style = xml.attribute("styleId") }
      if element == .name, let id = style, let name = xml.attribute("val")?.lowercased(),
        name.hasPrefix("heading ") || name == "title" || name == "subtitle"
      {
        headings.insert(id)
      }
    }
    return headings
  }

  /// Whether there is a page header or footer with more than a page number.
  mutating func hasPageHeaders(_ related: [Relationship]) throws(Diagnostic) -> Bool {
    for part in related where part.type == "header" || part.type == "footer" {
      guard archive.contains(part.target) else { continue }
      let xml = try reader(of: part.target)
      var (text, isText): ([UInt8], Bool) = ([], false)
      while let node = try xml.next() {
        switch node {
        case .start(let element): isText = element == .text
        case .end: isText = false
        case .text: if isText { xml.appendText(to: &text) }
        }
      }
      if text.contains(where: { $0.isASCIILetter }) { return true }
    }
    return false
  }

  private func part(_ type: String, _ related: [Relationship]) -> String? {
    related.first { $0.type == type && archive.contains($0.target) }?.target
  }

  private mutating func reader(of part: String) throws(Diagnostic) -> XMLReader<Element> {
    try XMLReader(
      try archive.read(part), namespaces: wordNamespaces, part: part, file: archive.file)
  }
}

let wordNamespaces = [
  "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
  "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
  "http://schemas.openxmlformats.org/package/2006/relationships": "r",
  "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
  "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
  "http://purl.oclc.org/ooxml/officeDocument/math": "m",
]

extension Diagnostic.Message {
  fileprivate static var noMainPart: Self { "nothing in the archive says where its text is" }
}
