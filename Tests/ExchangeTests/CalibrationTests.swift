import Exchange
import Testing

/// What positions count, found out per source.
@Suite struct CalibrationTests {
  private static let text = "I: Hoe gaat het?\r\nR: Goed 😀, dank je.\r\nEn met 👩‍👩‍👧 thuis ook."
  private static let words = ["Goed 😀", "dank je", "👩‍👩‍👧 thuis", "ook"]

  /// Where words are, as a program counts.
  private static func range(
    _ words: String, _ text: String, _ unit: ExchangeProject.Convention.Unit, pairs: Int
  ) -> Range<Int> {
    func count(_ text: Substring) -> Int {
      text.unicodeScalars.reduce(0) { sum, scalar in
        let isWide = unit == .utf16 && scalar.value > 0xFFFF
        return sum + (scalar == "\r" ? pairs - 1 : isWide ? 2 : 1)
      }
    }
    guard let place = text.firstRange(of: words) else { return 0..<0 }
    let start = count(text[..<place.lowerBound])
    return start..<start + count(text[place])
  }

  private static func project(
    _ unit: ExchangeProject.Convention.Unit, pairs: Int, named: Bool, origin: String = "",
    text: String = text, words: [String] = words
  ) -> TestProject {
    let selections = words.enumerated().map { index, word in
      let range = range(word, text, unit, pairs: pairs)
      let name = word.split(separator: " ").joined(separator: "  ")
      return selection(index, range.lowerBound, range.upperBound, name: named ? name : nil)
    }
    return TestProject(text, selections.joined(), origin: origin)
  }

  @Test(arguments: [true, false], [1, 2])
  func everyWayToCount(named: Bool, pairs: Int) throws {
    for unit in [ExchangeProject.Convention.Unit.codePoints, .utf16] {
      let source = try Self.project(unit, pairs: pairs, named: named).read().sources[0]
      #expect(source.quotes == Self.words, "\(unit) \(pairs)")
      let convention = try #require(source.convention)
      #expect(convention.unit == unit)
      #expect(convention.countsCarriageReturns == (pairs == 2))
      #expect(convention.fitting == convention.telling)
      #expect(convention.telling >= 3)
      #expect(convention.exceptions == 0)
    }
  }

  @Test func startsOfTheWordsWillDo() throws {
    for name in ["dank je. En met", "dank je. En…", "dank je. En met ..."] {
      let text = Self.text.replacing("\r\n", with: "\n")
      let range = Self.range("dank je.\nEn met 👩‍👩‍👧 thuis ook", text, .utf16, pairs: 1)
      let project = TestProject(
        text, selection(0, range.lowerBound, range.upperBound, name: name))
      let source = try project.read().sources[0]
      #expect(source.quotes == ["dank je.\nEn met 👩‍👩‍👧 thuis ook"])
      #expect(source.convention?.unit == .utf16)
      #expect(source.selections[0].name.isEmpty)
    }
  }

  /// Where nothing tells the ways apart, the program's own habit decides.
  @Test func habitsOfPrograms() throws {
    let text = "😀😀😀😀😀 \r\n 😀😀😀😀"
    func convention(_ origin: String) throws -> ExchangeProject.Convention? {
      try TestProject(text, selection(0, 2, 4), origin: origin).read().sources[0].convention
    }
    let nvivo = try #require(try convention("NVivo for Windows 12.6"))
    #expect(nvivo.unit == .utf16)
    #expect(nvivo.countsCarriageReturns)
    for origin in ["ATLAS.ti 23", "MAXQDA 24 (Release 24.7.0)"] {
      let convention = try #require(try convention(origin))
      #expect(convention.unit == .codePoints)
      #expect(!convention.countsCarriageReturns)
    }
    #expect(try convention("")?.countsCarriageReturns == true)
  }

  @Test func namesThatAreOffsetsSayNothing() throws {
    let project = TestProject("een 12,31 twee", selection(0, 0, 3, name: "12,31"))
    let source = try project.read().sources[0]
    #expect(source.quotes == ["een"])
    #expect(source.selections[0].name.isEmpty)
    let named = try TestProject("een twee", selection(0, 0, 3, name: "1, 2 en 3")).read()
    #expect(named.sources[0].selections[0].name == "1, 2 en 3")
  }

  /// QualCoder mixes two ways to count in one source: a selection's own words say which it is.
  @Test func twoWaysInOneSource() throws {
    let text = "😀 een twee drie vier 😀 vijf zes"
    let words = ["een", "twee", "drie", "vier", "vijf"]
    var selections = words.enumerated().map { index, word in
      let range = Self.range(word, text, .codePoints, pairs: 1)
      return selection(index, range.lowerBound, range.upperBound, name: word)
    }
    let range = Self.range("vier 😀", text, .utf16, pairs: 1)
    selections.append(selection(9, range.lowerBound, range.upperBound, name: "vier 😀"))
    let source = try TestProject(text, selections.joined(), origin: "QualCoder 3.8").read().sources[
      0]
    #expect(source.quotes == words + ["vier 😀"])
    #expect(source.convention?.unit == .codePoints)
    #expect(source.convention?.exceptions == 1)
    #expect(source.convention?.telling == 6)
    #expect(source.convention?.fitting == 5)
  }

  /// XML makes every line end one LF, whatever the positions counted.
  @Test func lineEndsThatXMLTookAway() throws {
    let text = "een\ntwee\ndrie\nvier"
    let selections = selection(0, 5, 9) + selection(1, 11, 15) + selection(2, 17, 21)
    let source = try TestProject(text, selections, inline: true).read().sources[0]
    #expect(source.quotes == ["twee", "drie", "vier"])
    #expect(source.convention?.countsCarriageReturns == true)
    let plain = selection(0, 4, 8) + selection(1, 9, 13) + selection(2, 14, 18)
    let read = try TestProject(text, plain, inline: true).read().sources[0]
    #expect(read.quotes == ["twee", "drie", "vier"])
    #expect(read.convention?.countsCarriageReturns == false)
  }

  @Test func carriageReturnsKeptInXML() throws {
    let text = "een&#13;\ntwee&#13;\ndrie"
    for starts in [(5, 11), (4, 9)] {
      let selections = selection(0, starts.0, starts.0 + 4) + selection(1, starts.1, starts.1 + 4)
      let source = try TestProject(text, selections, inline: true).read().sources[0]
      #expect(source.quotes == ["twee", "drie"])
      #expect(source.text == "een\ntwee\ndrie")
    }
  }

  @Test func withinACharacter() throws {
    let project = try TestProject(
      "😀😀😀", selection(0, 1, 2) + selection(1, 0, 6, name: "😀😀😀"), origin: "NVivo"
    ).read()
    #expect(project.sources[0].quotes == ["😀😀😀"])
    #expect(
      project.losses == [
        "selection '\(guid("60"))' of TextSource 'I1': it starts or ends within a character (1 to 2), "
          + "with a coding"
      ])
  }

  /// Every selection over the whole of a long text: as quick as short ones.
  @Test func longSelections() throws {
    let text = String(repeating: "woord ", count: 100_000)
    let one = (0..<2000).map { index in
      """
      <PlainTextSelection guid="\(guid("\(10000 + index)"))" name="woord woord" startPosition="0" \
      endPosition="599999"/>
      """
    }
    let time = try ContinuousClock().measure {
      let project = try TestProject(text, one.joined()).read()
      #expect(project.sources[0].selections.count == 2000)
      #expect(project.sources[0].selections.allSatisfy { $0.name.isEmpty })
    }
    #expect(time < .seconds(20))
  }
}
