import Coding
import CommandLineKit
import Project

/// A checkpoint that was kept elsewhere, with its signature where it has one.
struct CheckpointFile {
  let path: String
  let checkpoint: Checkpoint
  private let bytes: [UInt8]

  init(_ path: String) throws {
    let bytes = try FileSystem.read(path)
    guard bytes.count <= ChildProcess.largestInput,
      let text = String(validating: bytes, as: UTF8.self)
    else { throw Failure("\(path): this is no checkpoint", hint: "a checkpoint is a short text") }
    (self.path, self.bytes) = (path, bytes)
    checkpoint = try Checkpoint.read(SourceText(text), file: path)
  }

  var signaturePath: String { path + ".sig" }

  enum Signature: Equatable {
    case absent
    case unchecked
    case checked(SSHSignature.Verdict)

    var isRefuted: Bool { if case .checked(.bad) = self { true } else { false } }
  }

  /// What there is to say of the signature; it is checked where its signer is named.
  func signature(signers: String?, signer: String?, _ io: IO) throws -> Signature {
    let isThere = FileSystem.exists(signaturePath)
    guard let signers, let signer else { return isThere ? .unchecked : .absent }
    guard isThere else {
      throw Failure(
        "\(signaturePath): no such signature",
        hint: "it stands beside the checkpoint, under its name and '.sig'")
    }
    guard FileSystem.exists(signers) else {
      throw Failure(
        "\(signers): no such file", hint: "a line of allowed signers is: NAME ssh-ed25519 AAAA…")
    }
    return .checked(
      try SSHSignature(io).verify(
        bytes, signature: signaturePath, signers: signers, identity: signer))
  }
}

extension CheckpointFile.Signature {
  /// A line on it; nil where there is nothing to say.
  func line(of file: CheckpointFile) -> String? {
    switch self {
    case .absent: nil
    case .unchecked:
      "signature \(file.signaturePath) not checked: name --signers FILE and --signer NAME"
    case .checked(.good(let words)): "signature: \(words)"
    case .checked(.bad(let words)): "the signature of the checkpoint is not good: \(words)"
    }
  }

  var json: JSON {
    switch self {
    case .absent: .null
    case .unchecked: ["checked": false]
    case .checked(.good(let words)): ["checked": true, "good": true, "words": .string(words)]
    case .checked(.bad(let words)): ["checked": true, "good": false, "words": .string(words)]
    }
  }
}

extension CheckpointComparison {
  /// What it found, in one line.
  var line: String {
    let what = checkpoint.words
    switch verdict {
    case .extended(by: 0): return "\(what): the project stands just there"
    case .extended(let count):
      return "\(what): the project extends it by \(counted(count, "event"))"
    case .older:
      return "\(what): the project has \(counted(size, "event")): events are missing"
    case .rewritten(let root):
      return "\(what): history was rewritten: the root of the first "
        + "\(counted(checkpoint.size, "event")) is \(root.hex), not \(checkpoint.root.hex)"
    case .foreign(let origin):
      return "\(what): it is of another project, \(checkpoint.origin); this one is \(origin)"
    }
  }

  var json: JSON {
    [
      "checkpoint": checkpoint.json, "verdict": .string(verdictName), "size": .integer(size),
      "root": .string(Base64.encode(root.bytes)), "root_hex": .string(root.hex),
      "proof": .strings(proof.map { Base64.encode($0.bytes) }),
    ]
  }

  private var verdictName: String {
    switch verdict {
    case .extended: "extended"
    case .older: "older"
    case .rewritten: "rewritten"
    case .foreign: "foreign"
    }
  }
}

extension Checkpoint {
  /// `checkpoint 'draft' of 12 events (2020-01-01T00:00:12.000Z)`.
  var words: String {
    "checkpoint" + (name.map { " '\($0)'" } ?? "") + " of \(counted(size, "event"))"
      + (time.map { " (\($0))" } ?? "")
  }
}
