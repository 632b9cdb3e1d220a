import Coding
import CommandLineKit

/// Signatures of checkpoints, made and checked by `ssh-keygen -Y` of OpenSSH 8.1 or later.
struct SSHSignature {
  /// Keeps a signature made for something else from counting here.
  private static let namespace = "zicht-checkpoint"

  enum Verdict: Equatable {
    case good(String)
    case bad(String)
  }

  private let program: String
  private let environment: [String: String]

  init(_ io: IO) throws {
    guard let program = ChildProcess.find("ssh-keygen", path: io.environment["PATH"] ?? "") else {
      throw Failure(
        "there is no ssh-keygen on the path", hint: "install OpenSSH, whose keys sign checkpoints")
    }
    (self.program, environment) = (program, io.environment)
  }

  /// The signature of some bytes by a private key, or by a public one whose private key an agent
  /// holds.
  func sign(_ bytes: [UInt8], key: String) throws -> [UInt8] {
    let outcome = try run(["-Y", "sign", "-n", Self.namespace, "-f", key], input: bytes)
    guard outcome.status == 0, !outcome.out.isEmpty else {
      throw Failure(
        "ssh-keygen could not sign with '\(key)': \(outcome.lastWords)",
        hint: "name a private key, or the public key of one that your agent holds")
    }
    return outcome.out
  }

  /// Whether a signature of some bytes is that of an identity, by the keys that a file of allowed
  /// signers has for it.
  func verify(
    _ bytes: [UInt8], signature: String, signers: String, identity: String
  ) throws -> Verdict {
    let outcome = try run(
      [
        "-Y", "verify", "-n", Self.namespace, "-f", signers, "-I", identity, "-s", signature,
      ], input: bytes)
    if outcome.status == 0 { return .good(outcome.firstLine) }
    return .bad(outcome.lastWords)
  }

  private func run(_ words: [String], input: [UInt8]) throws -> ChildProcess.Outcome {
    try ChildProcess.run(program, words, input: input, environment: environment)
  }
}

extension ChildProcess.Outcome {
  fileprivate var firstLine: String {
    String(String(decoding: out, as: UTF8.self).split(separator: "\n").first ?? "")
  }

  /// All that it complained of, on one line.
  fileprivate var lastWords: String {
    let lines = err.split(whereSeparator: \.isNewline) + firstLine.split(separator: "\n")
    return lines.isEmpty ? "it said nothing" : lines.joined(separator: "; ")
  }
}
