import Coding

/// A document as its paragraphs and rows, which its reader fills in from start to end, and which
/// becomes a text.
///
/// An empty line parts paragraphs, and none the lines of a header: the text is the one that the
/// same talk has as a `.txt` file.
struct Manuscript {
  /// What stands in a document beside the talk, and is not taken for words.
  enum Omission: Int, CaseIterable {
    case deletion, hiddenText, footnote, comment, image, textBox, formula, symbol, pageHeader, part
  }

  private struct Paragraph {
    var range: Range<Int>
    var isHeading: Bool
  }

  private(set) var bytes: [UInt8] = []
  private var paragraphs: [Paragraph] = []
  /// Where the open paragraph, cell and row start.
  private var paragraphStart = 0
  private var cellStart = 0
  private var rowStart = 0
  private var cells: [Range<Int>] = []
  /// Tables within a cell are lines of that cell.
  private var tableDepth = 0
  private var omitted: [Omission: Int] = [:]

  /// Text goes straight into the open paragraph.
  mutating func write(_ body: (inout [UInt8]) -> Void) { body(&bytes) }

  mutating func write(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Whether the open paragraph holds anything as yet.
  var isAtStart: Bool { bytes.count == paragraphStart }

  mutating func leaveOut(_ what: Omission, count: Int = 1) { omitted[what, default: 0] += count }

  mutating func endParagraph(isHeading: Bool = false) {
    if tableDepth > 0 {
      bytes.append(.lineFeed)
    } else {
      close(paragraphStart..<bytes.count, isHeading: isHeading)
    }
    paragraphStart = bytes.count
  }

  private mutating func close(_ range: Range<Int>, isHeading: Bool = false) {
    // A carriage return can hide in a character written by number.
    for index in range where bytes[index] == .carriageReturn { bytes[index] = .lineFeed }
    let words = bytes.trimmed(range)
    if !words.isEmpty { paragraphs.append(Paragraph(range: words, isHeading: isHeading)) }
  }
}

/// Tables: a paragraph a row.
extension Manuscript {
  mutating func startTable() {
    // A paragraph that is still open belongs above the table.
    if tableDepth == 0 { endParagraph() }
    tableDepth += 1
  }

  mutating func startRow() {
    guard tableDepth == 1 else { return }
    cells = []
    (rowStart, cellStart) = (bytes.count, bytes.count)
  }

  mutating func endCell() {
    guard tableDepth == 1 else { return }
    let cell = bytes.trimmed(cellStart..<bytes.count)
    if !cell.isEmpty { cells.append(cell) }
    cellStart = bytes.count
  }

  mutating func endRow() {
    guard tableDepth == 1 else { return }
    let row = Row(cells: cells.map { Array(bytes[$0]) }).text
    bytes.removeSubrange(rowStart...)
    bytes.append(contentsOf: row)
    close(rowStart..<bytes.count)
    paragraphStart = bytes.count
  }

  mutating func endTable() {
    tableDepth = max(0, tableDepth - 1)
    if tableDepth == 0 { paragraphStart = bytes.count }
  }
}

/// The cells of a row, none of them empty, as a line.
///
/// `Ria │ words` reads as `Ria: words`, and so it does with times before or between; other rows have
/// their cells parted by tabs, and headings (`Spreker │ Tekst`) by bars.
private struct Row {
  var cells: [[UInt8]]

  var text: [UInt8] {
    if TurnTable.areHeadings(cells.map { $0.string(0..<$0.count) }) {
      return Array(cells.joined(separator: Array(" | ".utf8)))
    }
    let times = cells.filter(isTime)
    var others = cells.filter { !isTime($0) }
    // The number of the row is no words.
    if others.count == 3, others[0].allSatisfy(\.isDigit) { others.removeFirst() }
    guard others.count == 2, cells.last == others[1], isName(others[0]) else {
      return Array(cells.joined(separator: [.tab]))
    }
    let label = (times + [others[0]]).joined(separator: [.space])
    return Array(label) + [.colon, .space] + others[1]
  }

  private func isTime(_ cell: [UInt8]) -> Bool { TimeStamp.fills(0..<cell.count, in: cell) }

  /// At most 40 bytes and five words on one line, with no punctuation at the end.
  private func isName(_ cell: [UInt8]) -> Bool {
    guard let last = cell.last, cell.count <= 40, !cell.contains(.lineFeed) else { return false }
    return !".?!:;,".utf8.contains(last) && cell.split(separator: UInt8.space).count <= 5
  }
}

/// What becomes of the paragraphs.
extension Manuscript {
  func read(
    reader: String, file: String, encoding: String = "utf-8", notes: [Diagnostic] = []
  ) -> ReadResult {
    let (text, headings) = compose()
    let decoded = Decoded(
      text: SourceText(validUTF8: text), encoding: encoding, notes: notes + omissions(file: file))
    return TextReader(reader: reader, form: .document(headings: headings)).read(decoded, file: file)
  }

  /// The text, and the numbers of its lines that are headings.
  private func compose() -> (text: [UInt8], headings: Set<Int>) {
    let header = headerParagraphs()
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + 2 * paragraphs.count)
    var headings: Set<Int> = []
    var line = 0
    for (number, paragraph) in paragraphs.enumerated() {
      if number > 0 {
        let isWithinHeader = header.contains(number) && header.contains(number - 1)
        text.append(contentsOf: isWithinHeader ? [.lineFeed] : [.lineFeed, .lineFeed])
        line += isWithinHeader ? 1 : 2
      }
      if paragraph.isHeading { headings.insert(line) }
      let words = bytes[paragraph.range]
      line += words.count { $0 == .lineFeed }
      text.append(contentsOf: words)
    }
    if !text.isEmpty { text.append(.lineFeed) }
    // Rich text may say that it is UTF-8 and not be.
    let isValid = ByteSurvey(text).firstInvalid == nil
    return (isValid ? text : Array(String(decoding: text, as: UTF8.self).utf8), headings)
  }

  /// The paragraphs that are `key: value` lines before the talk.
  ///
  /// They are looked for among the first 64, as lines under each other.
  private func headerParagraphs() -> Range<Int> {
    let first = paragraphs.firstIndex { !$0.isHeading } ?? 0
    var text: [UInt8] = []
    var owners: [Int] = []
    for (number, paragraph) in paragraphs.enumerated().dropFirst(first).prefix(64) {
      let words = bytes[paragraph.range]
      text.append(contentsOf: words)
      text.append(.lineFeed)
      owners += Array(repeating: number, count: words.count { $0 == .lineFeed } + 1)
    }
    let lines = Lines(SourceText(validUTF8: text), file: "")
    let (found, table) = LabelTable.collect(lines)
    let header = LeadingHeader.find(lines, found, table).lines
    guard let start = header.first, let end = header.last else { return 0..<0 }
    return owners[start]..<owners[end] + 1
  }

  private func omissions(file: String) -> [Diagnostic] {
    let parts = Omission.allCases.compactMap { what in omitted[what].map { what.counted($0) } }
    guard !parts.isEmpty else { return [] }
    return [Diagnostic(.note, .leftOut(parts), at: Place(file: file))]
  }
}

extension Manuscript.Omission {
  fileprivate func counted(_ count: Int) -> String {
    switch self {
    case .deletion: Coding.counted(count, "tracked deletion")
    case .hiddenText: "hidden text"
    case .footnote: Coding.counted(count, "footnote")
    case .comment: Coding.counted(count, "comment")
    case .image: Coding.counted(count, "image")
    case .textBox: Coding.counted(count, "text box", "text boxes")
    case .formula: Coding.counted(count, "formula", "formulas")
    case .symbol: Coding.counted(count, "symbol")
    case .pageHeader: "page headers or footers"
    case .part: Coding.counted(count, "inserted file")
    }
  }
}

extension Diagnostic.Message {
  fileprivate static func leftOut(_ parts: [String]) -> Self {
    "left out: \(parts.joined(separator: ", "))"
  }
}
