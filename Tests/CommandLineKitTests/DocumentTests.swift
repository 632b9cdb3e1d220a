import Foundation
import Testing

@testable import CommandLineKit

@Suite struct DocumentTests {
  @Test func roffHasNoRequestsFromText() {
    #expect(roff(".dots -x \\n 'q'") == "\\&.dots \\-x \\en \\(aqq\\(aq")
    #expect(roff("say \"so\"", quoted: true) == "say \\(dqso\\(dq")
    let page = fixture().manPage()
    #expect(page.contains("\n\\&.dots, back\\eslashes and \\(aqquotes\\(aq are harmless.\n"))
    #expect(page.contains("\n.SS \"zicht codebook add [options] <code> [<parent>]\"\n"))
    #expect(!page.contains("\n\n"))
  }

  @Test func roffIsUnderstood() throws {
    guard let groff = tool("groff") else { return }
    let result = try run([groff, "-man", "-ww", "-b", "-z"], input: fixture().manPage())
    #expect(result == "")
  }

  @Test(arguments: Shell.allCases) func everyWordIsOffered(shell: Shell) {
    let script = fixture().completions(for: shell)
    for word in ["ingest", "codebook", "add", "list", "strict", "project", "segment", "help"] {
      #expect(script.contains(word))
    }
  }

  static let completed: [([String], [String])] = [
    (["i"], ["ingest"]),
    (["codebook", ""], ["add", "list"]),
    (["help", "c"], ["codebook"]),
    (["ingest", "--s"], ["--share", "--strict"]),
    (["ingest", "--unit", ""], ["segment", "turn"]),
    (["ingest", "--unit", "=", "t"], ["turn"]),
    (["ingest", "--unit", "="], ["segment", "turn"]),
    (["ingest", "-u", "t"], ["turn"]),
    (["ingest", "--project", ""], []),
    (["ingest", ""], []),
    (["codebook", "list", "s"], ["segment"]),
    (["codebook", "add", "--p"], ["--project"]),
    (["codebook", "add", "$(echo x)", "--j"], ["--json"]),
  ]

  @Test(arguments: completed) func bashCompletes(words: [String], offers: [String]) throws {
    guard let bash = tool("bash") else { return }
    let line = (["zicht"] + words).map(shellQuoted).joined(separator: " ")
    let script =
      fixture().completions(for: .bash)
      + "COMP_WORDS=(\(line)); COMP_CWORD=\(words.count); _zicht; "
      + "printf '%s\\n' \"${COMPREPLY[@]}\"\n"
    let result = try run([bash, "-u"], input: script)
    #expect(result.split(separator: "\n").map(String.init) == offers)
  }

  @Test func quotingSurvivesTheShell() throws {
    guard let bash = tool("bash") else { return }
    let hostile = "it's $(id) `id` \\ \"x\""
    #expect(try run([bash], input: "printf %s \(shellQuoted(hostile))\n") == hostile)
  }

  private func tool(_ name: String) -> String? {
    ["/usr/bin/", "/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Both streams of a program that reads `input`.
  private func run(_ words: [String], input: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    let (source, sink) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (source, sink)
    process.standardError = sink
    try process.run()
    source.fileHandleForWriting.write(Data(input.utf8))
    try source.fileHandleForWriting.close()
    let data = sink.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
