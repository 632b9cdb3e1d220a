import Coding
import CommandLineKit
import Project

/// What a reviewer decided to do, before it is done.
struct ReviewDecision {
  var what: ReviewCount
  var told: String
  var run: (ReviewItem) throws -> Void
}

/// Turns keys into decisions, asking for what is missing.
struct ReviewDecisions {
  let project: Project
  let layer: String
  let keyboard: Keyboard
  let page: ReviewPage
  let reader: PassageReader

  /// Nil where the person thinks better of it.
  func decision(_ act: ReviewAct, on item: ReviewItem) throws -> ReviewDecision? {
    switch item.subject {
    case .proposal: try ofProposal(act, item)
    case .coding(let span): try ofCoding(act, item, span)
    case .disagreement(let passage): try ofDisagreement(act, item, passage)
    case .orphan(let orphan): try ofOrphan(act, item, orphan)
    }
  }

  private func ofProposal(_ act: ReviewAct, _ item: ReviewItem) throws -> ReviewDecision? {
    switch act {
    case .accept:
      return ReviewDecision(what: .accepted, told: "accepted") { item in
        try project.decide(item, .accepted)
      }
    case .reject:
      return ReviewDecision(what: .rejected, told: "rejected") { item in
        try project.decide(item, .rejected)
      }
    case .recode:
      guard let code = try otherCode(than: item) else { return nil }
      return ReviewDecision(what: .recoded, told: "recoded as \(code.path)") { item in
        try project.replace(
          item, with: code, at: item.range, reason: "recoded as \(code.codebook):\(code.path)")
      }
    case .resize:
      guard let range = try resized(item),
        let code = page.codes.codes.first(where: { $0.id == item.code })
      else { return nil }
      return ReviewDecision(what: .resized, told: "resized to \(text(range))") { item in
        try project.replace(item, with: code, at: range, reason: "resized to \(text(range))")
      }
    default: return nil
    }
  }

  private func ofCoding(
    _ act: ReviewAct, _ item: ReviewItem, _ span: CodedSpan
  ) throws -> ReviewDecision? {
    func settled(_ what: ReviewCount, _ told: String, at ranges: [Range<Int>]) -> ReviewDecision {
      ReviewDecision(what: what, told: told) { item in
        try project.settle(
          coding: span, code: item.code, of: item.version, at: ranges, layer: layer)
      }
    }
    switch act {
    case .accept: return settled(.accepted, "accepted into \(layer)", at: [span.range])
    case .reject: return settled(.rejected, "rejected: not in \(layer)", at: [])
    case .recode:
      guard let code = try otherCode(than: item) else { return nil }
      return ReviewDecision(what: .recoded, told: "\(code.path) in \(layer)") { item in
        try project.settle(
          coding: span, code: item.code, of: item.version, at: [], recodedAs: code.id,
          layer: layer)
      }
    case .resize:
      return try resized(item).map { settled(.resized, "\(text($0)) in \(layer)", at: [$0]) }
    default: return nil
    }
  }

  private func ofDisagreement(
    _ act: ReviewAct, _ item: ReviewItem, _ passage: Comparison.Passage
  ) throws -> ReviewDecision? {
    func settled(_ settling: Settling, _ told: String) -> ReviewDecision {
      ReviewDecision(what: .settled, told: told) { _ in
        try project.settle(passage, between: passage.coders, as: settling, layer: layer)
      }
    }
    switch act {
    case .take(let number):
      guard passage.coders.indices.contains(number) else {
        page.line("there are \(passage.coders.count) coders", .warning)
        return nil
      }
      let coder = passage.coders[number]
      return settled(.take(coder), "settled as \(coder) has it")
    case .both: return settled(.both, "settled as \(text(passage.range))")
    case .nothing: return settled(.nothing, "settled: nothing there")
    case .otherPlace:
      return try resized(item).map { settled(.at([$0]), "settled as \(text($0))") }
    default: return nil
    }
  }

  private func ofOrphan(
    _ act: ReviewAct, _ item: ReviewItem, _ orphan: Project.Orphan
  ) throws -> ReviewDecision? {
    let address = SegmentAddress(
      file: orphan.file, range: orphan.start..<orphan.end,
      code: "\(orphan.codebook):\(orphan.path)")
    switch act {
    case .put, .place:
      let place = act == .put ? nil : try Resizing.place(keyboard, page)
      guard act == .put || place != nil else { return nil }
      return ReviewDecision(
        what: .put, told: place.map { "put at \(text($0))" } ?? "put at the likely place"
      ) { _ in _ = try project.reattach(address, to: place) }
    case .retract:
      return ReviewDecision(what: .retracted, told: "taken back") { _ in
        _ = try project.retractOrphans(at: address)
      }
    default: return nil
    }
  }

  private func otherCode(than item: ReviewItem) throws -> CodeRow? {
    let code = try CodeChoice(keyboard: keyboard, page: page).choose()
    guard let code, code.id == item.code else { return code }
    page.line("that is the code it has", .warning)
    return nil
  }

  private func resized(_ item: ReviewItem) throws -> Range<Int>? {
    try Resizing(keyboard: keyboard, page: page, reader: reader).resize(item)
  }

  private func text(_ range: Range<Int>) -> String { "\(range.lowerBound)-\(range.upperBound)" }
}
