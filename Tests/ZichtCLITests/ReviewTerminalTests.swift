import Foundation
import Reports
import SQLite
import TestSupport
import Testing

/// A review at a real terminal, key by key.
@Suite struct ReviewTerminalTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let fixture = GoldenTests.folder + "/fixture"
    let made = try Program.run(
      Program.zicht, ["study", fixture + "/interviews", "--codebooks", fixture + "/books"],
      in: folder.path)
    #expect(made.status == 0, "\(made.output)")
  }

  private func start(
    _ terminal: PseudoTerminal, _ words: [String] = [], _ environment: [String: String] = [:]
  ) throws -> Process {
    try terminal.start(
      Program.zicht, ["review"] + words, in: folder.path, environment: environment)
  }

  /// Ends of a page: the keys.
  private static let ready = "[q]uit"

  private func events(_ kind: String) throws -> [String] {
    let connection = try Connection(path: folder.file("study.zicht"), options: .readOnly)
    return try connection.all(
      """
      SELECT actor || ' ' || coalesce(json_extract(body, '$.verdict'), '') FROM event
      WHERE kind = \(kind) ORDER BY number
      """
    ) { $0.text(0) }
  }

  private func expectSound() throws {
    let verified = try Program.run(Program.zicht, ["verify"], in: folder.path)
    #expect(verified.status == 0, "\(verified.output)")
  }

  @Test func keysDecideAndTheTerminalIsGivenBack() throws {
    let terminal = try PseudoTerminal(columns: 80)
    #expect(terminal.isAsFound)
    let process = try start(terminal)
    let page = try #require(terminal.wait(for: Self.ready))
    #expect(page.contains("1 of 14") && page.contains("[[Ze hebben"))
    #expect(!terminal.isAsFound)
    terminal.type("a")
    #expect(try #require(terminal.wait(for: Self.ready)).contains("2 of 14"))
    // An arrow moves nothing here, and the letter in it is no key.
    terminal.type("\u{1B}[Dr")
    #expect(try #require(terminal.wait(for: Self.ready)).contains("3 of 14"))
    terminal.type("m")
    _ = terminal.wait(for: "memo: ")
    #expect(terminal.isAsFound)
    terminal.type("Een grap\u{7F}p?\n")
    #expect(terminal.wait(for: "memo written") != nil)
    terminal.type("c")
    _ = terminal.wait(for: "lists them): ")
    terminal.type("pol\n")
    #expect(try #require(terminal.wait(for: Self.ready)).contains("recoded as police"))
    terminal.type("u")
    #expect(try #require(terminal.wait(for: Self.ready)).contains("taken back"))
    terminal.type("s")
    _ = terminal.wait(for: "leaves it")
    terminal.type("l")
    _ = terminal.wait(for: "]]")
    terminal.type("\u{1B}[1;2D")
    _ = terminal.wait(for: "]]")
    terminal.type("\n")
    #expect(try #require(terminal.wait(for: Self.ready)).contains("resized to 182-194"))
    terminal.type("q")
    terminal.waitForExit(of: process)
    #expect(process.terminationStatus == 0)
    #expect(terminal.isAsFound)
    let shown = terminal.shown
    #expect(shown.contains("1 accepted, 1 rejected, 1 resized, 1 memo; 11 left"), "\(shown)")
    #expect(shown.contains("\u{1B}[1;33m"))
    for line in shown.screenLines { #expect(displayWidth(line) <= 80, "\(line)") }
    #expect(
      try events("segment.decided")
        == ["anna accepted", "anna rejected", "anna rejected", "anna rejected"])
    #expect(try events("memo.written").count == 1)
    try expectSound()
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
  func withoutColoursTheSignsAreLeft(_ environment: [String: String]) throws {
    let terminal = try PseudoTerminal(columns: 80)
    let process = try start(terminal, [], environment)
    #expect(try #require(terminal.wait(for: Self.ready)).contains("[[Ze hebben"))
    terminal.type("?")
    _ = terminal.wait(for: "what was decided is kept")
    terminal.type("anq")
    terminal.waitForExit(of: process)
    let shown = terminal.shown
    #expect(!shown.contains("\u{1B}"))
    for line in shown.screenLines { #expect(line.count <= 80, "\(line)") }
    #expect(shown.contains("1 accepted, 1 skipped; 13 left"))
    #expect(terminal.isAsFound)
  }

  @Test func anotherWindowIsAnotherPage() throws {
    let terminal = try PseudoTerminal(columns: 80)
    let process = try start(terminal, ["--no-color"])
    _ = terminal.wait(for: Self.ready)
    let before = terminal.shown.utf8.count
    terminal.resize(columns: 40)
    let page = try #require(terminal.wait(for: Self.ready))
    #expect(page.contains("1 of 14"))
    terminal.type("q")
    terminal.waitForExit(of: process)
    let narrow = String(decoding: Array(terminal.shown.utf8).dropFirst(before), as: UTF8.self)
    for line in narrow.screenLines { #expect(displayWidth(line) <= 40, "\(line)") }
  }

  /// A machine that stops takes no decision along.
  @Test func killedItGoesOnWhereItWas() throws {
    let terminal = try PseudoTerminal(columns: 80)
    let process = try start(terminal)
    _ = terminal.wait(for: Self.ready)
    terminal.type("a")
    #expect(try #require(terminal.wait(for: Self.ready)).contains("2 of 14"))
    kill(process.processIdentifier, SIGKILL)
    terminal.waitForExit(of: process)
    try expectSound()
    let again = try PseudoTerminal(columns: 80)
    let next = try start(again)
    let page = try #require(again.wait(for: Self.ready))
    #expect(page.contains("1 of 13") && page.contains("repair/light"))
    again.type("\u{4}")
    again.waitForExit(of: next)
    #expect(next.terminationStatus == 0 && again.isAsFound)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func aSignalEndsItAndGivesTheTerminalBack(_ signal: Int32) throws {
    let terminal = try PseudoTerminal(columns: 80)
    let process = try start(terminal)
    _ = terminal.wait(for: Self.ready)
    #expect(!terminal.isAsFound)
    kill(process.processIdentifier, signal)
    terminal.waitForExit(of: process)
    #expect(process.terminationStatus == 128 + signal)
    #expect(terminal.isAsFound)
    #expect(terminal.shown.contains("interrupted"))
    #expect(try events("segment.decided").isEmpty)
  }

  @Test func controlCEndsIt() throws {
    let terminal = try PseudoTerminal(columns: 80)
    let process = try start(terminal)
    _ = terminal.wait(for: Self.ready)
    terminal.type("a\u{3}")
    terminal.waitForExit(of: process)
    #expect(process.terminationStatus == 130 && terminal.isAsFound)
    #expect(try events("segment.decided") == ["anna accepted"])
  }

  /// The page of one is out of date once the other has decided.
  @Test func twoTerminalsDoNotDecideTwice() throws {
    let (one, other) = (try PseudoTerminal(columns: 80), try PseudoTerminal(columns: 80))
    let processes = [try start(one), try start(other, ["--coder", "ben"])]
    for terminal in [one, other] {
      #expect(try #require(terminal.wait(for: Self.ready)).contains("1 of 14"))
    }
    one.type("a")
    _ = one.wait(for: "accepted")
    other.type("r")
    let told = try #require(other.wait(for: Self.ready))
    #expect(told.contains("anna accepted this meanwhile") && told.contains("2 of 14"))
    for terminal in [one, other] { terminal.type("q") }
    for (terminal, process) in zip([one, other], processes) { terminal.waitForExit(of: process) }
    #expect(try events("segment.decided") == ["anna accepted"])
    try expectSound()
  }
}
