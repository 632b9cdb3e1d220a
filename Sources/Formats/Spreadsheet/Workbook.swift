import Coding

/// A workbook (`.xlsx`), of which a sheet can be read as rows of texts.
///
/// Formulas are taken for what they gave when the file was saved. Numbers are as they are kept, not
/// as they are shown: `0.46` for 46%; dates and times are as `CellFormat` says.
package struct Workbook {
  /// Of the sheets that are shown, in order.
  package let sheets: [String]
  private let parts: [String]
  private var package: OfficePackage
  private let texts: [String]
  private let formats: [CellFormat]
  private let file: String

  /// More could not be held in the memory that a reader has.
  private static let mostTexts = 1 << 22

  private enum Element: String {
    case properties = "s:workbookPr"
    case sheet = "s:sheet"
    case item = "s:si"
    case text = "s:t"
    case phonetic = "s:rPh"
  }

  /// O(bytes of the texts that cells share).
  package init(_ bytes: [UInt8], file: String) throws(Diagnostic) {
    self.file = file
    var package = OfficePackage(try Archive(bytes, file: file))
    let main = try package.mainPart()
    let related = try package.relationships(of: main)
    let index = try Self.index(&package, main)
    let shown = index.sheets.compactMap { sheet in
      related.first { $0.id == sheet.id && $0.type == "worksheet" }.map { (sheet.name, $0.target) }
    }
    sheets = shown.map(\.0)
    parts = shown.map(\.1)
    texts =
      try package.part("sharedStrings", related).map { part throws(Diagnostic) in
        try Self.texts(&package, part)
      } ?? []
    formats =
      try package.part("styles", related).map { part throws(Diagnostic) in
        try CellFormat.read(&package, part, startsIn1904: index.startsIn1904)
      } ?? []
    self.package = package
    guard !sheets.isEmpty else {
      throw Diagnostic(.error, .noSheets, at: Place(file: file), hint: archiveHint)
    }
  }

  /// The rows of a sheet, the first where none is named.
  package mutating func rows(of name: String? = nil) throws(Diagnostic) -> SheetReader {
    guard let index = name.map({ sheets.firstIndex(of: $0) }) ?? 0 else {
      throw Diagnostic(
        .error, .noSheet(name ?? ""), at: Place(file: file),
        hint: "its sheets are \(sheets.prefix(10).map { shown($0) }.joined(separator: ", "))")
    }
    return SheetReader(
      try package.reader(of: parts[index], namespaces: sheetNamespaces), texts: texts,
      formats: formats, file: file)
  }

  /// The sheets that are not hidden, and whether days are counted from 1904.
  private static func index(
    _ package: inout OfficePackage, _ part: String
  ) throws(Diagnostic) -> (sheets: [(name: String, id: String)], startsIn1904: Bool) {
    let xml: XMLReader<Element> = try package.reader(of: part, namespaces: sheetNamespaces)
    var sheets: [(name: String, id: String)] = []
    var startsIn1904 = false
    while let node = try xml.next() {
      switch node {
      case .start(.properties):
        startsIn1904 = ["1", "true"].contains(xml.attribute("date1904"))
      case .start(.sheet):
        let isShown = ["visible", nil].contains(xml.attribute("state"))
        if isShown, let name = xml.attribute("name"), let id = xml.attribute("id") {
          sheets.append((name: name, id: id))
        }
      default: continue
      }
    }
    return (sheets, startsIn1904)
  }

  /// The texts that cells refer to by number: runs joined, without how they are pronounced.
  private static func texts(
    _ package: inout OfficePackage, _ part: String
  ) throws(Diagnostic) -> [String] {
    let xml: XMLReader<Element> = try package.reader(of: part, namespaces: sheetNamespaces)
    var texts: [String] = []
    var text: [UInt8] = []
    var isText = false
    while let node = try xml.next() {
      switch node {
      case .start(.phonetic): try xml.skip()
      case .start(let element): isText = element == .text
      case .end(let element):
        isText = false
        guard element == .item else { continue }
        guard texts.count < mostTexts else {
          throw Diagnostic(.error, .manyTexts, at: Place(file: package.archive.file))
        }
        texts.append(SheetText.unescaped(text))
        text.removeAll(keepingCapacity: true)
      case .text: if isText { xml.appendText(to: &text) }
      }
    }
    return texts
  }
}

let sheetNamespaces = [
  sheetNamespace: "s", "http://purl.oclc.org/ooxml/spreadsheetml/main": "s",
]

extension Diagnostic.Message {
  fileprivate static var noSheets: Self { "the workbook shows no sheet with cells" }
  fileprivate static func noSheet(_ name: String) -> Self {
    "the workbook shows no sheet \(shown(name))"
  }
  fileprivate static var manyTexts: Self { "the workbook holds over four million texts" }
}
