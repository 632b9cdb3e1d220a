import Coding
import Project

/// What a reader must know to read a table of agreement.
struct AgreementNotes {
  private let shown: AgreementTable

  init(_ shown: AgreementTable) { self.shown = shown }

  private var query: AgreementQuery { shown.query }

  var lines: [String] {
    [units, shares, statistics, intervals, overall, unitizing] + absences + leftOut + [reading]
  }

  private var units: String {
    let voices =
      query.countsAnyone
      ? "of all of the text" : "of what respondents say and documents hold"
    let texts =
      "in \(counted(shown.compared.material.texts.count, "transcript")) that "
      + (shown.hasTwo ? "both" : "two of them or more") + " read to the end"
    let number = shown.total.map { counted($0, query.unit.rawValue) } ?? "units: segments"
    return switch query.unit {
    case .character: "\(number) \(voices), \(texts)"
    case .sentence, .paragraph, .turn:
      "\(number) \(voices), \(texts); one has a code where one of its characters has"
    case .segment:
      "\(number) \(voices), \(texts): passages coded by either, made one where they share a "
        + "character; what neither coded is no segment"
    }
  }

  private var shares: String {
    let columns = shown.hasTwo ? query.coders.joined(separator: ", ") : "coded"
    let whole = shown.hasUnits ? "the row's units, where the code was looked for" : "these"
    let isNested = shown.compared.material.codes.contains { $0.depth > 0 }
    let code =
      !query.withChildren
      ? "a code's own passages only"
      : isNested
        ? "a code includes those below it, whose passages so count twice in (mean) and (pooled): "
          + "--no-children" : "a code includes those below it"
    return "\(columns), agree: of \(whole); \(code)"
  }

  private var statistics: String {
    let kappa =
      shown.hasTwo
      ? "κ: Cohen's; Jaccard: both of what either coded"
      : "κ: Cohen's of the pairs, the lowest and the highest"
    return "α: Krippendorff's, nominal, coded or not; \(kappa)"
  }

  private var intervals: String {
    guard let bootstrap = shown.bootstrap else { return "no intervals: --bootstrap 0" }
    let few =
      shown.compared.material.texts.count < 10
      ? "; so few transcripts make it too narrow to rely on" : ""
    return "95%: of α, percentiles of \(grouped(bootstrap.replicates)) bootstrap samples of "
      + "transcripts, seed \(bootstrap.seed)\(few); – where samples are alike or too few have a value"
  }

  private var overall: String {
    let codes = shown.agreement.codes.count
    let defined = shown.agreement.definedAlphas
    let pooled = shown.agreement.pairs.compactMap { $0.pooledKappa.interval }
    let mean =
      switch defined {
      case 0: "no code has a value"
      case codes: "of \(counted(codes, "code"))"
      default: "of the \(counted(defined, "code")) with a value, of \(codes)"
      }
    return "(mean): \(mean); (pooled): κ of the codes' mean agreement and mean chance"
      + (shown.hasTwo && pooled.count == 1 ? ", 95% \(AgreementRow.brief(pooled[0]))" : "")
      + ", and what is summed over codes"
  }

  private var unitizing: String {
    let reasons = [shown.agreement.u, shown.agreement.binaryU].map(\.statistic.reason)
    let absence =
      switch (reasons[0], reasons[1]) {
      case (let u?, let binary?) where u == binary: "; neither has a value: \(u.rawValue)"
      case (let u, let binary):
        (u.map { "; no uα: \($0.rawValue)" } ?? "")
          + (binary.map { "; no |uα: \($0.rawValue)" } ?? "")
      }
    return "(uα): by the character, where passages begin and end and which code they have, |uα: "
      + "coded or not\(absence); (same codes): units with the same set of codes"
  }

  /// Codes without α, by the reason.
  private var absences: [String] {
    var names: [(reason: Statistic.Reason, codes: [String])] = []
    for (code, named) in zip(shown.agreement.codes, shown.compared.material.codes) {
      guard let reason = code.alpha.statistic.reason else { continue }
      if let known = names.firstIndex(where: { $0.reason == reason }) {
        names[known].codes.append(named.path)
      } else {
        names.append((reason, [named.path]))
      }
    }
    return names.map { reason, codes in
      codes.count == shown.agreement.codes.count
        ? "no α and κ: \(reason.rawValue)"
        : "no α of \(codes.joined(separator: ", ")): \(reason.rawValue)"
    }
  }

  private var leftOut: [String] {
    let compared = shown.compared
    var lines = ["left out: verdicts on what rules propose, and settled codings"]
    for (coder, codings, transcripts) in compared.unread {
      lines.append(
        "left out: \(counted(codings, "coding")) of \(coder) in "
          + "\(counted(transcripts, "transcript")) not read to the end for these codes")
    }
    if compared.readByOne > 0 {
      lines.append(
        "left out: \(counted(compared.readByOne, "transcript")) that only one of them read")
    }
    if compared.orphans > 0 {
      lines.append(
        "left out: \(counted(compared.orphans, "coding")) without a sure place: zicht orphans")
    }
    if compared.uncounted > 0 {
      lines.append("left out: \(counted(compared.uncounted, "coding")) of words that do not count")
    }
    return lines
  }

  private var reading: String {
    "no value is good or bad of itself: α and κ are low where a code is rare though coders differ "
      + "little, so read them beside how much each coded; --all has the counts, AC1, F1 and more"
  }
}
