import Coding
import CommandLineKit
import Project
import Reports

/// Shows passages to decide on, a page each, as lines that scroll.
struct ReviewPage {
  let io: IO
  let codes: CodeGuide

  private var style: Style { io.style }
  /// A terminal may wrap a line that fills it.
  private var width: Int { max(20, min(io.columns, 100) - 1) }

  func line(_ text: String = "", _ role: Role? = nil, indent: Int = 0) {
    let margin = String(repeating: " ", count: indent)
    for line in wrapped(sanitized(text), to: width - indent) {
      io.out(margin + (role.map { style($0, line) } ?? line) + "\n")
    }
  }

  /// One line in any case: what does not fit is cut.
  private func short(_ text: String, _ role: Role? = nil, indent: Int = 0) {
    let line = truncated(sanitized(text), to: width - indent)
    io.out(String(repeating: " ", count: indent) + (role.map { style($0, line) } ?? line) + "\n")
  }

  func show(
    _ item: ReviewItem, file: String, _ context: PassageContext, progress: String, keys: ReviewKeys
  ) {
    io.out(style(.faint, String(repeating: "-", count: width)) + "\n")
    line(progress, .faint)
    line("\(file):\(item.range.lowerBound)-\(item.range.upperBound)", .heading)
    line(who(context), .faint)
    io.out("\n")
    show(context)
    io.out("\n")
    show(code: item.code)
    switch item.subject {
    case .proposal: show(context.rules)
    case .coding(let span): line("coded by \(span.coder)")
    case .disagreement(let passage): show(passage)
    case .orphan(let orphan): show(orphan)
    }
    show(item.state)
    for remark in context.remarks { line(remark.text(of: file), .faint) }
    line(keys.line, .faint)
  }

  /// The passage among the words around it, marked by signs and, where there are colours, by colour.
  func show(_ context: PassageContext) {
    let pieces = [
      MarkedLines.Piece((context.isCutBefore ? "… " : "") + context.before),
      .init("[[" + context.passage + "]]", isMarked: true),
      .init(context.after + (context.isCutAfter ? " …" : "")),
    ]
    for line in MarkedLines(pieces, width: width - 2).lines {
      let text = line.map { $0.isMarked ? style(.match, $0.text) : $0.text }.joined()
      io.out(text.isEmpty ? "\n" : "  " + text + "\n")
    }
  }

  private func who(_ context: PassageContext) -> String {
    let voice = context.voice
    let part = voice.map { $0.part == .nobody ? "" : $0.part.rawValue } ?? ""
    return [
      voice?.label ?? "", voice?.respondent ?? "", part,
      context.turn.map { "turn \($0)" } ?? "", context.time.map { clock($0.start) } ?? "",
    ].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private func show(code id: Int) {
    guard let code = codes[id] else { return }
    line(code.path + "  " + code.label, .heading)
    if !code.definition.isEmpty { line(code.definition, indent: 2) }
    if let example = code.example { short("as in: " + example, indent: 2) }
    if let counterexample = code.counterexample { short("not: " + counterexample, indent: 2) }
  }

  private func show(_ rules: [(text: String, words: [String])]) {
    for rule in rules {
      short("rule: " + rule.text)
      if !rule.words.isEmpty {
        short("matched: " + rule.words.joined(separator: " · "), indent: 2)
      }
    }
  }

  private func show(_ passage: Comparison.Passage) {
    for (number, coder) in passage.coders.enumerated() {
      let spans = passage.run.spans(of: coder)
      line("[\(number + 1)] \(coder)" + (spans.isEmpty ? ": nothing" : ""), .good)
      for span in spans {
        let place = "\(span.range.lowerBound)-\(span.range.upperBound)"
        line("\(place): \(codes.quote(span.range, passage.version))", indent: 4)
      }
    }
  }

  private func show(_ orphan: Project.Orphan) {
    line(
      "\(orphan.origin == "hand" ? "coded" : orphan.origin) by \(orphan.coder) in version "
        + "\(orphan.version); "
        + (orphan.quote.isEmpty
          ? "the file it came from gave it no place"
          : orphan.anchor == "ambiguous"
            ? "its words stand in several places now" : "its words are gone"))
    guard let likely = orphan.likely else { return line("no likely place") }
    line("likely place \(likely.range.lowerBound)-\(likely.range.upperBound):", .good)
    line(likely.quote, indent: 4)
  }

  private func show(_ state: ReviewItem.State) {
    switch state {
    case .open, .gone: return
    case .accepted(let coder): line("accepted by \(coder)", .good)
    case .rejected(let coder): line("rejected by \(coder)", .warning)
    case .settled(let coder): line("settled by \(coder)", .good)
    }
  }
}

extension PassageRemark {
  fileprivate func text(of file: String) -> String {
    let what = [code, range.map { "\($0.lowerBound)-\($0.upperBound)" }].compactMap { $0 }
    let place = what.isEmpty ? "" : " (" + what.joined(separator: ", ") + ")"
    let words = text.map { ": " + $0 } ?? ""
    return switch kind {
    case .memo: "memo by \(coder)\(place)\(words)"
    case .settled: "stands in \(coder)\(place)"
    case .accepted, .rejected, .coded: "\(kind.rawValue) by \(coder)\(place)\(words)"
    }
  }
}
