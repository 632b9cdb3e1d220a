import Exchange
import Foundation
import TestSupport
import Testing

/// Files that imitate each program's habits, and two of programs' own exporters, against what was
/// said beside them.
@Suite struct SampleTests {
  private struct Expected: Decodable {
    var codes: Int?
    var users: Int?
    var sources: Int?
    var selections: Int?
    var codings: Int?
    var good: Int?
    var sets: Int?
    var codedText: [String]?
    var colour: String?
  }

  private static let expected: [String: Expected] = {
    let url = URL(fileURLWithPath: Golden.folder + "/expected.json")
    let data = (try? Data(contentsOf: url)) ?? Data()
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return (try? decoder.decode([String: Expected].self, from: data)) ?? [:]
  }()

  private static func count(_ codes: [ExchangeProject.Code]) -> Int {
    codes.reduce(codes.count) { $0 + count($1.codes) }
  }

  @Test func thereAreSamples() {
    #expect(Self.expected.count == 7)
    #expect(Golden.files.count == 10)
  }

  @Test(arguments: expected.keys.sorted()) func sample(_ name: String) throws {
    let expected = try #require(Self.expected[name])
    let project = try Golden.read(name)
    let selections = project.sources.flatMap(\.selections)
    let coded = selections.filter { !$0.codings.isEmpty }
    let codings = coded.reduce(0) { $0 + $1.codings.count }
    func check(_ actual: Int, _ stated: Int?) { if let stated { #expect(actual == stated) } }
    check(Self.count(project.codes), expected.codes)
    check(project.users.count, expected.users)
    check(project.sources.count, expected.sources)
    check(selections.count, expected.selections)
    check(codings, expected.codings)
    check(codings, expected.good)
    check(project.sets.count, expected.sets)
    if let texts = expected.codedText {
      var quotes: [String] = []
      for source in project.sources {
        quotes += zip(source.quotes, source.selections).filter { !$1.codings.isEmpty }.map(\.0)
      }
      #expect(quotes == texts)
    }
    if let colour = expected.colour { #expect(project.codes[0].colour == colour.lowercased()) }
  }

  @Test func theStandard() throws {
    let project = try Golden.read("01_spec_minimal_codepoints_lf.qdpx")
    #expect(project.losses.isEmpty)
    let convention = try #require(project.sources[0].convention)
    #expect(convention.unit == .codePoints)
    #expect(convention.fitting == 4)
    #expect(convention.telling == 4)
    #expect(project.codes[0].codes.map(\.name) == ["Positive"])
    #expect(!project.codes[1].isCodable)
  }

  @Test func nvivo() throws {
    let project = try Golden.read("02_nvivo_windows_bom_crlf2_utf16_Sources.qdpx")
    let source = project.sources[0]
    let convention = try #require(source.convention)
    #expect(convention.unit == .utf16)
    #expect(convention.countsCarriageReturns)
    #expect(!source.text.unicodeScalars.contains { $0 == "\r" || $0 == "\u{FEFF}" })
    let ben = try #require(project.users.first { $0.name == "Ben" })
    let coders = source.selections.flatMap(\.codings).map(\.user)
    #expect(coders == Array(repeating: ben.guid, count: 5))
    #expect(source.selections.allSatisfy { $0.user != ben.guid })
    #expect(
      project.losses == [
        "file 'Sources/24e35141-22e2-56e7-b68b-7aca25b932fe.docx': the project takes no plain text from it"
      ])
  }

  @Test func maxqda() throws {
    let project = try Golden.read("04_maxqda_name_is_offsets_source_variables.qdpx")
    let source = project.sources[0]
    #expect(source.selections.allSatisfy { $0.name.isEmpty })
    #expect(source.values == [.init(variable: project.variables[0].guid, text: "42")])
    #expect(project.sets[0].sources == [source.guid])
    #expect(project.losses.isEmpty)
    #expect(project.time == "2026-03-01T10:00:00Z")
  }

  @Test func prefixesBracesAndShortColours() throws {
    let project = try Golden.read("06_prefix_braced_guids_inline_text_shortcolour.qdpx")
    #expect(project.codes[0].name == "Mood & <x>")
    #expect(project.users == [.init(guid: "dcd0fba3-cb3e-5847-9c43-17e11f37d0fe", name: "")])
    #expect(project.sources[0].name.isEmpty)
    #expect(project.losses.isEmpty)
    #expect(project.diagnostics.isEmpty)
  }

  @Test func damagedSelections() throws {
    let project = try Golden.read("08_damaged_selections.qdpx")
    let reasons = project.leftOut.map(\.reason)
    #expect(
      reasons == [
        "it has no end, with a coding",
        "it ends at 124, past the text's end at 74, with a coding",
        "it ends at 10, before its start at 20, with a coding",
        "it is empty, at 5, with a coding",
        "its code 7cce7af5-ced2-5465-bd91-a7351fac686f isn't there",
        "it starts at -4, before the text, with a coding",
        "its code 'Folder' is a folder, which isn't coded",
      ])
    #expect(project.leftOut.allSatisfy { $0.place.hasPrefix("project.qde:") })
    #expect(project.sources[0].orphans.count == 5)
    #expect(project.sources[0].orphans.flatMap(\.selection.codings).count == 5)
  }

  @Test func qualCoder() throws {
    let project = try Golden.read("qualcoder_3.8.2_lf.qdpx")
    try #require(project.sources.count == 2)
    let (first, second) = (project.sources[0], project.sources[1])
    #expect(
      first.quotes.prefix(4) == [
        "Gut 😀, danke", "danke – naïve", "👩‍👩‍👧 family", "e\u{301} decomposed",
      ])
    #expect(second.quotes == ["Second interview.\nNothing"])
    // What the file calls by its words has no name of its own.
    #expect(project.sources.flatMap(\.selections).allSatisfy { $0.name.isEmpty })
    // The annotation is a passage of the source that is on it.
    let annotation = try #require(first.selections.last)
    #expect(annotation.codings.isEmpty)
    #expect(annotation.notes == ["006f3e87-1028-467f-883d-4ed4ab658eca"])
    #expect(first.notes.isEmpty)
    #expect(project.notes.map(\.text) == ["A journal\nentry", "an annotation"])
    #expect(project.cases[0].values.map(\.text) == ["42"])
    #expect(first.values.map(\.text) == ["Köln"])
    #expect(project.description == "Project memo <with> & \"entities\"")
    #expect(project.losses.allSatisfy { $0.hasSuffix("the project takes no plain text from it") })
  }

  @Test func codebooks() throws {
    let taguette = try Golden.read("taguette_1.5.2_codebook.qdc")
    #expect(taguette.codes.map(\.name) == ["interesting", "people", "people.family", "éèà"])
    #expect(taguette.origin == "Taguette 1.5.2")
    let qualCoder = try Golden.read("qualcoder_3.8.2_codebook.qdc")
    #expect(qualCoder.codes.map(\.name) == ["Uncategorised", "Wellbeing"])
    #expect(qualCoder.codes[1].codes[1].codes[0].description == "code memo <b>")
    #expect(qualCoder.codes[1].codes[0].colour == "#880e4f")
    let minimal = try Golden.read("20_minimal.qdc")
    #expect(minimal.sets[0].codes == [minimal.codes[0].codes[0].guid])
    #expect((taguette.leftOut + qualCoder.leftOut + minimal.leftOut).isEmpty)
  }
}
