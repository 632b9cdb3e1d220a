import Coding
import CommandLineKit
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

    With a receipt (zicht receipt) no project is needed: what it proves is proved by itself. With \
    --checkpoint its checkpoint is compared with that file, with --project also with the project.
    """
  static let examples = [
    Example("zicht verify", "Check the whole project."),
    Example("zicht verify --checkpoint submitted.txt", "Was nothing changed before we submitted?"),
    Example("zicht verify receipt.json", "What does this receipt prove?"),
  ]

  var common = CommonOptions()
  var file: String?
  var checkpoint: String?
  var signers: String?
  var signer: String?

  static var parameters: [Parameter<Self>] {
    [
      .optionalArgument(
        "file", \.file, "A receipt, instead of the whole project.", values: .file),
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
    }
  }

  /// What is said of a file's signature, once it was checked as far as it can be.
  func signature(of file: CheckpointFile, _ io: IO) throws -> CheckpointFile.Signature {
    try file.signature(signers: signers, signer: signer, io)
  }

  // MARK: The project

  private func verifyProject(_ known: CheckpointFile?, _ io: IO) throws {
    let signature = try known.map { try self.signature(of: $0, io) }
    let project = try openProject(io)
    let progress = Progress(io, label: "verify", total: 7, unit: "steps")
    let (result, comparison) = try project.read {
      let result = try project.verify { _ in
        try Interrupt.check()
        progress.advance()
      }
      return (result, try known.map { try project.compare(with: $0.checkpoint) })
    }
    progress.finish()
    if common.json {
      var members = result.members
      if let comparison, let signature {
        members += [("checkpoint", comparison.json), ("signature", signature.json)]
      }
      writeJSON(.object(members), io)
    } else {
      for problem in result.problems { mark(false, problem, io) }
      for line in result.lines { say(line, io) }
      if let known, let comparison, let signature { tell(comparison, signature, known, io) }
    }
    if !result.isSound || comparison?.isExtended == false || signature?.isRefuted == true {
      throw Exit(1)
    }
  }

  private func tell(
    _ comparison: CheckpointComparison, _ signature: CheckpointFile.Signature,
    _ known: CheckpointFile, _ io: IO
  ) {
    if comparison.isExtended {
      say(comparison.line, io)
    } else {
      mark(false, comparison.line, io)
    }
    tell(signature, of: known, io)
  }

  func tell(_ signature: CheckpointFile.Signature, of known: CheckpointFile, _ io: IO) {
    guard let line = signature.line(of: known) else { return }
    if signature.isRefuted { mark(false, line, io) } else { say(line, io) }
  }

  /// A line with its verdict before it; what is wrong is told even when quiet.
  func mark(_ isGood: Bool, _ line: String, _ io: IO) {
    if isGood { return say("✓ \(line)", io) }
    io.out(io.style(.error, sanitized("✗ \(line)")) + "\n")
  }
}

/// A file that `verify` can check, told by its content.
enum EvidenceFile {
  case receipt(SegmentReceipt)

  init(_ path: String) throws {
    let bytes = try FileSystem.read(path)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Self.unknown(path) }
    guard text.first(where: { !$0.isWhitespace }) == "{" else {
      throw (try? Checkpoint.read(SourceText(text), file: path)) == nil
        ? Self.unknown(path)
        : UsageError("\(path) is a checkpoint", hint: "write: zicht verify --checkpoint \(path)")
    }
    let json = try JSONReader.read(SourceText(text), file: path)
    guard SegmentReceipt.isReceipt(json) else { throw Self.unknown(path) }
    self = .receipt(try SegmentReceipt(reading: json, file: path))
  }

  private static func unknown(_ path: String) -> any Error {
    Failure("\(path): this is nothing that zicht can verify", hint: "it verifies receipts")
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
    if stale > 0 {
      lines.append("\(counted(stale, "text")) indexed by another version of zicht: run zicht apply")
    }
    return lines
  }

  var json: JSON { .object(members) }

  fileprivate var members: [(String, JSON)] {
    [
      ("sound", .bool(isSound)), ("events", .integer(events)), ("head", .string(head.hex)),
      ("transcripts", .integer(transcripts)), ("proposals", .integer(proposals)),
      ("problems", .strings(problems)),
    ]
  }
}
