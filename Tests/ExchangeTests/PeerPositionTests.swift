import Coding
import Exchange
import SQLite
import TestSupport
import Testing

/// Random texts and passages, put into databases as their programs count.
@Suite struct PeerPositionTests {
  private static let pieces = [
    "<p>", "</p>", "\n", "\r\n", " ", "  ", "<br>", "<b>", "</b>", "woord", "é", "e\u{301}", "🙂",
    "&amp;", "&lt;", "<td>", "</td>", "<tr>", "<ul>", "<li>", "</li>", "<h1>", "</h1>", "\t", "x.",
    "\u{A0}", "<img src=\"x\">", "日本",
  ]

  /// What stands between tags, as Taguette counts it.
  private func withoutTags(_ pieces: [String]) -> [UInt8] {
    let text = pieces.filter { !$0.hasPrefix("<") }.joined().replacing("\r\n", with: "\n")
      .replacing("&amp;", with: "&").replacing("&lt;", with: "<")
    return Array(text.utf8)
  }

  @Test(arguments: 0..<60) func taguettesBytes(seed: UInt64) throws {
    var random = Seeded(seed)
    let pieces = (0..<Int.random(in: 5...60, using: &random)).map { _ in random.pick(Self.pieces) }
    let text = withoutTags(pieces)
    let whole = (0...text.count).filter { $0 == text.count || text[$0] & 0xC0 != 0x80 }
    var script = "DELETE FROM highlights; UPDATE documents SET contents = '\(pieces.joined())'"
    var expected: [String] = []
    for id in 1...8 {
      let (a, b) = (random.pick(whole), random.pick(whole))
      guard a != b else { continue }
      let words = text[min(a, b)..<max(a, b)].filter { $0 > 0x20 }
      script += """
        ; INSERT INTO highlights (id, document_id, start_offset, end_offset, snippet)
        VALUES (\(id), 1, \(min(a, b)), \(max(a, b)), '')
        """
      if !words.isEmpty { expected.append(String(decoding: words, as: UTF8.self)) }
    }
    let folder = try TemporaryFolder()
    let project = try PeerProject.read(
      path: PeerFixture.changed(PeerFixture.taguette, in: folder, script))
    let found = project.sources[0].selections.map { selection in
      String(project.sources[0].words(selection.range).unicodeScalars.filter { $0.value > 0x20 })
    }
    // White space alone may be kept as a space or be none of the words.
    #expect(found.filter { !$0.isEmpty } == expected, "\(pieces)")
    let source = project.sources[0].text
    #expect(
      String(source.unicodeScalars.filter { $0.value > 0x20 }).utf8.elementsEqual(
        text.filter { $0 > 0x20 }))
  }

  /// Each coding counted in a way of its own: its words tell which.
  @Test(arguments: 0..<60) func qualCodersMixedCounts(seed: UInt64) throws {
    var random = Seeded(seed)
    let hasReturns = random.once(in: 2)
    let lines = random.dutch(pieces: 60)
    let text = hasReturns ? lines.replacing("\n", with: "\r\n") : lines
    let scalars = Array(text.unicodeScalars)
    var script = """
      DELETE FROM code_text; DELETE FROM annotation; DELETE FROM case_text;
      UPDATE source SET fulltext = '\(text.replacing("'", with: "''"))' WHERE id = 1
      """
    var expected: [String] = []
    for id in 1...8 {
      let start = Int.random(in: 0..<scalars.count, using: &random)
      let end = Int.random(in: start + 1...scalars.count, using: &random)
      let words = String(String.UnicodeScalarView(scalars[start..<end]))
      // Half a line end is marked by programs only.
      let cutsLineEnd = hasReturns && (scalars[start] == "\n" || words.unicodeScalars.last == "\r")
      let isByHand = !cutsLineEnd && random.once(in: 2)
      func position(_ offset: Int) -> Int {
        let before = String(String.UnicodeScalarView(scalars[..<offset]))
        return isByHand ? before.replacing("\r\n", with: "\n").utf16.count : offset
      }
      let kept = isByHand ? words.replacing("\r\n", with: "\n") : words
      script += """
        ; INSERT INTO code_text (ctid, cid, fid, seltext, pos0, pos1, owner, date, memo) VALUES
        (\(id), 1, 1, '\(kept.replacing("'", with: "''"))', \(position(start)), \(position(end)),
        'anna', '2024-05-01 10:00:00', '')
        """
      expected.append(SourceText(words).string)
    }
    let folder = try TemporaryFolder()
    let project = try PeerProject.read(
      path: PeerFixture.changed(PeerFixture.qualCoder, in: folder, script))
    let source = project.sources[0]
    #expect(source.selections.map { source.words($0.range) } == expected)
    #expect(source.text == SourceText(text).string)
  }
}
