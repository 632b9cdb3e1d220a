import Coding

/// The reader of OpenDocument texts (ISO/IEC 26300): the text as it is with all tracked changes
/// accepted.
///
/// Kept and left out is what the reader of Word documents keeps and leaves out.
package enum Odt {
  package static let reader = "odt/1"

  /// O(bytes).
  package static func read(_ bytes: [UInt8], file: String) -> ReadResult {
    ReadResult { () throws(Diagnostic) in
      var archive = try Archive(bytes, file: file)
      try refuseEncrypted(&archive)
      var body = OdtBody()
      try body.read(try archive.read("content.xml"), file: file)
      if try hasPageHeaders(&archive) { body.manuscript.leaveOut(.pageHeader) }
      return body.manuscript.read(reader: reader, file: file)
    }
  }

  private enum StyleElement: String {
    case header = "style:header"
    case footer = "style:footer"
    case paragraph = "text:p"
  }

  /// Whether there is a page header or footer with more than a page number.
  private static func hasPageHeaders(_ archive: inout Archive) throws(Diagnostic) -> Bool {
    let part = "styles.xml"
    guard archive.contains(part) else { return false }
    let xml = try XMLReader<StyleElement>(
      try archive.read(part), namespaces: namespaces, part: part, file: archive.file)
    var (isHeader, text): (Bool, [UInt8]) = (false, [])
    while let node = try xml.next() {
      switch node {
      case .start(.header), .start(.footer): isHeader = true
      case .end(.header), .end(.footer): isHeader = false
      case .text where isHeader: xml.appendText(to: &text)
      default: break
      }
    }
    return text.contains(where: { $0.isASCIILetter })
  }

  private enum ManifestElement: String { case encryption = "m:encryption-data" }

  /// A password leaves the archive as it is, and its parts unreadable.
  private static func refuseEncrypted(_ archive: inout Archive) throws(Diagnostic) {
    let part = "META-INF/manifest.xml"
    guard archive.contains(part) else { return }
    let xml = try XMLReader<ManifestElement>(
      try archive.read(part),
      namespaces: ["urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "m"], part: part,
      file: archive.file)
    while let node = try xml.next() {
      guard case .start(.encryption) = node else { continue }
      throw Diagnostic(
        .error, .encrypted, at: Place(file: archive.file), hint: "save it without a password")
    }
  }
}

/// Walks through the body of an OpenDocument text.
struct OdtBody {
  private enum Element: String {
    case style = "style:style"
    case textProperties = "style:text-properties"
    case span = "text:span"
    case paragraph = "text:p"
    case heading = "text:h"
    case spaces = "text:s"
    case tab = "text:tab"
    case lineBreak = "text:line-break"
    case table = "table:table"
    case row = "table:table-row"
    case cell = "table:table-cell"
    case note = "text:note"
    case comment = "office:annotation"
    case changes = "text:tracked-changes"
    case deletion = "text:deletion"
    case frame = "draw:frame"
    case shape = "draw:custom-shape"
    case textBox = "draw:text-box"
    case hiddenText = "text:hidden-text"
    case hiddenParagraph = "text:hidden-paragraph"
    case ruby = "text:ruby-text"
    case forms = "office:forms"
    case body = "office:body"
  }

  private typealias Reader = XMLReader<Element>

  var manuscript = Manuscript()
  private var hiddenStyles: Set<String> = []
  /// Paragraphs that are open.
  private var depth = 0
  /// White space in the file is one space, and none at a paragraph's start.
  private var isSpaced = true

  mutating func read(_ content: [UInt8], file: String) throws(Diagnostic) {
    let xml = try Reader(
      content, namespaces: namespaces, part: "content.xml", file: file)
    var (isText, style): (Bool, String?) = (false, nil)
    while let node = try xml.next() {
      switch node {
      case .start(let element):
        if element == .body { isText = true }
        if element == .style { style = xml.attribute("name") }
        if element == .textProperties, let style, xml.attribute("display") == "none" {
          hiddenStyles.insert(style)
        }
        if isText, let element { try start(element, xml) }
      case .end(let element): if isText, let element { end(element) }
      case .text: if depth > 0 { addText(xml) }
      }
    }
    manuscript.endParagraph()
  }

  private mutating func start(_ element: Element, _ xml: Reader) throws(Diagnostic) {
    if let style = xml.attribute("style-name"), hiddenStyles.contains(style) {
      manuscript.leaveOut(.hiddenText)
      return try xml.skip()
    }
    switch element {
    case .paragraph, .heading:
      depth += 1
      isSpaced = true
    case .spaces: addSpaces(xml.attribute("c"))
    case .tab: add("\t")
    case .lineBreak: add("\n")
    case .table: manuscript.startTable()
    case .row: manuscript.startRow()
    default: try leaveOut(element, xml)
    }
  }

  private mutating func leaveOut(_ element: Element, _ xml: Reader) throws(Diagnostic) {
    switch element {
    case .note: manuscript.leaveOut(.footnote)
    case .comment: manuscript.leaveOut(.comment)
    case .hiddenText, .hiddenParagraph: manuscript.leaveOut(.hiddenText)
    case .changes: return try leaveOutDeletions(xml)
    case .frame, .shape: return try leaveOutFrame(isTextBox: element == .shape, xml)
    case .ruby, .forms: break
    default: return
    }
    try xml.skip()
  }

  /// What was deleted stands apart, before the text.
  private mutating func leaveOutDeletions(_ xml: Reader) throws(Diagnostic) {
    var count = 0
    try xml.descend { element, _ in if element == .deletion { count += 1 } }
    if count > 0 { manuscript.leaveOut(.deletion, count: count) }
  }

  private mutating func leaveOutFrame(isTextBox: Bool, _ xml: Reader) throws(Diagnostic) {
    var isTextBox = isTextBox
    try xml.descend { element, _ in if element == .textBox { isTextBox = true } }
    manuscript.leaveOut(isTextBox ? .textBox : .image)
  }

  private mutating func end(_ element: Element) {
    switch element {
    case .paragraph, .heading:
      depth -= 1
      manuscript.endParagraph(isHeading: element == .heading)
    case .cell: manuscript.endCell()
    case .row: manuscript.endRow()
    case .table: manuscript.endTable()
    default: break
    }
  }

  private mutating func add(_ text: StaticString) {
    manuscript.write(text)
    isSpaced = false
  }

  private mutating func addSpaces(_ count: String?) {
    let count = min(max(count.flatMap { Int($0) } ?? 1, 1), 1000)
    for _ in 0..<count { add(" ") }
  }

  private mutating func addText(_ xml: Reader) {
    var isSpaced = isSpaced
    manuscript.write { bytes in
      xml.withText { isSpaced = bytes.append(collapsing: $0, isSpaced) }
    }
    self.isSpaced = isSpaced
  }
}

private let namespaces = [
  "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
  "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
  "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
  "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
  "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
]

extension Diagnostic.Message {
  fileprivate static var encrypted: Self { "the document is protected by a password" }
}
