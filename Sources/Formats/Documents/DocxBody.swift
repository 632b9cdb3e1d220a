import Coding

/// Walks through the body of a Word document.
struct DocxBody {
  private enum Element: String {
    case paragraph = "w:p"
    case paragraphProperties = "w:pPr"
    case style = "w:pStyle"
    case run = "w:r"
    case runProperties = "w:rPr"
    case hidden = "w:vanish"
    case text = "w:t"
    case tab = "w:tab"
    case positionedTab = "w:ptab"
    case lineBreak = "w:br"
    case carriageReturn = "w:cr"
    case hyphen = "w:noBreakHyphen"
    case softHyphen = "w:softHyphen"
    case symbol = "w:sym"
    case table = "w:tbl"
    case row = "w:tr"
    case cell = "w:tc"
    case deletion = "w:del"
    case movedAway = "w:moveFrom"
    case fieldMark = "w:fldChar"
    case fieldCode = "w:instrText"
    case footnote = "w:footnoteReference"
    case endnote = "w:endnoteReference"
    case comment = "w:commentReference"
    case drawing = "w:drawing"
    case picture = "w:pict"
    case object = "w:object"
    case textBox = "w:txbxContent"
    case formula = "m:oMath"
    case insertedPart = "w:altChunk"
    case fallback = "mc:Fallback"
    case rubyText = "w:rt"
    case sectionProperties = "w:sectPr"
    case tableProperties = "w:tblPr"
    case tableGrid = "w:tblGrid"
    case rowProperties = "w:trPr"
    case cellProperties = "w:tcPr"
    case controlProperties = "w:sdtPr"
  }

  private typealias Reader = XMLReader<Element>

  var manuscript = Manuscript()
  private let headingStyles: Set<String>
  private var isText = false
  private var isHidden = false
  private var isHeading = false
  /// The end of this paragraph was deleted: the next one goes on where it stops.
  private var isJoined = false
  /// For each open field, whether what comes is its code.
  private var fields: [Bool] = []

  init(headingStyles: Set<String>) { self.headingStyles = headingStyles }

  mutating func read(_ content: [UInt8], part: String, file: String) throws(Diagnostic) {
    let xml = try Reader(content, namespaces: wordNamespaces, part: part, file: file)
    while let node = try xml.next() {
      switch node {
      case .start(let element): if let element { try start(element, xml) }
      case .end(let element): if let element { end(element) }
      case .text: if isText { addText(xml) }
      }
    }
    manuscript.endParagraph()
  }

  private mutating func start(_ element: Element, _ xml: Reader) throws(Diagnostic) {
    switch element {
    case .text: isText = true
    case .tab, .positionedTab: add("\t")
    case .lineBreak, .carriageReturn: add("\n")
    case .hyphen: add("\u{2011}")
    case .softHyphen: add("\u{AD}")
    case .runProperties: try readRunProperties(xml)
    case .paragraphProperties: try readParagraphProperties(xml)
    case .fieldMark: markField(xml.attribute("fldCharType"))
    case .table: manuscript.startTable()
    case .row: manuscript.startRow()
    case .symbol: manuscript.leaveOut(.symbol)
    case .footnote, .endnote: manuscript.leaveOut(.footnote)
    case .comment: manuscript.leaveOut(.comment)
    default: try leaveOut(element, xml)
    }
  }

  /// What is passed over with all that is in it.
  private mutating func leaveOut(_ element: Element, _ xml: Reader) throws(Diagnostic) {
    switch element {
    case .deletion, .movedAway: manuscript.leaveOut(.deletion)
    case .formula: manuscript.leaveOut(.formula)
    case .insertedPart: manuscript.leaveOut(.part)
    case .drawing, .picture, .object: return try leaveOutDrawing(xml)
    case .fallback, .rubyText, .fieldCode, .sectionProperties, .tableProperties, .tableGrid,
      .rowProperties, .cellProperties, .controlProperties:
      break
    default: return
    }
    try xml.skip()
  }

  private mutating func leaveOutDrawing(_ xml: Reader) throws(Diagnostic) {
    var isTextBox = false
    try xml.descend { element, _ in if element == .textBox { isTextBox = true } }
    manuscript.leaveOut(isTextBox ? .textBox : .image)
  }

  private mutating func end(_ element: Element) {
    switch element {
    case .text: isText = false
    case .run: isHidden = false
    case .paragraph: endParagraph()
    case .cell: manuscript.endCell()
    case .row: manuscript.endRow()
    case .table: manuscript.endTable()
    default: break
    }
  }

  private mutating func endParagraph() {
    if !isJoined { manuscript.endParagraph(isHeading: isHeading) }
    (isHeading, isJoined, isHidden) = (false, false, false)
  }

  private var isSilent: Bool { isHidden || fields.contains(true) }

  private mutating func add(_ text: StaticString) {
    if !isSilent { manuscript.write(text) }
  }

  private mutating func addText(_ xml: Reader) {
    if isHidden { manuscript.leaveOut(.hiddenText) }
    if !isSilent { manuscript.write { xml.appendText(to: &$0) } }
  }

  private mutating func markField(_ type: String?) {
    switch type {
    case "begin": fields.append(true)
    case "separate": if !fields.isEmpty { fields[fields.count - 1] = false }
    case "end": _ = fields.popLast()
    default: break
    }
  }

  private mutating func readRunProperties(_ xml: Reader) throws(Diagnostic) {
    var hidden = false
    // Deeper ones are what a tracked change of format replaced.
    try xml.descend { element, depth in
      if element == .hidden, depth == 1 {
        hidden = !["0", "false", "off"].contains(xml.attribute("val"))
      }
    }
    isHidden = hidden
  }

  private mutating func readParagraphProperties(_ xml: Reader) throws(Diagnostic) {
    var (style, joined): (String?, Bool) = (nil, false)
    try xml.descend { element, depth in
      if element == .style, depth == 1 { style = xml.attribute("val") }
      if element == .deletion, depth == 2 { joined = true }
    }
    isHeading = style.map(headingStyles.contains) ?? false
    isJoined = joined
  }
}
