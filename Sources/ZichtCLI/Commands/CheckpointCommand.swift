import Coding
import CommandLineKit
import Project
import Reports

/// `zicht checkpoint`: the state of the ledger in a few lines.
struct CheckpointCommand: ZichtCommand {
  static let name = "checkpoint"
  static let summary = "Write the state of the ledger as a short text to keep elsewhere."
  static let discussion = """
    A checkpoint says how many events there are and the root of the Merkle tree over them (RFC 9162), \
    in the form of C2SP's tlog-checkpoint. Print it in an appendix, mail it, deposit it: whoever has \
    it can see later, with zicht verify --checkpoint, that nothing before it was changed.

    With --name the ledger remembers it too, by an event that follows those it covers. Nothing else \
    about this command writes to the project. --sign leaves FILE.sig, made by ssh-keygen -Y sign.
    """
  static let examples = [
    Example("zicht checkpoint", "Show the present state."),
    Example(
      "zicht checkpoint --name submitted -o submitted.txt --sign ~/.ssh/id_ed25519",
      "Name it, write it, sign it."),
  ]

  var common = CommonOptions()
  var newName: String?
  var at: String?
  var output: String?
  var key: String?
  var list = false

  static var parameters: [Parameter<Self>] {
    [
      .option("name", \.newName, "Give it a name, in the ledger.", placeholder: "NAME"),
      .option(
        "at", \.at, "Of then: an event's number, a day or time in UTC, a checkpoint's name.",
        placeholder: "MOMENT"),
      .option(
        "output", \.output, "Write to this file (mode 0600).", short: "o", placeholder: "FILE",
        values: .file),
      .option(
        "sign", \.key, "Sign the file with this SSH key.", placeholder: "KEY", values: .file),
      .flag("list", \.list, "List the checkpoints that have a name."),
    ]
  }

  func run(_ io: IO) throws {
    if list { return try showList(io) }
    if key != nil, output == nil {
      throw UsageError("where should the signature go?", hint: "add --output FILE: it is FILE.sig")
    }
    let signer = key == nil ? nil : try SSHSignature(io)
    let checkpoint = try newName.map { try record($0, io) } ?? read(io)
    try write(checkpoint, signer, io)
  }

  private func read(_ io: IO) throws -> Checkpoint {
    let project = try openProject(io)
    return try project.read { try project.checkpoint(at: at) }
  }

  private func record(_ name: String, _ io: IO) throws -> Checkpoint {
    guard CheckpointName.isValid(name) else {
      throw UsageError("'\(name)' can't name a checkpoint", hint: CheckpointName.rule)
    }
    let project = try openProject(io, for: .write)
    return try project.change { try project.name(project.checkpoint(at: at), name) }
  }

  private func write(_ checkpoint: Checkpoint, _ signer: SSHSignature?, _ io: IO) throws {
    let bytes = Array(checkpoint.text.utf8)
    if let output { try FileSystem.write(bytes, to: output) }
    if let signer, let key, let output {
      try FileSystem.write(try signature(of: bytes, by: key, signer), to: output + ".sig")
    }
    if common.json { return writeJSON(checkpoint.json, io) }
    if let output {
      say("\(checkpoint.words) written to \(output)" + (key == nil ? "" : ", signed"), io)
      return say("root in hexadecimal: \(checkpoint.root.hex)", io)
    }
    io.out(sanitized(checkpoint.text, keepingNewlines: true))
    if !io.isQuiet { io.err("root in hexadecimal: \(checkpoint.root.hex)\n") }
  }

  private func signature(
    of bytes: [UInt8], by key: String, _ signer: SSHSignature
  ) throws -> [UInt8] {
    do { return try signer.sign(bytes, key: key) } catch let failure as Failure {
      guard let newName else { throw failure }
      throw Failure(
        failure.message, hint: "it has its name; sign it with: --at '\(newName)' --sign KEY")
    }
  }

  private func showList(_ io: IO) throws {
    guard newName == nil, at == nil, output == nil, key == nil else {
      throw UsageError("--list only lists", hint: "leave the other options away")
    }
    let project = try openProject(io)
    let checkpoints = try project.read { try project.checkpoints() }
    if common.json { return writeJSON(.array(checkpoints.map(\.json)), io) }
    let table = Table(
      title: "Checkpoints",
      columns: [.init("name"), .init("events", .integer), .init("time"), .init("root")],
      rows: checkpoints.map {
        [
          .text($0.name ?? ""), .integer($0.size), .text(String(($0.time ?? "").prefix(16))),
          .text(String($0.root.hex.prefix(16)) + "…"),
        ]
      },
      notes: [counted(checkpoints.count, "checkpoint") + "; times are UTC"])
    try TableOptions().write(table, common, io)
  }
}
