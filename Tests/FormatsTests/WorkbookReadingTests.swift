import Coding
import Formats
import TestSupport
import Testing

/// Workbooks as other programs write them, and as nobody's program does.
@Suite struct WorkbookReadingTests {
  private static let formats =
    """
    <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>
    <numFmt numFmtId="164" formatCode="[$-413]d\\ mmmm\\ yyyy;@"/>
    <numFmt numFmtId="165" formatCode="[h]:mm:ss"/><numFmt numFmtId="166" formatCode="000"/>
    <numFmt numFmtId="167" formatCode="&quot;dhms&quot;0.00\\ &quot;€&quot;"/>
    <numFmt numFmtId="168" formatCode="0.00E+00"/><numFmt numFmtId="169" formatCode="mm:ss.000"/>
    <numFmt numFmtId="170" formatCode="h:mm\\ AM/PM"/></numFmts>
    <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
    <cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="21"/>
    <xf numFmtId="22"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/>
    <xf numFmtId="168"/><xf numFmtId="9"/><xf numFmtId="169"/><xf numFmtId="170"/></cellXfs>
    </styleSheet>
    """

  private static func workbook(
    _ rows: String, texts: String = "", properties: String = "",
    sheets: String = "<sheet name=\"One\" sheetId=\"1\" r:id=\"a\"/>"
  ) -> [UInt8] {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return TestArchive([
      "[Content_Types].xml": "<Types/>",
      "_rels/.rels": """
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
      <Relationship Id="r1" Type="x/officeDocument" Target="/xl/book.xml"/></Relationships>
      """,
      "xl/book.xml": """
      <workbook xmlns="\(main)" xmlns:r="x">\(properties)<sheets>\(sheets)</sheets></workbook>
      """,
      "xl/_rels/book.xml.rels": """
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
      <Relationship Id="a" Type="x/worksheet" Target="one.xml"/>
      <Relationship Id="b" Type="x/worksheet" Target="two.xml"/>
      <Relationship Id="s" Type="x/styles" Target="styles.xml"/>
      <Relationship Id="t" Type="x/sharedStrings" Target="texts.xml"/></Relationships>
      """,
      "xl/styles.xml": formats, "xl/texts.xml": "<sst xmlns=\"\(main)\">\(texts)</sst>",
      "xl/one.xml": "<worksheet xmlns=\"\(main)\"><sheetData>\(rows)</sheetData></worksheet>",
      "xl/two.xml": "<worksheet xmlns=\"\(main)\"><sheetData><row><c t=\"inlineStr\"><is><t>two</t>"
        + "</is></c></row></sheetData></worksheet>",
    ]).bytes
  }

  private static func texts(_ bytes: [UInt8], sheet: String? = nil) throws -> [[String]] {
    var workbook = try Workbook(bytes, file: "a.xlsx")
    var rows = try workbook.rows(of: sheet)
    var texts: [[String]] = []
    while let row = try rows.next() { texts.append(row.cells.map(\.text)) }
    return texts
  }

  @Test(arguments: [
    (1, "46113", "2026-04-01"), (2, "46113", "2026-04-01"), (1, "60", "1900-02-29"),
    (1, "59", "1900-02-28"), (1, "61", "1900-03-01"), (1, "1", "1900-01-01"), (1, "-1", "-1"),
    (1, "2958465", "9999-12-31"), (1, "2958466", "2958466"), (3, "2.361111111111111E-2", "0:34"),
    (4, "4.3090277777777776E-2", "1:02:03"), (5, "46113.604166666664", "2026-04-01 14:30"),
    (6, "1.0430902777777778", "25:02:03"), (7, "7", "007"), (7, "1234", "1234"), (7, "1.5", "1.5"),
    (8, "98.359999999999999", "98.36"), (9, "1.5E-3", "0.0015"), (10, "0.46", "0.46"),
    (11, "7.1784722222222219E-4", "01:02.022"), (12, "0.52083333333333337", "12:30"),
    (0, "0.30000000000000004", "0.3"), (0, "0.66666666666666663", "0.666666666666667"),
    (0, "1E21", "1e+21"), (0, "5", "5"), (0, "-0.10", "-0.1"),
    (0, "123456789012345", "123456789012345"),
    (0, "1.0", "1"), (99, "5", "5"), (0, "text", "text"), (0, "1E-5", "0.00001"),
  ])
  func numbers(style: Int, value: String, text: String) throws {
    let bytes = Self.workbook("<row r=\"1\"><c r=\"A1\" s=\"\(style)\"><v>\(value)</v></c></row>")
    #expect(try Self.texts(bytes) == [[text]])
  }

  @Test func daysFrom1904() throws {
    let bytes = Self.workbook(
      "<row><c s=\"1\"><v>0</v></c><c s=\"1\"><v>44651</v></c></row>",
      properties: "<workbookPr date1904=\"1\"/>")
    #expect(try Self.texts(bytes) == [["1904-01-01", "2026-04-01"]])
  }

  @Test func allKindsOfCells() throws {
    let bytes = Self.workbook(
      """
      <row r="2"><c r="B2" t="s"><v>1</v></c><c t="b"><v>1</v></c><c r="E2" t="str"><f>A1</f>\
      <v>a_x000A_b</v></c><c t="e"><v>#N/A</v></c><c/><c r="AA2" t="inlineStr"><is><r><t>x</t></r>\
      <r><t xml:space="preserve"> y</t></r><rPh><t>no</t></rPh></is></c></row><row r="3"/>\
      <row r="7"><c r="A7" t="s"><v>0</v></c></row>
      """,
      texts: "<si><t>_xD83D__xDE42_ _xD83D_</t></si><si><r><rPr/><t>Ri</t></r><r><t>a</t></r></si>")
    var workbook = try Workbook(bytes, file: "a.xlsx")
    var rows = try workbook.rows()
    let first = try #require(try rows.next())
    #expect(first.number == 2)
    #expect(first.cells.map(\.column) == [1, 2, 4, 5, 26])
    #expect(first.cells.map(\.text) == ["Ria", "TRUE", "a\nb", "#N/A", "x y"])
    let second = try #require(try rows.next())
    #expect(second.number == 7)
    #expect(second.cells.map(\.text) == ["🙂 \u{FFFD}"])
    #expect(try rows.next() == nil)
  }

  @Test func hiddenSheetsAreNotThere() throws {
    let bytes = Self.workbook(
      "<row><c><v>1</v></c></row>",
      sheets: """
        <sheet name="One" sheetId="1" state="hidden" r:id="a"/>
        <sheet name="Two" sheetId="2" r:id="b"/><sheet name="Chart" sheetId="3" r:id="c"/>
        """)
    #expect(try Workbook(bytes, file: "a").sheets == ["Two"])
    #expect(try Self.texts(bytes) == [["two"]])
    #expect(throws: Diagnostic.self) { _ = try Self.texts(bytes, sheet: "One") }
  }

  @Test func turnsAndRespondents() throws {
    func row(_ cells: String...) -> String {
      "<row>" + cells.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"
    }
    let talk = Self.workbook(
      row("Spreker", "Tekst", "Begin") + row("Ria", "Hallo daar.", "0:34")
        + "<row><c t=\"inlineStr\"><is><t>I</t></is></c><c t=\"inlineStr\"><is><t>Hoi</t></is></c>"
        + "<c s=\"3\"><v>2.7777777777777776E-2</v></c></row>")
    #expect(FileKind.detect(talk, name: "a.xlsx") == .table)
    #expect(FileKind.detect(talk, name: "a.txt") == .table)
    let transcript = try #require(readTranscript(talk, file: "a.xlsx").transcript)
    #expect(transcript.text.string == "Ria: Hallo daar.\n\nI: Hoi\n")
    #expect(transcript.turns.map { $0.time?.start } == [34_000, 40_000])
    let people = Self.workbook(
      row("ID", "wijk") + row("R1", "Noord") + row("", "Zuid") + row("R3", "Oost", "", "stray"))
    let (rows, diagnostics) = readRespondents(people, file: "people.xlsx")
    #expect(rows.map(\.id) == ["R1", "R3"])
    #expect(
      diagnostics.map { $0.description.split(separator: "\n")[0] } == [
        "people.xlsx:3:1: error: the row's 'id' is empty",
        "people.xlsx:4:4: warning: a cell right of the table's columns is left out",
      ])
  }

  // MARK: Hostile

  @Test(arguments: [
    ("<row r=\"0\"><c><v>1</v></c></row>", "no sheet has a row 0"),
    ("<row r=\"1048577\"><c><v>1</v></c></row>", "no sheet has a row 1048577"),
    ("<row><c r=\"XFE1\"><v>1</v></c></row>", "no sheet has a cell 'XFE1'"),
    ("<row><c r=\"1\"><v>1</v></c></row>", "no sheet has a cell '1'"),
    ("<row><c r=\"ZZZZZZZZZZZZZZZZZZZZ1\"><v>1</v></c></row>", "no sheet has a cell"),
    ("<row><c t=\"s\"><v>1</v></c></row>", "the cell refers to text '1'"),
    ("<row><c t=\"s\"><v>-1</v></c></row>", "the cell refers to text '-1'"),
    ("<row><c t=\"s\"><v>99999999999999999999</v></c></row>", "the cell refers to text"),
    (
      String(repeating: "<a>", count: 300) + String(repeating: "</a>", count: 300),
      "elements nested more than 200 deep"
    ),
    ("<row><c><v>1</v>", "is damaged on line 1"),
  ])
  func faults(rows: String, message: String) {
    do {
      _ = try Self.texts(Self.workbook(rows, texts: "<si><t>a</t></si>"))
      Issue.record("nothing was wrong")
    } catch {
      #expect("\(error)".contains(message), "\(error)")
    }
  }

  @Test func claimsAreNotBelieved() throws {
    let rows = """
      <dimension ref="A1:XFD1048576"/><row r="1"><c r="A1"><v>1</v></c></row>\
      <row r="1048576"><c r="XFD1048576"><v>2</v></c></row>
      """
    #expect(try Self.texts(Self.workbook(rows)) == [["1"], ["2"]])
    let table = readRespondents(Self.workbook(rows), file: "a.xlsx")
    #expect(table.rows.isEmpty)
  }

  @Test func rowsThatAreWideAreCounted() {
    let wide = "<row><c r=\"XFD1\"><v>1</v></c></row>"
    let bytes = Self.workbook(wide + String(repeating: "<row><c><v>1</v></c></row>", count: 300))
    let (rows, diagnostics) = readRespondents(bytes, file: "a.xlsx")
    #expect(rows.isEmpty)
    #expect(
      diagnostics.map(\.message.text) == ["the table of this sheet has over four million cells"])
  }

  @Test func oneTextInManyCellsIsCounted() {
    let cells = String(repeating: "<row><c t=\"s\"><v>0</v></c></row>", count: 3000)
    let text = "<si><t>" + String(repeating: "lang ", count: 6000) + "</t></si>"
    let (_, diagnostics) = readRespondents(Self.workbook(cells, texts: text), file: "a.xlsx")
    #expect(diagnostics.map(\.message.text) == ["the cells up to here say over 64 MiB"])
  }

  @Test(arguments: 0..<300) func damageIsAnErrorAndNoCrash(seed: Int) throws {
    var random = TestSupport.Seeded(UInt64(seed))
    let good = Self.workbook(
      "<row><c t=\"s\"><v>0</v></c><c s=\"5\"><v>46113.6</v></c></row>",
      texts: "<si><t>_x0041_</t></si>")
    var bytes = good
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      if random.once(in: 3) { bytes.remove(at: place) } else { bytes[place] = random.bytes(1)[0] }
    }
    // Whatever it says now, it says so at once.
    _ = try? Self.texts(bytes)
    _ = readRespondents(bytes, file: "a.xlsx")
    _ = readTranscript(bytes, file: "a.xlsx")
  }
}
