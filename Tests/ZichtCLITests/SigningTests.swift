import CommandLineKit
import Foundation
import TestSupport
import Testing
import ZichtCLI

/// Checkpoints signed and checked by OpenSSH's own program.
@Suite struct SigningTests {
  private static let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
  private static let keygen = path.split(separator: ":").map { $0 + "/ssh-keygen" }.first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  private func zicht(_ words: String..., path: String = Self.path) -> (Int32, String) {
    let (io, captured) = IO.capture(environment: ["ZICHT_CODER": "anna", "PATH": path], width: 80)
    let status = Zicht.run(words, io)
    return (status, captured.all)
  }

  /// A project in the current folder, with the keys of two people; `signers` allows one of them.
  private func inStudy(_ body: () throws -> Void) throws {
    try WorkingFolder.temporary { folder in
      for name in ["anna", "bert"] {
        let made = try Program.run(
          try #require(Self.keygen),
          ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", name], in: folder)
        #expect(made.status == 0, "\(made.output)")
      }
      let key = try String(contentsOfFile: "anna.pub", encoding: .utf8)
      try "anna@example.org \(key)".write(toFile: "signers", atomically: true, encoding: .utf8)
      #expect(zicht("init").0 == 0)
      try body()
    }
  }

  private func verify(_ signer: String = "anna@example.org") -> (Int32, String) {
    zicht("verify", "--checkpoint", "c.txt", "--signers", "signers", "--signer", signer)
  }

  @Test(.enabled(if: keygen != nil, "needs ssh-keygen"))
  func aSignatureIsChecked() throws {
    try inStudy {
      let signed = zicht("checkpoint", "--name", "final", "-o", "c.txt", "--sign", "anna")
      #expect(signed.0 == 0, "\(signed.1)")
      let mode = try FileManager.default.attributesOfItem(atPath: "c.txt.sig")
      #expect(mode[.posixPermissions] as? Int == 0o600)
      let good = verify()
      #expect(good.0 == 0, "\(good.1)")
      #expect(good.1.contains("Good \"zicht-checkpoint\" signature for anna@example.org"))
      let unchecked = zicht("verify", "--checkpoint", "c.txt")
      #expect(unchecked.0 == 0)
      #expect(unchecked.1.contains("signature c.txt.sig not checked"))
      #expect(verify("bert@example.org").0 == 1)

      // The same state, another text: the signature is not of it.
      #expect(zicht("checkpoint", "--at", "1", "-o", "c.txt").0 == 0)
      let other = verify()
      #expect(other.0 == 1)
      #expect(other.1.contains("✗ the signature of the checkpoint is not good"))
      // What a name stands for is written the same again, and so signed anew.
      #expect(zicht("checkpoint", "--at", "final", "-o", "c.txt").0 == 0)
      #expect(verify().0 == 0)
    }
  }

  @Test(.enabled(if: keygen != nil, "needs ssh-keygen"))
  func whoMayNotSignIsFound() throws {
    try inStudy {
      #expect(zicht("checkpoint", "-o", "c.txt", "--sign", "bert").0 == 0)
      let wrong = verify()
      #expect(wrong.0 == 1)
      #expect(wrong.1.contains("✗ the signature of the checkpoint is not good"))
      try "junk".write(toFile: "c.txt.sig", atomically: true, encoding: .utf8)
      #expect(verify().0 == 1)
      try FileManager.default.removeItem(atPath: "c.txt.sig")
      #expect(verify().1.contains("c.txt.sig: no such signature"))
    }
  }

  @Test(.enabled(if: keygen != nil, "needs ssh-keygen"))
  func whatCannotSignIsTold() throws {
    try inStudy {
      let noKey = zicht("checkpoint", "--name", "final", "-o", "c.txt", "--sign", "nobody")
      #expect(noKey.0 == 1)
      #expect(noKey.1.contains("ssh-keygen could not sign with 'nobody'"))
      #expect(noKey.1.contains("--at 'final' --sign KEY"))
      #expect(zicht("checkpoint", "--at", "final", "-o", "c.txt", "--sign", "anna").0 == 0)
      #expect(verify().0 == 0)
      let noProgram = zicht("checkpoint", "-o", "d.txt", "--sign", "anna", path: "/nowhere")
      #expect(noProgram.0 == 1)
      #expect(noProgram.1.contains("there is no ssh-keygen on the path"))
      #expect(!FileManager.default.fileExists(atPath: "d.txt"))
    }
  }
}
