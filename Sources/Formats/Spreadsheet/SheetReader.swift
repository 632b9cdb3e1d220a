import Coding

/// Reads a sheet row by row: only the row at hand is in memory, and only cells with something in
/// them are.
package struct SheetReader {
  package struct Cell: Equatable, Sendable {
    /// From 0.
    package var column: Int
    package var text: String
  }

  package struct Row: Equatable, Sendable {
    /// From 1, as spreadsheets show it.
    package var number: Int
    /// With something in them, by column.
    package var cells: [Cell]
  }

  enum Element: String {
    case row = "s:row"
    case cell = "s:c"
    case value = "s:v"
    case text = "s:t"
    case inline = "s:is"
    case phonetic = "s:rPh"
  }

  private let xml: XMLReader<Element>
  private let texts: [String]
  private let formats: [CellFormat]
  private let file: String
  private var number = 0
  /// Bytes of all texts so far.
  private var said = 0
  /// A text that many cells share can make much of little.
  private static let longest = 64 << 20

  init(_ xml: XMLReader<Element>, texts: [String], formats: [CellFormat], file: String) {
    (self.xml, self.texts, self.formats, self.file) = (xml, texts, formats, file)
  }

  /// The next row with something in it; nil at the end.
  package mutating func next() throws(Diagnostic) -> Row? {
    while let node = try xml.next() {
      guard case .start(.row) = node else { continue }
      number = xml.attribute("r").flatMap { Int($0) } ?? number + 1
      guard (1...WorkbookWriter.mostRows).contains(number) else {
        throw fault(.row(number), column: nil)
      }
      let cells = try cells()
      said += cells.reduce(0) { $0 + $1.text.utf8.count }
      guard said <= Self.longest else { throw fault(.long, column: nil) }
      if !cells.isEmpty { return Row(number: number, cells: cells) }
    }
    return nil
  }

  private func cells() throws(Diagnostic) -> [Cell] {
    var cells: [Cell] = []
    var column = -1
    while let node = try xml.next() {
      switch node {
      case .start(.cell):
        column = try self.column(after: column)
        let text = try text(column)
        if !text.isEmpty { cells.append(Cell(column: column, text: text)) }
      case .end(.row): return sorted(cells)
      default: continue
      }
    }
    return sorted(cells)
  }

  /// Cells come in order; whoever writes them otherwise is forgiven.
  private func sorted(_ cells: [Cell]) -> [Cell] {
    let isSorted = zip(cells, cells.dropFirst()).allSatisfy { $0.column < $1.column }
    if isSorted { return cells }
    var last: [Int: String] = [:]
    for cell in cells { last[cell.column] = cell.text }
    return last.sorted { $0.key < $1.key }.map { Cell(column: $0.key, text: $0.value) }
  }

  /// Where the cell is that was started: a cell without a name follows the one before.
  private func column(after last: Int) throws(Diagnostic) -> Int {
    let column: Int?
    if let name = xml.attribute("r") {
      column = CellName.column(of: name)
    } else {
      column = last + 1
    }
    guard let column, column < WorkbookWriter.mostColumns else {
      throw fault(.name(xml.attribute("r") ?? ""), column: nil)
    }
    return column
  }

  /// What the cell that was started says.
  private func text(_ column: Int) throws(Diagnostic) -> String {
    let type = xml.attribute("t") ?? "n"
    let format = xml.attribute("s").flatMap { Int($0) } ?? 0
    let value = try value(isInline: type == "inlineStr")
    switch type {
    case "s":
      guard !value.isEmpty else { return "" }
      guard let index = Int(value.string(0..<value.count)), texts.indices.contains(index) else {
        throw fault(.noText(value.string(0..<value.count)), column: column)
      }
      return texts[index]
    case "inlineStr", "str": return SheetText.unescaped(value)
    case "b": return value.isEmpty ? "" : value == [UInt8(ascii: "0")] ? "FALSE" : "TRUE"
    case "n":
      let number = value.trimmed()
      let text = number.string(0..<number.count)
      return (formats.indices.contains(format) ? formats[format] : .general).text(of: text)
    // Errors such as #N/A, and dates that are written out.
    default: return value.string(0..<value.count)
    }
  }

  /// The characters of the value, or of the text that stands in the cell.
  private func value(isInline: Bool) throws(Diagnostic) -> [UInt8] {
    var value: [UInt8] = []
    var isValue = false
    while let node = try xml.next() {
      switch node {
      case .start(.phonetic): try xml.skip()
      case .start(let element): isValue = element == (isInline ? .text : .value)
      case .end(.cell): return value
      case .end: isValue = false
      case .text: if isValue { xml.appendText(to: &value) }
      }
    }
    return value
  }

  private func fault(_ message: Diagnostic.Message, column: Int?) -> Diagnostic {
    Diagnostic(
      .error, message, at: Place(file: file, line: number, column: column.map { $0 + 1 } ?? 0),
      hint: archiveHint)
  }
}

extension Diagnostic.Message {
  fileprivate static var long: Self { "the cells up to here say over 64 MiB" }
  fileprivate static func row(_ number: Int) -> Self { "no sheet has a row \(number)" }
  fileprivate static func name(_ name: String) -> Self { "no sheet has a cell \(shown(name))" }
  fileprivate static func noText(_ index: String) -> Self {
    "the cell refers to text \(shown(index)), which the workbook doesn't have"
  }
}
