import Coding
import CommandLineKit
import Formats
import Project
import Reports

/// `zicht verify`: nothing was altered.
struct Verify: ZichtCommand {
  static let name = "verify"
  static let summary = "Check that the project, or what came from it, was not altered."
  static let discussion = """
    Without a file it checks the project: SQLite's own structure, the chain of events, each text and \
    name against its commitment, each table against what the events make of it, the proposals of \
    each rule against the digest of its run, named checkpoints, and the indexes against the texts. \
    Exit status 1 when anything is not as recorded.

    Whoever can write the project could rewrite all of it, chain included. --checkpoint FILE takes a \
    checkpoint that was kept elsewhere (zicht checkpoint) and proves that the project extends it; \
    with --signers and --signer its signature, FILE.sig, is checked by ssh-keygen -Y verify.

    A table that zicht exported is held against the ledger: it is made anew as of the moment that its \
    receipt names, and every cell is compared. Of a workbook every sheet is, also after a spreadsheet \
    program saved it anew.

    A segment's receipt (zicht receipt) needs no project: what it proves is proved by itself. With \
    --checkpoint its checkpoint is compared with that file, with --project also with the project.
    """
  static let examples = [
    Example("zicht verify", "Check the whole project."),
    Example("zicht verify --checkpoint submitted.txt", "Was nothing changed before we submitted?"),
    Example("zicht verify table.csv", "Is this table what the project gave?"),
    Example("zicht verify receipt.json", "What does this receipt prove?"),
  ]

  var common = CommonOptions()
  var file: String?
  var sheet: String?
  var receipt: String?
  var checkpoint: String?
  var signers: String?
  var signer: String?

  static var parameters: [Parameter<Self>] {
    [
      .optionalArgument(
        "file", \.file, "A table that zicht exported, or a segment's receipt.", values: .file),
      .option(
        "sheet", \.sheet, "Only this sheet of a workbook.", placeholder: "NAME"),
      .option(
        "receipt", \.receipt, "The table's receipt, if it isn't in it or beside it.",
        placeholder: "FILE", values: .file),
      .option(
        "checkpoint", \.checkpoint, "Compare with a checkpoint that was kept elsewhere.",
        placeholder: "FILE", values: .file),
      .option(
        "signers", \.signers, "Who may sign: a file of allowed signers, as ssh-keygen has it.",
        placeholder: "FILE", values: .file),
      .option("signer", \.signer, "Who should have signed it.", placeholder: "NAME"),
    ]
  }

  func run(_ io: IO) throws {
    guard (signers == nil) == (signer == nil), signers == nil || checkpoint != nil else {
      throw UsageError(
        "whose signature, of which checkpoint, by which keys?",
        hint: "--checkpoint FILE --signers FILE --signer NAME belong together")
    }
    let known = try checkpoint.map { try CheckpointFile($0) }
    guard let file else { return try verifyProject(known, io) }
    switch try EvidenceFile(file) {
    case .receipt(let receipt): try verify(receipt, known, io)
    case .table: try verify(table: file, known, io)
    }
  }

  /// What is said of a file's signature, once it was checked as far as it can be.
  func signature(of file: CheckpointFile, _ io: IO) throws -> CheckpointFile.Signature {
    try file.signature(signers: signers, signer: signer, io)
  }

  // MARK: The project

  private func verifyProject(_ known: CheckpointFile?, _ io: IO) throws {
    let project = try openProject(io)
    let progress = Progress(io, label: "verify", total: 8, unit: "steps")
    let (result, held) = try project.read {
      let result = try project.verify { _ in
        try Interrupt.check()
        progress.advance()
      }
      return (result, try known.map { try HeldCheckpoint($0, project, self, io) })
    }
    progress.finish()
    if common.json {
      writeJSON(result.json.adding(held?.members ?? []), io)
    } else {
      for problem in result.problems { mark(false, problem, io) }
      for line in result.lines { say(line, io) }
      if let held { tell(held, io) }
    }
    if !result.isSound || held?.isGood == false { throw Exit(1) }
  }

  private func verify(table: String, _ known: CheckpointFile?, _ io: IO) throws {
    let sheets = try sheet.map { [$0] } ?? sheets(of: table)
    let checks = try sheets.map { sheet in
      try TableCheck(path: table, sheet: sheet, receipt: receipt) { try openProject(io) }
    }
    let held = try known.map { known in
      let project = try openProject(io)
      return try project.read { try HeldCheckpoint(known, project, self, io) }
    }
    if common.json {
      let json: JSON =
        checks.count == 1 ? checks[0].json : ["tables": .array(checks.map(\.json))]
      writeJSON(json.adding(held?.members ?? []), io)
    } else {
      for check in checks { TableCheckText(check: check, style: io.style).write { io.out($0) } }
      if let held { tell(held, io) }
    }
    if !checks.allSatisfy(\.isEqual) || held?.isGood == false { throw Exit(1) }
  }

  /// The sheets of a workbook of tables; one without a name for any other file.
  private func sheets(of table: String) throws -> [String?] {
    let bytes = try FileSystem.read(table)
    guard TableFile.isWorkbook(bytes) else { return [nil] }
    let tables = try Workbook(bytes, file: table).tables
    return tables.count > 1 ? tables : [nil]
  }

  private func tell(_ held: HeldCheckpoint, _ io: IO) {
    mark(held.comparison.isExtended, held.comparison.line, io)
    tell(held.signature, of: held.file, io)
  }

  func tell(_ signature: CheckpointFile.Signature, of known: CheckpointFile, _ io: IO) {
    guard let line = signature.line(of: known) else { return }
    if case .unchecked = signature { say(line, io) } else { mark(!signature.isRefuted, line, io) }
  }

  /// A line with its verdict before it; what is wrong is told even when quiet.
  func mark(_ isGood: Bool, _ line: String, _ io: IO) {
    if isGood { return say("✓ \(line)", io) }
    io.out(io.style(.error, sanitized("✗ \(line)")) + "\n")
  }
}

/// A checkpoint from elsewhere, held against the project.
private struct HeldCheckpoint {
  let file: CheckpointFile
  let comparison: CheckpointComparison
  let signature: CheckpointFile.Signature

  init(_ file: CheckpointFile, _ project: Project, _ command: Verify, _ io: IO) throws {
    self.file = file
    signature = try command.signature(of: file, io)
    comparison = try project.compare(with: file.checkpoint)
  }

  var isGood: Bool { comparison.isExtended && !signature.isRefuted }

  var members: [(String, JSON)] {
    [("checkpoint", comparison.json), ("signature", signature.json)]
  }
}

/// A file that `verify` can check, told by its content.
enum EvidenceFile {
  case receipt(SegmentReceipt)
  case table

  init(_ path: String) throws {
    let bytes = try FileSystem.read(path)
    let text = String(decoding: bytes, as: UTF8.self)
    self = .table
    if text.first(where: { !$0.isWhitespace }) == "{" {
      let json = try? JSONReader.read(SourceText(text), file: path)
      guard let json, SegmentReceipt.isReceipt(json) else { return }
      self = .receipt(try SegmentReceipt(reading: json, file: path))
    } else if text.utf8.count <= ChildProcess.largestInput,
      (try? Checkpoint.read(SourceText(text), file: path)) != nil
    {
      throw UsageError(
        "\(path) is a checkpoint", hint: "write: zicht verify --checkpoint \(path)")
    }
  }
}

extension Verification {
  var lines: [String] {
    let checked =
      "\(counted(events, "event")), \(counted(transcripts, "text")), "
      + "\(counted(proposals, "finding")) checked"
    if !isSound { return ["\(checked): \(counted(problems.count, "problem"))"] }
    var lines = [
      "verified: \(checked), nothing altered", "last event \(events), hash \(head.hex)",
    ]
    lines += erasureLines
    if stale > 0 {
      lines.append("\(counted(stale, "text")) indexed by another version of zicht: run zicht apply")
    }
    return lines
  }

  var json: JSON {
    [
      "sound": .bool(isSound), "events": .integer(events), "head": .string(head.hex),
      "transcripts": .integer(transcripts), "proposals": .integer(proposals),
      "withdrawn": .integer(withdrawn), "redacted": .integer(redacted),
      "problems": .strings(problems),
    ]
  }
}
