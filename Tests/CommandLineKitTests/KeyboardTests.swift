import Testing

@testable import CommandLineKit

/// Keys from a pipe; a terminal of its own is tried with the whole program.
@Suite struct KeyboardTests {
  private func keys(_ input: String) throws -> [Keystroke] {
    let keyboard = Keyboard(IO.capture(input: input).io)
    var keys: [Keystroke] = []
    while let key = try keys.last == .end ? nil : keyboard.key() { keys.append(key) }
    return keys
  }

  @Test func eachCharacterIsAKey() throws {
    #expect(
      try keys("aé🙂 \n?") == [
        .character("a"), .character("é"), .character("🙂"), .character(" "), .enter,
        .character("?"), .end,
      ])
  }

  @Test func arrowsAreKeysAndOtherSequencesAreNone() throws {
    #expect(
      try keys("\u{1B}[D\u{1B}[C\u{1B}[1;2D\u{1B}[1;2C\u{1B}OC") == [
        .left(isShifted: false), .right(isShifted: false), .left(isShifted: true),
        .right(isShifted: true), .right(isShifted: false), .end,
      ])
    // What a key such as Home, Delete or Alt-a sends holds letters that are no keys.
    #expect(try keys("\u{1B}[H\u{1B}[3~\u{1B}ab\u{1}\u{7F}") == [.character("b"), .end])
    #expect(try keys("\u{1B}") == [.escape, .end])
    #expect(try keys("\u{1B}[1;") == [.end])
  }

  @Test func endsAtTheEndAndAtItsKey() throws {
    #expect(try keys("") == [.end])
    #expect(try keys("a\u{4}b") == [.character("a"), .end])
    #expect(throws: Interrupted.byKey) { try keys("a\u{3}b") }
  }

  @Test func brokenTextIsNoFault() throws {
    let (io, _) = IO.capture(input: "")
    #expect(try Keyboard(io).key() == .end)
    #expect(try keys("\u{FFFD}") == [.character("\u{FFFD}"), .end])
  }

  @Test func anAnswerIsTheRestOfItsLine() throws {
    let (io, captured) = IO.capture(input: "cpolice \r\nx")
    let keyboard = Keyboard(io)
    #expect(try keyboard.key() == .character("c"))
    #expect(try keyboard.line("code: ") == "police ")
    #expect(try keyboard.key() == .character("x"))
    #expect(try keyboard.line("code: ") == nil)
    try io.flush()
    #expect(captured.out == "code: police \ncode: \n")
    #expect(!keyboard.isTerminal)
  }
}
