import Exchange
import Testing

/// What programs really write, each case of which is read or told of.
@Suite struct ToleranceTests {
  private static let text = "een twee drie"

  private func read(_ change: (inout TestProject) -> Void) throws -> ExchangeProject {
    var project = TestProject(Self.text, selection(0, 4, 8))
    change(&project)
    return try project.read()
  }

  private func expectTwo(_ project: ExchangeProject) {
    #expect(project.sources.map(\.quotes) == [["twee"]])
    #expect(project.losses.isEmpty)
  }

  @Test(arguments: ["project.qde", "Project.QDE", "mijn studie.qde", "map/project.qde"])
  func namesOfTheProject(name: String) throws { expectTwo(try read { $0.name = name }) }

  @Test func strayParts() throws {
    let project = try read {
      $0.parts += [
        ("sources/", []), ("__MACOSX/._project.qde", [1]), ("__MACOSX/sources/._a.txt", [1]),
        (".DS_Store", [1]), ("sources/.DS_Store", [1]), ("._other.qde", [1]),
      ]
    }
    expectTwo(project)
  }

  @Test func twoProjectsInOneArchive() throws {
    let project = try read { $0.parts.append(("backup.qde", Array("<Project/>".utf8))) }
    #expect(project.sources[0].quotes == ["twee"])
    #expect(project.losses == ["file 'backup.qde': the project takes no plain text from it"])
  }

  @Test(arguments: [
    "sources/", "", "Sources/", "internal://sources/", "internal:///", "internal://SOURCES\\",
    "relative:///sources/", "absolute:///C:/projects/",
  ])
  func paths(prefix: String) throws {
    let project = try read {
      $0.xml = $0.xml.replacing("internal://", with: prefix)
      $0.parts[0].name = "Sources/\(guid("50")).TXT"
    }
    expectTwo(project)
  }

  @Test func marksAndWhiteSpaceBeforeXMLAndText() throws {
    let project = try read {
      $0.xml = "\u{FEFF}\n <?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + $0.xml
      $0.parts[0].bytes = [0xEF, 0xBB, 0xBF] + $0.parts[0].bytes
    }
    expectTwo(project)
    #expect(project.sources[0].text == Self.text)
  }

  @Test func textsInOtherEncodings() throws {
    let project = try read {
      $0.parts[0].bytes =
        [0xFF, 0xFE] + Self.text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    }
    expectTwo(project)
    let old = try read { $0.parts[0].bytes = Array("één ".utf8.map { $0 == 0xC3 ? 0xE9 : $0 }) }
    #expect(old.diagnostics.count == 1)
    #expect(old.diagnostics[0].place.file == "sources/\(guid("50")).txt")
  }

  @Test func textsThatStartAsOtherFormatsDo() throws {
    for text in ["ID3: een twee", "%PDF-een twee", "PK\u{3}\u{4} een"] {
      let project = try read { $0.parts[0].bytes = Array(text.utf8) }
      #expect(project.sources.map(\.text) == [text])
    }
  }

  @Test(arguments: [
    "urn:QDA-XML:project:1:0", "urn:QDA-XML:project:0:4", "http://schema.qdasoftware.org/versions",
  ])
  func namespaces(namespace: String) throws {
    expectTwo(try read { $0.xml = $0.xml.replacing("urn:QDA-XML:project:1.0", with: namespace) })
    let prefixed = try read {
      $0.xml = $0.xml.replacing("</", with: "\u{1}").replacing("<", with: "<x:")
        .replacing("\u{1}", with: "</x:").replacing("xmlns=", with: "xmlns:x=")
    }
    expectTwo(prefixed)
  }

  @Test func emptyElements() throws {
    let project = try read {
      $0.xml = $0.xml.replacing(
        "</Sources>",
        with: "</Sources><Notes/><Links/><Sets/><Graphs/><Cases/><Variables/><Description/>")
      $0.xml = $0.xml.replacing("name=\"I1\"", with: "name=\"\"")
    }
    #expect(project.sources[0].name.isEmpty)
    #expect(project.sources[0].quotes == ["twee"])
    #expect(project.losses.isEmpty)
  }

  @Test func manyCodingsOnASelectionAndOneOnEach() throws {
    let coding = "<Coding guid=\"\(guid("99"))\"><CodeRef targetGUID=\"\(guid("2"))\"/></Coding>"
    let project = try read {
      $0.xml = $0.xml.replacing(
        "</TextSource>", with: selection(1, 4, 8, code: "2") + "</TextSource>"
      )
      .replacing("</PlainTextSelection>", with: coding + "</PlainTextSelection>")
    }
    let selections = project.sources[0].selections
    #expect(selections.map(\.codings.count) == [2, 2])
    #expect(Set(selections.flatMap(\.codings).map(\.guid)).count == 4)
  }

  @Test func coders() throws {
    let own = "<Coding guid=\"\(guid("99"))\" creatingUser=\"{\(guid("b1").uppercased())}\""
    let project = try read {
      $0.xml = $0.xml.replacing("<Coding guid=\"\(guid("70"))\"", with: own)
    }
    #expect(project.sources[0].selections[0].user == guid("a1"))
    #expect(project.sources[0].selections[0].codings[0].user == guid("b1"))
    let plain = try read { _ in }
    #expect(plain.sources[0].selections[0].codings[0].user == guid("a1"))
  }

  @Test func commentWithoutCoding() throws {
    let comment = """
      <PlainTextSelection guid="\(guid("66"))" startPosition="0" endPosition="3">\
      <Description>let op</Description></PlainTextSelection>
      """
    let project = try read {
      $0.xml = $0.xml.replacing("</TextSource>", with: comment + "</TextSource>")
    }
    #expect(project.sources[0].selections[1].description == "let op")
    #expect(project.sources[0].quotes == ["twee", "een"])
  }

  @Test func missingTexts() throws {
    let lost = try read { $0.parts = [] }
    #expect(lost.sources.isEmpty)
    let path = "internal://\(guid("50")).txt"
    #expect(
      lost.losses == ["TextSource 'I1': its text '\(path)' is not in the archive, with a coding"])
    let rich = try read { $0.xml = $0.xml.replacing("plainTextPath", with: "richTextPath") }
    #expect(
      rich.losses.first?.contains("it has formatted text ('\(path)') and no plain text") == true)
    let binary = try read { $0.parts[0].bytes = [0, 1, 2, 0] }
    #expect(binary.losses.first?.contains("its text can't be read: a NUL byte") == true)
  }

  @Test func danglingReferences() throws {
    let project = try read {
      $0.xml = $0.xml.replacing(guid("a1") + "\"><Coding", with: guid("c9") + "\"><Coding")
        .replacing(
          "</TextSource>",
          with: """
            <Coding guid="\(guid("90"))"><CodeRef targetGUID="\(guid("4"))"/></Coding>\
            <Coding guid="\(guid("91"))"/><NoteRef targetGUID="\(guid("92"))"/><VariableValue>\
            <VariableRef targetGUID="\(guid("93"))"/><TextValue>x</TextValue></VariableValue></TextSource>
            """
        )
        .replacing(
          "<Sources>",
          with: """
            <Cases><Case guid="\(guid("94"))" name="C"><CodeRef targetGUID="\(guid("95"))"/>\
            <SourceRef targetGUID="\(guid("50"))"/><SourceRef targetGUID="\(guid("96"))"/>\
            <SelectionRef targetGUID="\(guid("60"))"/><SelectionRef targetGUID="\(guid("97"))"/>\
            </Case></Cases><Sources>
            """)
    }
    // Whoever coded stays told apart, be it without a name.
    #expect(project.users.last == .init(guid: guid("c9"), name: ""))
    #expect(project.sources[0].selections[0].codings[0].user == guid("c9"))
    #expect(project.diagnostics.map(\.message.text).count == 1)
    #expect(project.cases[0].sources == [guid("50")])
    #expect(project.cases[0].selections == [guid("60")])
    #expect(
      Set(project.losses) == [
        "CodeRef of Case 'C': there is no \(guid("95"))",
        "SourceRef of Case 'C': there is no \(guid("96"))",
        "SelectionRef of Case 'C': there is no \(guid("97"))",
        "NoteRef of TextSource 'I1': there is no \(guid("92"))",
        "VariableValue 'x' of TextSource 'I1': there is no \(guid("93"))",
        "Coding '\(guid("90"))' of TextSource 'I1': its code \(guid("4")) isn't there",
        "Coding '\(guid("91"))' of TextSource 'I1': it names no code",
      ])
  }

  @Test func codesOfAllKinds() throws {
    let codes = """
      <Code guid="{\(guid("1"))}" name="Ouder" isCodable="true"><Code guid="\(guid("4"))" name="Kind" \
      isCodable="1" color="red"/></Code><Code name="Zonder"/><Code guid="\(guid("1"))" name="Dubbel"/>\
      <Code guid="17" name="Getal"/><Code guid="\(guid("3"))" name="Map" isCodable="false"/>
      """
    let project = try read {
      let start = $0.xml.firstRange(of: "<Codes>")?.upperBound ?? $0.xml.startIndex
      let end = $0.xml.firstRange(of: "</Codes>")?.lowerBound ?? $0.xml.endIndex
      $0.xml.replaceSubrange(start..<end, with: codes)
      $0.xml = $0.xml.replacing(
        "</PlainTextSelection>",
        with: "<Coding><CodeRef targetGUID=\"17\"/></Coding></PlainTextSelection>")
    }
    #expect(project.codes.map(\.name) == ["Ouder", "Zonder", "Dubbel", "Getal", "Map"])
    #expect(project.codes.map(\.isCodable) == [true, true, true, true, false])
    #expect(Set(project.codes.map(\.guid)).count == 5)
    #expect(project.codes.allSatisfy { $0.guid.utf8.count == 36 })
    #expect(project.codes[0].codes[0].colour.isEmpty)
    let codings = project.sources[0].selections[0].codings
    #expect(codings.map(\.code) == [guid("1"), project.codes[3].guid])
    #expect(project.losses == ["color 'red' of Code 'Kind': it is no #RRGGBB"])
  }

  @Test func orderDoesNotBind() throws {
    let project = try read {
      let coding = "<Coding guid=\"\(guid("70"))\"><NoteRef targetGUID=\"\(guid("51"))\"/>"
      $0.xml = $0.xml.replacing("<Coding guid=\"\(guid("70"))\">", with: coding)
      let sources = $0.xml.firstRange(of: "<Sources>")?.lowerBound ?? $0.xml.startIndex
      let end = $0.xml.firstRange(of: "</Project>")?.lowerBound ?? $0.xml.endIndex
      let moved = String($0.xml[sources..<end])
      $0.xml.removeSubrange(sources..<end)
      let note =
        "<Notes><Note guid=\"\(guid("51"))\"><PlainTextContent>w</PlainTextContent></Note></Notes>"
      $0.xml = $0.xml.replacing("<Users>", with: moved + note + "<Users>")
    }
    expectTwo(project)
    #expect(project.sources[0].selections[0].codings[0].notes == [guid("51")])
  }

  @Test func valuesOnSourcesAndCases() throws {
    let variables = """
      <Variables><Variable guid="\(guid("41"))" name="Leeftijd" typeOfVariable="integer"/>\
      <Variable guid="\(guid("42"))" name="Man" typeOfVariable="Boolean"/>\
      <Variable guid="\(guid("43"))" name="Soort" typeOfVariable="Enum"/></Variables>
      """
    func value(_ variable: String, _ value: String) -> String {
      "<VariableValue><VariableRef targetGUID=\"\(guid(variable))\"/>\(value)</VariableValue>"
    }
    let project = try read {
      $0.xml = $0.xml.replacing("<Sources>", with: variables + "<Sources>")
        .replacing(
          "</TextSource>",
          with: value("41", "<IntegerValue>42</IntegerValue>") + value("43", "") + "</TextSource>"
        )
        .replacing(
          "<Variables>",
          with: "<Cases><Case guid=\"\(guid("40"))\">"
            + value("42", "<BooleanValue>1</BooleanValue>") + "</Case></Cases><Variables>")
    }
    #expect(project.variables.map(\.kind) == [.integer, .boolean, .text])
    #expect(project.sources[0].values.map(\.text) == ["42", ""])
    #expect(project.cases[0].values.map(\.text) == ["true"])
    #expect(project.losses == ["type 'Enum' of variable: it is read as text"])
  }

  @Test func lineBreaksInAttributes() throws {
    let project = try read {
      $0.xml = $0.xml.replacing(
        "name=\"Thuis\"", with: "name=\"Thuis &#10;en\nweg &lt;&amp;&quot;\"")
    }
    #expect(project.codes[0].name == "Thuis \nen weg <&\"")
  }

  @Test func whatNobodyKnowsIsToldOf() throws {
    let project = try read {
      $0.xml = $0.xml.replacing(
        "</Project>",
        with: """
          <Links><Link guid="\(guid("20"))" name="zie ook"/></Links><Graphs><Graph guid="\(guid("21"))"/>\
          </Graphs><Vreemd naam="x"><Coding guid="\(guid("22"))"/></Vreemd></Project>
          """
      ).replacing("isCodable=", with: "weight=\"3\" isCodable=")
    }
    #expect(
      project.losses == [
        "Code/@weight (3 times, first here): this attribute isn't taken",
        "Link 'zie ook': it isn't taken", "Graph '\(guid("21"))': it isn't taken",
        "Vreemd: it isn't taken, with a coding",
      ])
    #expect(project.leftOut.allSatisfy { $0.place.hasPrefix("project.qde:") })
  }

  @Test func positionsOfAllKinds() throws {
    let odd = """
      <PlainTextSelection guid="\(guid("61"))" name="weg" startPosition="x" endPosition="3"/>\
      <PlainTextSelection guid="\(guid("62"))" endPosition="3"/>\
      <PlainTextSelection guid="\(guid("63"))" startPosition="1" endPosition="99999999999999999999"/>\
      <PlainTextSelection guid="\(guid("64"))" startPosition=" 9 " endPosition="13"/>
      """
    let project = try read {
      $0.xml = $0.xml.replacing("</TextSource>", with: odd + "</TextSource>")
    }
    #expect(project.sources[0].quotes == ["twee", "drie"])
    #expect(
      project.leftOut.map(\.reason) == [
        "its start 'x' is no number", "it has no start",
        "its end '99999999999999999999' is no number",
      ])
    #expect(project.sources[0].orphans.map(\.quote) == ["weg", "", ""])
  }
}
