import Coding
import Reports

/// All that can be said of one code, or of all, of two coders or of all.
struct AgreementRow {
  var name: String
  /// Empty of all coders.
  var first = ""
  var second = ""
  var transcripts: Int?
  var units: Int?
  var table: TwoByTwo?
  var agreement: Statistic?
  var alpha: Agreement.Estimate?
  var kappa: Statistic?
  var kappaInterval: ClosedRange<Double>?
  var meanTranscriptKappa: Statistic?
  var ac1: Statistic?
  var brennanPrediger: Statistic?
  var jaccard: Statistic?
  var dice: Statistic?
  var matches: SpanMatches?
  var u: Statistic?
  var codebook = ""
  /// Of several coders, for eyes.
  var share: String?
  var kappaRange: String?

  init(_ name: String) { self.name = name }

  /// Of two coders.
  init(_ name: String, _ pair: PairTally) {
    self.name = name
    (transcripts, units, table) = (pair.texts, pair.table.units, pair.table)
    agreement = pair.agreement
    alpha = Agreement.Estimate(statistic: pair.alpha)
    (kappa, meanTranscriptKappa) = (pair.kappa, pair.meanTextKappa)
    (ac1, brennanPrediger) = (pair.ac1, pair.brennanPrediger)
    (jaccard, dice, matches) = (pair.table.jaccard, pair.table.dice, pair.matches)
  }

  /// Of all coders.
  init(_ name: String, _ code: Agreement.Code) {
    self.name = name
    (transcripts, units) = (code.tally.texts, code.tally.units)
    agreement = code.tally.agreement
    add(code)
  }

  /// What is of all coders, where these are two.
  mutating func add(_ code: Agreement.Code) {
    alpha = code.alpha
    u = code.tally.unitizingAlpha
  }

  mutating func add(meansOf pair: Agreement.Pair) {
    agreement = pair.together.kappa.meanObserved
    kappa = pair.together.kappa.mean
    (ac1, brennanPrediger) = (pair.together.ac1, pair.together.brennanPrediger)
    if alpha == nil { alpha = Agreement.Estimate(statistic: pair.together.alpha) }
  }

  mutating func add(sumsOf pair: Agreement.Pair) {
    (table, matches) = (pair.together.table, pair.together.matches)
    units = pair.together.table.units
    (kappa, kappaInterval) = (pair.pooledKappa.statistic, pair.pooledKappa.interval)
    (jaccard, dice) = (pair.together.table.jaccard, pair.together.table.dice)
  }
}

// MARK: All statistics

extension AgreementRow {
  /// Of two coders their names say nothing that the title does not.
  static func columns(withNames: Bool) -> [Table.Column] {
    let counts = ["both", "only_first", "only_second", "neither"]
    let statistics = [
      "agreement", "alpha", "alpha_low", "alpha_high", "kappa", "kappa_low", "kappa_high",
      "mean_transcript_kappa", "ac1", "brennan_prediger", "jaccard", "dice", "f1_exact",
      "f1_overlap50", "u_alpha",
    ]
    let passages = [
      "passages_first", "passages_second", "exact_matches", "overlap50_matches",
    ]
    return [.init("code")] + (withNames ? [.init("first"), .init("second")] : [])
      + (["transcripts", "units", "first_coded", "second_coded"] + counts).map {
        .init($0, .integer)
      }
      + statistics.map { .init($0, .real) } + passages.map { .init($0, .integer) }
      + [.init("no_value_for"), .init("codebook")]
  }

  func cells(withNames: Bool, decimals: Int) -> [Table.Cell] {
    let counts = [
      transcripts, units, table?.first, table?.second, table?.both, table?.onlyFirst,
      table?.onlySecond, table?.neither,
    ]
    let passages = [matches?.first, matches?.second, matches?.exact, matches?.overlapping]
    return [.text(name)] + (withNames ? [.text(first), .text(second)] : [])
      + counts.map(Self.integer)
      + [
        agreement?.value, alpha?.statistic.value, alpha?.interval?.lowerBound,
        alpha?.interval?.upperBound, kappa?.value, kappaInterval?.lowerBound,
        kappaInterval?.upperBound, meanTranscriptKappa?.value, ac1?.value, brennanPrediger?.value,
        jaccard?.value, dice?.value, matches?.exactF1.value, matches?.overlapF1.value, u?.value,
      ].map { Self.real($0, decimals) } + passages.map(Self.integer) + [
        .text(reasons), .text(codebook),
      ]
  }

  /// Which statistics have no value, and why: `κ, α: nobody coded it`.
  var reasons: String {
    let statistics: [(String, Statistic?)] = [
      ("agreement", agreement), ("alpha", alpha?.statistic), ("kappa", kappa),
      ("mean_transcript_kappa", meanTranscriptKappa), ("ac1", ac1),
      ("brennan_prediger", brennanPrediger), ("jaccard", jaccard), ("dice", dice),
      ("f1_exact", matches?.exactF1), ("f1_overlap50", matches?.overlapF1), ("u_alpha", u),
    ]
    var names: [(reason: Statistic.Reason, names: [String])] = []
    for (name, statistic) in statistics {
      guard let reason = statistic?.reason else { continue }
      if let known = names.firstIndex(where: { $0.reason == reason }) {
        names[known].names.append(name)
      } else {
        names.append((reason, [name]))
      }
    }
    return names.map { "\($0.names.joined(separator: ", ")): \($0.reason.rawValue)" }
      .joined(separator: "; ")
  }

  private static func integer(_ number: Int?) -> Table.Cell {
    number.map { .integer($0) } ?? .empty
  }

  private static func real(_ number: Double?, _ decimals: Int) -> Table.Cell {
    number.map { .real($0, decimals: decimals) } ?? .empty
  }
}

// MARK: For eyes

extension AgreementRow {
  /// `97.3%`.
  static func percent(_ share: Double) -> String {
    (decimal(share * 100, decimals: 1) ?? "–") + "%"
  }

  /// `.61`; `–` where there is no value.
  static func brief(_ statistic: Statistic?) -> String {
    guard let statistic else { return "" }
    return statistic.value.map(brief) ?? "–"
  }

  static func brief(_ range: ClosedRange<Double>) -> String {
    "\(brief(range.lowerBound))–\(brief(range.upperBound))"
  }

  /// What is below 1 shows it by its point.
  private static func brief(_ value: Double) -> String {
    guard let text = decimal(value, decimals: 2) else { return "–" }
    let isNegative = text.hasPrefix("-")
    let digits = isNegative ? text.dropFirst() : text[...]
    return (isNegative ? "−" : "") + (digits.hasPrefix("0.") ? digits.dropFirst() : digits)
  }
}
