import Coding
import Project

/// Disagreements as a table: a row each, a column for each coder.
struct DisagreementListing {
  private let project: Project
  private let comparison: Comparison

  init(_ project: Project, _ comparison: Comparison) {
    (self.project, self.comparison) = (project, comparison)
  }

  func table(of passages: [Comparison.Passage], isForReading: Bool) throws -> Table {
    let codes = Dictionary(
      uniqueKeysWithValues: try project.codes(includingRetired: true).map { ($0.id, $0) })
    var table = Table(
      title: "Disagreements of \(comparison.coders.joined(separator: ", "))",
      columns: isForReading
        ? [.init("passage"), .init("code")] + comparison.coders.map { .init($0) }
          + [.init("settled")]
        : Self.fixed + comparison.coders.map { .init("by_\($0)") } + Self.outcome)
    var text: (version: Int, quotes: QuoteReader)?
    for passage in passages {
      if text?.version != passage.version {
        text = (passage.version, QuoteReader(try project.text(ofVersion: passage.version)))
      }
      guard let quotes = text?.quotes, let code = codes[passage.code] else { continue }
      table.rows.append(
        isForReading ? read(passage, code, quotes) : cells(passage, code, quotes))
    }
    table.notes = notes(passages.count)
    return table
  }

  private static let fixed: [Table.Column] = [
    .init("file"), .init("start", .integer), .init("end", .integer), .init("quote"),
    .init("code"), .init("code_path"), .init("codebook"), .init("coders"),
  ]
  private static let outcome: [Table.Column] = [
    .init("status"), .init("settled_by"), .init("settled_as"), .init("reason"),
  ]

  private func read(
    _ passage: Comparison.Passage, _ code: CodeRow, _ quotes: QuoteReader
  ) -> [Table.Cell] {
    let sides = comparison.coders.map { coder -> Table.Cell in
      guard passage.coders.contains(coder) else { return .empty }
      let spans = passage.run.spans(of: coder)
      return .text(
        spans.isEmpty ? "nothing" : spans.map { quotes.quote($0.range) }.joined(separator: " | "))
    }
    let settled = passage.settled.map { settled in
      (settled.ranges.isEmpty ? "nothing" : text(settled.ranges, " ")) + ", by \(settled.coder)"
    }
    return [
      .text("\(passage.file):\(text([passage.range], ""))"), .text(code.path),
    ] + sides + [.text(settled ?? "open")]
  }

  private func cells(
    _ passage: Comparison.Passage, _ code: CodeRow, _ quotes: QuoteReader
  ) -> [Table.Cell] {
    let sides = comparison.coders.map { coder -> Table.Cell in
      passage.coders.contains(coder)
        ? .text(text(passage.run.spans(of: coder).map(\.range), " ")) : .empty
    }
    let settled = passage.settled
    return [
      .text(passage.file), .integer(passage.range.lowerBound), .integer(passage.range.upperBound),
      .text(quotes.quote(passage.range)), .text(code.name), .text(code.path),
      .text(code.codebook), .text(passage.coders.joined(separator: " ")),
    ] + sides + [
      .text(settled == nil ? "open" : "settled"), .text(settled?.coder ?? ""),
      .text(text(settled?.ranges ?? [], " ")), .text(settled?.reason ?? ""),
    ]
  }

  private func text(_ ranges: [Range<Int>], _ separator: String) -> String {
    ranges.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: separator)
  }

  /// What is compared, and of how many passages these are some.
  private func notes(_ listed: Int) -> [String] {
    let all = comparison.passages.count
    let alike = comparison.passages.count(where: \.isAlike)
    let open = comparison.passages.count(where: \.isOpen)
    return [
      "compared: \(counted(comparison.transcripts.count, "transcript")) that at least two of the "
        + "coders have read to the end, for the codes that they both looked for",
      "passages coded by any of them: \(grouped(all)); alike: \(grouped(alike)) of \(grouped(all)); "
        + "differently: \(grouped(all - alike)) of \(grouped(all))",
      "of the \(grouped(all - alike)): \(grouped(all - alike - open)) settled as "
        + "\(comparison.layer), \(grouped(open)) open; listed: \(grouped(listed))",
    ]
  }
}
