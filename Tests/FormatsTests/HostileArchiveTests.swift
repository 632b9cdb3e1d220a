import Formats
import Testing

/// Archives and XML that nobody's word processor wrote: an error that says so, soon.
@Suite struct HostileArchiveTests {
  private func finding(_ bytes: [UInt8], file: String = "a.docx") -> String {
    let result = readTranscript(bytes, file: file)
    HostileTests.check(result, [])
    return findings(result.diagnostics)
  }

  private static let good = TestArchive.word("<w:p><w:r><w:t>R: a</w:t></w:r></w:p>")

  private func word(_ change: (inout TestArchive) -> Void) -> [UInt8] {
    var archive = TestArchive([
      "[Content_Types].xml": "<Types/>",
      "_rels/.rels": """
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
      <Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>
      """,
      "word/document.xml": """
      <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r>\
      <w:t>R: a</w:t></w:r></w:p></w:document>
      """,
    ])
    change(&archive)
    return archive.bytes
  }

  @Test func theArchiveItselfIsGood() {
    #expect(finding(word { _ in }) == "")
    #expect(finding(word { $0.parts[2].isDeflated = true }) == "")
  }

  @Test func bombIsRefusedBeforeItIsUnpacked() {
    let zeros = [UInt8](repeating: 0x20, count: 65 << 20)
    let bytes = word {
      $0.parts[2].content += zeros
      $0.parts[2].isDeflated = true
    }
    #expect(bytes.count < 1 << 20)
    #expect(finding(bytes).contains("'word/document.xml' in it is over 64 MiB when unpacked"))
  }

  @Test func sizesThatLieAreFound() {
    for size in [1, 60 << 20] {
      let bytes = word {
        $0.parts[2].isDeflated = true
        $0.parts[2].statedSize = size
      }
      #expect(finding(bytes).contains("'word/document.xml' in it is damaged"))
      let stored = word { $0.parts[2].statedSize = size }
      #expect(finding(stored).contains("'word/document.xml' in it is damaged"))
    }
  }

  @Test(arguments: ["../a", "/etc/a", "word/../../a", "..\\a", "C:\\a"])
  func namesThatLeadOut(name: String) {
    let bytes = word { $0.parts.append(.init(name: name, content: [])) }
    // Whose the archive is, its directory can't say then.
    #expect(finding(bytes).contains("a name that leads out of it"))
  }

  @Test func linksPasswordsOverlapsAndRepeats() {
    #expect(
      finding(word { $0.parts[0].externalAttributes = 0xA1FF_0000 }).contains("a link"))
    #expect(finding(word { $0.parts[2].flags = 1 }).contains("protected by a password"))
    #expect(finding(word { $0.parts.append($0.parts[0]) }).contains("twice"))
    let overlap = word { archive in
      for _ in 0..<2 {
        archive.parts.append(.init(name: "x\(archive.parts.count)", content: [1, 2, 3]))
      }
      archive.parts[4].name = "x3"
      archive.parts[4].statedOffset = archive.parts[..<3].reduce(0) {
        $0 + 30 + $1.name.utf8.count + $1.content.count
      }
    }
    #expect(finding(overlap).contains("overlap") || finding(overlap).contains("twice"))
  }

  @Test func tooManyParts() {
    let bytes = word { archive in
      archive.parts += (0..<10_000).map { .init(name: "word/\($0)", content: []) }
    }
    #expect(finding(bytes).contains("holds 10003 parts, over 10,000"))
  }

  @Test func cutAnywhere() {
    for part in 0..<50 {
      let bytes = Array(Self.good.prefix(Self.good.count * part / 50))
      let result = readTranscript(bytes, file: "a.docx")
      #expect(result.transcript == nil, "\(part)")
      #expect(!result.diagnostics.isEmpty)
    }
  }

  private func body(_ xml: String) -> String { finding(TestArchive.word(xml)) }

  private func document(_ xml: String) -> String {
    finding(word { $0.parts[2].content = Array(xml.utf8) })
  }

  @Test func entitiesAndDocumentTypes() {
    let laughs = """
      <!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
      <w:document xmlns:w="x"><w:t>&b;</w:t></w:document>
      """
    #expect(document(laughs).contains("has a document type, which no document needs, on line 1"))
    let external = "<?xml version=\"1.0\"?>\n<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"
    #expect(document(external).contains("a document type, which no document needs, on line 2"))
    #expect(body("<w:p><w:r><w:t>&secret;</w:t></w:r></w:p>").contains("is damaged on line 1"))
  }

  @Test func deepAndWideAndBroken() {
    let deep = String(repeating: "<w:sdt>", count: 100_000)
    #expect(body(deep).contains("elements nested more than 200 deep, on line 1"))
    let wide = (0..<200_000).map { " a\($0)=\"\"" }.joined()
    let time = ContinuousClock().measure {
      #expect(body("<w:p\(wide)/>").contains("a tag of more than 256 attributes"))
    }
    #expect(time < .seconds(10))
    #expect(body("<w:p>").contains("is damaged on line 1"))
    #expect(body("<w:p></w:q>").contains("is damaged on line 1"))
    #expect(document("").contains("can't be parsed") || document("").contains("is damaged"))
    let invalid = word { $0.parts[2].content[120] = 0xFF }
    #expect(finding(invalid).contains("is damaged on line 1"))
  }

  @Test func longTextIsReadWhole() {
    let text = String(repeating: "woord ", count: 500_000)
    let result = readTranscript(
      TestArchive.word("<w:p><w:r><w:t>R: \(text)</w:t></w:r></w:p>"), file: "a.docx")
    #expect(result.transcript?.text.utf8.count == text.utf8.count + 3)
  }

  /// Seeded damage: no crash, and a verdict.
  @Test(arguments: 0..<200) func damaged(seed: Int) {
    var random = Seeded(seed)
    for good in [Self.good, TestArchive.openDocument("<text:p>R: a</text:p>")] {
      var bytes = good
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      for name in ["a.docx", "a.odt", "a.txt"] {
        HostileTests.check(readTranscript(bytes, file: name), bytes)
      }
    }
  }
}
