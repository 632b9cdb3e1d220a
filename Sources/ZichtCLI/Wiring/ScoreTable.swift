import Coding
import Project
import Reports

/// The scores of rules as a table.
struct ScoreTable {
  private let scored: ScoredRules
  /// For eyes: shares and intervals in few columns; otherwise every number in its own.
  private let isForReading: Bool

  init(_ scored: ScoredRules, isForReading: Bool) {
    (self.scored, self.isForReading) = (scored, isForReading)
  }

  var table: Table {
    var table = Table(title: "Rules against \(scored.whom)", columns: columns)
    for (number, code) in scored.material.codes.enumerated() where scored.isShown(number) {
      table.rows.append(row(code, number))
      table.depths.append(code.depth)
    }
    for reference in scored.references {
      for (name, row, agreement) in averages(reference) {
        table.totals.insert(table.rows.count)
        table.rows.append(cells(name, "", reference, row, agreement, nil))
        table.depths.append(0)
      }
    }
    table.notes = scored.notes
    return table
  }

  private var columns: [Table.Column] {
    if isForReading {
      return [
        .init("code"), .init("precision", .share), .init("recall", .share), .init("F1", .real),
      ]
        + [.init("95%")] + (scored.hasAgreement ? [.init("agree", .real)] : [])
    }
    let measures = ["precision", "recall", "f1"].flatMap { name -> [Table.Column] in
      [.init(name, .real), .init(name + "_low", .real), .init(name + "_high", .real)]
    }
    let counts = ["coded", "found", "right", "wrong", "missed"].map { Table.Column($0, .integer) }
    return [.init("code"), .init("reference")] + counts + measures
      + [.init("coders_f1", .real), .init("transcripts", .integer), .init("sentences", .integer)]
      + [.init("codebook")]
  }

  private func row(_ code: ScoreMaterial.Code, _ number: Int) -> [Table.Cell] {
    let name =
      isForReading ? code.path.split(separator: "/").last.map(String.init) ?? "" : code.path
    return cells(
      name, code.codebook, scored.reference, scored.scores(scored.reference).codes[number],
      scored.agreement.codes[number], scored.denominators[number])
  }

  private func averages(
    _ reference: Reference
  ) -> [(String, Scores.Row, Scores.Row)] {
    let scores = scored.scores(reference)
    let which =
      !isForReading || scored.references.count == 1
      ? "" : reference == .any ? ", by any" : ", by \(scored.all)"
    return [
      ("micro" + which, scores.micro, scored.agreement.micro),
      ("macro" + which, scores.macro, scored.agreement.macro),
    ]
  }

  private func cells(
    _ name: String, _ codebook: String, _ reference: Reference, _ row: Scores.Row,
    _ agreement: Scores.Row, _ denominator: ScoredRules.Denominator?
  ) -> [Table.Cell] {
    if isForReading {
      return [
        .text(name),
        denominator == nil ? percent(row.precision) : share(row.overlap, of: row.overlap?.found),
        denominator == nil ? percent(row.recall) : share(row.overlap, of: row.overlap?.wanted),
        real(row.f1.value, 2), .text(interval(row.f1)),
      ] + (scored.hasAgreement ? [real(agreement.f1.value, 2)] : [])
    }
    let overlap = row.overlap
    let counts = [
      overlap?.wanted, overlap?.found, overlap?.right, overlap?.wrong, overlap?.missed,
    ]
    return [.text(name), .text(reference.rawValue)] + counts.map(integer)
      + [row.precision, row.recall, row.f1].flatMap { estimate in
        [
          real(estimate.value, 4), real(estimate.interval?.lowerBound, 4),
          real(estimate.interval?.upperBound, 4),
        ]
      } + [scored.hasAgreement ? real(agreement.f1.value, 4) : .empty]
      + [integer(denominator?.transcripts), integer(denominator?.sentences), .text(codebook)]
  }

  private func share(_ overlap: Overlap?, of whole: Int?) -> Table.Cell {
    .share(overlap?.right ?? 0, of: whole ?? 0)
  }

  /// Averages are of more than one set of sentences; their sizes are in the other forms.
  private func percent(_ estimate: Scores.Estimate) -> Table.Cell {
    .text(estimate.value.map { "\(Int(($0 * 100).rounded()))%" } ?? "–")
  }

  private func interval(_ estimate: Scores.Estimate) -> String {
    guard let interval = estimate.interval,
      let low = decimal(interval.lowerBound, decimals: 2),
      let high = decimal(interval.upperBound, decimals: 2)
    else { return "–" }
    return "\(withoutZero(low))–\(withoutZero(high))"
  }

  /// `.17`: what is below 1 shows it by its point.
  private func withoutZero(_ number: String) -> Substring {
    number.hasPrefix("0.") ? number.dropFirst() : number[...]
  }

  private func integer(_ number: Int?) -> Table.Cell { number.map { .integer($0) } ?? .empty }

  private func real(_ value: Double?, _ decimals: Int) -> Table.Cell {
    value.map { .real($0, decimals: decimals) } ?? (isForReading ? .text("–") : .empty)
  }
}
