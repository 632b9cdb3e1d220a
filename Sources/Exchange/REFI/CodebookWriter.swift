import Coding
import Formats

/// Writes codes and sets as a codebook, in the order of the schema.
struct CodebookWriter {
  private let project: ExchangeProject
  private var leftOut: [ExchangeProject.LeftOut] = []

  init(_ project: ExchangeProject) throws(Diagnostic) {
    guard !project.codes.isEmpty else {
      throw Diagnostic(
        .error, "there are no codes, and a REFI-QDA codebook can't be empty",
        at: Place(file: "codebook"), hint: "add codes before it is written")
    }
    try project.codes.refuseDeepNesting()
    self.project = project
  }

  mutating func write() -> Written {
    var xml = XMLWriter()
    var leftOut: [ExchangeProject.LeftOut] = []
    let attributes: [XMLWriter.Attribute] = [
      ("xmlns", "urn:QDA-XML:codebook:1.0"), ("origin", QDPX.own(project.origin)),
    ]
    xml.element("CodeBook", attributes) { xml in
      xml.element("Codes") { xml in
        for code in project.codes { xml.write(code, withNotes: false, &leftOut) }
      }
      if !project.sets.isEmpty {
        xml.element("Sets") { xml in
          for set in project.sets { write(set, &xml, &leftOut) }
        }
      }
    }
    return Written(bytes: xml.bytes, leftOut: leftOut)
  }

  private func write(
    _ set: ExchangeProject.Collection, _ xml: inout XMLWriter,
    _ leftOut: inout [ExchangeProject.LeftOut]
  ) {
    let others = set.sources.count + set.notes.count
    if others > 0 {
      leftOut.append(
        .init(
          element: "\(others) members of set \(shown(set.name))",
          reason: "a codebook's sets hold codes alone", place: "Set"))
    }
    xml.element("Set", [("guid", GUID.normal(set.guid)), ("name", set.name)]) { xml in
      xml.describe(set.description)
      for code in set.codes { xml.element("MemberCode", [("guid", GUID.normal(code))]) }
    }
  }
}

extension [ExchangeProject.Code] {
  /// Deeper codes would be written by recursion, and read by no program.
  private static var deepest: Int { 150 }

  func refuseDeepNesting() throws(Diagnostic) {
    var level = self
    for _ in 0..<Self.deepest {
      level = level.flatMap(\.codes)
      if level.isEmpty { return }
    }
    throw Diagnostic(
      .error, "codes are nested more than \(Self.deepest) deep, below \(shown(level[0].name))",
      at: Place(file: "codebook"), hint: "move codes higher up")
  }
}

extension XMLWriter {
  /// Writes a code with the codes below it.
  mutating func write(
    _ code: ExchangeProject.Code, withNotes: Bool, _ leftOut: inout [ExchangeProject.LeftOut]
  ) {
    let colour = Colour.normal(code.colour)
    if colour == nil, !code.colour.isEmpty {
      leftOut.append(
        .init(
          element: "colour \(shown(code.colour)) of code \(shown(code.name))",
          reason: "it is no #rrggbb", place: "Code"))
    }
    if !withNotes, !code.notes.isEmpty {
      leftOut.append(
        .init(
          element: "notes on code \(shown(code.name))", reason: "a codebook holds no notes",
          place: "Code"))
    }
    let attributes: [Attribute] = [
      ("guid", GUID.normal(code.guid)), ("name", code.name),
      ("isCodable", code.isCodable ? "true" : "false"), ("color", colour),
    ]
    element("Code", attributes) { xml in
      xml.describe(code.description)
      if withNotes { xml.refer("NoteRef", code.notes) }
      for child in code.codes { xml.write(child, withNotes: withNotes, &leftOut) }
    }
  }

  mutating func describe(_ text: String) {
    if !text.isEmpty { element("Description", text: text) }
  }

  mutating func refer(_ name: StaticString, _ targets: [String]) {
    for target in targets { element(name, [("targetGUID", GUID.normal(target))]) }
  }
}
