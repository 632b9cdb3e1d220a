import Coding
import Formats
import TestSupport
import Testing

/// One table in every form that it may come back in.
@Suite struct TableFileTests {
  private static let grid = TextGrid(
    columns: ["code", "n", "n_of", "n_share"],
    rows: [["a|b", "1", "2", "0.5000"], ["'=x \"y\"", "0", "0", ""]])

  @Test(arguments: [
    (TableFile.Form.csv, "code,n,n_of,n_share\na|b,1,2,0.5000\n\"'=x \"\"y\"\"\",0,0,\n"),
    (.csv, "\u{FEFF}code;n;n_of;n_share\r\na|b;1;2;0.5000\r\n\"'=x \"\"y\"\"\";0;0;\r\n"),
    (.tsv, "code\tn\tn_of\tn_share\na|b\t1\t2\t0.5000\n'=x \"y\"\t0\t0\t\n"),
    (
      .json,
      """
      {"title": "t", "columns": [{"name": "code"}, {"name": "n"}], "rows": [
        {"code": "a|b", "n": {"count": 1, "of": 2, "share": 0.5000}},
        {"code": "'=x \\"y\\"", "n": {"count": 0, "of": 0, "share": null}}]}
      """
    ),
  ])
  func forms(form: TableFile.Form, text: String) throws {
    let file = try TableFile(Array(text.utf8), file: "t")
    #expect(file.form == form)
    var grid = file.grid
    // JSON knows no zeros at the end.
    if form == .json { grid.rows[0][3] = "0.5000" }
    #expect(grid == Self.grid)
  }

  @Test func markdown() throws {
    let text = """
      ### Title

      | code | n |
      | --- | ---: |
      | a\\|b\\* | 1 of 2 (50%) |
      | &emsp;&lt;x&gt; &amp; | **7** |

      - a note | with a bar
      """
    let file = try TableFile(Array(text.utf8), file: "t")
    #expect(file.form == .markdown)
    #expect(
      file.grid
        == TextGrid(columns: ["code", "n"], rows: [["a|b*", "1 of 2 (50%)"], ["<x> &", "7"]]))
  }

  @Test func utf16() throws {
    let text = "code,n\né,1\n"
    let bytes: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try TableFile(bytes, file: "t").grid.rows == [["é", "1"]])
  }

  @Test(arguments: ["", "\n\n", "{", "{\"a\": 1}\n{\"a\": ", "a,b\n\"x,1\n", "a,b\n1,2,3\n"])
  func noTables(text: String) {
    #expect(throws: Rejected.self) { try TableFile(Array(text.utf8), file: "t") }
  }
}
