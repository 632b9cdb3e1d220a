import Foundation
import TestSupport
import Testing

@testable import Coding

/// Where sentences part, as a Dutch reader would say: each example marks its sentences with `[ ]`.
@Suite struct SentenceTests {
  @Test(arguments: [
    "[Ik woon hier al 3.5 jaar, o.a. in de flat.] [Dat was bijv. in '98.]",
    "[Dhr. Jansen en mevr. De Vries wonen hier.] [Prof. dr. Bos niet.]",
    "[J. Jansen en P.J. de Boer en J.P. Coen.] [Ja.]",
    "[De heer J. v. d. Berg woont er t/m mei, ca. 3 jaar.]",
    "[Winkels, enz.] [Daarna niets.]", "[Winkels enz. waren weg.]", "[Foto's e.d.] [En verder?]",
    "[Met foto's e.d. erbij.]", "[Wilt u a.u.b. gaan zitten?]",
    // apostrophes, lone letters
    "[Dank u.] [Wilt u koffie?]", "[dank u.] [wilt u koffie]", "[Dat is 'm.] [Nee, rij door.]",
    "[Kliko's.] [En verder?]", "[Twee foto’s.] [Kijk.]", "[O.] [Dan begin ik niet.]",
    "[Met een t.] [Ik heb het verbeterd.]", "[Zie p. 12 en verder.]",
    "[Dat is 't.] ['s Avonds niet.]",
    "[Het regent.] ['t Was koud.]",
    // ellipses
    "[Ik weet het niet...] [Misschien.]", "[Ik weet het… niet meer.]",
    "[Tja...] [één keer.]"
      .replacing("] [", with: " "),
    "[Ik dacht... 's avonds misschien.]", "[Ik dacht...] ['s Avonds misschien.]",
    // quotes and brackets
    "[\"Wat moet je?\" zei hij.] [\"Niks.\"] [Ik liep door.]", "[‘Ga weg!’ riep ze.] [‘Nee.’]",
    "[Hij zei: ‘Kom maar.’] [Ik kwam.]", "[(Dat was vroeger.)] [Nu niet.]",
    "[Echt waar?!] [Ja!!!] [Nee.]",
    "[Hè? ja] [Toen.]".replacing("? ja] [", with: "?] [ja. ").replacing(
      "ja. Toen", with: "ja toen"),
    // numbers
    "[2014.] [We kwamen uit West.]", "[Het was in 2014.] [Toen kwam ik.]",
    "[1. Eerst dit.] [2. Dan dat.]",
    "[Om 10.30 uur, € 1.200,50.] [Ja.]", "[Versie 1.2.3 niet.]",
    // all in lower case, no punctuation, lines
    "[ja dat klopt.] [daarna zijn we gegaan.] [nee]", "[ja toen zijn we\ngegaan en daarna niet]",
    "[Een alinea]\n\n[nog een alinea]", "[Dit:]\n- [- een]".replacing("- [-", with: "[-"),
    "[# Kop]\n[* een *ster* hier]\n[* twee]", "[Stappen:]\n[1. eerst]\n[2) dan]",
    "[het was\n*echt* zo]", "[het was\n-5 graden]",
    "[in\n1998. Dat was het]"
      .replacing(". Dat", with: ".] [Dat"),
    "[> citaat]\n[> nog een]",
    "[Hallo wereld]", "[日本。 ja]",
  ])
  func `sentences part where a reader would part them`(marked: String) {
    let text = MarkedText(marked)
    let found = Scanned.words(of: text.text).stream.sentences.map { Int($0.start)..<Int($0.end) }
    #expect(MarkedText.marking(found, in: text.text) == marked)
  }

  @Test func `a turn without a word has no sentence, and turns never share one`() {
    let (stream, _) = Scanned.words(of: "ja\u{c} … \u{c}nee\u{c}")
    #expect(stream.sentences.map(\.turn) == [0, 2])
    #expect(stream.wordsPerTurn == [1, 0, 1, 0])
  }

  @Test func `words are counted as people count them`() {
    let (stream, _) = Scanned.words(of: "De auto's en zo’n sociaal-economisch iets – of niet, '98")
    #expect(stream.wordsPerTurn == [9])
  }
}

/// The words against a scanner that walks over scalars, and what must hold of any text.
@Suite struct WordScannerTests {
  private func naiveWords(_ text: SourceText, _ turns: [Turn]) -> [(word: String, start: Int)] {
    var words: [(String, Int)] = []
    for turn in turns {
      var word = ""
      var offset = String(decoding: text.utf8[..<turn.range.lowerBound], as: UTF8.self)
        .unicodeScalars.count
      var start = offset
      for scalar in text[turn.range].unicodeScalars {
        if WordCharacters.contains(scalar), !word.isEmpty || isLetterOrDigit(scalar) {
          if word.isEmpty { start = offset }
          word.unicodeScalars.append(scalar)
        } else if !word.isEmpty {
          words.append((word, start))
          word = ""
        }
        offset += 1
      }
      if !word.isEmpty { words.append((word, start)) }
    }
    return words
  }

  private func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
  }

  @Test func `marks and invisible characters alone are no words`() {
    let (stream, vocabulary) = Scanned.words(of: "❤️ \u{AD} 👩‍👧 \u{301} ja\u{AD} \u{FEFF}nee 1️⃣")
    #expect(stream.types.map { vocabulary[Int($0)] } == ["ja\u{AD}", "nee", "1\u{FE0F}\u{20E3}"])
    #expect(stream.starts == [11, 16, 20])
  }

  private func randomTurns(_ text: SourceText, _ random: inout Seeded) -> [Turn] {
    var turns: [Turn] = []
    var start = 0
    for (index, byte) in text.utf8.enumerated()
    where byte == UInt8(ascii: " ") && random.once(in: 8) {
      if index > start, random.once(in: 2) {
        turns.append(Turn(speaker: nil, range: start..<index))
      }
      start = index + 1
    }
    turns.append(Turn(speaker: nil, range: start..<text.utf8.count))
    return turns
  }

  @Test(arguments: 0..<60)
  func `words, sentences and their encoding hold on any text`(seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let text = SourceText(random.dutch(pieces: 60))
    let turns = randomTurns(text, &random)
    let (stream, vocabulary) = Scanned.words(of: text, turns: turns)
    let naive = naiveWords(text, turns)
    try #require(stream.types.map { vocabulary[Int($0)] } == naive.map(\.word))
    #expect(stream.starts.map { Int($0) } == naive.map(\.start))
    for (index, word) in naive.enumerated() {
      #expect(Int(vocabulary.length(of: stream.types[index])) == word.word.unicodeScalars.count)
    }
    checkSentences(stream, vocabulary, text, turns)
    let bytes = stream.encoded()
    #expect(bytes.withUnsafeBytes { WordStream(encoded: $0) } == stream)
    for cut in 0..<bytes.count {
      #expect(bytes[..<cut].withUnsafeBytes { WordStream(encoded: $0) } == nil)
    }
  }

  private func checkSentences(
    _ stream: WordStream, _ vocabulary: Vocabulary, _ text: SourceText, _ turns: [Turn]
  ) {
    var points = CodePoints(text)
    let extents = turns.map { turn in
      let start = points.offset(ofByte: turn.range.lowerBound)
      return start..<points.offset(ofByte: turn.range.upperBound)
    }
    var end: UInt32 = 0
    for (number, sentence) in stream.sentences.enumerated() {
      #expect(end <= sentence.start && sentence.start < sentence.end)
      let turn = extents[Int(sentence.turn)]
      #expect(turn.lowerBound <= sentence.start && sentence.end <= turn.upperBound)
      let words = Int(sentence.firstWord)..<stream.endWord(ofSentence: number)
      #expect(!words.isEmpty)
      for word in words {
        #expect(sentence.start <= stream.starts[word])
        #expect(stream.starts[word] + vocabulary.length(of: stream.types[word]) <= sentence.end)
      }
      end = sentence.end
    }
    #expect(stream.sentences.first?.firstWord ?? 0 == 0)
  }

  @Test(arguments: 0..<20)
  func `any bytes are a stream that holds together, or none`(seed: Int) {
    var random = Seeded(UInt64(seed))
    let valid = Scanned.words(of: random.dutch(pieces: 30)).stream.encoded()
    for _ in 0..<100 {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: 0..<min(bytes.count, 400), using: &random)] = random.pick(
          random.bytes(3) + [0, 255])
      }
      for candidate in [bytes, random.bytes(40)] {
        guard let stream = candidate.withUnsafeBytes({ WordStream(encoded: $0) }) else { continue }
        var next: UInt32 = 0
        for (number, sentence) in stream.sentences.enumerated() {
          #expect(number == 0 ? sentence.firstWord == 0 : sentence.firstWord > next - 1)
          #expect(
            Int(sentence.firstWord) < stream.types.count
              && Int(sentence.turn) < stream.wordsPerTurn.count)
          next = sentence.firstWord + 1
        }
        #expect(stream.types.isEmpty == stream.sentences.isEmpty)
      }
    }
  }

  @Test func `a stream that claims more than its bytes hold is refused`() {
    for bytes: [UInt8] in [
      [], [255, 255, 255, 255, 15], [0, 255, 255, 255, 255, 15], [0, 0, 255, 255, 255, 255, 15],
    ] {
      #expect(bytes.withUnsafeBytes { WordStream(encoded: $0) } == nil)
    }
    #expect([0, 0, 0].withUnsafeBytes { WordStream(encoded: $0) } == nil)
    #expect(
      [UInt8](repeating: 0, count: 3).withUnsafeBytes { WordStream(encoded: $0) } == WordStream())
  }

  @Test func `a vocabulary numbers words in order, and merges`() {
    var one = Vocabulary()
    var two = Vocabulary()
    for word in 0..<3000 { #expect(one.number(of: "woord\(word)") == UInt32(word)) }
    #expect(one.number(of: "woord7") == 7 && one.count == 3000 && one[2999] == "woord2999")
    _ = two.number(of: "nieuw")
    _ = two.number(of: "woord7")
    #expect(one.merge(two) == [3000, 7])
    var read = Vocabulary()
    one.lines(from: 0).withUnsafeBytes { read.add(lines: $0) }
    #expect((0..<one.count).allSatisfy { one[$0] == read[$0] })
  }
}

@Suite struct FoldingTests {
  @Test(arguments: [
    ("é", "e"), ("É", "e"), ("e\u{301}", "e"), ("ĳs", "ijs"), ("Ĳ", "ij"), ("reünie", "reunie"),
    ("re\u{308}u\u{308}nie", "reunie"), ("so\u{AD}ci\u{AD}aal", "sociaal"),
    ("ﬁets\u{200B}", "ﬁets"),
    ("Straße", "strasse"), ("Œuvre", "oeuvre"), ("ΑΒΓ", "αβγ"), ("Ж", "ж"), ("İ", "i"), ("ø", "o"),
    ("a\u{30A}", "a"), ("Å", "a"), ("日本", "日本"), ("", ""),
  ])
  func `spellings of a word fold together`(word: String, folded: String) {
    #expect(String(decoding: Folding.fold(word), as: UTF8.self) == folded)
    #expect(Folding.fold(folded) == Folding.fold(word))
  }

  @Test func `precomposed letters fold as their decompositions do`() {
    for value: UInt32 in 0xC0..<0x180 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let letter = String(scalar)
      let decomposed = letter.decomposedStringWithCanonicalMapping
      #expect(Folding.fold(letter) == Folding.fold(decomposed), "\(letter)")
    }
  }
}
