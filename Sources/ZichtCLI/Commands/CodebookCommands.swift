import Coding
import CommandLineKit
import Project
import Reports

/// `zicht codebook add`: codebook files into the project.
struct CodebookAdd: ZichtCommand {
  static let name = "codebook add"
  static let summary = "Record codebooks, or new versions of them, in the project."
  static let discussion = """
    A codebook is a JSON file, described by Codebooks/codebook.schema.json. Its version is the hash \
    of its content: the same content again changes nothing. A rule that the new version still has \
    keeps all that it found; run zicht apply to bring the proposals up to date.
    """
  static let examples = [
    Example("zicht codebook add Codebooks", "Record all codebooks of a folder.")
  ]

  var common = CommonOptions()
  var paths: [String] = []

  static var parameters: [Parameter<Self>] {
    [.rest("file", \.paths, "Codebook files, or folders of them.", values: .file)]
  }

  func run(_ io: IO) throws {
    let codebooks = try CodebookFiles.read(paths)
    let project = try openProject(io, for: .write)
    let outcomes = try project.change { try codebooks.map { try project.record($0) } }
    for (codebook, outcome) in zip(codebooks, outcomes) {
      say("\(codebook.id): \(outcome.text)", io)
      let failures = try CodebookTest.run(codebook).count { !$0.isPassed }
      if failures > 0 {
        say(
          "\(codebook.id): \(counted(failures, "example")) not as it should be: zicht codebook test",
          io)
      }
    }
    for caveat in try project.read({ try project.caveats() }) { say(caveat, io) }
    if common.json {
      writeJSON(
        .array(
          zip(codebooks, outcomes).map {
            [
              "codebook": .string($0.id), "outcome": .string($1.text),
              "hash": .string($0.version.hex),
            ]
          }), io)
    }
  }
}

extension Project.CodebookOutcome {
  var text: String {
    switch self {
    case .added(let rules): "added with \(counted(rules, "rule"))"
    case .newVersion(let number, let added, let retired):
      "version \(number): \(counted(added, "new or changed rule")), \(retired) retired"
    case .unchanged: "unchanged"
    }
  }
}

/// Reads codebook files; all faults of all files are told together.
enum CodebookFiles {
  static func read(_ paths: [String]) throws -> [Codebook] {
    var codebooks: [Codebook] = []
    var faults: [Diagnostic] = []
    for path in try files(paths) {
      do {
        let codebook = try read(path)
        if let other = codebooks.first(where: { $0.id == codebook.id }) {
          faults.append(
            Diagnostic(
              .error, .sameID(other.id), at: Place(file: path), hint: "change one of the ids"))
        }
        codebooks.append(codebook)
      } catch let rejected as Rejected {
        faults += rejected.diagnostics
      }
    }
    guard faults.isEmpty else { throw Rejected(faults) }
    return codebooks
  }

  static func read(_ path: String) throws -> Codebook {
    let bytes = try FileSystem.read(path)
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Rejected([
        Diagnostic(.error, .notUTF8, at: Place(file: path), hint: "save the file as UTF-8")
      ])
    }
    let withoutMark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    return try CodebookReader.read(
      SourceText(String(decoding: withoutMark, as: UTF8.self)), file: path)
  }

  /// The files meant; of a folder all .json but schemas.
  private static func files(_ paths: [String]) throws -> [String] {
    try paths.flatMap { path -> [String] in
      guard FileSystem.exists(path) else {
        throw UsageError("no file or folder '\(path)'", hint: "check the name and where you are")
      }
      guard FileSystem.isDirectory(path) else { return [path] }
      let found = try FileSystem.files(below: path).filter {
        $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json")
      }
      guard !found.isEmpty else {
        throw UsageError("no codebooks (*.json) in '\(path)'")
      }
      return found.map { FileSystem.join(path, $0) }
    }
  }
}

extension Diagnostic.Message {
  fileprivate static let notUTF8: Self = "not UTF-8"
  fileprivate static func sameID(_ id: String) -> Self {
    "another file holds the codebook '\(id)' too"
  }
}

/// `zicht codebook list`: codebooks and codes.
struct CodebookList: ZichtCommand {
  static let name = "codebook list"
  static let summary = "List the project's codebooks and their codes."

  var common = CommonOptions()
  var table = TableOptions()

  static var parameters: [Parameter<Self>] { Parameter.group(\.table) }

  func run(_ io: IO) throws {
    let project = try openProject(io)
    let result = try project.read {
      var result = Table(
        title: "Codebooks",
        columns: [
          .init("code"), .init("label"), .init("etiket"), .init("rules", .integer),
          .init("codebook"),
        ])
      let rules = try project.ruleCounts()
      for code in try project.codes() {
        result.rows.append([
          .text(code.path), .text(code.label.en), .text(code.label.nl),
          .integer(rules[code.id] ?? 0), .text(code.codebook),
        ])
        result.depths.append(code.depth)
      }
      result.notes = try project.codebooks().map {
        "\($0.name): version \($0.number) of \($0.time.prefix(10)), \($0.hash.prefix(12))"
      }
      return result
    }
    try table.write(result, common, io)
  }
}

/// `zicht codebook show`: one codebook, to read.
struct CodebookShow: ZichtCommand {
  static let name = "codebook show"
  static let summary = "Show a codebook, or one of its codes, with definitions and rules."
  static let examples = [
    Example("zicht codebook show favouring-factors", "A codebook of the project."),
    Example("zicht codebook show Codebooks/small-wins.json", "A file."),
  ]

  var common = CommonOptions()
  var codebook = ""
  var version: Int?

  static var parameters: [Parameter<Self>] {
    [
      .argument("codebook", \.codebook, "Name in the project, or a file.", values: .file),
      .option("version", \.version, "An earlier version, by number."),
    ]
  }

  func run(_ io: IO) throws {
    let codebook = try CodebookSource(self.codebook, version).read(self, io)
    if common.json { return writeJSON(codebook.json, io) }
    io.out(CodebookText.markdown(codebook))
  }
}

/// A codebook named by a file or by its id in the project.
struct CodebookSource {
  let name: String
  let version: Int?
  init(_ name: String, _ version: Int? = nil) { (self.name, self.version) = (name, version) }

  func read(_ command: some ZichtCommand, _ io: IO) throws -> Codebook {
    if name.hasSuffix(".json") || name.contains("/") {
      guard FileSystem.exists(name) else { throw UsageError("no file '\(name)'") }
      return try CodebookFiles.read(name)
    }
    let (name, version) = try parts()
    let project = try command.openProject(io)
    return try project.read { try project.codebook(name, version: version).codebook }
  }

  /// `small-wins@2` is the second version.
  private func parts() throws -> (String, Int?) {
    guard let at = name.lastIndex(of: "@") else { return (name, version) }
    let number = name[name.index(after: at)...]
    guard let version = Int(number) else {
      throw UsageError("'\(number)' is no version", hint: "write for example small-wins@1")
    }
    return (String(name[..<at]), version)
  }
}

/// `zicht codebook export`: for an appendix, a spreadsheet, a program.
struct CodebookExport: ZichtCommand {
  static let name = "codebook export"
  static let summary = "Write a codebook as Markdown, CSV or JSON."
  static let examples = [
    Example("zicht codebook export small-wins -o small-wins.md", "An appendix for a report.")
  ]

  var common = CommonOptions()
  var table = TableOptions()
  var codebook = ""
  var version: Int?

  static var parameters: [Parameter<Self>] {
    [
      .argument("codebook", \.codebook, "Name in the project, or a file.", values: .file),
      .option("version", \.version, "An earlier version, by number."),
    ] + Parameter.group(\.table)
  }

  func run(_ io: IO) throws {
    let codebook = try CodebookSource(self.codebook, version).read(self, io)
    switch try table.format(common) {
    case .text, .markdown: try write(CodebookText.markdown(codebook), io)
    case .json: try write(codebook.json.text(indented: true) + "\n", io)
    case .csv, .tsv, .jsonl: try table.write(CodebookText.table(codebook), common, io)
    }
  }

  private func write(_ text: String, _ io: IO) throws {
    guard let output = table.output else { return io.out(text) }
    try FileSystem.write(Array(text.utf8), to: output)
  }
}

/// `zicht codebook diff`: what changed between two versions.
struct CodebookDiff: ZichtCommand {
  static let name = "codebook diff"
  static let summary = "Show what changed from one codebook to another."
  static let examples = [
    Example(
      "zicht codebook diff small-wins Codebooks/small-wins.json",
      "From the project's version to the file's.")
  ]

  var common = CommonOptions()
  var old = ""
  var new = ""

  static var parameters: [Parameter<Self>] {
    [
      .argument("old", \.old, "Name in the project (NAME@2 for a version), or a file."),
      .argument("new", \.new, "Name in the project, or a file.", values: .file),
    ]
  }

  func run(_ io: IO) throws {
    let changes = CodebookChange.between(try read(old, io), try read(new, io))
    if common.json {
      return writeJSON(
        .array(
          changes.map {
            [
              "code": .string($0.path), "what": .string($0.what), "old": .string($0.old),
              "new": .string($0.new),
            ]
          }), io)
    }
    if changes.isEmpty { return say("no difference", io) }
    for change in changes { io.out(change.text(io.style)) }
  }

  private func read(_ name: String, _ io: IO) throws -> Codebook {
    try CodebookSource(name).read(self, io)
  }
}

extension CodebookChange {
  fileprivate func text(_ style: Style) -> String {
    var text = style(.heading, sanitized("\(path.isEmpty ? "codebook" : path): \(what)")) + "\n"
    if !old.isEmpty { text += style(.error, sanitized("- \(old)")) + "\n" }
    if !new.isEmpty { text += style(.good, sanitized("+ \(new)")) + "\n" }
    return text
  }
}

/// `zicht codebook test`: the examples as tests of the rules.
struct CodebookTestCommand: ZichtCommand {
  static let name = "codebook test"
  static let summary = "Run each code's examples against its rules."
  static let discussion = """
    An example under match must be found by one of the code's own rules, one under noMatch by none. \
    Exit status 1 when an example fails.
    """
  static let examples = [
    Example("zicht codebook test Codebooks", "Test all codebooks of a folder.")
  ]

  var common = CommonOptions()
  var paths: [String] = []

  static var parameters: [Parameter<Self>] {
    [.rest("file", \.paths, "Codebook files, or folders of them.", values: .file)]
  }

  func run(_ io: IO) throws {
    var failed = 0
    var report: [JSON] = []
    for codebook in try CodebookFiles.read(paths) {
      let outcomes = try CodebookTest.run(codebook)
      let failures = outcomes.filter { !$0.isPassed }
      failed += failures.count
      for failure in failures where !common.json { tell(failure, io) }
      report.append([
        "codebook": .string(codebook.id), "examples": .integer(outcomes.count),
        "failures": .array(failures.map(\.json)),
      ])
      let passed = outcomes.count - failures.count
      say(
        "\(codebook.id): \(passed) of \(counted(outcomes.count, "example")) as they should be", io)
    }
    if common.json { writeJSON(.array(report), io) }
    if failed > 0 { throw Exit(1) }
  }

  private func tell(_ failure: CodebookTest.Outcome, _ io: IO) {
    let what =
      failure.shouldMatch
      ? "\(failure.path): no rule finds this example"
      : "\(failure.path): this example should not be found, but is"
    io.err(sanitized("\(failure.example.place): \(what)") + "\n")
    io.err("  " + sanitized(failure.example.text) + "\n")
    for rule in failure.rules { io.err("  found by: " + sanitized(rule) + "\n") }
  }
}

extension CodebookTest.Outcome {
  fileprivate var json: JSON {
    [
      "code": .string(path), "example": .string(example.text), "should_match": .bool(shouldMatch),
      "rules": .strings(rules), "line": .integer(example.place.line),
    ]
  }
}
