import Coding
import Exchange
import TestSupport
import Testing

/// What is written is read as it was.
@Suite struct RoundTripTests {
  @Test(arguments: 0..<150) func projects(seed: Int) throws {
    let project = RandomProject(seed: UInt64(seed)).project
    let written = try QDPX.write(project)
    #expect(written.leftOut.isEmpty)
    let read = try QDPX.read(written.bytes, file: "p.qdpx")
    #expect(read.losses.isEmpty)
    expectSame(read.bare, project)
    #expect(try QDPX.write(read) == written)
    #expect(read.sources.allSatisfy { ($0.convention == nil) == $0.selections.isEmpty })
  }

  /// Says what differs, where two whole projects would fill the screen.
  private func expectSame(_ actual: ExchangeProject, _ expected: ExchangeProject) {
    guard actual != expected else { return }
    #expect(actual.users == expected.users)
    #expect(actual.codes == expected.codes)
    #expect(actual.variables == expected.variables)
    #expect(actual.cases == expected.cases)
    #expect(actual.sources == expected.sources)
    #expect(actual.notes == expected.notes)
    #expect(actual.sets == expected.sets)
    #expect(actual == expected)
  }

  @Test(arguments: 0..<100) func codebooks(seed: Int) throws {
    var project = RandomProject(seed: UInt64(seed)).project
    if project.codes.isEmpty {
      #expect(throws: Diagnostic.self) { try QDC.write(project) }
      return
    }
    project = codebook(of: project)
    let written = try QDC.write(project)
    #expect(written.leftOut.isEmpty)
    let read = try QDC.read(written.bytes, file: "c.qdc")
    #expect(read.codes == project.codes)
    #expect(read.sets == project.sets)
    #expect(read.losses.isEmpty)
  }

  /// What a codebook can hold of a project.
  private func codebook(of project: ExchangeProject) -> ExchangeProject {
    func bare(_ codes: [ExchangeProject.Code]) -> [ExchangeProject.Code] {
      codes.map { code in
        var code = code
        (code.notes, code.codes) = ([], bare(code.codes))
        return code
      }
    }
    var project = project
    project.codes = bare(project.codes)
    for index in project.sets.indices {
      (project.sets[index].sources, project.sets[index].notes) = ([], [])
    }
    return project
  }

  /// Whole files of other programs, read and written: nothing is lost but what was told of.
  @Test(arguments: Golden.files) func samples(_ name: String) throws {
    let project = try Golden.read(name)
    if name.hasSuffix(".qdc") {
      let read = try QDC.read(try QDC.write(project).bytes, file: name)
      #expect(read.codes == project.codes)
      #expect(read.sets == project.sets)
    } else {
      var read = try QDPX.read(try QDPX.write(project).bytes, file: name).bare
      #expect(read.origin == "zicht")
      read.origin = project.origin
      expectSame(read, project.bare)
    }
  }

  @Test func whatTheFormatCannotHoldIsToldOf() throws {
    var project = ExchangeProject()
    project.name = "a\u{1B}b\u{FFFF}c"
    var code = ExchangeProject.Code(guid: guid("1"), name: "A")
    code.colour = "rood"
    project.codes = [code]
    project.time = "gisteren"
    var source = ExchangeProject.Source(guid: guid("5"), name: "I1", text: "een\0twee")
    var past = ExchangeProject.Selection(guid: guid("6"), range: 3..<99)
    past.codings = [.init(guid: guid("7"), code: guid("1"))]
    source.selections = [past, .init(guid: guid("8"), range: 4..<8)]
    source.orphans = [.init(selection: .init(guid: guid("9"), range: 0..<0), quote: "weg")]
    project.sources = [source]
    let written = try QDPX.write(project)
    #expect(
      written.leftOut.map { "\($0.element): \($0.reason)" } == [
        "time 'gisteren' of the project: it is no ISO 8601",
        "colour 'rood' of code 'A': it is no #rrggbb",
        "selection \(guid("6")) of source 'I1': it doesn't fit the text, with a coding",
        "selection \(guid("9")) of source 'I1': its place in the text isn't known",
      ])
    let read = try QDPX.read(written.bytes, file: "p.qdpx")
    #expect(read.name == "a\u{FFFD}b\u{FFFD}c")
    #expect(read.sources[0].text == "een\u{FFFD}twee")
    #expect(read.sources[0].quotes == ["twee"])
  }

  @Test func whatACodebookCannotHoldIsToldOf() throws {
    var project = ExchangeProject()
    project.codes = [.init(guid: guid("1"), name: "A")]
    project.codes[0].notes = [guid("2")]
    project.sets = [.init(guid: guid("3"), name: "S")]
    project.sets[0].notes = [guid("2")]
    #expect(
      try QDC.write(project).leftOut.map(\.element) == [
        "notes on code 'A'", "1 members of set 'S'",
      ])
  }

  @Test func codesTooDeepAreRefused() {
    var code = ExchangeProject.Code(guid: guid("1"), name: "diep")
    for _ in 0..<200 {
      var above = ExchangeProject.Code(guid: guid("1"), name: "hoger")
      above.codes = [code]
      code = above
    }
    var project = ExchangeProject()
    project.codes = [code]
    #expect(throws: Diagnostic.self) { try QDPX.write(project) }
    #expect(throws: Diagnostic.self) { try QDC.write(project) }
  }

  /// Positions of other programs, in random texts: the words that names say.
  @Test(arguments: 0..<60) func otherProgramsPositions(seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let text = random.dutch(pieces: 60)
    let raw = random.once(in: 2) ? text.replacing("\n", with: "\r\n") : text
    let (isWide, pairs) = (random.once(in: 2), Int.random(in: 1...2, using: &random))
    func width(_ scalar: Unicode.Scalar) -> Int {
      scalar == "\r" ? pairs - 1 : isWide && scalar.value > 0xFFFF ? 2 : 1
    }
    let scalars = Array(raw.unicodeScalars)
    var starts = [0]
    for scalar in scalars { starts.append(starts[starts.count - 1] + width(scalar)) }
    var (selections, quotes): (String, [String]) = ("", [])
    for number in 0..<12 {
      let start = Int.random(in: 0..<scalars.count, using: &random)
      let end = min(scalars.count, start + Int.random(in: 4...20, using: &random))
      let cuts = start > 0 && scalars[start - 1] == "\r" || scalars[end - 1] == "\r"
      let quote = String(String.UnicodeScalarView(scalars[start..<end]))
      if cuts || quote.count < 4 || quote.contains(where: { "\"'".contains($0) }) { continue }
      quotes.append(quote.replacing("\r\n", with: "\n"))
      selections += selection(number, starts[start], starts[end], name: quote)
    }
    let read = try TestProject(raw, selections).read()
    #expect(read.sources[0].quotes == quotes)
    #expect(read.sources[0].convention?.exceptions == 0)
  }
}
