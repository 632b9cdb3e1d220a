import Coding
import Testing

@testable import Reports

@Suite struct DelimitedTests {
  @Test func csv() {
    #expect(
      CSV().string(frequencies) == """
        code,segments,transcripts,transcripts_of,transcripts_share,mean
        trust,12,7,22,0.3182,1.50
        in café 😀,3,2,22,0.0909,0.00
        漢字,105,0,0,,
        total,120,9,22,0.4091,

        """)
    #expect(CSV(separator: .semicolon).string(frequencies).hasPrefix("code;segments;transcripts;"))
    #expect(
      Array(CSV(hasByteOrderMark: true).string(frequencies).utf8.prefix(4)) == [
        0xEF, 0xBB, 0xBF, 0x63,
      ])
  }

  @Test func decimalSigns() {
    #expect(
      CSV(separator: .semicolon).string(frequencies).split(separator: "\n")[1]
        == "trust;12;7;22;0,3182;1,50")
    #expect(
      CSV(separator: .semicolon, decimal: .point).string(frequencies).split(separator: "\n")[1]
        == "trust;12;7;22;0.3182;1.50")
    #expect(
      CSV(separator: .tab).string(frequencies).split(separator: "\n")[1]
        == "trust\t12\t7\t22\t0.3182\t1.50")
    let large = Table(
      title: "", columns: [.init("x", .real)], rows: [[.real(1.5e20, decimals: 1)]])
    #expect(CSV(separator: .semicolon).string(large) == "x\n1,5e+20\n")
  }

  @Test func hostileCells() {
    #expect(
      CSV().string(hostile)
        == "a|b,'=n\n'=1+1,\u{1B}]0;x\u{7}\n\"a,\"\"b\"\";\nc\",<b>|*x*</b>\n' \u{A0}@x,"
        + "\u{202E}evil\u{2028}\n")
    #expect(TSV().string(hostile).hasPrefix("a|b\t'=n\n'=1+1\t\u{1B}]0;x\u{7}\na,\"b\"; c\t"))
  }

  static let formulas = [
    "=1", "+1", "-1", "@a", "\t=1", "\rx", "＝1", "＋1", "－1", "＠a", "  =1", "\u{3000}=1", "\n=1",
    "\u{FEFF}=1", String(repeating: " ", count: 99) + "=1", "-",
  ]
  @Test(arguments: formulas) func formulasAreGuarded(text: String) {
    #expect(parse(csv([[text]]), ",") == [["'" + text]])
  }

  static let harmless = ["", "a=1", "1-2", "'=1", "é", " a", "   ", "漢", "$x", "–"]
  @Test(arguments: harmless) func otherTextIsNot(text: String) {
    #expect(parse(csv([[text]]), ",") == [[text]])
  }

  @Test func rowsOfUnevenLengthAreFilled() {
    let table = Table(
      title: "", columns: [.init("a"), .init("b", .share), .init("c", .integer)],
      rows: [[], [.text("x"), .empty, .integer(-5)], [.share(1, of: 2), .share(-1, of: 2)]])
    #expect(CSV().string(table) == "a,b,b_of,b_share,c\n,,,,\nx,,,,-5\n1 of 2,-1,2,-0.5000,\n")
  }

  @Test(arguments: [CSV.Separator.comma, .semicolon])
  func everyCellReadsBack(separator: CSV.Separator) {
    var generator = Seeded(state: 5)
    for _ in 0..<300 {
      let count = Int.random(in: 1...4, using: &generator)
      let rows = (0..<3).map { _ in (0..<count).map { _ in "x" + generator.text() } }
      let table = Table(
        title: "", columns: (0..<count).map { .init("c\($0)") },
        rows: rows.map { $0.map { .text($0) } })
      let read = parse(
        CSV(separator: separator).string(table), separator == .comma ? "," : ";")
      #expect(Array(read.dropFirst()) == rows)
    }
  }

  @Test func tabSeparatedCellsStayInTheirPlace() {
    var generator = Seeded(state: 6)
    for _ in 0..<300 {
      let rows = (0..<3).map { _ in [Table.Cell.text(generator.text()), .integer(3)] }
      let text = TSV().string(
        Table(title: "", columns: [.init("a"), .init("b", .integer)], rows: rows))
      let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == 5)
      #expect(lines.dropLast().allSatisfy { $0.filter { $0 == "\t" }.count == 1 })
      #expect(!text.unicodeScalars.contains("\r"))
    }
  }

  @Test func integersOfEverySize() {
    var text = ""
    var writer = DelimitedWriter(.csv) { text += String(decoding: $0, as: UTF8.self) }
    for number in [0, -1, 10, Int.max, Int.min] { writer.integer(number) }
    #expect(throws: Never.self) {
      try writer.endRow()
      try writer.finish()
    }
    #expect(text == "0,-1,10,\(Int.max),\(Int.min)\n")
  }

  @Test func aFullSinkEndsTheExport() {
    struct Full: Error {}
    var writer = DelimitedWriter(.csv) { _ in throw Full() }
    #expect(throws: Full.self) {
      for _ in 0..<100_000 {
        writer.text("transcript")
        try writer.endRow()
      }
    }
  }

  private func csv(_ rows: [[String]]) -> String {
    var text = ""
    var writer = DelimitedWriter(.csv) { text += String(decoding: $0, as: UTF8.self) }
    for row in rows {
      for cell in row { writer.text(cell) }
      try? writer.endRow()
    }
    try? writer.finish()
    return text
  }

  /// RFC 4180, as strictly as it is written.
  private func parse(_ text: String, _ separator: Unicode.Scalar) -> [[String]] {
    var rows: [[String]] = [[""]]
    var isQuoted = false
    func append(_ scalar: Unicode.Scalar) {
      rows[rows.count - 1][rows[rows.count - 1].count - 1].unicodeScalars.append(scalar)
    }
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      switch scalar {
      case "\"" where isQuoted && index + 1 < scalars.count && scalars[index + 1] == "\"":
        append("\"")
        index += 1
      case "\"": isQuoted.toggle()
      case separator where !isQuoted: rows[rows.count - 1].append("")
      case "\n" where !isQuoted: rows.append([""])
      default: append(scalar)
      }
      index += 1
    }
    return rows.dropLast()
  }
}
