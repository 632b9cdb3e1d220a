import Exchange
import Testing

/// Pages, pictures and recordings: what is text in them is taken, the rest told of.
@Suite struct MediaTests {
  private static func pdf(_ extra: String = "") -> String {
    """
    <PDFSource guid="\(guid("80"))" name="Brief.pdf" path="internal://\(guid("80")).pdf">\
    <PDFSelection guid="\(guid("60"))" page="1" firstX="1" firstY="2" secondX="3" secondY="4">\
    <Coding guid="\(guid("97"))"><CodeRef targetGUID="\(guid("1"))"/></Coding>\
    <Coding guid="\(guid("98"))"><CodeRef targetGUID="\(guid("2"))"/></Coding></PDFSelection>\(extra)\
    <Representation guid="\(guid("81"))" plainTextPath="internal://\(guid("50")).txt">\
    \(selection(0, 4, 8))</Representation></PDFSource>
    """
  }

  private func source(_ element: String, after: String = "") throws -> ExchangeProject {
    var project = TestProject("een twee drie", selection(0, 4, 8))
    let start = project.xml.firstRange(of: "<TextSource")?.lowerBound ?? project.xml.startIndex
    let end = project.xml.firstRange(of: "</TextSource>")?.upperBound ?? project.xml.endIndex
    project.xml.replaceSubrange(start..<end, with: element)
    project.xml = project.xml.replacing("</Sources>", with: "</Sources>" + after)
    return try project.read()
  }

  /// A page's selection and its text's with one GUID: one coding for one code.
  @Test func pageAndItsText() throws {
    let sets = """
      <Sets><Set guid="\(guid("31"))" name="S"><MemberSource targetGUID="\(guid("80"))"/>\
      <MemberSource targetGUID="\(guid("81"))"/></Set></Sets>
      """
    let project = try source(Self.pdf(), after: sets)
    #expect(project.sources.map(\.name) == ["Brief.pdf"])
    let codings = project.sources[0].selections.flatMap(\.codings)
    #expect(codings.map(\.code) == [guid("1"), guid("2")])
    #expect(codings.map(\.user) == [guid("a1"), guid("a1")])
    #expect(project.sets[0].sources == [guid("80"), guid("80")])
    #expect(project.losses.isEmpty)
  }

  @Test func placesThatAreOnNoText() throws {
    let place = """
      <PDFSelection guid="\(guid("82"))" name="logo" page="2" firstX="1" firstY="1" secondX="2" \
      secondY="2"><Coding guid="\(guid("83"))"><CodeRef targetGUID="\(guid("1"))"/></Coding>\
      </PDFSelection>
      """
    let project = try source(Self.pdf(place))
    #expect(project.losses == ["PDFSelection 'logo': it is on no text, with a coding"])
    let picture = """
      <PictureSource guid="\(guid("84"))" name="foto.jpg"><PictureSelection guid="\(guid("85"))" \
      firstX="1" firstY="1" secondX="2" secondY="2"/><Coding guid="\(guid("86"))"><CodeRef \
      targetGUID="\(guid("1"))"/></Coding></PictureSource>
      """
    #expect(
      try source(picture).losses == [
        "PictureSource 'foto.jpg': it has no text, with a coding",
        "PictureSelection '\(guid("85"))': it is on no text",
        "file 'sources/\(guid("50")).txt': the project takes no plain text from it",
      ])
  }

  @Test func transcriptOfARecording() throws {
    let recording = """
      <AudioSource guid="\(guid("80"))" name="Opname 1" path="internal://a.mp3">\
      <Transcript guid="\(guid("81"))" plainTextPath="internal://\(guid("50")).txt">\
      <SyncPoint guid="\(guid("91"))" timeStamp="1000" position="4"/>\
      <SyncPoint guid="\(guid("92"))" timeStamp="2000" position="8"/>\
      <TranscriptSelection guid="\(guid("60"))" fromSyncPoint="\(guid("91"))" \
      toSyncPoint="\(guid("92"))"><Coding guid="\(guid("93"))"><CodeRef targetGUID="\(guid("1"))"/>\
      </Coding></TranscriptSelection></Transcript></AudioSource>
      """
    let project = try source(recording)
    #expect(project.sources.map(\.name) == ["Opname 1"])
    #expect(project.sources[0].quotes == ["twee"])
    #expect(
      project.losses == ["SyncPoint (2 times, first here): times in a recording aren't taken"])
  }
}
