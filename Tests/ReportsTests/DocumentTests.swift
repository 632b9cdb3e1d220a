import Coding
import Foundation
import Testing

@testable import Reports

@Suite struct JSONTests {
  @Test func writesOneObject() {
    #expect(
      JSONDocument().string(frequencies) == """
        {
          "title": "Codes by transcript",
          "columns": [{"name": "code", "kind": "text"}, {"name": "segments", "kind": "integer"}, \
        {"name": "transcripts", "kind": "share"}, {"name": "mean", "kind": "real"}],
          "rows": [
            {"code": "trust", "segments": 12, "transcripts": {"count": 7, "of": 22, "share": \
        0.3182}, "mean": 1.50},
            {"code": "in café 😀", "segments": 3, "transcripts": {"count": 2, "of": 22, "share": \
        0.0909}, "mean": 0.00},
            {"code": "漢字", "segments": 105, "transcripts": {"count": 0, "of": 0, "share": null}, \
        "mean": null},
            {"code": "total", "segments": 120, "transcripts": {"count": 9, "of": 22, "share": \
        0.4091}, "mean": null}
          ],
          "totals": [3],
          "depths": [0, 1, 1, 0],
          "notes": ["Unit: segment."]
        }

        """)
  }

  @Test func keysAreDistinct() {
    let table = Table(
      title: "", columns: [.init("a"), .init("a"), .init("a (2)")],
      rows: [[.text("1"), .text("2"), .text("3")]])
    #expect(JSONLines().string(table) == "{\"a\": \"1\", \"a (2)\": \"2\", \"a (2) (2)\": \"3\"}\n")
  }

  @Test func emptyTable() throws {
    let text = JSONDocument().string(Table(title: "", columns: []))
    #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
    #expect(JSONLines().string(Table(title: "", columns: [])) == "")
  }

  @Test func textReadsBack() throws {
    var generator = Seeded(state: 7)
    for _ in 0..<300 {
      let text = generator.text()
      let line = JSONLines().string(
        Table(title: "", columns: [.init("a")], rows: [[.text(text)]]))
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
      #expect(object?["a"].map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
      #expect(!line.unicodeScalars.contains { $0 != "\n" && isHostile($0) })
    }
  }
}

@Suite struct MarkdownTests {
  @Test func alignsNumbersRight() {
    #expect(
      Markdown().string(frequencies) == """
        ### Codes by transcript

        | code | segments | transcripts | mean |
        | --- | ---: | ---: | ---: |
        | trust | 12 | 7 of 22 (32%) | 1.50 |
        | &emsp;in café 😀 | 3 | 2 of 22 (9%) | 0.00 |
        | &emsp;漢字 | 105 | 0 of 0 (–) |  |
        | **total** | **120** | **9 of 22 (41%)** | **–** |

        - Unit: segment.

        """)
  }

  @Test func textStaysText() {
    #expect(
      Markdown().string(hostile) == """
        ### h\\\\u{1B}\\[31m

        | a\\|b | =n |
        | --- | --- |
        | =1+1 | \\\\u{1B}\\]0;x\\\\u{7} |
        | a,"b"; c | &lt;b&gt;\\|\\*x\\*&lt;/b&gt; |
        |  \u{A0}@x | \\\\u{202E}evil\\\\u{2028} |

        - n\\\\u{9B}

        """)
    let marked = Table(title: "", columns: [.init("|\u{301}<\u{301}")])
    #expect(Markdown().string(marked).hasPrefix("| \\|\u{301}&lt;\u{301} |\n"))
  }
}
