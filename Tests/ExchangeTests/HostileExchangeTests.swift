import Coding
import Exchange
import Formats
import Foundation
import TestSupport
import Testing

/// Files that nobody's program wrote: an error that says so, or a project that is sound.
@Suite struct HostileExchangeTests {
  @Test func namesThatLeadOut() throws {
    for name in ["../a.txt", "/etc/a", "sources/../../a", "C:\\a"] {
      var project = TestProject("een")
      project.parts.append((name, []))
      #expect(try project.refusal().contains("a name that leads out of it"))
    }
    var project = TestProject("een")
    project.parts.append(("sources\\a.txt", []))
    #expect(
      try project.refusal().contains("the archive holds 'sources\\a.txt', a name with a backslash"))
  }

  /// A path in the XML is a part's name or nothing: never a file of this machine.
  @Test(arguments: ["absolute:///etc/passwd", "relative://../../../etc/passwd", "/etc/passwd"])
  func pathsOutOfTheArchive(path: String) throws {
    var project = TestProject("een")
    project.xml = project.xml.replacing("internal://\(guid("50")).txt", with: path)
    #expect(try project.read().losses.first?.contains("is not in the archive") == true)
  }

  @Test func entities() throws {
    var project = TestProject("een")
    project.xml =
      "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>" + project.xml
    #expect(try project.refusal().contains("has a document type"))
    project.xml = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">" + TestProject("een").xml
    #expect(try project.refusal().contains("has a document type"))
  }

  @Test func bombs() throws {
    let zeros = [UInt8](repeating: 0x20, count: 65 << 20)
    var project = TestProject("een", selection(0, 0, 3))
    project.parts[0].bytes += zeros
    #expect(try project.read().losses.first?.contains("over 64 MiB when unpacked") == true)
    // One part, named as the text of many sources; half a character keeps it from being one.
    project.parts[0].bytes = [0xFF, 0xFE, 0x00, 0xDC] + Array(zeros.prefix(60 << 20))
    let source = "<TextSource plainTextPath=\"\(guid("50")).txt\"/>"
    project.xml = project.xml.replacing(
      "</Sources>", with: String(repeating: source, count: 40) + "</Sources>")
    let read = try project.read()
    #expect(read.losses.count == 41)
    #expect(read.losses.count { $0.contains("its parts are over 256 MiB when unpacked") } == 37)
  }

  @Test func tooManyAttributes() throws {
    let many = (0..<200_000).map { " a\($0)=\"\"" }.joined()
    var project = TestProject("een")
    project.xml = project.xml.replacing("<Sources", with: "<Sources\(many)")
    #expect(try project.refusal().contains("a tag of more than 256 attributes"))
  }

  @Test func codesTooDeep() throws {
    let codes = String(repeating: "<Code name=\"a\">", count: 10_000)
    let end = String(repeating: "</Code>", count: 10_000)
    var project = TestProject("een")
    project.xml = project.xml.replacing("<Codes>", with: "<Codes>" + codes + end)
    #expect(try project.refusal().contains("elements nested more than 200 deep"))
    let book = "<CodeBook><Codes>" + codes + end + "</Codes></CodeBook>"
    let fault = #expect(throws: Diagnostic.self) {
      try QDC.read(Array(book.utf8), file: "c.qdc")
    }
    #expect(fault?.message.text == "the file has elements nested more than 200 deep, on line 1")
  }

  @Test func noProjects() throws {
    #expect(
      try TestProject(xml: "<Codes/>").refusal().contains("'project.qde' in it is no REFI-QDA"))
    var project = TestProject("een")
    project.name = "project.xml"
    #expect(try project.refusal().contains("the archive holds no project.qde"))
    for bytes in [[], Array("<Project/>".utf8), Array("PK\u{3}\u{4}".utf8)] {
      #expect(throws: Diagnostic.self) { try QDPX.read(bytes, file: "p.qdpx") }
    }
    #expect(throws: Diagnostic.self) { try QDC.read(Array("<Project/>".utf8), file: "c.qdc") }
    #expect(throws: Diagnostic.self) { try QDC.read([], file: "c.qdc") }
  }

  /// References by the thousand to one thing, and many things of one GUID: no work without end.
  @Test func manyOfTheSame() throws {
    let coding = "<Coding guid=\"\(guid("70"))\"><CodeRef targetGUID=\"\(guid("1"))\"/></Coding>"
    let note = """
      <Note guid="\(guid("51"))"><PlainTextContent/>\
      \(String(repeating: "<PlainTextSelection startPosition=\"0\" endPosition=\"1\"/>", count: 2000))\
      </Note>
      """
    var project = TestProject(
      "een twee",
      "<PlainTextSelection startPosition=\"0\" endPosition=\"3\">"
        + String(repeating: coding, count: 8000) + "</PlainTextSelection>"
        + String(repeating: "<NoteRef targetGUID=\"\(guid("51"))\"/>", count: 8000))
    project.xml = project.xml.replacing("</Sources>", with: "</Sources><Notes>\(note)</Notes>")
    let time = try ContinuousClock().measure {
      let read = try project.read()
      #expect(read.sources[0].selections.count == 2001)
      #expect(read.sources[0].selections[0].codings.count == 2)
      #expect(read.losses.count == 7998)
    }
    #expect(time < .seconds(30))
  }

  @Test func oneNoteOnOneSourceTwice() throws {
    let note = """
      <Notes><Note guid="\(guid("51"))"><PlainTextContent>w</PlainTextContent><PlainTextSelection \
      startPosition="0" endPosition="3"/></Note></Notes>
      """
    var project = TestProject("een twee", "<NoteRef targetGUID=\"\(guid("51"))\"/>")
    project.xml = project.xml.replacing("</Sources>", with: "</Sources>" + note)
    #expect(try project.read().sources[0].quotes == ["een"])
    // On two sources, which one can't be known.
    project.xml = project.xml.replacing(
      "</Sources>",
      with: "<TextSource><NoteRef targetGUID=\"\(guid("51"))\"/></TextSource></Sources>")
    let read = try project.read()
    #expect(read.sources[0].quotes.isEmpty)
    #expect(read.losses.contains { $0.hasSuffix("passages of notes aren't coded here") })
  }
}
