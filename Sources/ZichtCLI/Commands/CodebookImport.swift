import Coding
import CommandLineKit
import Formats
import Project
import Reports

/// `zicht codebook import`: codebooks and dictionaries of other programs.
struct CodebookImport: ZichtCommand {
  static let name = "codebook import"
  static let summary = "Make a codebook of another program's codebook or dictionary."
  static let discussion = """
    Read are tables of codes (CSV or TSV with columns such as code, parent, definition and colour, in \
    any order, in Dutch, English, German or French; Taguette's export is one), QualCoder's codebooks, \
    codebooks of REFI-QDA (.qdc), and dictionaries of WordStat (.cat), LIWC (.dic, .dicx), Yoshikoder (.ykd), Lexicoder (.lc3) and \
    quanteda (YAML). The content tells which it is, not the name.

    Words become lists with a rule for each; * and ? keep their meaning. What rules can't say, such as \
    weights and conditions, is listed by line. What is written is a file to look at and to complete, \
    for zicht codebook test and zicht codebook add; a file that is there is never replaced.
    """
  static let examples = [
    Example("zicht codebook import LSD2015.lc3", "Write lsd2015.json."),
    Example(
      "zicht codebook import codes.csv -o Codebooks/wonen.json --id wonen",
      "A table of codes, under another name."),
  ]

  var common = CommonOptions()
  var paths: [String] = []
  var output: String?
  var id: String?

  static var parameters: [Parameter<Self>] {
    [
      .rest("file", \.paths, "Codebooks or dictionaries.", values: .file),
      .option(
        "output", \.output, "The file to write (otherwise ID.json, in this folder).", short: "o",
        placeholder: "FILE", values: .file),
      .option("id", \.id, "The codebook's id (otherwise made of the name).", placeholder: "NAME"),
    ]
  }

  /// What was made of one file.
  private struct Import {
    var file: String
    var kind: String?
    var codebook: Codebook?
    var output = ""
    var findings: [Diagnostic]
  }

  func run(_ io: IO) throws {
    guard paths.count == 1 || output == nil && id == nil else {
      throw UsageError("--output and --id are for one file", hint: "import one file at a time")
    }
    if let id, !id.isSlug {
      throw UsageError(
        "'\(id)' can't be an id", hint: "use lower-case letters, digits and hyphens")
    }
    var imports = try paths.map(read)
    try name(&imports)
    for found in imports {
      guard let codebook = found.codebook else { continue }
      try FileSystem.write(
        Array((codebook.json.text(indented: true) + "\n").utf8), to: found.output)
    }
    for found in imports { tell(found, io) }
    imports.flatMap(\.findings).report(io)
    if common.json { writeJSON(.array(imports.map(json)), io) }
    if imports.contains(where: { $0.codebook == nil }) { throw Exit(1) }
  }

  private func read(_ path: String) throws -> Import {
    guard FileSystem.exists(path) else {
      throw UsageError("no file '\(path)'", hint: "check the name and where you are")
    }
    do throws(FileFailure) {
      let bytes = try FileSystem.read(path)
      if let exchanged = ExchangedCodebook(bytes, file: path, id: id) {
        return Import(
          file: path, kind: "codebook of REFI-QDA", codebook: exchanged.codebook,
          findings: exchanged.findings)
      }
      let found = readForeignCodebook(bytes, file: path, id: id)
      return Import(
        file: path, kind: found.kind?.rawValue, codebook: found.codebook,
        findings: found.diagnostics)
    } catch {
      let finding = Diagnostic(.error, .unreadable(error.reason), at: Place(file: path))
      return Import(file: path, findings: [finding])
    }
  }

  /// Gives each a file of its own, before any is written.
  private func name(_ imports: inout [Import]) throws {
    var taken: [String: String] = [:]
    for index in imports.indices {
      guard let codebook = imports[index].codebook else { continue }
      let path = output ?? codebook.id + ".json"
      if let other = taken[path] {
        throw Failure(
          "\(other) and \(imports[index].file) would both be \(path)",
          hint: "import one at a time, with --id or --output")
      }
      guard !FileSystem.exists(path) else {
        throw Failure(
          "\(path) is there already", hint: "write another with --output, or move it away")
      }
      taken[path] = imports[index].file
      imports[index].output = path
    }
  }

  private func tell(_ found: Import, _ io: IO) {
    guard let codebook = found.codebook, let kind = found.kind else { return }
    let words = codebook.lists.reduce(0) { $0 + $1.entries.count }
    let parts =
      [counted(codebook.allCodes.count, "code")]
      + (words > 0 ? [counted(words, "word or phrase", "words and phrases")] : [])
    say(
      "\(found.file), a \(kind): \(parts.joined(separator: ", ")) to \(found.output)", io)
  }

  private func json(_ found: Import) -> JSON {
    let codebook = found.codebook
    return [
      "file": .string(found.file), "kind": found.kind.map { .string($0) } ?? .null,
      "codebook": codebook.map { .string($0.id) } ?? .null,
      "output": codebook.map { _ in .string(found.output) } ?? .null,
      "codes": .integer(codebook?.allCodes.count ?? 0),
      "words": .integer(codebook?.lists.reduce(0) { $0 + $1.entries.count } ?? 0),
      "findings": .array(
        found.findings.map { finding in
          [
            "severity": .string(finding.severity.rawValue), "line": .integer(finding.place.line),
            "message": .string(finding.message.text),
          ]
        }),
    ]
  }
}
