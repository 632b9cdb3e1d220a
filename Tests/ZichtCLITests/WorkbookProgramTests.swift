import CommandLineKit
import Formats
import Foundation
import TestSupport
import Testing
import ZichtCLI

/// Workbooks in the hands of other programs.
@Suite struct WorkbookProgramTests {
  private func zicht(_ words: String..., status: Int32 = 0) -> String {
    let (io, captured) = IO.capture(
      environment: ["ZICHT_FIXED": "1", "ZICHT_CODER": "anna"], width: 80)
    let found = Zicht.run(words, io)
    #expect(found == status, "\(words): \(captured.all)")
    return captured.all
  }

  private func study(_ body: (String) throws -> Void) throws {
    try WorkingFolder.temporary { folder in
      let fixture = GoldenTests.folder + "/fixture"
      _ = zicht("study", fixture + "/interviews", "--codebooks", fixture + "/books")
      try body(folder)
    }
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test func theSameTwice() throws {
    try study { _ in
      _ = zicht("export", "--xlsx", "a.xlsx")
      _ = zicht("export", "--xlsx", "b.xlsx")
      let (first, second) = (try Self.bytes("a.xlsx"), try Self.bytes("b.xlsx"))
      #expect(first == second)
    }
  }

  /// The cells of each sheet anew, one of them changed where `change` says so.
  private static func rewrite(
    _ path: String, change: (_ sheet: String, _ row: Int, _ column: Int, String) -> String
  ) throws -> [UInt8] {
    var workbook = try Workbook(try bytes(path), file: path)
    var bytes: [UInt8] = []
    let writer = try WorkbookWriter(sheets: workbook.sheets) { bytes += $0 }
    for sheet in workbook.sheets {
      var rows = try workbook.rows(of: sheet)
      let header = try #require(try rows.next())
      try writer.startSheet(columns: header.cells.map(\.text))
      while let row = try rows.next() {
        let cells = Dictionary(uniqueKeysWithValues: row.cells.map { ($0.column, $0.text) })
        for column in header.cells.indices {
          let text = change(sheet, row.number, column, cells[column] ?? "")
          if Double(text) != nil { writer.number(text, as: .integer) } else { writer.text(text) }
        }
        try writer.endRow()
      }
      try writer.endSheet()
    }
    try writer.finish()
    return bytes
  }

  @Test func anAlteredCellIsFound() throws {
    try study { _ in
      _ = zicht("export", "--xlsx", "a.xlsx")
      let same = try Self.rewrite("a.xlsx") { $3 }
      try Data(same).write(to: URL(fileURLWithPath: "same.xlsx"))
      #expect(zicht("verify", "same.xlsx").contains("sheet 'codes': equal"))
      let altered = try Self.rewrite("a.xlsx") { sheet, row, column, text in
        sheet == "codes" && row == 2 && column == 1 ? "8" : text
      }
      try Data(altered).write(to: URL(fileURLWithPath: "altered.xlsx"))
      let output = zicht("verify", "altered.xlsx", status: 1)
      #expect(output.contains("✗ altered.xlsx, sheet 'codes': not what the ledger gives"))
      #expect(output.contains("repair · wins, column segments: '8' in the file, '7' by the ledger"))
      #expect(output.contains("sheet 'codes-by-role': equal"))
    }
  }

  @Test func respondentsFromAWorkbook() throws {
    try WorkingFolder.temporary { _ in
      let fixture = GoldenTests.folder + "/fixture"
      try FileManager.default.copyItem(atPath: fixture + "/interviews", toPath: "interviews")
      var bytes: [UInt8] = []
      let writer = try WorkbookWriter(sheets: ["People"]) { bytes += $0 }
      try writer.startSheet(columns: ["id", "role", "age"])
      for (id, role, age) in [("N-01", "bewoner", "54"), ("N-02", "bewoner", "7")] {
        writer.text(id)
        writer.text(role)
        writer.number(age, as: .integer)
        try writer.endRow()
      }
      try writer.endSheet()
      try writer.finish()
      try Data(bytes).write(to: URL(fileURLWithPath: "interviews/respondents.xlsx"))
      try FileManager.default.removeItem(atPath: "interviews/respondents.csv")
      _ = zicht("init", "a.zicht")
      _ = zicht("ingest", "interviews")
      let rows = zicht("respondents", "-f", "csv").split(separator: "\n")
      #expect(rows.contains("N-01,Noord,bewoner,54,1,29"), "\(rows)")
    }
  }

  // MARK: Other programs

  private static func hasModule(_ name: String) -> Bool {
    guard let python = Program.python else { return false }
    return (try? Program.run(python, ["-c", "import \(name)"], in: "/"))?.status == 0
  }

  private static let office: String? = ["/usr/bin/soffice", "/usr/local/bin/soffice"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test(.enabled(if: hasModule("openpyxl"), "there is no python3 with openpyxl here"))
  func openpyxlReadsTheSame() throws {
    let python = try #require(Program.python)
    let script = """
      import csv, openpyxl, sys
      book = openpyxl.load_workbook('a.xlsx')
      sheet = book.worksheets[0]
      assert sheet.freeze_panes == 'A2', sheet.freeze_panes
      assert sheet['A1'].font.b and sheet.auto_filter.ref == 'A1:L7', sheet.auto_filter.ref
      assert sheet['F2'].number_format == '0%' and sheet['K2'].number_format == '0.00'
      assert isinstance(sheet['C2'].value, int) and isinstance(sheet['K2'].value, (int, float))
      assert all(c.data_type != 'f' for s in book for row in s for c in row)
      assert book.sheetnames[-1] == 'Provenance'
      def same(a, b): return a == b or a != '' and b is not None and float(a) == float(b)
      rows = list(csv.reader(open('a.csv')))
      found = [['' if v is None else v for v in row] for row in sheet.iter_rows(values_only=True)]
      assert len(rows) == len(found), (len(rows), len(found))
      for row, other in zip(rows, found):
        assert all(a == b or same(a, b) for a, b in zip(row, other)), (row, other)
      print('all agree')
      """
    try study { folder in
      _ = zicht("frequencies", "--by", "role", "-o", "a.xlsx")
      _ = zicht("frequencies", "--by", "role", "-o", "a.csv")
      let result = try Program.run(python, ["-c", script], in: folder)
      #expect(result.output.contains("all agree"), "\(result.output)")
    }
  }

  @Test(.enabled(if: office != nil, "there is no LibreOffice here"))
  func savedAnewItStillVerifies() throws {
    let office = try #require(Self.office)
    try study { folder in
      _ = zicht("export", "--xlsx", "a.xlsx")
      _ = zicht("segments", "-o", "b.xlsx")
      let profile = "-env:UserInstallation=file://\(folder)/profile"
      let result = try Program.run(
        office,
        [profile, "--headless", "--convert-to", "xlsx", "--outdir", "out", "a.xlsx", "b.xlsx"],
        in: folder)
      // LibreOffice without its spreadsheets says so, and converts nothing.
      guard FileManager.default.fileExists(atPath: "out/a.xlsx") else {
        return print("skipped: \(result.output)")
      }
      let (own, saved) = (try Self.bytes("a.xlsx"), try Self.bytes("out/a.xlsx"))
      #expect(own != saved)
      #expect(zicht("verify", "out/a.xlsx").contains("sheet 'codes': equal"))
      #expect(zicht("verify", "out/b.xlsx").contains("equal to what the ledger gives"))
    }
  }
}
