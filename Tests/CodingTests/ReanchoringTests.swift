import Coding
import TestSupport
import Testing

@Suite struct ReanchoringTests {
  private static let old = "I: Hoe is het?\nR: Goed. De lamp doet het. Goed.\nR: Ja."

  /// Turns of `Label: words` lines, in code points.
  private static func turns(of text: String) -> [(range: Range<Int>, label: String)] {
    var turns: [(range: Range<Int>, label: String)] = []
    var start = 0
    for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      if let colon = line.firstIndex(of: ":"), line.index(after: colon) < line.endIndex {
        let words = start + line.distance(from: line.startIndex, to: colon) + 2
        if words < start + line.count {
          turns.append((words..<start + line.count, String(line[..<colon])))
        }
      }
      start += line.count + 1
    }
    return turns
  }

  private func place(of words: String, from old: String = old, in new: String)
    -> Reanchoring.Outcome
  {
    let anchors = Reanchoring(
      from: old, to: new, oldTurns: Self.turns(of: old), newTurns: Self.turns(of: new))
    return anchors.place(of: range(of: words, in: old))
  }

  private func range(of words: String, in text: String) -> Range<Int> {
    let (words, text) = (Array(words.unicodeScalars), Array(text.unicodeScalars))
    let start = (0...text.count - words.count).first { text[$0..<$0 + words.count] == words[...] }
    return (start ?? 0)..<(start ?? 0) + words.count
  }

  @Test func `words that stay where they are are exact`() {
    #expect(place(of: "De lamp doet het.", in: Self.old) == .exact(24..<41))
  }

  @Test func `words that a longer text pushes on have moved`() {
    let new = "I: Nou, hoe is het?\nR: Goed. De lamp doet het. Goed.\nR: Ja."
    #expect(place(of: "De lamp doet het.", in: new) == .moved(29..<46))
  }

  @Test func `words that are gone are an orphan`() {
    let new = "I: Hoe is het?\nR: Goed. Die lamp doet het. Goed.\nR: Ja."
    #expect(place(of: "De lamp doet het.", in: new) == .orphan)
  }

  @Test func `words that another speaker says now are an orphan`() {
    #expect(place(of: "De lamp doet het.", in: "I: De lamp doet het.\nR: Goed.") == .orphan)
  }

  @Test func `words that stood twice do not become those that are left`() {
    let old = "R: Goed, de lamp dan.\nI: Zo?\nR: Kapot, de lamp ook."
    #expect(place(of: "de lamp", from: old, in: "I: Zo?\nR: Is kapot: de lamp?") == .ambiguous)
    #expect(place(of: "de lamp", from: old, in: old + "\nR: Ja.") == .exact(9..<16))
  }

  @Test func `words that stand twice with nothing to tell them apart are ambiguous`() {
    let new = "I: Eh\nR: Nou. De lamp doet het. Nou.\nI: Eh\nR: Nou. De lamp doet het. Nou."
    #expect(place(of: "De lamp doet het.", in: new) == .ambiguous)
  }

  // MARK: Likely places

  /// `old` has the words in brackets, `new` has those that should be found.
  @Test(arguments: [
    (
      "R: Zij heeft [de lampp gerepareerd] gisteren.",
      "R: Zij heeft [de lamp gerepareerd] gisteren."
    ),
    ("R: Ja. [toen heb ik gekocht], ja.", "I: Zo?\nR: Ja. [Toen heb ik ’t gekocht], ja."),
    ("R: Die is [kapot]. En toen.", "R: Die is [kapo]. En toen. Potten."),
    // The words of another speaker after all.
    ("R: Wie? [De buurman was het.] Ja.", "R: Wie?\nI: [De buurman was het.] Ja."),
    // Several places: the one with most of the context.
    ("R: Goed, [ja]. Nee nee.\nR: Best.", "R: Nou, ja.\nR: Goed, [ja]. Nee nee!\nR: Tja, ja."),
    // A line that was broken.
    ("R: Alles is [nu weer heel] gemaakt.", "R: Alles is [nu weer\nheel] gemaakt."),
  ]) func `what was mended is found again`(old: String, new: String) {
    let (old, new) = (MarkedText(old), MarkedText(new))
    let anchors = Reanchoring(
      from: old.text, to: new.text, oldTurns: Self.turns(of: old.text),
      newTurns: Self.turns(of: new.text))
    #expect(anchors.likelyPlace(of: old.ranges[0]) == new.ranges[0])
  }

  @Test func `words that are gone have no likely place`() {
    #expect(likelyPlace(of: "De lamp doet het.", in: "I: Hoe is het?\nR: Slecht.") == nil)
    #expect(likelyPlace(of: "De lamp doet het.", in: "") == nil)
  }

  private func likelyPlace(of words: String, in new: String) -> Range<Int>? {
    Reanchoring(
      from: Self.old, to: new, oldTurns: Self.turns(of: Self.old), newTurns: Self.turns(of: new)
    ).likelyPlace(of: range(of: words, in: Self.old))
  }

  /// A few letters mended in a long quote never lose it.
  @Test(arguments: 0..<100 as Range<UInt64>) func `a mended quote is found again`(seed: UInt64) {
    var random = Seeded(seed)
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz     ".unicodeScalars)
    func text(_ count: Int) -> [Unicode.Scalar] {
      (0..<count).map { _ in random.pick(alphabet) }
    }
    func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      return String(view)
    }
    let (before, quote, after) = (text(200), text(60), text(200))
    var mended = quote
    for _ in 1...3 {
      let place = Int.random(in: 1..<mended.count - 1, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: mended[place] = "é"
      case 1: mended.remove(at: place)
      default: mended.insert("ü", at: place)
      }
    }
    let (old, new) = (string(before + quote + after), string(text(50) + before + mended + after))
    let anchors = Reanchoring(
      from: old, to: new, oldTurns: [(0..<460, "R")],
      newTurns: [(0..<new.unicodeScalars.count, "R")])
    #expect(anchors.place(of: 200..<260) == .orphan)
    #expect(anchors.likelyPlace(of: 200..<260) == 250..<250 + mended.count)
  }

  /// Whatever happens to a text: a place is only ever given where the very same words stand, in the
  /// mouth of the same speaker.
  @Test(arguments: 0..<300 as Range<UInt64>) func `a place always holds the same words`(
    seed: UInt64
  ) {
    var random = Seeded(seed)
    let speakers = ["I", "R", "Ria"]
    let words = ["ja", "de", "lamp", "één", "👷🏽", "buurt.", "Nee,", "e\u{301}"]
    func line() -> String {
      let count = Int.random(in: 1...9, using: &random)
      let said = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }
      return (speakers.randomElement(using: &random) ?? "R") + ": " + said.joined(separator: " ")
    }
    var lines = (0..<8).map { _ in line() }
    let old = lines.joined(separator: "\n")
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      let index = Int.random(in: 0..<lines.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: lines.insert(line(), at: index)
      case 1: lines[index] = line()
      case 2: lines.swapAt(index, 0)
      default: lines[index] += " nog"
      }
    }
    let new = lines.joined(separator: "\n")
    let (oldTurns, newTurns) = (Self.turns(of: old), Self.turns(of: new))
    let anchors = Reanchoring(from: old, to: new, oldTurns: oldTurns, newTurns: newTurns)
    for turn in oldTurns {
      let start = Int.random(in: turn.range, using: &random)
      let range = start..<Int.random(in: start + 1...turn.range.upperBound, using: &random)
      switch anchors.place(of: range) {
      case .exact(let place), .moved(let place):
        let (before, after) = (Array(old.unicodeScalars), Array(new.unicodeScalars))
        #expect(before[range] == after[place])
        let speaker = newTurns.first { $0.range.overlaps(place) }
        #expect(speaker?.label == turn.label)
        #expect(speaker.map { $0.range.upperBound >= place.upperBound } == true)
      case .ambiguous, .orphan: break
      }
    }
  }
}
