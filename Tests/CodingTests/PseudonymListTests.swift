import Coding
import Testing

/// Pseudonyms: the same words get the same one, no two people get one.
@Suite struct PseudonymListTests {
  private func list(
    _ entries: [(String, IdentifierKind, String?)], form: PseudonymForm? = nil
  ) throws -> PseudonymList {
    var list = PseudonymList(form: try form ?? PseudonymForm())
    for (line, entry) in entries.enumerated() {
      try list.add(
        Pseudonym(
          text: entry.0, kind: entry.1, replacement: entry.2,
          place: Place(file: "list", line: line + 1)))
    }
    return list
  }
  private let place = Place(file: "here")

  @Test func numbersByFirstAppearance() throws {
    var list = try list([])
    #expect(list.give("Ria", .person, at: place) == "[persoon-1]")
    #expect(list.give("Delft", .place, at: place) == "[plaats-1]")
    #expect(list.give("Jan", .person, at: place) == "[persoon-2]")
    #expect(list.give("Ria", .person, at: place) == "[persoon-1]")
    #expect(list.give("RIA", .person, at: place) == "[persoon-1]")
    #expect(list.give("06-12345678", .telephone, at: place) == "[telefoon-1]")
    #expect(list.give("+31 6 12 34 56 78", .telephone, at: place) == "[telefoon-1]")
    #expect(list.give("0031612345678", .telephone, at: place) == "[telefoon-1]")
    #expect(list.give("010-4123456", .telephone, at: place) == "[telefoon-2]")
  }

  @Test func goesOnBehindWhatWasGiven() throws {
    var list = try list([
      ("Ria", .person, "[persoon-7]"), ("Bob", .person, "Kees"), ("Hans", .person, nil),
    ])
    list.reserve([.place: 4])
    #expect(list.give("Jan", .person, at: place) == "[persoon-8]")
    #expect(list.give("Delft", .place, at: place) == "[plaats-5]")
    #expect(list.give("Bob", .person, at: place) == "Kees")
    #expect(list.give("Hans", .person, at: place) == nil)
  }

  @Test func saysWhereTwoLinesDiffer() throws {
    #expect {
      try list([("Ria", .person, "[persoon-1]"), ("Ria", .person, "[persoon-2]")])
    } throws: { error in
      "\(error)".hasPrefix(
        "list:2: error: 'Ria' is '[persoon-2]' here, and is '[persoon-1]' in list:1")
    }
    #expect(throws: Diagnostic.self) { try list([("Ria", .person, "x"), ("Ria", .person, nil)]) }
    #expect(try list([("Ria", .person, "x"), ("Ria", .person, "x")]).entries.count == 1)
  }

  @Test(arguments: [
    ("[vriend van Ahmed]", "holds 'Ahmed'"), ("a\nb", "control character"), ("[-]", "no letter"),
    ("Ahmeds", "holds 'Ahmed'"),
  ]) func refuses(_ pseudonym: String, _ reason: String) throws {
    let faults = try list([("Ahmed", .person, "[persoon-1]"), ("Ria", .person, pseudonym)]).faults()
    #expect(faults.count == 1 && "\(faults)".contains(reason))
    #expect(faults[0].place.line == 2)
  }

  @Test func namesAlikeButForCaseAreOne() throws {
    let list = try list([("Ria", .person, "[1]"), ("RIA", .person, "[2]"), ("ria", .person, "[1]")])
    #expect(list.faults().isEmpty)
    let faults = list.faults(ignoringCase: true)
    #expect(faults.count == 1 && faults[0].place.line == 2)
  }

  @Test func acceptsWhatIsHarmless() throws {
    let list = try list([
      ("Ahmed", .person, "Achmedine"), ("Ria", .person, "Bep"), ("Bep", .person, nil),
    ])
    #expect(list.faults().isEmpty)
  }

  @Test func forms() throws {
    let form = try PseudonymForm("<KIND N>", language: .en)
    #expect(form.pseudonym(.telephone, 3) == "<telephone 3>")
    #expect(form.number(of: "<telephone 3>", .telephone) == 3)
    #expect(form.number(of: "<telephone 3>", .person) == nil)
    #expect(form.number(of: "<telephone x>", .telephone) == nil)
    #expect(
      form.highest(
        of: [.telephone, .person], in: SourceText("<telephone 3> <telephone 12> <person x>"))
        == [.telephone: 12])
    for form in ["[X]", "KIND", "N", "[N-KIND]", "KIND KIND N", "KIND\nN", "KIND-N-N", ""] {
      #expect(throws: PseudonymForm.Fault.self) { try PseudonymForm(form) }
    }
  }

  @Test func kinds() {
    #expect(IdentifierKind("Persoon") == .person)
    #expect(IdentifierKind(" date  of birth") == .birthdate)
    #expect(IdentifierKind("School")?.word(.nl) == "school")
    #expect(IdentifierKind(" -1 ") == nil)
    #expect(IdentifierKind("organization")?.word(.nl) == "organisatie")
  }
}
