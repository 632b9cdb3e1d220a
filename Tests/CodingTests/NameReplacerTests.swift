import Coding
import TestSupport
import Testing

/// Names are found as whole words, the longest first, and everything follows its words.
@Suite struct NameReplacerTests {
  private func replacer(_ names: [(String, String?)], ignoringCase: Bool = false) -> NameReplacer {
    NameReplacer(
      names.map {
        Pseudonym(text: $0.0, kind: .person, replacement: $0.1, place: Place(file: "list"))
      }, ignoringCase: ignoringCase)
  }

  private static let names: [(String, String?)] = [
    ("Jan", "[1]"), ("Jan de Vries", "[2]"), ("Hans", nil), ("Han", "[3]"), ("Den Haag", nil),
    ("Haag", "[4]"), ("+31 6 12345678", "[5]"), ("José", "[6]"), ("O'Brien", "[7]"),
    ("'t Hart", "[8]"),
    ("J. Smit", "[9]"), ("(b)", "[10]"),
  ]

  @Test(arguments: [
    ("Jan, Jan's fiets en Jans fiets.", "[1], [1]'s fiets en [1]s fiets."),
    ("januari, Janssen, Jan_, JanJan", "januari, Janssen, Jan_, JanJan"),
    ("Jan de Vries en Jan de Wit", "[2] en [1] de Wit"), ("Jan\u{A0}de  Vries", "[2]"),
    ("Jan\nde Vriesje", "[1]\nde Vriesje"), ("Jan\nde Vries", "[2]"), ("jan JAN", "jan JAN"),
    ("Hans en Han en Hanss", "Hans en [3] en Hanss"),
    ("in Den Haag, de Haag", "in Den Haag, de [4]"),
    ("Jan-Willem", "[1]-Willem"), ("bel +31 6 12345678!", "bel [5]!"),
    ("31 6 12345678", "31 6 12345678"),
    ("Jose\u{301} en Jos\u{AD}é en Jose", "[6] en [6] en Jose"), ("O’Brien O'Brien", "[7] [7]"),
    ("mevrouw ’t Hart en 't Hart", "mevrouw [8] en [8]"),
    ("J. Smits kat, J Smit", "[9]s kat, J Smit"),
    ("(b) b) (b", "[10] b) (b"), ("Haags", "[4]s"), ("🙂Jan🙂", "🙂[1]🙂"), ("", ""),
  ]) func replaces(_ text: String, _ expected: String) {
    #expect(replacer(Self.names).replacing(in: text) == expected)
  }

  @Test func ignoresCaseWhereAsked() {
    let replacer = replacer([("Ria", "[1]"), ("de Boer", "[2]")], ignoringCase: true)
    #expect(replacer.replacing(in: "RIA, ria, rias, DE boer") == "[1], [1], [1]s, [2]")
  }

  @Test func noNameReachesOverABorder() {
    let text = SourceText("Jan\nde Vries")
    let replacer = replacer(Self.names)
    #expect(replacer.hits(in: text, stretches: [0..<4, 4..<text.utf8.count]).map(\.entry) == [0])
    #expect(replacer.hits(in: text).map(\.entry) == [1])
  }

  @Test func theOrderOfTheListSaysNothing() {
    let text = SourceText("Jan de Vries, Jan, Jans, Hans, Den Haag, J. Smit en Haag")
    let expected = replacer(Self.names).replacing(in: text.string)
    for seed in 0..<20 {
      var random = Seeded(UInt64(seed))
      #expect(replacer(Self.names.shuffled(using: &random)).replacing(in: text.string) == expected)
    }
  }

  /// Against the plain way: at each word, the longest name whose words stand there.
  @Test(arguments: 0..<150) func replacesAsSaid(seed: Int) {
    var random = Seeded(UInt64(seed))
    let words = ["Jan", "de", "Wit", "Ria", "zei", "Jans", "en", "Wits"]
    let names = Set(
      (0..<6).map { _ in (0..<random.pick(1...3)).map { _ in random.pick(words.prefix(4)) } })
    let said = (0..<40).map { _ in random.pick(words) }
    let list = names.sorted { $0.joined() < $1.joined() }
    let replacer = replacer(
      list.map { ($0.joined(separator: " "), "<\(list.firstIndex(of: $0) ?? 0)>") })
    var expected: [String] = []
    var index = 0
    while index < said.count {
      let fitting = list.filter { name in
        index + name.count <= said.count
          && (said[index..<index + name.count].elementsEqual(name)
            || said[index..<index + name.count].elementsEqual(
              name.dropLast() + [name[name.count - 1] + "s"]))
      }
      guard let longest = fitting.max(by: { $0.count < $1.count }) else {
        expected.append(said[index])
        index += 1
        continue
      }
      let isExact = said[index..<index + longest.count].elementsEqual(longest)
      expected.append("<\(list.firstIndex(of: longest) ?? 0)>" + (isExact ? "" : "s"))
      index += longest.count
    }
    #expect(replacer.replacing(in: said.joined(separator: " ")) == expected.joined(separator: " "))
  }

  /// What was marked covers the same words afterwards, or what replaced them.
  @Test(arguments: 0..<150) func everythingFollows(seed: Int) {
    var random = Seeded(UInt64(seed))
    let names: [(String, String?)] = [
      ("woon", "[lang-1]"), ("hier", "x"), ("één", "[3]"), ("Straße", "y"),
    ]
    let text = SourceText(random.dutch(pieces: 40) + " woon hier één Straße ")
    let replacer = replacer(names)
    let hits = replacer.edits(in: text)
    let (new, map) = replacer.applying(hits, to: text)
    let starts = text.utf8.indices.filter { text.utf8[$0] & 0xC0 != 0x80 }
    for _ in 0..<20 {
      let (a, b) = (random.pick(starts), random.pick(starts))
      guard a != b else { continue }
      let range = min(a, b)..<max(a, b)
      let whole = hits.filter { $0.range.overlaps(range) }.reduce(range) { wide, hit in
        min(wide.lowerBound, hit.range.lowerBound)..<max(wide.upperBound, hit.range.upperBound)
      }
      let within = hits.filter { whole.contains($0.range.lowerBound) }.map { hit in
        var hit = hit
        hit.range =
          hit.range.lowerBound - whole.lowerBound..<hit.range.upperBound - whole.lowerBound
        return hit
      }
      let expected = replacer.applying(within, to: SourceText(validUTF8: Array(text.utf8[whole])))
      #expect(new[map.place(of: range)] == expected.text.string)
    }
  }

  @Test func edits() {
    let map = EditMap([
      (range: 4..<7, length: 1), (range: 7..<8, length: 4), (range: 20..<20, length: 0),
    ])
    #expect(map.place(of: 0..<4) == 0..<4)
    #expect(map.place(of: 3..<5) == 3..<5)
    #expect(map.place(of: 5..<6) == 4..<5)
    #expect(map.place(of: 4..<8) == 4..<9)
    #expect(map.place(of: 7..<9) == 5..<10)
    #expect(map.place(of: 8..<12) == 9..<13)
    #expect(EditMap([]).place(of: 3..<9) == 3..<9)
  }
}
