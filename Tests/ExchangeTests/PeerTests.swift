import Coding
import Exchange
import Foundation
import SQLite
import TestSupport
import Testing

/// Databases made by Taguette's own code and with QualCoder's tables: `make_*.py` beside them.
@Suite struct PeerTests {
  @Test func taguettesHighlightsStandWhereTaguetteHasThem() throws {
    let project = try PeerProject.read(path: PeerFixture.taguette)
    #expect(project.name == "Wijk in zicht")
    #expect(project.origin == "Taguette")
    #expect(project.description == "Café & co")
    #expect(
      project.quotes(0) == [
        "woon hier : lang, wonen", "gezellig 🙂 en e\u{301}e\u{301}n : goed", "café & boven : wonen",
        "winkel.\n\nHet is : goed, wonen", "bank\nboom : ", "hoor : wonen", "<lacht> : wonen",
        "een\nregel : wonen", "slot\u{A0}… α : wonen",
      ])
    #expect(project.quotes(1) == ["Kort.\n\nNog : goed"])
    #expect(
      project.sources[0].text.hasPrefix("Een gesprek\n\nIk woon hier sinds 1998, in het café"))
    #expect(project.sources[0].text.contains("Ria Ja hoor\nI Nee <lacht>\n"))
    #expect(project.sources[0].convention?.unit == .utf8)
    #expect(project.sources[0].convention?.fitting == 9)
    #expect(project.sources[0].convention?.telling == 9)
    #expect(project.sources.allSatisfy { $0.orphans.isEmpty })
  }

  @Test func dotsInTagsAreATree() throws {
    let project = try PeerProject.read(path: PeerFixture.taguette)
    #expect(project.outline(project.codes) == ["wonen", "  lang", "[sfeer]", "  goed"])
    #expect(project.codes[0].description == "Waar men woont")
  }

  /// Anna tagged, Bob added a tag; Bob's tag was merged into another by Anna, and stays Bob's.
  @Test func taguettesCommandsTellWhoTagged() throws {
    let project = try PeerProject.read(path: PeerFixture.taguette)
    let selections = project.sources[0].selections
    #expect(selections[0].codings.map { project.user($0.user) } == ["anna", "bob"])
    #expect(selections[0].codings.map(\.time) == ["2024-05-01T10:00:10Z", "2024-05-01T10:00:11Z"])
    #expect(selections[1].codings.map { project.user($0.user) } == ["bob"])
    #expect(project.users.map(\.name) == ["anna", "bob"])
    #expect(project.sources[1].time == "2024-05-01T10:00:03Z")
    #expect(
      project.leftOut.map(\.element) == ["18 commands", "1 image"])
  }

  @Test func qualCodersCodingsStandWhereTheirWordsDo() throws {
    let project = try PeerProject.read(path: PeerFixture.qualCoder)
    #expect(project.name == "study")
    #expect(project.origin == "QualCoder 3.8.2")
    #expect(project.time == "2024-04-30T09:00:00")
    #expect(
      project.quotes(0) == [
        "woon hier : wonen", "al lang : wonen", "e\u{301}e\u{301}n groot : gezellig",
        "lang.\nEn het : gezellig", "lang.\nEn : los", "Ria : ",
        "Ik woon hier 👩‍👩‍👧 al lang. : ",
      ])
    #expect(project.quotes(1) == ["Hier : los"])
    let convention = try #require(project.sources[0].convention)
    #expect(convention.telling == 5)
    #expect(convention.fitting == 4)
    #expect(convention.exceptions == 1)
    let coders = project.sources[0].selections.map { project.user($0.user) }
    #expect(coders == ["anna", "bob", "anna", "anna", "bob", "bob", "anna"])
    #expect(project.users.map(\.name) == ["anna", "bob", "default"])
  }

  @Test func whatQualCoderKeepsBesidesIsTaken() throws {
    let project = try PeerProject.read(path: PeerFixture.qualCoder)
    #expect(
      project.outline(project.codes) == ["[Buurt]", "  [Sfeer]", "    gezellig", "  wonen", "los"])
    #expect(project.codes[0].description == "de omgeving")
    #expect(project.codes[0].codes[1].colour == "#b71c1c")
    #expect(project.codes[1].colour == "")
    #expect(project.notes.map(\.text) == ["let op", "wie is dit?", "haar woorden", "Het begin."])
    #expect(project.sources[0].selections[0].codings[0].notes == [project.notes[0].guid])
    #expect(project.sources[0].selections[5].notes == [project.notes[1].guid])
    #expect(project.sources[0].description == "eerste")
    #expect(project.cases.map(\.name) == ["Ria", "Jan"])
    #expect(project.cases[0].sources == [project.sources[1].guid])
    #expect(project.cases[0].selections == [project.sources[0].selections[6].guid])
    #expect(project.variables.map(\.name) == ["leeftijd", "plaats"])
    #expect(project.variables.map(\.kind) == [.integer, .text])
    #expect(project.cases.map { $0.values.map(\.text) } == [["71"], []])
    #expect(project.sources.map { $0.values.map(\.text) } == [["Moerwijk"], []])
  }

  @Test func whatIsNotTakenIsTold() throws {
    let project = try PeerProject.read(path: PeerFixture.qualCoder)
    #expect(
      project.leftOut.map { "\($0.place): \($0.element)" } == [
        "code_text: the mark 'important' of 1 coding",
        "source 'plain.txt': the place of code_text 7",
        "source 3: file 'foto.jpg'", "case_text: case_text 3", "source 4: file 'band.mp3'",
        "attribute: 1 value", "code_image 1: coding of an area of a picture of 'foto.jpg'",
        "code_av 1: coding of a stretch of a recording of 'band.mp3'",
        "stored_sql: stored queries (1)",
      ])
    let orphan = try #require(project.sources[1].orphans.first)
    #expect(orphan.quote == "verdwenen woorden")
    #expect(orphan.selection.codings.count == 1)
  }

  @Test(arguments: [PeerFixture.taguette, PeerFixture.qualCoder])
  func identitiesStay(_ path: String) throws {
    let project = try PeerProject.read(path: path)
    #expect(try PeerProject.read(path: path) == project)
    #expect(Set(project.guids).count == project.guids.count)
    let shape = try Regex("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    for guid in project.guids { #expect(try shape.wholeMatch(in: guid) != nil, "\(guid)") }
  }

  /// A name that changes is no other thing.
  @Test func renamedIsTheSame() throws {
    let folder = try TemporaryFolder()
    let project = try PeerProject.read(path: PeerFixture.taguette)
    let renamed = try PeerProject.read(
      path: PeerFixture.changed(
        PeerFixture.taguette, in: folder,
        "UPDATE projects SET name = 'Anders'; UPDATE documents SET name = 'x'; UPDATE tags SET description = 'y'"
      ))
    #expect(renamed.guids == project.guids)
  }

  @Test func theFileAloneIsTheProjectToo() throws {
    let project = try PeerProject.read(path: PeerFixture.qualCoder)
    #expect(try PeerProject.read(path: PeerFixture.qualCoder + "/data.qda") == project)
    #expect(try PeerProject.read(path: PeerFixture.qualCoder + "/") == project)
  }

  @Test(arguments: [PeerFixture.taguette, PeerFixture.qualCoder])
  func nothingIsWritten(_ path: String) throws {
    let folder = try TemporaryFolder()
    let copy = try PeerFixture.changed(path, in: folder)
    let before = PeerFixture.bytes(copy)
    _ = try PeerProject.read(path: copy)
    #expect(PeerFixture.bytes(copy) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["copy.db"])
  }

  @Test func namesWithSignsAreFiles() throws {
    let folder = try TemporaryFolder()
    let odd = folder.file("a?mode=rw&x #1%20é.sqlite3")
    try FileManager.default.copyItem(atPath: PeerFixture.taguette, toPath: odd)
    #expect(try PeerProject.read(path: odd).name == "Wijk in zicht")
    #expect(try PeerProject.read(path: "/" + odd).name == "Wijk in zicht")
  }

  @Test func severalProjectsAreNamed() throws {
    let folder = try TemporaryFolder()
    let path = try PeerFixture.changed(
      PeerFixture.taguette, in: folder,
      """
      INSERT INTO projects (name, description, created) VALUES ('Tweede', '', '2025-01-01 00:00:00');
      INSERT INTO tags (project_id, path, description) VALUES (2, 'anders', '');
      """)
    #expect(throws: Rejected.self) { try PeerProject.read(path: path) }
    #expect(throws: Rejected.self) { try PeerProject.read(path: path, project: "Derde") }
    let second = try PeerProject.read(path: path, project: "Tweede")
    #expect(second.outline(second.codes) == ["anders"])
    #expect(second.sources.isEmpty)
    let first = try PeerProject.read(path: path, project: "Wijk in zicht")
    #expect(try first == PeerProject.read(path: PeerFixture.taguette))
  }
}
