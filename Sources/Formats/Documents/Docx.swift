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
      var word = WordPackage(try Archive(bytes, file: file))
      let part = try word.package.mainPart()
      let related = try word.package.relationships(of: part)
      var body = DocxBody(headingStyles: try word.headingStyles(related))
      try body.read(try word.package.archive.read(part), part: part, file: file)
      if try word.hasPageHeaders(related) { body.manuscript.leaveOut(.pageHeader) }
      return body.manuscript.read(reader: reader, file: file)
    }
  }
}

/// The parts of a Word document, found by their relationships: names are the writer's choice.
private struct WordPackage {
  typealias Relationship = OfficePackage.Relationship

  var package: OfficePackage
  init(_ archive: Archive) { package = OfficePackage(archive) }

  private enum Element: String {
    case style = "w:style"
    case name = "w:name"
    case text = "w:t"
  }

  /// The ids of the styles `Title`, `Subtitle`, `heading 1` …, which have these names in every
  /// language of Word.
  mutating func headingStyles(_ related: [Relationship]) throws(Diagnostic) -> Set<String> {
    guard let part = package.part("styles", related) else { return [] }
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
      guard package.archive.contains(part.target) else { continue }
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

  private mutating func reader(of part: String) throws(Diagnostic) -> XMLReader<Element> {
    try package.reader(of: part, namespaces: wordNamespaces)
  }
}

let wordNamespaces = [
  "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
  "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
  "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
  "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
  "http://purl.oclc.org/ooxml/officeDocument/math": "m",
]
