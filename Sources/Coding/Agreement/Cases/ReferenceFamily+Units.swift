/// Cases of values for given units.
extension ReferenceFamily {
  static func cohen(_ input: JSON) throws(CaseFault) -> JSON {
    let kappa = CohenKappa(try CaseUnits(input, coders: 2).ratings)
    var members: [(String, JSON)] = [
      ("kappa", .statistic(kappa.kappa)), ("po", .statistic(kappa.observed)),
      ("pe", .statistic(kappa.expected)), ("n_units", .integer(kappa.units)),
      ("se", .statistic(kappa.standardError)), ("se0", .statistic(kappa.nullError)),
    ]
    let interval = kappa.interval.map { JSON.array([.real($0.low), .real($0.high)]) }
    members.append(("ci95", interval ?? .null))
    return .object(members)
  }

  static func percent(_ input: JSON) throws(CaseFault) -> JSON {
    let given = try CaseUnits(input)
    let percent = PercentAgreement(given.ratings, coders: given.coders)
    return .object(
      [
        ("pa", .statistic(percent.agreement)),
        ("pa_pairwise_mean", .statistic(percent.pairwiseMean)),
        ("n_units", .integer(percent.units)),
      ] + (given.coders == 2 ? [("holsti", .statistic(percent.holsti))] : []))
  }

  static func krippendorff(_ input: JSON) throws(CaseFault) -> JSON {
    let given = try CaseUnits(input)
    let name = try input.required("level")
    guard let level = KrippendorffAlpha.Level(rawValue: try name.asText()) else {
      let known = KrippendorffAlpha.Level.allCases.map(\.rawValue).joined(separator: ", ")
      throw CaseFault("no level of measurement; known: \(known)", at: name)
    }
    let numbers = given.values.compactMap { value in
      if case .number(let number) = value { number } else { Double?.none }
    }
    guard level == .nominal || numbers.count == given.values.count else {
      throw CaseFault("on this level values are numbers", at: name)
    }
    guard level != .ratio || numbers.allSatisfy({ $0 >= 0 }) else {
      throw CaseFault("on a ratio scale no value is below 0", at: name)
    }
    return alpha(KrippendorffAlpha(given.ratings, level: level, numbers: numbers)).adding([
      ("level", name)
    ])
  }

  private static func alpha(_ alpha: KrippendorffAlpha) -> JSON {
    [
      "alpha": .statistic(alpha.alpha), "n_units": .integer(alpha.units),
      "n_pairable": .integer(alpha.pairable),
    ]
  }

  static func sets(_ input: JSON) throws(CaseFault) -> JSON {
    let name = try input.required("distance")
    guard let distance = SetDistance(rawValue: try name.asText()) else {
      throw CaseFault("no distance of sets; known: jaccard, masi", at: name)
    }
    var (sets, numbers, rows): ([Set<String>], [Set<String>: Int], [[Int?]]) = ([], [:], [])
    for unit in try input.required("units").list() {
      var row: [Int?] = []
      for cell in try unit.list() {
        guard !cell.isNull else {
          row.append(nil)
          continue
        }
        let set = Set(try cell.texts())
        if numbers[set] == nil {
          numbers[set] = sets.count
          sets.append(set)
        }
        row.append(numbers[set])
      }
      rows.append(row)
    }
    let ratings = Ratings(units: rows, categories: sets.count)
    return alpha(KrippendorffAlpha(ratings) { distance.between(sets[$0], sets[$1]) })
  }

  static func scott(_ input: JSON) throws(CaseFault) -> JSON {
    let pi = ChanceCorrected.scott(try CaseUnits(input, coders: 2).ratings)
    return [
      "pi": .statistic(pi.value), "po": .statistic(pi.observed), "pe": .statistic(pi.expected),
      "n_units": .integer(pi.units),
    ]
  }

  static func fleiss(_ input: JSON) throws(CaseFault) -> JSON {
    let given = try CaseUnits(input)
    let kappa = ChanceCorrected.fleiss(given.ratings, coders: given.coders)
    let withGaps = ChanceCorrected.fleissWithGaps(given.ratings)
    return [
      "kappa": .statistic(kappa.value), "po": .statistic(kappa.observed),
      "pe": .statistic(kappa.expected), "n_units": .integer(kappa.units),
      "kappa_gwet_missing": .statistic(withGaps.value),
    ]
  }

  static func brennanPrediger(_ input: JSON) throws(CaseFault) -> JSON {
    let given = try CaseUnits(input)
    let kappa = ChanceCorrected.brennanPrediger(given.ratings)
    return [
      "kappa": .statistic(kappa.value), "po": .statistic(kappa.observed),
      "q": .integer(given.ratings.categories), "n_units": .integer(kappa.units),
    ]
  }

  static func gwet(_ input: JSON) throws(CaseFault) -> JSON {
    let given = try CaseUnits(input)
    let ac1 = ChanceCorrected.gwet(given.ratings)
    return [
      "ac1": .statistic(ac1.value), "pa": .statistic(ac1.observed),
      "pe": .statistic(ac1.expected), "q": .integer(given.ratings.categories),
    ]
  }

  static func pooled(_ input: JSON) throws(CaseFault) -> JSON {
    var codes: [(key: String, kappa: CohenKappa)] = []
    for code in try input.required("codes").object() {
      let given = try CaseUnits(input, units: code.value, coders: 2)
      codes.append((code.key, CohenKappa(given.ratings)))
    }
    let pooled = PooledKappa(codes.map { ($0.kappa.kappa, $0.kappa.observed, $0.kappa.expected) })
    return [
      "pooled_kappa": .statistic(pooled.pooled), "mean_kappa": .statistic(pooled.mean),
      "mean_po": .statistic(pooled.meanObserved), "mean_pe": .statistic(pooled.meanExpected),
      "n_codes": .integer(pooled.codes), "n_undefined": .integer(pooled.undefined),
      "per_code": .object(codes.map { ($0.key, .statistic($0.kappa.kappa)) }),
    ]
  }
}
