import Coding
import Formats
import Testing

@Suite struct TableTests {
  private func rows(_ text: String) -> String {
    let (rows, diagnostics) = readRespondents(Array(text.utf8), file: "r.csv")
    let lines = rows.map { row in
      "\(row.place.line) \(row.id)" + row.attributes.map { " \($0.name)=\($0.value)" }.joined()
    }
    return (lines + diagnostics.map { "\($0.place): \($0.message.text)" }).joined(separator: "\n")
  }

  @Test(arguments: [
    (
      "id,Role,Year Built\nR1,bewoner,1960\nR2,,1970\n",
      "2 R1 role=bewoner year_built=1960\n3 R2 year_built=1970"
    ),
    ("respondent;rol\r\nR1;\"a;b\"\r\n", "2 R1 rol=a;b"),
    ("role\trespondent_id\nx, y; z\tR1", "2 R1 role=x, y; z"),
    ("\u{FEFF}id,a\nR1,\"zegt \"\"ja\"\"\"\n", "2 R1 a=zegt \"ja\""),
    ("id,a\nR1,\"twee\nregels\"\nR2,b", "2 R1 a=twee\nregels\n4 R2 a=b"),
    ("\n\nid,a\n\n R1 , b \n\n", "5 R1 a=b"),
    ("id\nR1\nR2", "2 R1\n3 R2"),
    ("id,\"a;b;c\"\nR1,x", "2 R1 a;b;c=x"),
    ("id,\nR1,x", "2 R1\nr.csv:1:4: a column without a name is left out"),
  ])
  func reads(text: String, expected: String) { #expect(rows(text) == expected) }

  @Test(arguments: [
    ("id,a\nR1,x\nR1,y\nR2,z", "2 R1 a=x\n4 R2 a=z\nr.csv:3:1: 'R1' has a row already, on line 2"),
    ("a,id\nx, \ny,R2", "3 R2 a=y\nr.csv:2:3: the row's 'id' is empty"),
    ("naam,a\nx,y", "r.csv:1:1: no column holds the ids"),
    ("id,a,A\nx,y,z", "r.csv:1:6: the column 'a' stands twice, first in column 4"),
    (
      "id,a\nR1\nR2,b,c\nR3,d",
      "4 R3 a=d\nr.csv:2:1: 1 field where the header has 2\nr.csv:3:6: 3 fields where the header has 2"
    ),
    ("id,a\nR1,\"x\nR2,y\n", "3 R2 a=y\nr.csv:2:4: the quote opened here is never closed"),
    ("id,a\né1,\"x\"y\nR2,z", "3 R2 a=z\nr.csv:2:7: text after the closing quote of a field"),
    ("id,a\nR1,\"x\nR2,\"y\"\n", "3 R2 a=y\nr.csv:2:4: the quote opened here is never closed"),
    ("\"id,a\nR1,x", "r.csv:1:1: the quote opened here is never closed"),
    ("", "r.csv: the table is empty"),
    ("\n\n", "r.csv: the table is empty"),
    ("%PDF-1.4", "r.csv: this is a PDF, not text"),
  ])
  func reports(text: String, expected: String) { #expect(rows(text) == expected) }

  @Test func neighbourhoodsByAnyOfTheirNames() {
    for column in ["neighbourhood", "Wijk", "buurt", "name"] {
      let (rows, diagnostics) = readNeighbourhoods(Array("\(column),x\nA,1".utf8), file: "n.csv")
      #expect(rows.map(\.id) == ["A"])
      #expect(diagnostics.isEmpty)
    }
  }

  @Test(arguments: 0..<300) func readingUndoesWriting(seed: Int) throws {
    var random = Seeded(seed)
    let separator = [",", ";", "\t"].randomElement(using: &random)!
    let alphabet = Array("ab\",;\n\té ")
    let width = Int.random(in: 2...4, using: &random)
    let header = (0..<width).map { "column\($0)" }
    let records = (0..<Int.random(in: 0...6, using: &random)).map { _ in
      (0..<width).map { _ in
        String(
          (0..<Int.random(in: 0...5, using: &random)).map { _ in
            alphabet.randomElement(using: &random)!
          })
      }
    }
    let lines = ([header] + records).map { $0.map(quoted).joined(separator: separator) }
    let table = Delimited(
      SourceText(validUTF8: Array(lines.joined(separator: "\n").utf8)), file: "a")
    #expect(table.diagnostics.isEmpty)
    #expect(table.columns.map(\.value) == header)
    #expect(table.records.map { $0.map(\.value) } == records)
  }

  private func quoted(_ field: String) -> String {
    "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
