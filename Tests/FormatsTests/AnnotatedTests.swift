import TestSupport
import Testing

@testable import Coding
@testable import Formats

private typealias Random = TestSupport.Seeded

/// Codes marked in a transcript's own text.
@Suite struct AnnotatedTests {
  private func read(_ text: String) throws -> AnnotatedText {
    try AnnotatedText.read(Array(text.utf8), file: "x.txt")
  }

  /// Each passage as `words: codes | memo`.
  private func passages(_ text: AnnotatedText) -> [String] {
    let scalars = Array(text.words.string.unicodeScalars)
    return text.passages.map { passage in
      var words = String.UnicodeScalarView()
      words.append(contentsOf: scalars[passage.range])
      return String(words) + ": " + passage.codes.map(\.text).joined(separator: ", ")
        + (passage.memo.map { " | \($0)" } ?? "")
    }
  }

  @Test(arguments: [
    ("Ria: [[Ze kwamen]]{a} niet.", "Ria: Ze kwamen niet.", ["Ze kwamen: a"]),
    ("[[één 🙂]]{ a/b ,c | een memo }.", "één 🙂.", ["één 🙂: a/b, c | een memo"]),
    ("[[x [[y]]{b} z]]{a}", "x y z", ["x y z: a", "y: b"]),
    ("[[[[x]]{b}]]{a}", "x", ["x: a", "x: b"]),
    ("[1[x [2[y]1]{a} z]2]{b}", "x y z", ["x y: a", "y z: b"]),
    ("[1[x]1]{a} [1[y]1]{b}", "x y", ["x: a", "y: b"]),
    ("[12[x [[y]]{b} ]12]{a}z", "x y z", ["x y : a", "y: b"]),
    ("[[[lacht]]]{a} ja", "[lacht] ja", ["[lacht]: a"]),
    (#"\[[geen]]\]{a} \\ \% C:\d [[x]]{a}"#, #"[[geen]]]{a} \ % C:\d x"#, ["x: a"]),
    (
      "[[x]]{a | zij: \\} en \\| en \\\\ en\\nverder}", "x", ["x: a | zij: } en | en \\ en\nverder"]
    ),
    ("a [ b ] {c} ]] [1] ]1] [x[", "a [ b ] {c} ]] [1] ]1] [x[", []),
  ])
  func marksComeOff(marked: String, words: String, expected: [String]) throws {
    let text = try read(marked)
    #expect(text.words.string == words)
    #expect(passages(text) == expected)
    #expect(text.isAnnotated == !expected.isEmpty)
  }

  @Test func linesWithPercentAreNoText() throws {
    let text = try read(
      "% codes: a, b/c\n%codes:d:*\n% een opmerking\n[[x]]{a}\n% geen\ny\n% codes\n% a b\n")
    #expect(text.words.string == "x\n% geen\ny\n")
    #expect(text.considered?.map(\.text) == ["a", "b/c", "d:*"])
    #expect(text.considered?.map { "\($0.place)" } == ["x.txt:1:10", "x.txt:1:13", "x.txt:2:8"])
    #expect(try read("% gelezen\nx").isAnnotated)
    #expect(try read("% gelezen\nx").considered == nil)
    #expect(try read("% alleen dit").words.string == "")
  }

  @Test(
    arguments: [
      ("% read to the end: yes\nx", true, nil), ("%READ to the end: yes\nx", nil, nil),
      ("% read to the end:  Nee \n% as of event: 7\nx", false, 7), ("% as of event: 0\nx", nil, 0),
    ] as [(String, Bool?, Int?)])
  func theTopSaysHowFarTheCoderIs(text: String, isRead: Bool?, event: Int?) throws {
    let read = try read(text)
    #expect(read.isReadToTheEnd == isRead && read.event == event && read.words.string == "x")
  }

  @Test(arguments: ["% read to the end: maybe\nx", "% read to the end:\nx", "% as of event: x\nx"])
  func whatTheTopSaysWronglyIsTold(text: String) {
    #expect(throws: Rejected.self) { try self.read(text) }
  }

  @Test func byteOrderMarkAndLineEndsAreNoMatter() throws {
    let text = try AnnotatedText.read(
      [0xEF, 0xBB, 0xBF] + Array("% codes: a\r\n[[één\r\ntwee]]{a}\r\n".utf8), file: "x.txt")
    #expect(text.words.string == "één\ntwee\n")
    #expect(passages(text) == ["één\ntwee: a"])
    #expect(text.passages.first?.place == Place(file: "x.txt", line: 2, column: 1))
  }

  @Test(arguments: [
    ("é [[x y", "1:3: error: the passage opened here is never closed"),
    ("x\n[[y]]{a", "2:6: error: the codes opened here are never closed"),
    ("[[y]]{a | memo\n}", "1:6: error: the codes opened here are never closed"),
    ("x]]{a}", "1:2: error: no passage is open that this could close"),
    ("[1[x]2]{a}", "1:5: error: no passage is open that this could close"),
    ("[1[x [1[y]1]{a}]1]{b}", "1:6: error: the passage 1 is open already"),
    ("x [[]]{a}", "1:3: error: no words stand between these marks"),
    ("[[x]]{ , | memo}", "1:4: error: this passage has no code"),
  ])
  func faultsHaveAPlace(marked: String, expected: String) throws {
    let rejected = #expect(throws: Rejected.self) { _ = try self.read(marked) }
    let told = (rejected?.diagnostics ?? []).map(\.description)
    #expect(told.contains { $0.hasPrefix("x.txt:" + expected) }, "\(told)")
  }

  @Test(
    arguments: [
      ("[[Ze kwamen]]{a} niet.", "Ze kwamen niet.", nil),
      ("[[Ze kwamen]]{a} niet.\n", "Ze kwamen niet.", nil),
      ("[[Ze kwamen]]{a} niet", "Ze kwamen niet\n", nil),
      ("Ze [[kwamen]]{a} ook.", "Ze kwamen niet.", "1:18: 'ook.', there 'niet.'"),
      ("% x\nZe\n[[kwámen]]{a}", "Ze\nkwamen", "3:5: 'kwámen', there 'kwamen'"),
      ("[[Ze]]{a} kwamen", "Ze kwamen niet", "1:17: 'kwamen', there 'kwamen niet'"),
      ("[[Ze]]{a} kwamen niet", "Ze kwamen", "1:17: 'kwamen niet', there 'kwamen'"),
    ] as [(String, String, String?)])
  func aSlipIsFound(marked: String, source: String, expected: String?) throws {
    let found = try read(marked).departure(from: SourceText(source))
    guard let expected else {
      #expect(found == nil, "\(found.map(\.description) ?? "")")
      return
    }
    let text = try #require(found).description
    let parts = expected.split(separator: " ", maxSplits: 1).map(String.init)
    #expect(text.hasPrefix("x.txt:\(parts[0]) error:"), "\(text)")
    #expect(text.contains("here stands " + parts[1]), "\(text)")
  }

  /// Whatever the text holds and however passages lie, reading gives back what was written.
  @Test(arguments: 0..<300) func writingAndReadingAreOpposites(seed: Int) throws {
    var seeded = Random(UInt64(seed))
    let text = randomText(&seeded)
    let length = text.unicodeScalars.count
    let passages = (0..<Int.random(in: 0...12, using: &seeded)).map { _ in
      let start = Int.random(in: 0..<length, using: &seeded)
      let end = Int.random(in: start + 1...min(length, start + 40), using: &seeded)
      return (
        range: start..<end, codes: seeded.once(in: 3) ? ["a", "b/c"] : ["wins:d-e"],
        memo: seeded.once(in: 2) ? "memo \(seeded.pick(["}", "|", "\\", "\n", "é]]{a}"]))." : nil
      )
    }
    let isStated = seeded.once(in: 2)
    let isEdited = seeded.once(in: 2)
    let (head, foot) =
      isEdited
      ? (["read to the end: no", "as of event: 12"], ["to choose from:", "  a  A"]) : ([], [])
    let written = AnnotatedText.write(
      SourceText(text), passages, considered: isStated ? ["a", "wins:*"] : nil, head: head,
      foot: foot)
    let read = try read(written)
    // A foot stands on lines of its own.
    #expect(read.words.string == text + (isEdited ? "\n" : ""), "\(written)")
    #expect(read.departure(from: SourceText(text)) == nil)
    #expect(read.isReadToTheEnd == (isEdited ? false : nil) && read.event == (isEdited ? 12 : nil))
    #expect(read.considered?.map(\.text) == (isStated ? ["a", "wins:*"] : nil))
    let sorted = passages.enumerated().sorted { a, b in
      (a.element.range.lowerBound, b.element.range.upperBound, a.offset)
        < (b.element.range.lowerBound, a.element.range.upperBound, b.offset)
    }.map(\.element)
    #expect(read.passages.map(\.range) == sorted.map(\.range), "\(written)")
    #expect(read.passages.map { $0.codes.map(\.text) } == sorted.map(\.codes))
    #expect(read.passages.map(\.memo) == sorted.map(\.memo))
    // A second time the same text comes out.
    let again = AnnotatedText.write(
      read.words, read.passages.map { ($0.range, $0.codes.map(\.text), $0.memo) },
      considered: read.considered?.map(\.text), head: head, foot: foot)
    #expect(again == written)
  }

  private func randomText(_ seeded: inout Random) -> String {
    let signs = [
      "[", "]", "[[", "]]", "]]{a}", "[1[", "]1]{", "\\", "\\[", "%", "\n%", "{", "|", "1",
    ]
    let pieces = (0..<Int.random(in: 1...30, using: &seeded)).map { _ in
      seeded.once(in: 2) ? seeded.pick(signs) : seeded.dutch(pieces: 1)
    }
    return "x".prefix(seeded.once(in: 2) ? 1 : 0) + pieces.joined() + "x"
  }

  /// Noise is refused or read, and never read wrongly: what was read can be written again.
  @Test(arguments: 0..<200) func noiseDoesNoHarm(seed: Int) {
    var seeded = Random(UInt64(seed) &+ 1_000)
    guard let text = try? read(randomText(&seeded)) else { return }
    let length = text.words.string.unicodeScalars.count
    for passage in text.passages {
      #expect(!passage.range.isEmpty && passage.range.upperBound <= length)
    }
  }
}
