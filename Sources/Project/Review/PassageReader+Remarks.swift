import Coding
import SQLite

extension PassageReader {
  /// The rules that propose a passage, with the words that matched.
  func rules(
    of item: ReviewItem, _ quotes: QuoteReader
  ) throws -> [(text: String, words: [String])] {
    guard item.subject == .proposal else { return [] }
    let rows = try project.connection.all(
      """
      SELECT r.text, p.places FROM rule r JOIN proposal p ON p.rule = r.id
        AND p.version = \(item.version) AND p.start = \(item.range.lowerBound)
        AND p.end = \(item.range.upperBound)
      WHERE r.code = \(item.code) AND r.retired IS NULL ORDER BY r.id
      """
    ) { (text: $0.text(0), places: $0.optionalText(1)) }
    return rows.map { row in
      let places = (row.places ?? "").split(separator: " ").compactMap { pair -> Range<Int>? in
        let ends = pair.split(separator: "-").compactMap { Int($0) }
        return ends.count == 2 && ends[0] < ends[1] ? ends[0]..<ends[1] : nil
      }
      return (row.text, places.map { quotes.quote($0) })
    }
  }

  /// What people did with a passage and wrote on it, and what else is coded there.
  func remarks(on item: ReviewItem) throws -> [PassageRemark] {
    try decisions(on: item) + codings(on: item) + memos(on: item)
  }

  private func decisions(on item: ReviewItem) throws -> [PassageRemark] {
    let rows = try project.connection.all(
      """
      SELECT d.verdict, d.coder, d.code, d.start, d.end, d.reason FROM decision d
      WHERE d.version = \(item.version) AND d.start < \(item.range.upperBound)
        AND d.end > \(item.range.lowerBound) ORDER BY d.event
      """
    ) { row in
      (
        remark: PassageRemark(
          kind: .init(rawValue: row.text(0)) ?? .accepted, coder: row.text(1),
          code: otherCode(row.integer(2), item),
          range: otherRange(row.integer(3)..<row.integer(4), item)), reason: row.optionalText(5)
      )
    }
    return try rows.map { row in
      var remark = row.remark
      remark.text = try row.reason.flatMap(Digest.init(hex:)).flatMap { try project.content($0) }?
        .string
      return remark
    }
  }

  private func codings(on item: ReviewItem) throws -> [PassageRemark] {
    let own: Set<String> =
      switch item.subject {
      case .coding(let span): [span.uid]
      case .disagreement(let passage): Set(passage.codings)
      case .proposal, .orphan: []
      }
    return try project.standingSpans(of: item.version).filter { span in
      span.coded.range.overlaps(item.range) && !own.contains(span.coded.uid)
    }.map { span in
      PassageRemark(
        kind: span.coded.coder == layer ? .settled : .coded, coder: span.coded.coder,
        code: otherCode(span.code, item), range: otherRange(span.coded.range, item))
    }
  }

  private func memos(on item: ReviewItem) throws -> [PassageRemark] {
    let rows = try project.connection.all(
      """
      SELECT coder, text, start, end FROM memo
      WHERE version = \(item.version) AND subject = 'passage' AND retracted IS NULL
        AND start < \(item.range.upperBound) AND end > \(item.range.lowerBound)
      UNION ALL
      SELECT h.coder, json_extract(e.body, '$.memo'), h.start, h.end FROM coding h
      JOIN event e ON e.number = h.event
      WHERE h.version = \(item.version) AND h.retracted IS NULL AND h.code = \(item.code)
        AND h.start < \(item.range.upperBound) AND h.end > \(item.range.lowerBound)
        AND json_extract(e.body, '$.memo') IS NOT NULL
      """
    ) { row in
      (
        coder: row.text(0), text: row.text(1),
        range: otherRange(row.integer(2)..<row.integer(3), item)
      )
    }
    return try rows.compactMap { row in
      guard let text = try Digest(hex: row.text).flatMap({ try project.content($0)?.string })
      else { return nil }
      return PassageRemark(kind: .memo, coder: row.coder, text: text, range: row.range)
    }
  }

  private func otherCode(_ code: Int, _ item: ReviewItem) -> String? {
    code == item.code ? nil : codes[code]
  }

  private func otherRange(_ range: Range<Int>, _ item: ReviewItem) -> Range<Int>? {
    range == item.range ? nil : range
  }
}
