import Coding
import Formats
import TestSupport
import Testing

/// What holds for any file: a codebook that reads back equal, or an error.
@Suite struct ForeignCodebookPropertyTests {
  private static let pieces = [
    "%", "\n", "\n", "\n", "\t", "\t\t", "  ", " ", "+", "+A", "- ", "-", ": ", ":", "[", "]", "{",
    "}",
    ",", ";", "\"", "'", "#", "*", "?", "*a", "b*", "code", "parent", "tag", "path", "DicTerm",
    ">>",
    "/", ".", "(1)", " (0.5)", "1", "2", "woord", "te weinig", "NOT", "AND", "é", "日本", "🙂", "_",
    "<dictionary>", "</dictionary>", "<cnode name=\"", "\">", "<pnode name=\"", "\"/>", "</cnode>",
    ", cid:1", "--Code: ", "---", "&amp;", "\u{AD}", "\u{0}", "\\", "\\u00e9", "(", ")", "@x", "X",
  ]

  @Test(arguments: 0..<400) func anyTextIsReadSafely(seed: UInt64) throws {
    var random = TestSupport.Seeded(seed)
    let starts = [
      "%\n1\ta\n\t2\tb\n%\n", "+A\n", "A\n\tb (1)\n", "a:\n  - ", "code,parent\n", "<dictionary>",
      "",
    ]
    let text =
      random.pick(starts)
      + (0..<Int.random(in: 0...80, using: &random)).map { _ in random.pick(Self.pieces) }.joined()
    try check(text)
  }

  private func check(_ text: String) throws {
    let found = readForeignCodebook(Array(text.utf8), file: "dir/any.txt")
    let hasError = found.diagnostics.contains { $0.severity == .error }
    #expect((found.codebook == nil) == hasError, "\(text)")
    guard let codebook = found.codebook else { return }
    let written = SourceText(codebook.json.text(indented: true))
    let back = try CodebookReader.read(written, file: "any.json")
    #expect(back.json == codebook.json, "\(text)")
    #expect(back.version == codebook.version)
    #expect(back.lists.map(\.expression) == codebook.lists.map(\.expression), "\(text)")
  }

  /// Words as people put them in dictionaries, found where they stand.
  @Test(arguments: 0..<40) func wordsFindThemselves(seed: UInt64) throws {
    var random = TestSupport.Seeded(seed)
    let words = [
      "zo'n", "sociaal-economisch", "één", "NOT", "'s morgens", "R&D", "te  weinig", "3.5", "o.a.",
      "wijk",
    ]
    let word = random.pick(words)
    let found = readForeignCodebook(Array("+A\n\(word)\n".utf8), file: "x.lc3")
    var codebook = try #require(found.codebook)
    codebook.codes[0].matching = [Example(text: "Ik zei \(word) daar.", place: Place(file: ""))]
    codebook.codes[0].nonMatching = [Example(text: "Ik zei dat daar.", place: Place(file: ""))]
    #expect(try CodebookTest.run(codebook).allSatisfy(\.isPassed), "\(word)")
  }

  @Test(.timeLimit(.minutes(1))) func largeFilesTakeTheirTimeOnly() {
    let deepLIWC =
      "%\n" + (1...2000).map { String(repeating: "\t", count: $0) + "\($0)\tc\($0)\n" }.joined()
      + "%\na\t1\n"
    let deepYAML = (0..<2000).map { String(repeating: " ", count: $0) + "k:\n" }.joined()
    let deepFlow = "a: " + String(repeating: "[", count: 100_000)
    let deepPath = "path\n" + String(repeating: "a>", count: 100_000) + "b\n"
    let longFlow = "a: [\n" + String(repeating: "woord,\n", count: 20_000) + "]\n"
    let longList = "+A\n" + (0..<20_000).map { "woord\($0)\n" }.joined()
    let sameNames = (0..<1000).map { _ in "+A\nx\n" }.joined()
    for text in [deepLIWC, deepYAML, deepFlow, deepPath] {
      let found = readForeignCodebook(Array(text.utf8), file: "x")
      #expect(found.codebook == nil)
      #expect(found.diagnostics.contains { $0.message.text.contains("nested") })
    }
    for text in [longFlow, longList, sameNames] {
      #expect(readForeignCodebook(Array(text.utf8), file: "x").codebook != nil)
    }
  }
}
