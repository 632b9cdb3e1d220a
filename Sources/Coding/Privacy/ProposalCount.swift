/// Counts where proposals stand: the second round of a survey.
package struct ProposalCount: Sendable {
  /// What one text has of each proposal.
  package struct Part: Sendable {
    fileprivate var counts: [Int: (times: Int, first: Place, context: String, possessive: String?)]
  }

  private let replacer: NameReplacer
  private var proposals: [PseudonymProposal]
  private var possessives: [Int: Set<String>] = [:]

  package init(_ proposals: [PseudonymProposal], ignoringCase: Bool) {
    self.proposals = proposals
    // All are looked for, also what is to stay.
    replacer = NameReplacer(
      proposals.map {
        Pseudonym(text: $0.text, kind: $0.kind, replacement: nil, place: Place(file: ""))
      }, ignoringCase: ignoringCase)
  }

  /// O(bytes).
  package func count(in text: SurveyedText) -> Part {
    var part = Part(counts: [:])
    let hits = replacer.hits(in: text.text, stretches: text.stretches)
    guard !hits.isEmpty else { return part }
    let lines = LineIndex(text.text)
    for hit in hits {
      let written =
        hit.isPossessive
        ? text.text[hit.range.lowerBound..<hit.range.upperBound + 1] : nil
      guard part.counts[hit.entry] == nil else {
        part.counts[hit.entry]?.times += 1
        if let written { part.counts[hit.entry]?.possessive = written }
        continue
      }
      let (line, column) = lines.lineAndColumn(at: hit.range.lowerBound)
      part.counts[hit.entry] = (
        1, Place(file: text.name, line: line, column: column),
        context(of: hit.range, in: text.text.utf8), written
      )
    }
    return part
  }

  package mutating func add(_ part: Part) {
    for (index, count) in part.counts {
      proposals[index].times += count.times
      proposals[index].transcripts += 1
      if proposals[index].first == nil {
        (proposals[index].first, proposals[index].context) = (count.first, count.context)
      }
      if let written = count.possessive { possessives[index, default: []].insert(written) }
    }
  }

  /// All that stand somewhere by themselves, and what was listed.
  package func finish() -> [PseudonymProposal] {
    proposals.indices.compactMap { index in
      var proposal = proposals[index]
      if let written = possessives[index] {
        proposal.notes.append("also " + written.sorted().map { "'\($0)'" }.joined(separator: ", "))
      }
      return proposal.times > 0 || proposal.notes.first == "listed" ? proposal : nil
    }
  }

  /// Some forty bytes on each side, whole words of one line.
  private func context(of range: Range<Int>, in text: [UInt8]) -> String {
    var start = range.lowerBound
    while start > 0, range.lowerBound - start < 40, text[start - 1] != UInt8(ascii: "\n") {
      start -= 1
    }
    let isCutBefore = start > 0 && text[start - 1] != UInt8(ascii: "\n")
    if isCutBefore { while start < range.lowerBound, text[start - 1] != 0x20 { start += 1 } }
    var end = range.upperBound
    while end < text.count, end - range.upperBound < 40, text[end] != UInt8(ascii: "\n") {
      end += 1
    }
    let isCutAfter = end < text.count && text[end] != UInt8(ascii: "\n")
    if isCutAfter { while end > range.upperBound, text[end] != 0x20 { end -= 1 } }
    return (isCutBefore ? "… " : "") + String(decoding: text[start..<end], as: UTF8.self)
      + (isCutAfter ? " …" : "")
  }
}
