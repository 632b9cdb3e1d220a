import Coding
import Formats

/// Writes a project, every element in the order that the schema binds it to.
struct ProjectWriter {
  private let project: ExchangeProject
  private var archive = ArchiveWriter()
  private var leftOut: [ExchangeProject.LeftOut] = []
  private let kinds: [String: ExchangeProject.Variable.Kind]

  init(_ project: ExchangeProject) throws(Diagnostic) {
    try project.codes.refuseDeepNesting()
    self.project = project
    kinds = Dictionary(project.variables.map { ($0.guid, $0.kind) }) { first, _ in first }
  }

  mutating func write() throws(Diagnostic) -> Written {
    var xml = XMLWriter()
    let attributes: [XMLWriter.Attribute] = [
      ("xmlns", "urn:QDA-XML:project:1.0"), ("name", project.name),
      ("origin", QDPX.own(project.origin)),
      ("creatingUserGUID", optional(project.user)),
      ("creationDateTime", time(project.time, of: "the project")),
    ]
    xml.element("Project", attributes) { xml in writeContent(&xml) }
    try archive.add("project.qde", xml.bytes)
    for source in project.sources { try addText(source.guid, source.text) }
    for note in project.notes where !isInline(note) { try addText(note.guid, note.text) }
    return Written(bytes: archive.finish(), leftOut: leftOut)
  }

  /// A part of text.
  ///
  /// A reader drops a mark at its start, so that a text which itself starts with one gets another.
  private mutating func addText(_ guid: String, _ text: String) throws(Diagnostic) {
    let mark: [UInt8] = text.unicodeScalars.first == "\u{FEFF}" ? [0xEF, 0xBB, 0xBF] : []
    // A NUL would make it a binary file; U+FFFD takes as much room: one code point.
    let bytes =
      text.utf8.contains(0) ? Array(text.replacing("\0", with: "\u{FFFD}").utf8) : Array(text.utf8)
    try archive.add("sources/\(GUID.normal(guid)).txt", mark + bytes)
  }

  private mutating func writeContent(_ xml: inout XMLWriter) {
    list("Users", project.users, &xml) { `self`, user, xml in
      let name = user.name.isEmpty ? nil : user.name
      let id = user.id.isEmpty ? nil : user.id
      xml.element("User", [("guid", GUID.normal(user.guid)), ("name", name), ("id", id)])
    }
    if !project.codes.isEmpty {
      xml.element("CodeBook") { xml in
        list("Codes", project.codes, &xml) { `self`, code, xml in
          xml.write(code, withNotes: true, &self.leftOut)
        }
      }
    }
    list("Variables", project.variables, &xml) { `self`, variable, xml in
      let attributes: [XMLWriter.Attribute] = [
        ("guid", GUID.normal(variable.guid)), ("name", variable.name),
        ("typeOfVariable", variable.kind.rawValue),
      ]
      xml.element("Variable", attributes) { $0.describe(variable.description) }
    }
    list("Cases", project.cases, &xml) { `self`, one, xml in self.write(one, &xml) }
    list("Sources", project.sources, &xml) { `self`, source, xml in self.write(source, &xml) }
    list("Notes", project.notes, &xml) { `self`, note, xml in self.write(note, &xml) }
    list("Sets", project.sets, &xml) { `self`, set, xml in self.write(set, &xml) }
    xml.describe(project.description)
    xml.refer("NoteRef", project.projectNotes)
  }

  /// Writes a container, which must not be empty.
  private mutating func list<Item>(
    _ name: StaticString, _ items: [Item], _ xml: inout XMLWriter,
    _ write: (inout Self, Item, inout XMLWriter) -> Void
  ) {
    guard !items.isEmpty else { return }
    xml.element(name) { xml in
      for item in items { write(&self, item, &xml) }
    }
  }

  private func optional(_ guid: String) -> String? { guid.isEmpty ? nil : GUID.normal(guid) }

  /// A time that the schema allows; another is left out.
  private mutating func time(_ text: String, of what: @autoclosure () -> String) -> String? {
    if text.isEmpty || XSDValue.isDateTime(text) { return text.isEmpty ? nil : text }
    leftOut.append(
      .init(element: "time \(shown(text)) of \(what())", reason: "it is no ISO 8601", place: "time")
    )
    return nil
  }
}

/// Elements.
extension ProjectWriter {
  private mutating func write(_ one: ExchangeProject.Case, _ xml: inout XMLWriter) {
    let name = one.name.isEmpty ? nil : one.name
    xml.element("Case", [("guid", GUID.normal(one.guid)), ("name", name)]) { xml in
      xml.describe(one.description)
      xml.refer("CodeRef", one.codes)
      for value in one.values { write(value, &xml) }
      xml.refer("SourceRef", one.sources)
      xml.refer("SelectionRef", one.selections)
    }
  }

  private mutating func write(_ source: ExchangeProject.Source, _ xml: inout XMLWriter) {
    let guid = GUID.normal(source.guid)
    let attributes: [XMLWriter.Attribute] = [
      ("guid", guid), ("name", source.name.isEmpty ? nil : source.name),
      ("plainTextPath", "internal://\(guid).txt"), ("creatingUser", optional(source.user)),
      ("creationDateTime", time(source.time, of: "source \(shown(source.name))")),
    ]
    xml.element("TextSource", attributes) { xml in
      xml.describe(source.description)
      writeSelections(source, &xml)
      for coding in source.codings { write(coding, &xml) }
      xml.refer("NoteRef", source.notes)
      for value in source.values { write(value, &xml) }
    }
    for orphan in source.orphans {
      leaveOut(orphan.selection, of: source, "its place in the text isn't known")
    }
  }

  private mutating func writeSelections(
    _ source: ExchangeProject.Source, _ xml: inout XMLWriter
  ) {
    let text = RawText(Array(source.text.utf8), isInline: false)
    let ends = source.selections.flatMap { [$0.range.lowerBound, $0.range.upperBound] }
    let measure = RawText.Measure(unit: .codePoints, countsCarriageReturns: true)
    let points = text.points(at: ends, by: measure)
    for (index, selection) in source.selections.enumerated() {
      guard let start = points[2 * index], let end = points[2 * index + 1], start != end else {
        leaveOut(selection, of: source, "it doesn't fit the text")
        continue
      }
      let name = selection.name.isEmpty ? quote(text.words(start, end)) : selection.name
      write(selection, name, &xml)
    }
  }

  /// The words of a selection; of a very long one those that it starts with.
  private func quote(_ words: ArraySlice<UInt8>) -> String {
    let longest = 2000
    guard words.count > longest else { return String(decoding: words, as: UTF8.self) }
    let start = String(decoding: words.prefix(4 * longest), as: UTF8.self).unicodeScalars
    return String(String.UnicodeScalarView(start.prefix(longest)))
  }

  private mutating func leaveOut(
    _ selection: ExchangeProject.Selection, of source: ExchangeProject.Source, _ reason: String
  ) {
    leftOut.append(
      .init(
        element: "selection \(selection.guid) of source \(shown(source.name))",
        reason: reason + REFIParser.with(codings: selection.codings.count), place: "TextSource"))
  }

  private mutating func write(
    _ selection: ExchangeProject.Selection, _ name: String, _ xml: inout XMLWriter
  ) {
    let attributes: [XMLWriter.Attribute] = [
      ("guid", GUID.normal(selection.guid)), ("name", name),
      ("startPosition", String(selection.range.lowerBound)),
      ("endPosition", String(selection.range.upperBound)),
      ("creatingUser", optional(selection.user)),
      ("creationDateTime", time(selection.time, of: "selection \(selection.guid)")),
    ]
    xml.element("PlainTextSelection", attributes) { xml in
      xml.describe(selection.description)
      for coding in selection.codings { write(coding, &xml) }
      xml.refer("NoteRef", selection.notes)
    }
  }

  private mutating func write(_ coding: ExchangeProject.Coding, _ xml: inout XMLWriter) {
    let attributes: [XMLWriter.Attribute] = [
      ("guid", GUID.normal(coding.guid)), ("creatingUser", optional(coding.user)),
      ("creationDateTime", time(coding.time, of: "coding \(coding.guid)")),
    ]
    xml.element("Coding", attributes) { xml in
      xml.refer("CodeRef", [coding.code])
      xml.refer("NoteRef", coding.notes)
    }
  }

  /// Notes stand in the XML, unless that can't hold them.
  private func isInline(_ note: ExchangeProject.Note) -> Bool {
    note.text.utf8.count < 1 << 20 && XMLWriter.canHold(note.text)
  }

  private mutating func write(_ note: ExchangeProject.Note, _ xml: inout XMLWriter) {
    let guid = GUID.normal(note.guid)
    let attributes: [XMLWriter.Attribute] = [
      ("guid", guid), ("name", note.name.isEmpty ? nil : note.name),
      ("plainTextPath", isInline(note) ? nil : "internal://\(guid).txt"),
      ("creatingUser", optional(note.user)),
      ("creationDateTime", time(note.time, of: "note \(shown(note.name))")),
    ]
    xml.element("Note", attributes) { xml in
      xml.describe(note.description)
      if isInline(note) { xml.element("PlainTextContent", text: note.text) }
    }
  }

  private func write(_ set: ExchangeProject.Collection, _ xml: inout XMLWriter) {
    xml.element("Set", [("guid", GUID.normal(set.guid)), ("name", set.name)]) { xml in
      xml.describe(set.description)
      xml.refer("MemberCode", set.codes)
      xml.refer("MemberSource", set.sources)
      xml.refer("MemberNote", set.notes)
    }
  }

  /// Writes a value as its variable's kind, or as text where it isn't of that kind.
  private func write(_ value: ExchangeProject.Value, _ xml: inout XMLWriter) {
    let kind = kinds[value.variable] ?? .text
    let name: StaticString =
      switch kind {
      case .boolean where XSDValue.isBoolean(value.text): "BooleanValue"
      case .integer where XSDValue.isInteger(value.text): "IntegerValue"
      case .float where XSDValue.isDecimal(value.text): "FloatValue"
      case .date where XSDValue.isDate(value.text): "DateValue"
      case .dateTime where XSDValue.isDateTime(value.text): "DateTimeValue"
      default: "TextValue"
      }
    xml.element("VariableValue") { xml in
      xml.refer("VariableRef", [value.variable])
      if !value.text.isEmpty { xml.element(name, text: value.text) }
    }
  }
}
