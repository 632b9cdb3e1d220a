let xmlDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
let sheetNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

/// The parts of a workbook that say where its other parts are.
enum WorkbookParts {
  /// The part of a sheet, counted from 1.
  static func sheet(_ number: Int) -> String { "xl/worksheets/sheet\(number).xml" }

  /// Those that come first, with their names.
  static func fixed(_ sheets: [String]) -> [(name: String, text: String)] {
    [
      ("[Content_Types].xml", contentTypes(sheets.count)),
      ("_rels/.rels", relationships([("officeDocument", "xl/workbook.xml")])),
      ("xl/workbook.xml", workbook(sheets)),
      (
        "xl/_rels/workbook.xml.rels",
        relationships(
          sheets.indices.map { ("worksheet", "worksheets/sheet\($0 + 1).xml") }
            + [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")])
      ),
    ]
  }

  private static func contentTypes(_ sheets: Int) -> String {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    let parts =
      [("/xl/workbook.xml", "sheet.main")]
      + (1...max(1, sheets)).map { ("/" + sheet($0), "worksheet") }
      + [("/xl/styles.xml", "styles"), ("/xl/sharedStrings.xml", "sharedStrings")]
    return xmlDeclaration
      + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
      + "<Default Extension=\"rels\" "
      + "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
      + parts.map { name, type in
        "<Override PartName=\"\(name)\" ContentType=\"\(kind)\(type)+xml\"/>"
      }.joined() + "</Types>"
  }

  private static func relationships(_ targets: [(type: String, target: String)]) -> String {
    xmlDeclaration
      + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
      + targets.enumerated().map { index, relation in
        "<Relationship Id=\"rId\(index + 1)\" "
          + "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
          + "\(relation.type)\" Target=\"\(relation.target)\"/>"
      }.joined() + "</Relationships>"
  }

  private static func workbook(_ sheets: [String]) -> String {
    xmlDeclaration + "<workbook xmlns=\"\(sheetNamespace)\" "
      + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
      + sheets.enumerated().map { index, name in
        "<sheet name=\"\(escaped(name))\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>"
      }.joined() + "</sheets></workbook>"
  }

  private static func escaped(_ name: String) -> String {
    var bytes: [UInt8] = []
    SheetText.append(name, to: &bytes)
    return String(decoding: bytes, as: UTF8.self).replacing("\"", with: "&quot;")
  }
}
