import Testing

@testable import CommandLineKit

@Suite struct ToolTests {
  @Test func declarationsAreSound() {
    #expect(fixture().faults() == [])
  }

  @Test func faultsAreFound() {
    struct Bad: Command {
      static let name = "ingest"
      static let summary = "No stop"
      static var parameters: [Parameter<Self>] {
        [
          .optionalRest("word", \.words, ""), .argument("help", \.last, "Last."),
          .flag("hurry", \.hurry, "Hurry.", short: "h"),
        ]
      }
      var words: [String] = []
      var last = ""
      var hurry = false
      func run(_ io: IO) {}
    }
    let tool = Tool(
      name: "t", version: "1", summary: "T.", groups: [("G", [Ingest.self, Bad.self])])
    #expect(
      tool.faults() == [
        "command 'ingest' is declared twice",
        "command 'ingest' has a summary without a full stop",
        "command 'ingest' declares 'help' twice",
        "command 'ingest' declares '-h' twice",
        "command 'ingest' leaves 'word' unexplained",
        "command 'ingest' has arguments after a rest",
      ])
  }

  static let lines: [(String, Int32, String)] = [
    ("ingst a", 2, "zicht: unknown command 'ingst'\n  hint: did you mean 'zicht ingest'?\n"),
    (
      "codebook ad", 2,
      "zicht: unknown command 'codebook ad'\n"
        + "  hint: did you mean 'zicht codebook add'?\n"
    ),
    ("quux", 2, "zicht: unknown command 'quux'\n  hint: 'zicht help' lists the commands\n"),
    ("help quux", 2, "zicht: unknown command 'quux'\n  hint: 'zicht help' lists the commands\n"),
    ("--versoin", 2, "zicht: unknown option '--versoin'\n  hint: did you mean '--version'?\n"),
    (
      "--project=x ingest a", 2,
      "zicht: '--project' stands before the command\n"
        + "  hint: write it after: zicht COMMAND --project\n"
    ),
    ("ingest fail", 1, "zicht ingest: no \\u{1B}[31m\n"),
    ("ingest exit", 7, ""),
    ("ingest stop", 130, "zicht ingest: interrupted\n"),
    ("ingest usage", 2, "zicht ingest: no such respondent 'x'\n  hint: 'zicht list' names them\n"),
  ]

  @Test(arguments: lines) func fails(line: String, status: Int32, err: String) {
    let result = replay(line)
    #expect(result.err == err)
    #expect(result.status == status)
    #expect(result.out == "")
  }

  @Test func groupWordListsItsCommands() {
    let bare = replay("codebook")
    #expect(bare.status == 2 && bare.out == "")
    #expect(
      bare.err == """
        usage: zicht codebook COMMAND [options] [arguments]

        Commands:
          codebook add   Add a code.
          codebook list  List the codes.

        """)
    for line in ["codebook --help", "help codebook", "codebook -h"] {
      #expect(replay(line).out == bare.err)
      #expect(replay(line).status == 0)
    }
  }

  @Test func overview() {
    let expected = """
      zicht: Code qualitative interviews.

      usage: zicht COMMAND [options] [arguments]

      Everything is in one file.

      Transcripts:
        ingest  Read transcripts.

      Codes:
        codebook add   Add a code.
        codebook list  List the codes.

      Options of every command:
            --project FILE  Project file. (default: project.zicht)
            --no-color      Leave colours out.
            --json          Write JSON.

      'zicht help COMMAND' explains a command.

      """
    for line in ["--help", "help", "-h", "help --help"] {
      #expect(replay(line).out == expected)
      #expect(replay(line).status == 0)
    }
    #expect(replay("").err == expected)
    #expect(replay("").status == 2)
    #expect(replay("--version").out == "zicht 1.0\n")
  }

  @Test func helpOfACommand() {
    let expected = """
      Read transcripts.

      usage: zicht ingest [options] <transcript>...

      Reads every file. Lines that are not a turn are reported, with a place, and
      nothing is stored until all of them are understood.

      .dots, back\\slashes and 'quotes' are harmless.

        $ zicht ingest -- -odd-name

      Arguments:
        <transcript>...  File or directory.

      Options:
        -u, --unit segment|turn  What counts as [one] unit: a part. (default: segment)
            --minimum N          Leave out smaller files.
            --tag TEXT           Tag each transcript. May be given more than once.
            --share X            Share to read. (default: 1.0)
        -s, --strict             Stop at the first finding.

      Common options:
            --project FILE  Project file. (default: project.zicht)
            --no-color      Leave colours out.
            --json          Write JSON.
        -h, --help          Show this help.

      Examples:
        zicht ingest Corpus
            Read every transcript below Corpus.

      """
    for line in ["ingest --help", "help ingest", "ingest --bogus a -h"] {
      #expect(replay(line).out == expected)
      #expect(replay(line).status == 0)
    }
    #expect(replay("ingest -- --help").out == "[\"--help\"] segment project.zicht false\n")
  }

  @Test func helpFitsItsWidth() {
    for width in 48...120 {
      let text = fixture().help(Ingest.info, width: width) + fixture().overview(width: width)
      let longest = text.split(separator: "\n").map(\.count).max() ?? 0
      #expect(longest <= width)
    }
  }

  @Test func sharedOptionsReachTheOutput() {
    #expect(replay("ingest a", isTerminal: true).out.hasSuffix("true\n"))
    #expect(replay("ingest a --no-color", isTerminal: true).out.hasSuffix("false\n"))
  }

  @Test(arguments: ["ingest a", "ingest large", "--help"]) func brokenPipeIsQuiet(line: String) {
    let result = replay(line, fails: BrokenPipe())
    #expect(result.status == 0)
    #expect(result.err == "")
  }

  @Test(arguments: ["ingest a", "ingest large", "--help"]) func fullDiskIsTold(line: String) {
    let result = replay(line, fails: OutputFailure(code: 28))
    #expect(result.status == 1)
    #expect(
      result.err == "zicht: cannot write the output: No space left on device; "
        + "what was written is incomplete\n")
  }
}
