import Coding
import TestSupport
import Testing

@Suite struct CheckpointTests {
  private static let root = SHA256.digest(Array("root".utf8))

  private func read(_ text: String) throws -> Checkpoint {
    try Checkpoint.read(SourceText(text), file: "c")
  }

  /// What reading refuses, with the line.
  private func fault(_ text: String) -> String? {
    do {
      _ = try read(text)
      return nil
    } catch { return "\((error as? Diagnostic).map { "\($0.place): \($0.message.text)" } ?? "?")" }
  }

  /// The example of C2SP's tlog-checkpoint.
  private let example = """
    example.com/behind-the-sofa
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

    """

  @Test func readsTheExampleOfTheFormat() throws {
    let checkpoint = try read(example)
    #expect(checkpoint.origin == "example.com/behind-the-sofa")
    #expect(checkpoint.size == 20_852_163)
    #expect(
      checkpoint.text == example.split(separator: "\n").prefix(3).joined(separator: "\n") + "\n")
  }

  @Test func readsWhatItWrites() throws {
    let checkpoint = Checkpoint(
      origin: Checkpoint.origin(ofProject: "ab12"), size: 12, root: Self.root,
      time: "2020-01-01T00:00:00.000Z", name: "voor het rapport")
    #expect(try read(checkpoint.text) == checkpoint)
    #expect(checkpoint.text.hasPrefix("zicht/ab12\n12\n"))
    #expect(checkpoint.text.hasSuffix("\ntime 2020-01-01T00:00:00.000Z\nname voor het rapport\n"))
    // As a mail may bring it, and with a line that only others know.
    let mailed = checkpoint.text.split(separator: "\n").joined(separator: "\r\n")
    #expect(try read(mailed + "\r\nwitness none\r\n\r\n") == checkpoint)
  }

  @Test func tellsWhatIsNoCheckpoint() {
    let root = Base64.encode(Self.root.bytes)
    #expect(fault("") == "c: this is no checkpoint: it has fewer than three lines")
    #expect(fault("zicht/a\n1\n") == "c: this is no checkpoint: it has fewer than three lines")
    #expect(fault("\nzicht/a\n1\n\(root)\n") != nil)
    for size in ["0", "-1", "01", "+1", "1.0", "1e3", "99999999999999999999", "twelve", "1 "] {
      #expect(fault("zicht/a\n\(size)\n\(root)\n") == "c:2: '\(size)' is no number of events")
    }
    for broken in [
      String(root.dropLast()), String(root.dropLast(5)), String(root.dropFirst(4)), root + "AAAA",
      root.replacing("=", with: "A"), " " + root, root + " ", Self.root.hex,
      // The same bytes with surplus bits: the encoding would not be the only one.
      String(root.dropLast(2)) + "/=",
    ] {
      #expect(fault("zicht/a\n1\n\(broken)\n") == "c:3: the root is not 32 bytes in Base 64")
    }
    #expect(
      fault("zicht/a\n1\n\(root)\n\nmore\n") == "c:5: this line does not belong to the checkpoint")
    #expect(fault("zicht/a\n9223372036854775807\n\(root)\n") == nil)
  }

  @Test func base64IsThatOfTheStandard() {
    // RFC 4648, section 10.
    let pairs = [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ]
    for (text, encoded) in pairs {
      #expect(Base64.encode(Array(text.utf8)) == encoded)
      #expect(Base64.decode(encoded) == Array(text.utf8))
    }
    var random = Seeded(3)
    for count in 0..<100 {
      let bytes = random.bytes(count)
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
    for wrong in ["Z", "Zg", "Zg=", "Zh==", "Zg==Zg==", "====", "Zm9v\n", "Zm-_"] {
      #expect(Base64.decode(wrong) == nil, "\(wrong)")
    }
  }
}
