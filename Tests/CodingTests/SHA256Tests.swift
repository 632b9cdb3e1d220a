import TestSupport
import Testing

@testable import Coding

@Suite struct SHA256Tests {
  /// FIPS 180-4's examples, as NIST publishes them.
  @Test(arguments: [
    ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
        + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", 1,
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func `the standard's examples`(text: String, times: Int, hex: String) {
    var hash = SHA256()
    hash.update(String(repeating: text, count: times))
    #expect(hash.finish().hex == hex)
  }

  /// Digests of `bytes(count)` by Python's hashlib.
  private static let vectors: [(count: Int, hex: String)] = [
    (
      0,
      "e3b0c44298fc1c149afbf4c8996fb924"
        + "27ae41e4649b934ca495991b7852b855"
    ),
    (
      1,
      "4bf5122f344554c53bde2ebb8cd2b7e3"
        + "d1600ad631c385a5d7cce23c7785459a"
    ),
    (
      3,
      "e0bb91a750ddac6ae0c9c4198a553144"
        + "81783140aa6822764889b9d4c7cf0c6d"
    ),
    (
      31,
      "b3f5babc70e43d6a6e0648a370424dc6"
        + "1410c5a56dbfbdc807f2e5985c359083"
    ),
    (
      55,
      "1d0f542cc6affc01556e16943c39aa43"
        + "f49ccdee6984ee51c762181f94d3326a"
    ),
    (
      56,
      "3992d889983ba6a38a095eadc2faea7f"
        + "b6bb9375e78e6c41ae74b04ed7674ca3"
    ),
    (
      57,
      "3dcba9fd922c01fca918efc291880d48"
        + "9dfb56c574dcfa1f294542cf2d918e73"
    ),
    (
      63,
      "0cf1c28bf128a4191e93bf30256c10d2"
        + "f83eb7e8e835f3d93afd1826b2d6e723"
    ),
    (
      64,
      "6f28b2f6ac385b2536d585d46fd64132"
        + "f7cfd95287c32334c403d5bc20e6a5f6"
    ),
    (
      65,
      "10080317083c81320dbf8eacbfa82e91"
        + "df9259f75b4a294eeca76eeb50aea01f"
    ),
    (
      111,
      "06168cf2677ed5e2e357e5224eb87795"
        + "cd3ad28afc2fcbf9d84c91981bfcb34a"
    ),
    (
      112,
      "d8e9a325391e650e580534249c205d97"
        + "baf6262f21f4c52acbc0ab9b09adbeb0"
    ),
    (
      119,
      "b572270bad52a2e7ad3a4c0fa27d0466"
        + "a00475f69c98af2138c6ab87da3c582a"
    ),
    (
      120,
      "814fcf373b324717bd16aecd2445214b"
        + "fcc1f8d36d6982959404dd3cc21b32b6"
    ),
    (
      127,
      "bffca7a0375995945d5f35035a98fcf3"
        + "37bd86c92f0a9ab3ef7c78347c745ab1"
    ),
    (
      128,
      "0a112e93b6b4b1126561e962bb1a5b14"
        + "ba93b4eca2f706366e7dae70abcafd87"
    ),
    (
      129,
      "1f46fa475ccdd68aa6e93b4a2208471c"
        + "e0a51c1515b79f38dc1022aea65d6b9a"
    ),
    (
      191,
      "2e4aaef8a8c7349cf30b44e0a5cfaa46"
        + "a5e65cbe817623306aeae936808f9f22"
    ),
    (
      192,
      "7fe671c563ff2a6335e81f7f66e01ed5"
        + "68b9c2233e915ebe55153ebe085624de"
    ),
    (
      1000,
      "7c1031ccfa94a8937b2304246b5bdeb3"
        + "c73aa803da18aea10fb77116e899ed5f"
    ),
    (
      1238,
      "306274a7a2b657d52d75fd88ffea6b8b"
        + "ad908df5ec308d197c7fc4b6e284d523"
    ),
    (
      2128,
      "59575f7e9d9d8d2a26d649412ed5f149"
        + "360f368677568d11561f3bc5efcc3b16"
    ),
    (
      831,
      "dbf4ca95279b68992c33b6b40a69594d"
        + "2dd88d77b6608b773c55a3fdcaa9a260"
    ),
    (
      2682,
      "d4add47f06de35eea0082620fb89dce6"
        + "1ba977ba7680a49152993fabda75bab5"
    ),
    (
      4693,
      "c736ad5b4f0a1f01818eb1d7be467da0"
        + "8957197b39f4f566e0ce8b3723945337"
    ),
    (
      1387,
      "5c9d80889002f28bb48b62390745c318"
        + "09dc20210072ae01d0e4646dca75f295"
    ),
    (
      221,
      "c45b3272e14da07b950120d323a635a7"
        + "b033cc993fc339ba5962a72d8af8cbf5"
    ),
    (
      3371,
      "8cdea7d85cb4df8e43cf69f532f17943"
        + "c7fbbd52f1f4c3b09235bd3f786e198b"
    ),
    (
      3332,
      "4be419e04fb69e87c7deb897022e9144"
        + "4734896472645a779440e8fa7a6b9d35"
    ),
    (
      614,
      "d28a505b2e7794e00bfdddaf537691e7"
        + "d752bedfcbb4fd7d052f3b1f8da12aae"
    ),
    (
      845,
      "d377d2bce668a6323950a18e732354fc"
        + "b41e0a1a290bc5e569df7f6c07da2f33"
    ),
    (
      1024,
      "0bd60636ef07973e000a73c6584f59d9"
        + "d2dc2627cfd74f7f469bc5b681bec7fd"
    ),
    (
      2614,
      "fb2a6b68c157022aa587676fe660b58d"
        + "aeb2968df56797af84580914f6c1d969"
    ),
    (
      3886,
      "16ae69f0ae042167f8b93302d8cb05d8"
        + "91b3d9ef85fd5ef8c40cfd25851107f4"
    ),
    (
      4756,
      "46e426e81f3567285ee7c1b1286f2375"
        + "ff5e7a5ad7a824f6292a211455a87a56"
    ),
    (
      3681,
      "50b07c394a7ec4a056b7a06d72d465cb"
        + "6b0febac7f0787e9f938e9ad78a4c5d0"
    ),
    (
      3374,
      "3d2e4f5283a00abe511a760975c2386f"
        + "f11569f5b136631f9230de0937730a24"
    ),
    (
      1709,
      "3af890b0bddab408ed8c8eb6366543e4"
        + "93e953c1aca74890ee138cac3a523efe"
    ),
    (
      1636,
      "a6a442e7ddb99dfe31df3c68504f1e05"
        + "290fd675647f109f612f711bf1b5eded"
    ),
    (
      2596,
      "360662730109fa4508fe6d0c20803473"
        + "96e8ab05e0c21f82d2f87940aa6a6e99"
    ),
  ]

  /// The i-th byte is 31 i² + 7 i + count, modulo 256.
  private func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 * $0 * 31 + $0 * 7 + count) }
  }

  @Test(arguments: vectors)
  func `the digest is another program's, however the bytes come in pieces`(
    count: Int, hex: String
  ) {
    let bytes = bytes(count)
    #expect(SHA256.digest(bytes).hex == hex)
    var random = Seeded(UInt64(count))
    for longest in [1, 3, 64, 65, 700] {
      var hash = SHA256()
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 0...longest, using: &random))
        hash.update(Array(piece))
        rest = rest.dropFirst(piece.count)
      }
      #expect(hash.finish().hex == hex)
    }
  }

  @Test func `a digest is read back from its hexadecimal alone`() throws {
    let digest = SHA256.digest([1, 2, 3])
    #expect(Digest(hex: digest.hex) == digest)
    #expect(digest.short.count == 12 && digest.hex.hasPrefix(digest.short))
    for bad in ["", "ab", digest.hex.uppercased(), digest.hex + "00", digest.hex.dropLast() + "g"] {
      #expect(Digest(hex: String(bad)) == nil)
    }
    #expect([UInt8](hex: "00ff") == [0, 255] && [UInt8](hex: "0") == nil)
  }
}

/// Values that an independent program (Python's hashlib and json) gives.
@Suite struct LedgerTests {
  private static let events: [(actor: String, kind: LedgerEvent.Kind, body: String)] = [
    ("Ria", .projectCreated, "{}"),
    ("R. \"Bob\" \\ Vis", .respondentsRecorded, #"{"hash":"ab","rows":12}"#),
    ("José", .transcriptRecorded, #"{"note":"één \"regel\"\n","path":"a/b"}"#),
    ("🙂\t\u{1}", .segmentDecided, #"{"list":[1,2.5,null,true]}"#),
  ]

  private func event(_ number: Int) -> LedgerEvent {
    let (actor, kind, body) = Self.events[number - 1]
    return LedgerEvent(
      number: number, time: "2026-01-0\(number)T09:30:00.000Z", actor: actor,
      program: "zicht 0.1.0", kind: kind, body: body)
  }

  private static let links = [
    "155aaa354fc3716d0e46d8b8b0104651"
      + "b00d055ec79490652b51e001bda9dd89",
    "a3410bcd0f57a17343161c2ee0bd57eb"
      + "7397941cca95e3c6cfdac4bba7abb461",
    "e7856b90a82b9fe7669ffb931bf3f414"
      + "cae6ed3ce6c8e9f7e3211f4a4436cbae",
    "f8a24a3a8cefe4284dc5482b4e26e27e"
      + "fe2d7812b7ca9b04170f261b4d61f2a5",
  ]

  @Test func `the chain's links are those of another program`() {
    var previous = LedgerEvent.genesis
    for (index, link) in Self.links.enumerated() {
      previous = event(index + 1).link(after: previous)
      #expect(previous.hex == link)
    }
    #expect(
      event(1).leaf.hex == "1829848e9a18806e59006e08994a2389"
        + "94168690351570fdf3dbc306e95da825")
  }

  @Test func `whatever changes in an event changes its link and all after it`() {
    let event = event(2)
    var changed = Array(repeating: event, count: 6)
    changed[0].number = 3
    changed[1].time = "2026-01-02T09:30:00.001Z"
    changed[2].actor = "R. Vis"
    changed[3].program = "zicht 0.1.1"
    changed[4].kind = .codebookRecorded
    changed[5].body = #"{"hash":"ab","rows":13}"#
    let links = Set((changed + [event]).map { $0.link(after: LedgerEvent.genesis) })
    #expect(links.count == 7)
    #expect(event.link(after: event.leaf) != event.link(after: LedgerEvent.genesis))
  }

  @Test func `an event's entry is canonical JSON`() throws {
    for number in 1...4 {
      let entry = event(number).entry
      #expect(try JSONReader.read(SourceText(entry), file: "entry").canonical == entry)
    }
  }

  @Test func `a commitment hides its content behind a salt`() {
    let salt = (0..<32).map { UInt8($0) }
    let content = Array("Ik woon hier.\n".utf8)
    let commitment = Commitment(to: content, salt: salt)
    #expect(
      commitment.hash.hex == "202f9d12892f0c39396b6da8d4a366ce"
        + "35c3f68c9fe043ddd5f5b02c7b17892f")
    #expect(Commitment(to: content, salt: Array(salt.reversed())).hash != commitment.hash)
    var hash = SHA256()
    Commitment.begin(&hash, salt: salt)
    for byte in content { hash.update([byte]) }
    #expect(hash.finish() == commitment.hash)
  }
}
