import TestSupport
import Testing

@testable import Coding

@Suite struct SourceTextTests {
  @Test func `line ends become LF, whatever they were`() {
    #expect(SourceText("a\r\nb\rc\n\r\nd\n\r").string == "a\nb\nc\n\nd\n\n")
    #expect(SourceText("").utf8.isEmpty)
  }

  @Test func `line and column count code points from 1`() {
    let text = SourceText("é👩‍👩‍👧x\ny")
    #expect(text.lineAndColumn(at: 0) == (1, 1))
    #expect(text.lineAndColumn(at: 2) == (1, 2))
    #expect(text.lineAndColumn(at: text.utf8.count - 3) == (1, 7))
    #expect(text.lineAndColumn(at: text.utf8.count - 1) == (2, 1))
    #expect(text.lineAndColumn(at: text.utf8.count) == (2, 2))
  }

  @Test func `an index of lines says what counting says`() {
    var random = Seeded(4)
    let text = SourceText(random.dutch(pieces: 900))
    let index = LineIndex(text)
    for offset in stride(from: 0, through: text.utf8.count, by: 13) {
      #expect(index.lineAndColumn(at: offset) == text.lineAndColumn(at: offset))
    }
  }

  @Test(arguments: 0..<20)
  func `code points and bytes convert as a naive count does`(seed: Int) {
    var random = Seeded(UInt64(seed))
    let text = SourceText(random.dutch(pieces: 40))
    let scalars = Array(text.string.unicodeScalars)
    var starts = [0]
    for scalar in scalars { starts.append(starts[starts.count - 1] + String(scalar).utf8.count) }
    var ascending = CodePoints(text)
    for (offset, byte) in starts.enumerated() {
      #expect(ascending.offset(ofByte: byte) == offset)
      #expect(ascending.byte(ofOffset: offset) == byte)
    }
    var anyOrder = CodePoints(text)
    for _ in 0..<100 {
      let offset = Int.random(in: 0...scalars.count, using: &random)
      if Bool.random(using: &random) {
        #expect(anyOrder.offset(ofByte: starts[offset]) == offset)
      } else {
        #expect(anyOrder.byte(ofOffset: offset) == starts[offset])
      }
    }
    #expect(anyOrder.byte(ofOffset: scalars.count + 5) == text.utf8.count)
  }
}

@Suite struct DiagnosticTests {
  @Test func `a place says as much as is known`() {
    #expect(Place(file: "a.txt").description == "a.txt")
    #expect(Place(file: "a.txt", line: 3).description == "a.txt:3")
    #expect(Place(file: "a.txt", line: 3, column: 7).description == "a.txt:3:7")
    #expect(Place(file: "a", line: 2, column: 9) < Place(file: "a", line: 10, column: 1))
  }

  @Test func `what is rejected tells all its diagnostics, a line each`() {
    let one = Diagnostic(
      .error, "'x' is not a colour", at: Place(file: "a.json", line: 2, column: 5),
      hint: "write #aabbcc")
    let two = Diagnostic(.warning, "odd", at: Place(file: "a.json"))
    #expect(
      "\(Rejected([one, two]))" == """
        a.json:2:5: error: 'x' is not a colour
          hint: write #aabbcc
        a.json: warning: odd
        """)
  }
}
