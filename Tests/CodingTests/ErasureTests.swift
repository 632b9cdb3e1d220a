import Foundation
import TestSupport
import Testing

@testable import Coding

@Suite struct ErasureTests {
  private func erase(_ text: String, _ ranges: [Range<Int>]) -> String {
    String(decoding: Erasure.erase(ranges, of: Array(text.utf8)), as: UTF8.self)
  }

  @Test func eachCodePointGivesWayToOneFiller() {
    #expect(erase("één 🙂\nja", [0..<11]) == "█████\nja")
    #expect(erase("een twee drie", [9..<13, 0..<3]) == "███ twee ████")
    #expect(erase("overlap", [0..<4, 2..<6]) == "██████p")
    #expect(erase("niets", []) == "niets")
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func offsetsAndLinesStay(seed: UInt64) {
    var random = Seeded(seed)
    let text = random.dutch(pieces: 60)
    let scalars = Array(text.unicodeScalars)
    let bounds = (0..<6).map { _ in Int.random(in: 0...scalars.count, using: &random) }.sorted()
    func byte(_ offset: Int) -> Int { String.UnicodeScalarView(scalars[..<offset]).utf8Count }
    let ranges = [bounds[0]..<bounds[1], bounds[2]..<bounds[3], bounds[4]..<bounds[5]]
    let erased = Array(
      erase(text, ranges.map { byte($0.lowerBound)..<byte($0.upperBound) }).unicodeScalars)
    #expect(erased.count == scalars.count)
    for (offset, scalar) in scalars.enumerated() {
      let isGone = ranges.contains { $0.contains(offset) } && scalar != "\n"
      #expect(erased[offset] == (isGone ? "\u{2588}" : scalar))
    }
  }

  @Test func onlyFillersAndLineFeedsCountAsErased() {
    func isErased(_ text: String) -> Bool {
      Array(text.utf8).withUnsafeBytes { Erasure.isErased($0) }
    }
    #expect(isErased(""))
    #expect(isErased("██\n█"))
    #expect(!isErased("██ █"))
    #expect(!isErased("██a"))
    #expect(!isErased("▇"))
  }

  // MARK: Names

  private func marked(_ names: [String], in text: String) -> String {
    let places = NameFinder(names).places(in: Array(text.utf8))
    var bytes = Array(text.utf8)
    for place in places.reversed() {
      bytes.insert(UInt8(ascii: "]"), at: place.upperBound)
      bytes.insert(UInt8(ascii: "["), at: place.lowerBound)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func namesAreFoundAsWholeWords() {
    #expect(marked(["Ria"], in: "Ria, ria en Maria; RÍA.") == "[Ria], [ria] en Maria; [RÍA].")
    #expect(
      marked(["MW-03"], in: "MW-03, mw 03, MW-031, MW03") == "[MW-03], [mw 03], MW-031, MW03")
    #expect(
      marked(["De Vries", "Vries"], in: "mevr. De  Vries, Vries") == "mevr. [De  Vries], [Vries]")
    #expect(marked(["Zoë"], in: "Zoe Zoe\u{308} Zoë's") == "[Zoe] [Zoe\u{308}] [Zoë]'s")
    #expect(marked(["!", ""], in: "! niets") == "! niets")
    #expect(marked([], in: "niets") == "niets")
  }

  @Test func namesGoOutOfAHeader() {
    #expect(
      NameFinder(["Fatima", "AF-11"]).erasing("Fatima = AF-11; Joop = AF-12")
        == "██████ = █████; Joop = AF-12")
  }

  // MARK: Runs of words

  private static let said = "Zij heeft \"één\" nieuwe ĳskast, naïef en duur: 12 euro's."

  private func found(_ text: String, in bytes: [UInt8], as encoding: RawWords.Encoding) -> Int {
    var runs = WordRuns()
    Array(text.utf8).withUnsafeBytes { runs.add($0) }
    return bytes.withUnsafeBytes { bytes in
      Set(
        (0..<2).flatMap { runs.found(in: bytes, as: encoding, from: $0).keys }
      ).count
    }
  }

  @Test(arguments: [
    (RawWords.Encoding.utf8, String.Encoding.utf8),
    (.utf16LittleEndian, .utf16LittleEndian), (.utf16BigEndian, .utf16BigEndian),
  ])
  func runsAreFoundInAnyEncoding(_ encoding: RawWords.Encoding, _ foundation: String.Encoding)
    throws
  {
    let text = "\u{1}\u{0}x " + Self.said.uppercased() + " eind"
    let bytes = [0, 0xFF, 0xFE] + [UInt8](try #require(text.data(using: foundation)))
    #expect(found(Self.said, in: bytes, as: encoding) == 7)
    #expect(found(Self.said, in: Array(bytes.dropFirst()), as: encoding) == 7)
    #expect(found("Zij heeft één oude ĳskast", in: bytes, as: encoding) == 0)
    #expect(found("Zij heeft één nieuwe", in: bytes, as: encoding) == 0)
  }

  @Test func runsAreFoundInWindows1252() throws {
    let text = "Zij heeft één naïef ŒUVRE"
    let bytes = [UInt8](try #require(text.data(using: .windowsCP1252)))
    #expect(found("zij\n\nheeft – een naief œuvre", in: bytes, as: .windows1252) == 1)
  }

  @Test func brokenBytesPartWords() {
    let bytes: [UInt8] = Array("een twee drie ".utf8) + [0xC3, 0x28, 0xF5, 0x80, 0xE2] + [0xC3]
    #expect(found("een twee drie vier vijf", in: bytes, as: .utf8) == 0)
    #expect(found("a b c d e", in: [], as: .utf8) == 0)
    #expect(found("a b c d e", in: [0xD8], as: .utf16BigEndian) == 0)
    #expect(found("a b c d e", in: [0xD8, 0x00, 0x41], as: .utf16BigEndian) == 0)
  }
}

extension String.UnicodeScalarView {
  fileprivate var utf8Count: Int { String(self).utf8.count }
}
