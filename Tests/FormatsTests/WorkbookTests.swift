import Coding
import Formats
import TestSupport
import Testing

/// What is written into a workbook is what is read from it.
@Suite struct WorkbookTests {
  private struct Written {
    var bytes: [UInt8] = []
    var excess: [WorkbookWriter.Excess] = []
  }

  private enum Cell: Equatable {
    case text(String)
    case number(String, WorkbookWriter.NumberFormat)
    case empty

    /// As the reader has it.
    var text: String {
      switch self {
      case .text(let text): text
      case .number(let number, _): number
      case .empty: ""
      }
    }
  }

  private static func write(
    _ sheets: [(name: String, columns: [String], rows: [[Cell]])]
  ) throws -> Written {
    var written = Written()
    let writer = try WorkbookWriter(sheets: sheets.map(\.name)) { written.bytes += $0 }
    for sheet in sheets {
      try writer.startSheet(columns: sheet.columns)
      for row in sheet.rows {
        for cell in row {
          switch cell {
          case .text(let text): writer.text(text)
          case .number(let number, let format): writer.number(number, as: format)
          case .empty: writer.empty()
          }
        }
        try writer.endRow()
      }
      try writer.endSheet()
    }
    try writer.finish()
    written.excess = writer.excess
    return written
  }

  /// All texts by row, as bytes: Swift's equality looks through how accents are made.
  private static func read(_ bytes: [UInt8], _ sheet: String, columns: Int) throws -> [[[UInt8]]] {
    var workbook = try Workbook(bytes, file: "a.xlsx")
    var rows = try workbook.rows(of: sheet)
    var texts: [[[UInt8]]] = []
    while let row = try rows.next() {
      while texts.count + 1 < row.number { texts.append(Array(repeating: [], count: columns)) }
      var line = [[UInt8]](repeating: [], count: columns)
      for cell in row.cells { line[cell.column] = Array(cell.text.utf8) }
      texts.append(line)
    }
    return texts
  }

  private static let hostile = [
    "=1+1", "+31 6", "-", "@x", "\tx", "\rx", "\0", "\u{7}", "_x0007_", "_x005F_", "_x", "\u{FFFE}",
    "\u{FFFF}", "a\u{FFFF}\u{FEFF}b", " leading", "trailing ", "<&>\"'", "]]>", "a\r\nb\nc", "é",
    "e\u{301}", "👩‍👩‍👧", "\u{202E}abc", "0007", "TRUE", "1e5", "#N/A", "", "x\u{85}\u{2028}",
  ]

  private static func table(_ seed: UInt64) -> (columns: [String], rows: [[Cell]]) {
    var random = TestSupport.Seeded(seed)
    let columns = (0..<Int.random(in: 1...30, using: &random)).map {
      "c\($0)" + random.pick(hostile)
    }
    let rows = (0..<Int.random(in: 0...40, using: &random)).map { _ in
      columns.map { _ in cell(&random) }
    }
    return (columns, rows)
  }

  private static func cell(_ random: inout TestSupport.Seeded) -> Cell {
    switch Int.random(in: 0..<7, using: &random) {
    case 0: .text(random.pick(hostile))
    case 1: .text(random.dutch(pieces: 30))
    case 2: .number("\(Int.random(in: -1_000_000...1_000_000, using: &random))", .integer)
    case 3: .number("0.\(Int.random(in: 1000...9998, using: &random))1", .percent)
    case 4: .number("\(Int.random(in: 0...99_999, using: &random)).75", .decimals(2))
    case 5: .empty
    default: .text(random.pick(hostile) + random.pick(hostile))
    }
  }

  @Test(arguments: 0..<60) func readsWhatWasWritten(seed: Int) throws {
    let (a, b) = (Self.table(UInt64(seed)), Self.table(UInt64(seed) + 1000))
    let written = try Self.write([("a", a.columns, a.rows), ("b", b.columns, b.rows)])
    for (name, table) in [("a", a), ("b", b)] {
      var expected = [table.columns.map { Array($0.utf8) }]
      expected += table.rows.map { $0.map { Array($0.text.utf8) } }
      // Rows with nothing in them at the end are no rows.
      while expected.last?.allSatisfy(\.isEmpty) == true { expected.removeLast() }
      let found = try Self.read(written.bytes, name, columns: table.columns.count)
      #expect(found == expected, "seed \(seed), sheet \(name)")
    }
    #expect(written.excess.isEmpty)
    let again = try Self.write([("a", a.columns, a.rows), ("b", b.columns, b.rows)])
    #expect(again.bytes == written.bytes)
  }

  @Test func textsThatDoNotFitAreCutAndTold() throws {
    let long = String(repeating: "🙂", count: 20_000)
    let fits = String(repeating: "x", count: WorkbookWriter.longestText)
    let written = try Self.write([("s", ["quote"], [[.text(fits)], [.text(long)]])])
    let excess = try #require(written.excess.first)
    #expect(written.excess.count == 1)
    #expect((excess.sheet, excess.row, excess.column, excess.length) == ("s", 3, "quote", 40_000))
    let rows = try Self.read(written.bytes, "s", columns: 1)
    #expect(rows[1] == [Array(fits.utf8)])
    let kept = String(decoding: rows[2][0], as: UTF8.self)
    #expect(kept == String(repeating: "🙂", count: 16_383) + "…")
    #expect(kept.utf16.count == WorkbookWriter.longestText)
  }

  @Test func moreThanASheetHoldsIsRefused() throws {
    let columns = (0...WorkbookWriter.mostColumns).map { "c\($0)" }
    #expect(throws: Diagnostic.self) { _ = try Self.write([("s", columns, [])]) }
    let writer = try WorkbookWriter(sheets: ["s"]) { _ in }
    try writer.startSheet(columns: ["a"])
    for _ in 1..<WorkbookWriter.mostRows { try writer.endRow() }
    #expect(throws: Diagnostic.self) { try writer.endRow() }
  }

  @Test func numbersThatWouldLoseDigitsAreTexts() throws {
    let written = try Self.write([("s", ["n"], [[.number("1234567890123456", .integer)]])])
    #expect(try Self.read(written.bytes, "s", columns: 1)[1] == [Array("1234567890123456".utf8)])
  }

  @Test func namesOfSheetsAreMadeFit() throws {
    let names = [
      "respondents by neighbourhood and role", "respondents by neighbourhood and rank", "a/b:c",
      "A-B-C", "'x'", "", "History", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂",
    ]
    let writer = try WorkbookWriter(sheets: names) { _ in }
    #expect(
      writer.sheets == [
        "respondents by neighbourhood an", "respondents by neighbourhoo (2)", "a-b-c", "A-B-C (2)",
        "’x’", "Sheet", "History (2)", String(repeating: "🙂", count: 15),
      ])
    #expect(writer.sheets.allSatisfy { (1...31).contains($0.utf16.count) })
  }
}
