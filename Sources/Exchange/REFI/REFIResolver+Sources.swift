import Coding
import Formats

/// Sources.
extension REFIResolver {
  mutating func take(_ draft: SourceDraft, _ read: TextReader) {
    guard let raw = text(of: draft, read) else { return }
    var source = draft.source
    let text = RawText(raw.text, isInline: raw.isInline)
    source.text = string(text.text)
    source.user = known(user: source.user)
    source.notes = known(notes: source.notes, draft.called, draft.mark)
    source.values = known(values: source.values, draft.called, draft.mark)
    source.codings = take(draft.wholeCodings, on: draft.called, draft.source.guid)
    place(draft.selections, of: draft, in: text, &source)
    project.sources.append(source)
  }

  /// Valid UTF-8 with the line ends it has; nil where there is none, which is told of.
  mutating func text(
    of draft: SourceDraft, _ read: TextReader
  ) -> (text: [UInt8], isInline: Bool)? {
    do {
      if let path = draft.path, !path.isEmpty, let (part, bytes) = try read(path) {
        let decoded = try decodeKeepingLineEnds(bytes, file: part)
        project.diagnostics += decoded.notes
        return (decoded.utf8, false)
      }
    } catch {
      let why = (error as? Rejected)?.diagnostics.first ?? (error as? Diagnostic)
      leaveOutText(of: draft, "its text can't be read: \(why?.message.text ?? "")")
      return nil
    }
    if let inline = draft.inline { return (inline, true) }
    if let path = draft.path, !path.isEmpty {
      leaveOutText(of: draft, "its text \(shown(path, atMost: 200)) is not in the archive")
    } else if let path = draft.richTextPath {
      leaveOutText(
        of: draft, "it has formatted text (\(shown(path, atMost: 200))) and no plain text")
    } else {
      return ([], true)
    }
    return nil
  }

  private mutating func leaveOutText(of draft: SourceDraft, _ reason: String) {
    let codings = REFIParser.with(codings: draft.codings)
    report.leaveOut(draft.called, reason + codings, at: draft.mark)
  }

  func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  mutating func take(
    _ drafts: [CodingDraft], on owner: @autoclosure () -> String, _ guid: String
  ) -> [ExchangeProject.Coding] {
    var taken: [ExchangeProject.Coding] = []
    for draft in drafts {
      if let coding = take(draft, on: owner(), guid) { taken.append(coding) }
    }
    return taken
  }

  /// A coding of a code that there is and that can be coded.
  private mutating func take(
    _ draft: CodingDraft, on owner: @autoclosure () -> String, _ guid: String
  ) -> ExchangeProject.Coding? {
    var coding = draft.coding
    guard let code = codes[coding.code] else {
      let reason = coding.code.isEmpty ? "it names no code" : "its code \(coding.code) isn't there"
      report.leaveOut("\(draft.called) of \(owner())", reason, at: draft.mark)
      return nil
    }
    guard code.isCodable else {
      let reason = "its code \(shown(code.name)) is a folder, which isn't coded"
      report.leaveOut("\(draft.called) of \(owner())", reason, at: draft.mark)
      return nil
    }
    if coding.guid.isEmpty || codings.contains(coding.guid) {
      coding.guid = GUID.derived(from: "coding", coding.guid, guid, coding.code, coding.user)
    }
    guard codings.insert(coding.guid).inserted else {
      report.leaveOut("\(draft.called) of \(owner())", "it is there already", at: draft.mark)
      return nil
    }
    coding.user = known(user: coding.user)
    coding.notes = known(notes: coding.notes, draft.called, draft.mark)
    return coding
  }

  /// Makes a selection's GUID its own.
  mutating func identify(_ selection: inout SelectionDraft, _ source: String) {
    if selection.selection.guid.isEmpty || selections.contains(selection.selection.guid) {
      let place = "\(selection.start ?? "")-\(selection.end ?? "")"
      selection.selection.guid = GUID.derived(
        from: "selection", source, selection.selection.guid, place, "\(selections.count)")
    }
    selections.insert(selection.selection.guid)
  }

  /// Forgets a selection that nothing can refer to.
  mutating func forget(selection: String) { selections.remove(selection) }
}
