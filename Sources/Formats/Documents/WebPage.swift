import Coding

/// The reader of web pages, also those that word processors save.
package enum WebPage {
  package static let reader = "html/1"

  /// O(bytes).
  package static func read(_ bytes: [UInt8], file: String) -> ReadResult {
    ReadResult { () throws(Rejected) in
      let decoded = try decode(bytes, file: file)
      var body = WebPageBody(decoded.text.utf8)
      body.read()
      return body.manuscript.read(
        reader: reader, file: file, encoding: decoded.encoding, notes: decoded.notes)
    }
  }

  /// Whether a text starts as a web page does.
  static func starts(_ bytes: [UInt8]) -> Bool {
    var start = String(decoding: bytes.prefix(1024), as: UTF8.self).lowercased()[...]
    start = start.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
  }
}

/// Walks through a web page.
private struct WebPageBody {
  private static let blocks: Set<String> = [
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd",
    "blockquote",
    "section", "article", "header", "footer", "main", "nav", "aside", "pre", "hr", "address",
    "figure", "figcaption", "form", "body", "caption", "center",
  ]

  var manuscript = Manuscript()
  private let bytes: [UInt8]
  private var lexer: HTMLLexer
  /// White space in the file is one space, and none at a paragraph's start.
  private var isSpaced = true
  private var isHeading = false
  private var isPreformatted = false
  private var tables = 0
  private var hasRow = false
  private var hasCell = false

  init(_ bytes: [UInt8]) { (self.bytes, lexer) = (bytes, HTMLLexer(bytes)) }

  mutating func read() {
    while let token = lexer.next() {
      switch token {
      case .start(let name, let tag): if !leavesOut(name, tag) { start(name) }
      case .end(let name): end(name)
      case .text(let range): add(range)
      case .character(let scalar):
        manuscript.write { $0.append(contentsOf: Character(scalar).utf8) }
        isSpaced = false
      }
    }
    while tables > 0 { endTable() }
    endParagraph()
  }

  /// Passes over what was deleted, and the notes and page headers that LibreOffice saves.
  private mutating func leavesOut(_ name: String, _ tag: Range<Int>) -> Bool {
    let written = name == "div" || name == "a" ? bytes.string(tag) : ""
    if name == "del" {
      manuscript.leaveOut(.deletion)
    } else if written.contains("title=\"header\"") || written.contains("title=\"footer\"") {
      manuscript.leaveOut(.pageHeader)
    } else if written.contains("class=\"sdfootnoteanc\"") {
      manuscript.leaveOut(.footnote)
    } else if !written.contains("id=\"sdfootnote") {
      return false
    }
    var depth = 1
    while depth > 0, let token = lexer.next() {
      if case .start(name, _) = token { depth += 1 }
      if token == .end(name) { depth -= 1 }
    }
    return true
  }

  private mutating func start(_ name: String) {
    switch name {
    case "br":
      manuscript.write("\n")
      isSpaced = true
    case "img": manuscript.leaveOut(.image)
    case "table": startTable()
    case "tr": startRow()
    case "td", "th": startCell()
    default:
      guard Self.blocks.contains(name) else { return }
      endParagraph()
      isHeading = Self.isHeading(name)
      if name == "pre" { isPreformatted = true }
    }
  }

  private mutating func end(_ name: String) {
    switch name {
    case "table": endTable()
    case "tr": endRow()
    case "td", "th": endCell()
    default:
      guard Self.blocks.contains(name) else { return }
      endParagraph()
      if name == "pre" { isPreformatted = false }
    }
  }

  private static func isHeading(_ name: String) -> Bool {
    name.utf8.count == 2 && name.hasPrefix("h") && name.utf8.last?.isDigit == true
  }

  private mutating func endParagraph() {
    // An empty one is nothing; in a cell it would be an empty line.
    if !manuscript.isAtStart { manuscript.endParagraph(isHeading: isHeading) }
    (isSpaced, isHeading) = (true, false)
  }

  private mutating func add(_ range: Range<Int>) {
    let text = bytes[range]
    var isSpaced = isSpaced
    let keepsSpace = isPreformatted
    manuscript.write { bytes in
      if keepsSpace {
        bytes.append(contentsOf: text)
      } else {
        isSpaced = bytes.append(collapsing: text, isSpaced)
      }
    }
    self.isSpaced = isSpaced
  }
}

/// Tables, whose cells and rows may lack their end tags; one within a cell is lines of the cell.
extension WebPageBody {
  private mutating func startTable() {
    endParagraph()
    manuscript.startTable()
    tables += 1
  }

  private mutating func startRow() {
    guard tables == 1 else { return endParagraph() }
    endRow()
    manuscript.startRow()
    (hasRow, isSpaced) = (true, true)
  }

  private mutating func startCell() {
    guard tables == 1 else { return endParagraph() }
    if !hasRow { startRow() }
    endCell()
    (hasCell, isSpaced) = (true, true)
  }

  private mutating func endCell() {
    guard tables == 1, hasCell else { return endParagraph() }
    manuscript.endCell()
    (hasCell, isSpaced) = (false, true)
  }

  private mutating func endRow() {
    guard tables == 1, hasRow else { return }
    endCell()
    manuscript.endRow()
    (hasRow, isSpaced) = (false, true)
  }

  private mutating func endTable() {
    guard tables > 0 else { return }
    endRow()
    manuscript.endTable()
    tables -= 1
    isSpaced = true
  }
}
