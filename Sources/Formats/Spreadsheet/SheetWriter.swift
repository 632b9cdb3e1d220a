/// The XML of one sheet, as it grows.
///
/// Widths of columns stand before the rows, so that the first rows wait until enough is seen of
/// them.
struct SheetWriter {
  private(set) var rows = 0
  private let columns: [String]
  private var buffer: [UInt8] = []
  private var widths: [Int]
  private var column = 0
  private var isOpen = false
  private var isRowOpen = false
  /// Where a cell without a name would stand: behind the one before.
  private var next = 0
  private static let threshold = 1 << 16
  /// In characters.
  private static let widest = 60

  init(columns: [String]) {
    self.columns = columns
    // Eight is what an empty sheet has; the arrow of the filter wants room too.
    widths = columns.map { max(8, min(Self.widest, $0.count + 3)) }
  }

  var currentColumn: String { column < columns.count ? columns[column] : "" }
  var isDue: Bool { buffer.count > Self.threshold }

  /// Whether a text needs more than one line in the widest column.
  func isWide(_ text: String) -> Bool {
    text.utf8.count > Self.widest && text.count > Self.widest || text.utf8.contains(.lineFeed)
  }

  // MARK: Cells

  mutating func text(_ text: String, _ style: Int, _ texts: inout SharedTexts) {
    if text.isEmpty { return empty() }
    measure(text.utf8.count)
    open(style)
    if let index = texts.index(of: text) {
      append(" t=\"s\"><v>")
      append(index)
      append("</v></c>")
    } else {
      append(" t=\"inlineStr\"><is><t xml:space=\"preserve\">")
      SheetText.append(text, to: &buffer)
      append("</t></is></c>")
    }
    column += 1
    next = column
  }

  mutating func number(_ number: String, _ style: Int) {
    measure(number.utf8.count)
    open(style)
    append("><v>")
    append(number)
    append("</v></c>")
    column += 1
    next = column
  }

  mutating func empty() { column += 1 }

  /// A row with nothing in it is counted, and not written.
  mutating func endRow() {
    if isRowOpen { append("</row>") }
    isRowOpen = false
    rows += 1
    (column, next) = (0, 0)
  }

  private mutating func open(_ style: Int) {
    if !isRowOpen {
      append("<row r=\"")
      append(rows + 1)
      append("\">")
      isRowOpen = true
    }
    append("<c")
    // Names and the first style are left unsaid where they can be: sheets get half as large by it.
    if column != next {
      append(" r=\"\(CellName.column(column))\(rows + 1)\"")
    }
    if style != 0 {
      append(" s=\"")
      append(style)
      append("\"")
    }
  }

  /// Bytes are near enough to characters.
  private mutating func measure(_ length: Int) {
    guard !isOpen, column < widths.count, rows > 0 else { return }
    widths[column] = max(widths[column], min(Self.widest, length + 1))
  }

  // MARK: The sheet

  /// What is ready.
  mutating func take() -> [UInt8] {
    let head = isOpen ? [] : Array(self.head.utf8)
    isOpen = true
    defer { buffer.removeAll(keepingCapacity: true) }
    return head + buffer
  }

  /// The header stays in sight, and its arrows filter.
  mutating func end() {
    append("</sheetData>")
    guard let last = columns.indices.last else { return append("</worksheet>") }
    let range = "A1:\(CellName.column(last))\(rows)"
    append("<autoFilter ref=\"\(range)\"/>")
    append("<pageSetup orientation=\"landscape\"/>")
    // Digits that are a name or an attribute are meant to be text.
    append("<ignoredErrors><ignoredError sqref=\"\(range)\" numberStoredAsText=\"1\"/>")
    append("</ignoredErrors></worksheet>")
  }

  private var head: String {
    let columns = widths.enumerated().map { index, width in
      "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
    }
    return xmlDeclaration + "<worksheet xmlns=\"\(sheetNamespace)\"><sheetViews>"
      + "<sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
      + "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
      + (columns.isEmpty ? "" : "<cols>\(columns.joined())</cols>") + "<sheetData>"
  }

  private mutating func append(_ text: String) { buffer.append(contentsOf: text.utf8) }
  private mutating func append(_ number: Int) { append(String(number)) }
}

/// How cells are called: `A1`, `XFD1048576`.
enum CellName {
  /// Letters of a column, counted from 0.
  static func column(_ index: Int) -> String {
    var letters: [UInt8] = []
    var rest = index + 1
    while rest > 0 {
      letters.append(UInt8(ascii: "A") + UInt8((rest - 1) % 26))
      rest = (rest - 1) / 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }

  /// The column of a cell, counted from 0; nil for a name that no cell has.
  static func column(of name: String) -> Int? {
    var index = 0
    for byte in name.utf8 {
      guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) else { break }
      index = index * 26 + Int(byte - UInt8(ascii: "A")) + 1
      if index > WorkbookWriter.mostColumns { return nil }
    }
    return index > 0 ? index - 1 : nil
  }
}
