import Coding
import Formats

/// Selections: where they are in the text.
extension REFIResolver {
  /// Adds the selections that fit to a source, and those that don't as orphans.
  mutating func place(
    _ drafts: [SelectionDraft], of owner: SourceDraft, in text: RawText,
    _ source: inout ExchangeProject.Source
  ) {
    var claimants: [Int] = []
    var claims: [Calibration.Claim] = []
    for (index, draft) in drafts.enumerated() {
      guard let start = draft.start.flatMap(Self.position),
        let end = draft.end.flatMap(Self.position), 0 <= start, start < end
      else { continue }
      claimants.append(index)
      let name = FoldedWords(name: draft.selection.name)
      claims.append(Calibration.Claim(start: start, end: end, name: name))
    }
    let calibration = Calibration(claims, in: text, origin: project.origin)
    source.convention = claims.isEmpty ? nil : calibration.convention
    let length = claims.isEmpty ? 0 : text.length(by: calibration.measure)
    var claim = 0
    for (index, draft) in drafts.enumerated() {
      let isClaim = claim < claimants.count && claimants[claim] == index
      let place = isClaim ? calibration.places[claim] : (range: nil, isNamed: false)
      let name = isClaim ? claims[claim].name : FoldedWords(name: draft.selection.name)
      if isClaim { claim += 1 }
      var draft = draft
      identify(&draft, source.guid)
      var selection = resolved(draft, owner)
      if let range = place.range {
        selection.range = range.start.codePoint..<range.end.codePoint
        if place.isNamed || name.isEmpty { selection.name = "" }
        source.selections.append(selection)
      } else {
        let reason = misfit(draft, length)
        orphan(selection, draft, reason, owner, &source)
      }
    }
  }

  private static func position(_ text: String) -> Int? {
    Int(text.drop { $0 == " " }.prefix { $0 != " " })
  }

  private mutating func resolved(
    _ draft: SelectionDraft, _ owner: SourceDraft
  ) -> ExchangeProject.Selection {
    var selection = draft.selection
    selection.user = known(user: selection.user)
    selection.notes = known(notes: selection.notes, draft.called, draft.mark)
    selection.codings = take(
      draft.codings, on: "\(draft.called) of \(owner.called)", selection.guid)
    return selection
  }

  private mutating func orphan(
    _ selection: ExchangeProject.Selection, _ draft: SelectionDraft, _ reason: String,
    _ owner: SourceDraft, _ source: inout ExchangeProject.Source
  ) {
    let codings = REFIParser.with(codings: selection.codings.count)
    report.leaveOut("\(draft.called) of \(owner.called)", reason + codings, at: draft.mark)
    forget(selection: selection.guid)
    var selection = selection
    let quote = FoldedWords(name: selection.name).isEmpty ? "" : selection.name
    selection.name = ""
    source.orphans.append(ExchangeProject.Orphan(selection: selection, quote: quote))
  }

  /// Why a selection isn't in the text.
  private func misfit(_ draft: SelectionDraft, _ length: Int) -> String {
    guard let startText = draft.start else { return "it has no start" }
    guard let endText = draft.end else { return "it has no end" }
    guard let start = Self.position(startText) else {
      return "its start \(shown(startText)) is no number"
    }
    guard let end = Self.position(endText) else { return "its end \(shown(endText)) is no number" }
    if start < 0 { return "it starts at \(start), before the text" }
    if end < start { return "it ends at \(end), before its start at \(start)" }
    if end == start { return "it is empty, at \(start)" }
    if end > length { return "it ends at \(end), past the text's end at \(length)" }
    return "it starts or ends within a character (\(start) to \(end))"
  }
}
