import Coding
import Formats
import Foundation
import Testing

@Suite struct EncodingTests {
  private func decoded(_ bytes: [UInt8]) -> String {
    do throws(Rejected) {
      let result = try decode(bytes, file: "a.txt")
      return "\(result.encoding): \(result.text.string)"
    } catch {
      return findings(error.diagnostics)
    }
  }

  @Test(arguments: [
    ([UInt8]("één".utf8), "utf-8: één"),
    ([0xEF, 0xBB, 0xBF] + [UInt8]("één".utf8), "utf-8: één"),
    ([0xFF, 0xFE, 0x41, 0, 0xE9, 0], "utf-16le: Aé"),
    ([0xFE, 0xFF, 0, 0x41, 0, 0xE9], "utf-16be: Aé"),
    ([0x41, 0, 0xE9, 0], "utf-16le: Aé"),
    ([0, 0x41, 0, 0xE9, 0xD8, 0x3D, 0xDE, 0x01, 0, 0x42, 0, 0x43, 0, 0x44], "utf-16be: Aé😁BCD"),
    ([0x80, 0x41, 0xE9], "windows-1252: €Aé"),
    ([UInt8]("a\r\nb\rc\n\rd\r\r\ne".utf8), "utf-8: a\nb\nc\n\nd\n\ne"),
    ([UInt8]("a\u{A0}b\u{AD}c\u{200B}".utf8), "utf-8: a\u{A0}b\u{AD}c\u{200B}"),
    ([], "utf-8: "),
  ])
  func reads(bytes: [UInt8], expected: String) { #expect(decoded(bytes) == expected) }

  @Test(
    arguments: [
      (
        [0x41, 0x0A, 0x42, 0, 0x43], "a.txt:2:2: error: a NUL byte: this is a binary file, not text"
      ),
      ([0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0], "a.txt: error: this is text in UTF-32, not text"),
      (
        [0xFF, 0xFE, 0x41, 0, 0x0A, 0, 0x3D, 0xD8, 0x42, 0],
        "a.txt:2:1: error: byte 6 starts half a surrogate pair, which is no character of UTF-16"
      ),
      (
        [0xFF, 0xFE, 0x00, 0xDC],
        "a.txt:1:1: error: byte 2 starts half a surrogate pair, which is no character of UTF-16"
      ),
      (
        [0xFF, 0xFE, 0x41, 0, 0x42],
        "a.txt:1:2: error: the file ends in the middle of a character of UTF-16, at byte 4"
      ),
      (
        [UInt8]("PK\u{3}\u{4}....word/document.xml".utf8),
        "a.txt: error: this is a Word document, not text"
      ),
      ([UInt8]("%PDF-1.4".utf8), "a.txt: error: this is a PDF, not text"),
      ([UInt8]("{\\rtf1\\ansi".utf8), "a.txt: error: this is a rich text (RTF) document, not text"),
      (
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
        "a.txt: error: this is a Word document of before 2007, or one with a password, not text"
      ),
    ] as [([UInt8], String)])
  func refuses(bytes: [UInt8], expected: String) { #expect(decoded(bytes) == expected) }

  @Test func guessIsNotedWithItsPlace() throws {
    let guess = try decode([UInt8]("a\r\nbc".utf8) + [0xE9], file: "a.txt")
    #expect(
      findings(guess.notes)
        == "a.txt:2:3: note: read as windows-1252, a guess: byte 0xE9 here is not UTF-8")
    let damaged = try decode([UInt8]("één\n".utf8) + [0xE9, 0x41], file: "a.txt")
    #expect(findings(damaged.notes).hasPrefix("a.txt:2:1: warning: read as windows-1252, though"))
  }

  @Test func controlsAreKeptAndNoted() throws {
    let decoded = try decode([UInt8]("a\tb\n\u{C}c\u{1B}".utf8), file: "a.txt")
    #expect(decoded.text.string == "a\tb\n\u{C}c\u{1B}")
    #expect(
      findings(decoded.notes)
        == "a.txt:2:1: note: 2 control characters are kept as they are, the first 0x0C")
  }

  @Test func cleanTextIsNotCopied() throws {
    let bytes = [UInt8](repeating: 0x61, count: 1000)
    let text = try decode(bytes, file: "a.txt").text.utf8
    let isSame = bytes.withUnsafeBufferPointer { a in
      text.withUnsafeBufferPointer { b in a.baseAddress == b.baseAddress }
    }
    #expect(isSame)
  }

  @Test(arguments: 0..<300) func decodingUndoesEncoding(seed: Int) throws {
    var random = Seeded(seed)
    let alphabet = Array("abc éï€😀\u{A0}\u{200B}Ω\n".unicodeScalars)
    // Enough Latin letters in front for UTF-16 to be told without a mark.
    var text = "Latijnse letters "
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      text.unicodeScalars.append(alphabet.randomElement(using: &random)!)
    }
    let latin = text.unicodeScalars.filter { $0.value < 256 || $0 == "€" }.map(String.init).joined()
    for (encoding, mark, name) in [
      (String.Encoding.utf8, [], "utf-8"), (.utf8, [0xEF, 0xBB, 0xBF], "utf-8"),
      (.utf16LittleEndian, [0xFF, 0xFE], "utf-16le"), (.utf16BigEndian, [0xFE, 0xFF], "utf-16be"),
    ] as [(String.Encoding, [UInt8], String)] {
      let result = try decode(mark + text.data(using: encoding)!, file: "a.txt")
      #expect(result.text.string.unicodeScalars.elementsEqual(text.unicodeScalars))
      #expect(result.encoding == name)
    }
    let windows = [UInt8](("é " + latin + "é").data(using: .windowsCP1252)!)
    #expect(try decode(windows, file: "a.txt").text.string == "é " + latin + "é")
  }

  /// The survey's verdict is the standard library's, at every alignment.
  @Test(arguments: 0..<400) func validityIsTheStandardLibrarys(seed: Int) throws {
    var random = Seeded(seed)
    let pieces: [[UInt8]] = [
      [0x41], [0x41, 0x42, 0x43], [0xC3, 0xA9], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80],
      [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE0, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
      [0xF0, 0x9F], [0xFF], [0x7F],
    ]
    var bytes = [UInt8](repeating: 0x20, count: Int.random(in: 0...9, using: &random))
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      bytes +=
        seed % 2 == 0
        ? pieces[Int.random(in: 0..<5, using: &random)] : pieces.randomElement(using: &random)!
    }
    let isValid = String(validating: bytes, as: UTF8.self) != nil
    #expect((try decode(bytes, file: "a").encoding == "utf-8") == isValid, "\(bytes)")
  }
}
