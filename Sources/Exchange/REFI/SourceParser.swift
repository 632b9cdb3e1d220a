import Coding

/// Reads the elements of sources and notes: texts, and the texts within other media.
struct SourceParser {
  let parser: REFIParser

  /// A part of a picture, page or recording.
  private struct Region {
    var guid: String
    var called: String
    var mark: REFIReport.Mark
    var codings: [CodingDraft] = []
  }

  /// Reads a `TextSource` or an element of that type, such as a note or a transcript.
  func text(_ element: REFIElement) throws(Diagnostic) -> SourceDraft {
    let attributes = parser.attributes()
    let mark = parser.mark
    var source = ExchangeProject.Source(guid: attributes.guid, name: attributes.name, text: "")
    (source.user, source.time) = (attributes.user, attributes.time)
    var draft = SourceDraft(
      source: source, called: describe(element.rawValue, attributes), mark: mark)
    draft.path = attributes["plainTextPath"]
    draft.richTextPath = attributes["richTextPath"]
    while let child = try parser.child() {
      switch child {
      case .plainTextContent: draft.inline = try parser.text()
      case .plainTextSelection, .transcriptSelection:
        draft.selections.append(try selection())
      case .syncPoint: try syncPoint(&draft)
      default: try common(child, &draft)
      }
    }
    draft.placeBySyncPoints()
    return draft
  }

  /// Reads a source of another medium: the texts in it, which is one for a page or a picture.
  ///
  /// What stands on the medium goes to the first text; a place in the medium that has a selection of
  /// the same GUID in a text is that selection.
  func medium(_ element: REFIElement) throws(Diagnostic) -> [SourceDraft] {
    let attributes = parser.attributes()
    let source = ExchangeProject.Source(guid: attributes.guid, name: attributes.name, text: "")
    let called = describe(element.rawValue, attributes)
    var outer = SourceDraft(source: source, called: called, mark: parser.mark)
    (outer.source.user, outer.source.time) = (attributes.user, attributes.time)
    var (texts, regions): ([SourceDraft], [Region]) = ([], [])
    while let child = try parser.child() {
      switch child {
      case .representation, .textDescription, .transcript: texts.append(try text(child))
      case .pictureSelection, .pdfSelection, .audioSelection, .videoSelection:
        regions.append(try region(child))
      default: try common(child, &outer)
      }
    }
    leaveOut(regions, ifNotIn: &texts)
    guard !texts.isEmpty else {
      let reason = "it has no text" + REFIParser.with(codings: outer.codings)
      parser.report.leaveOut(called, reason, at: outer.mark)
      return []
    }
    texts[0].take(outer)
    return texts
  }

  /// Reads what stands alike in sources of all kinds.
  private func common(_ child: REFIElement, _ draft: inout SourceDraft) throws(Diagnostic) {
    switch child {
    case .description: draft.source.description = try parser.string()
    case .coding: draft.wholeCodings.append(try coding())
    case .noteRef: draft.source.notes.append(try parser.target())
    case .variableValue: draft.source.values.append(try parser.value())
    default: try parser.leaveOut("it isn't taken")
    }
  }

  private func selection() throws(Diagnostic) -> SelectionDraft {
    let attributes = parser.attributes()
    var selection = ExchangeProject.Selection(guid: attributes.guid, range: 0..<0)
    selection.name = attributes.name
    (selection.user, selection.time) = (attributes.user, attributes.time)
    var draft = SelectionDraft(selection: selection, mark: parser.mark)
    draft.start = attributes["startPosition"] ?? attributes["fromSyncPoint"]
    draft.end = attributes["endPosition"] ?? attributes["toSyncPoint"]
    while let child = try parser.child() {
      switch child {
      case .description: draft.selection.description = try parser.string()
      case .coding: draft.codings.append(try coding())
      case .noteRef: draft.selection.notes.append(try parser.target())
      default: try parser.leaveOut("it isn't taken")
      }
    }
    draft.inheritCoders()
    return draft
  }

  private func coding() throws(Diagnostic) -> CodingDraft {
    let attributes = parser.attributes()
    var draft = CodingDraft(
      coding: ExchangeProject.Coding(guid: attributes.guid, code: ""), mark: parser.mark)
    (draft.coding.user, draft.coding.time) = (attributes.user, attributes.time)
    while let child = try parser.child() {
      switch child {
      case .codeRef where draft.coding.code.isEmpty: draft.coding.code = try parser.target()
      case .noteRef: draft.coding.notes.append(try parser.target())
      default: try parser.leaveOut("it isn't taken")
      }
    }
    return draft
  }

  private func region(_ element: REFIElement) throws(Diagnostic) -> Region {
    let attributes = parser.attributes()
    var region = Region(
      guid: attributes.guid, called: describe(element.rawValue, attributes), mark: parser.mark)
    while let child = try parser.child() {
      switch child {
      case .coding: region.codings.append(try coding())
      case .description where try parser.string().isEmpty: continue
      case .description:
        parser.report.leaveOut("Description of \(region.called)", noPlace, at: parser.mark)
      default: try parser.leaveOut(noPlace)
      }
    }
    return region
  }

  private func syncPoint(_ draft: inout SourceDraft) throws(Diagnostic) {
    let attributes = parser.attributes()
    draft.syncPoints[attributes.guid] = attributes["position"]
    parser.report.count("SyncPoint", "times in a recording aren't taken", at: parser.mark)
    try parser.finish()
  }

  private func leaveOut(_ regions: [Region], ifNotIn texts: inout [SourceDraft]) {
    guard !regions.isEmpty else { return }
    var places: [String: (text: Int, selection: Int)] = [:]
    for (text, draft) in texts.enumerated() {
      for (index, selection) in draft.selections.enumerated() {
        places[selection.selection.guid] = (text, index)
      }
    }
    for region in regions {
      if let place = places[region.guid], !region.guid.isEmpty {
        texts[place.text].selections[place.selection].add(region.codings)
      } else {
        let reason = noPlace + REFIParser.with(codings: region.codings.count)
        parser.report.leaveOut(region.called, reason, at: region.mark)
      }
    }
  }
}

private let noPlace = "it is on no text"

extension SourceDraft {
  /// Takes over what stands on the medium that the text is of, and its name and GUID.
  fileprivate mutating func take(_ outer: SourceDraft) {
    alias = source.guid
    if !outer.source.guid.isEmpty { source.guid = outer.source.guid }
    if !outer.source.name.isEmpty { source.name = outer.source.name }
    if source.description.isEmpty { source.description = outer.source.description }
    if source.user.isEmpty { source.user = outer.source.user }
    if source.time.isEmpty { source.time = outer.source.time }
    source.notes += outer.source.notes
    source.values += outer.source.values
    wholeCodings += outer.wholeCodings
  }

  fileprivate mutating func placeBySyncPoints() {
    guard !syncPoints.isEmpty else { return }
    for index in selections.indices {
      let (start, end) = (selections[index].start, selections[index].end)
      selections[index].start = start.flatMap { syncPoints[GUID.normal($0)] ?? $0 }
      selections[index].end = end.flatMap { syncPoints[GUID.normal($0)] ?? $0 }
    }
  }
}

extension SelectionDraft {
  /// A coding that doesn't say who coded and when is of the selection's maker and time.
  fileprivate mutating func inheritCoders() {
    for index in codings.indices {
      if codings[index].coding.user.isEmpty { codings[index].coding.user = selection.user }
      if codings[index].coding.time.isEmpty { codings[index].coding.time = selection.time }
    }
  }

  /// Adds the codings that it hasn't, be it under another GUID.
  fileprivate mutating func add(_ others: [CodingDraft]) {
    var guids = Set(codings.map(\.coding.guid))
    var acts = Set(codings.map { [$0.coding.code, $0.coding.user] })
    for var other in others {
      if other.coding.user.isEmpty { other.coding.user = selection.user }
      let isNew = acts.insert([other.coding.code, other.coding.user]).inserted
      if isNew, guids.insert(other.coding.guid).inserted { codings.append(other) }
    }
    inheritCoders()
  }
}
