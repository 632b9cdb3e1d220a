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

  @Test func `words that stand twice with nothing to tell them apart are ambiguous`() {
    let new = "I: Eh\nR: Nou. De lamp doet het. Nou.\nI: Eh\nR: Nou. De lamp doet het. Nou."
    #expect(place(of: "De lamp doet het.", in: new) == .ambiguous)
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
