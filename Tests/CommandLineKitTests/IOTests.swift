import Foundation
import Testing

@testable import CommandLineKit

@Suite struct IOTests {
  @Test func keepsTheOrderOfBothStreams() {
    let (io, captured) = IO.capture()
    io.out("a")
    io.err("b")
    io.out("c")
    #expect(captured.all == "ab")
    try? io.flush()
    #expect(captured.all == "abc")
    #expect(captured.out == "ac" && captured.err == "b")
  }

  @Test func bytesPassUnchangedWhateverTheirSize() throws {
    let (io, captured) = IO.capture()
    var expected = ""
    for size in [0, 1, 65_535, 65_536, 65_537, 3, 200_000, 40_000, 40_000] {
      let text = String(repeating: "x", count: size) + "|"
      try io.write(Array(text.utf8))
      io.out(text)
      expected += text + text
    }
    try io.flush()
    #expect(captured.out == expected)
  }

  @Test func failureStays() {
    let (io, captured) = IO.capture(fails: OutputFailure(code: 28))
    io.out("a")
    #expect(throws: OutputFailure(code: 28)) { try io.flush() }
    io.out(String(repeating: "b", count: 100_000))
    #expect(throws: OutputFailure(code: 28)) { try io.write([1]) }
    #expect(throws: OutputFailure(code: 28)) { try io.flush() }
    #expect(captured.out == "")
  }

  @Test func colourNeedsATerminalThatWantsIt() {
    func color(_ environment: [String: String], _ isTerminal: Bool = true) -> Bool {
      IO.capture(environment: environment, isTerminal: isTerminal).io.color
    }
    #expect(color([:]))
    #expect(color(["NO_COLOR": "", "TERM": "xterm"]))
    #expect(!color(["NO_COLOR": "1"]))
    #expect(!color(["TERM": "dumb"]))
    #expect(!color([:], false))
    #expect(Style(color: true)(.heading, "a") == "\u{1B}[1ma\u{1B}[0m")
    #expect(Role.allCases.allSatisfy { Style(color: false)($0, "a") == "a" })
  }

  @Test func readsLines() {
    let (io, captured) = IO.capture(input: "one\r\n\ntwo", isTerminal: true)
    #expect(io.readLine(prompt: "? ") == "one")
    #expect(io.readLine() == "")
    #expect(io.readLine() == "two")
    #expect(io.readLine() == nil)
    #expect(captured.err == "? ")
    let long = String(repeating: "y", count: 200_000)
    let input = Input(Array("a\n\(long)\nrest".utf8))
    #expect(input.line() == "a")
    #expect(input.line() == long)
    #expect(input.all() == Array("rest".utf8))
  }

  @Test func standardStreamsKnowTheirEnvironment() {
    #expect(System.environment()["PATH"]?.isEmpty == false)
    #expect(System.now() <= System.now())
  }

  @Test func devFullFails() throws {
    guard let file = fopen("/dev/full", "w") else { return }
    defer { fclose(file) }
    #expect(throws: OutputFailure(code: ENOSPC)) {
      try [UInt8](repeating: 1, count: 10).withUnsafeBytes {
        try System.write($0, to: fileno(file))
      }
    }
  }

  @Test func closedPipeIsABrokenPipe() throws {
    System.ignoreBrokenPipes()
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    #expect(throws: BrokenPipe.self) {
      try [UInt8](repeating: 1, count: 10).withUnsafeBytes { try System.write($0, to: ends[1]) }
    }
  }
}

@Suite(.serialized) struct InterruptTests {
  @Test func aSignalIsNoted() throws {
    Interrupt.listen()
    defer { Interrupt.reset() }
    try Interrupt.check()
    // To the process, not to this thread: threads of a pool hold signals back.
    kill(getpid(), SIGTERM)
    for _ in 0..<5000 where (try? Interrupt.check()) != nil { usleep(1000) }
    #expect(throws: Interrupted(signal: SIGTERM)) { try Interrupt.check() }
    #expect(signal(SIGTERM, SIG_DFL) == nil, "a second signal must end the process")
    Interrupt.reset()
    try Interrupt.check()
  }
}

@Suite struct ProgressTests {
  @Test func waitsThenCountsThenErasesItself() {
    var time = 100.0
    let (io, captured) = IO.capture(isTerminal: true, clock: { time })
    let progress = Progress(io, label: "ingest", total: 1000, unit: "files")
    for _ in 0..<411 {
      progress.advance(bytes: 184_466)
      time += 0.002
    }
    #expect(captured.err == "")
    time = 102
    progress.advance(bytes: 184_466)
    #expect(captured.err == "\r\u{1B}[Kingest  412 of 1,000 files  38 MB/s  0:03 left")
    time = 102.05
    progress.advance()
    io.out("result\n")
    progress.finish()
    progress.finish()
    #expect(captured.err == "\r\u{1B}[Kingest  412 of 1,000 files  38 MB/s  0:03 left\r\u{1B}[K")
  }

  @Test func messagesTakeItsPlace() {
    var time = 0.0
    let (io, captured) = IO.capture(width: 20, isTerminal: true, clock: { time })
    let progress = Progress(io, label: "count", total: 0, unit: "segments and more")
    time = 5
    progress.advance(by: 1_234_567)
    io.err("warning\n")
    progress.finish()
    #expect(captured.err == "\r\u{1B}[Kcount  1,234,567 se\r\u{1B}[Kwarning\n")
  }

  @Test func silentWithoutATerminal() {
    var time = 0.0
    let (io, captured) = IO.capture(clock: { time })
    let progress = Progress(io, label: "a", total: 3, unit: "files")
    time = 9
    progress.advance()
    progress.finish()
    #expect(captured.all == "")
  }

  @Test func numbersAreGrouped() {
    #expect([0, 999, 1000, -1_234_567].map(grouped) == ["0", "999", "1,000", "-1,234,567"])
  }
}
