/// The statistics of any sample of the texts, of sums made once: a sample only adds them up.
struct AgreementSample {
  /// By code, of each text.
  private let coincidences: [[BinaryCoincidences]]
  private let isOfSegments: Bool
  /// By pair and code, of each text.
  private let tables: [[[TwoByTwo]]]
  /// Of each text; nil where a coder's codes overlap in one of them.
  private let unitizing: [UnitizingSums]?
  private let codes: Int

  /// `tallies`: of each text and code.
  init(_ material: AgreementMaterial, _ tallies: [[CodeTally]]) {
    codes = material.codes.count
    isOfSegments = material.texts.contains { $0.scale == .segments }
    coincidences = material.codes.indices.map { code in tallies.map { $0[code].coincidences } }
    tables = CoderPair.all(of: material.coders.count).indices.map { pair in
      material.codes.indices.map { code in tallies.map { $0[code].pairs[pair].table } }
    }
    var sums: [UnitizingSums] = []
    for text in material.texts {
      guard let sum = text.unitizing else { break }
      sums.append(sum)
    }
    unitizing = sums.count == material.texts.count ? sums : nil
  }

  /// Of each code α; their mean, uα and |uα; of each pair the pooled κ.
  ///
  /// `weights` say how often each text was drawn.
  func statistics(_ weights: [Int]) -> [Statistic] {
    let alphas = coincidences.map { alpha($0, weights) }
    return alphas + [.mean(alphas, else: isOfSegments ? .noNeither : .noCode)]
      + unitizingAlphas(weights) + tables.map { pooledKappa($0, weights) }
  }

  private func alpha(_ texts: [BinaryCoincidences], _ weights: [Int]) -> Statistic {
    var sum = BinaryCoincidences()
    for (text, weight) in zip(texts, weights) where weight > 0 {
      sum.values += weight * text.values
      sum.coded += weight * text.coded
      sum.mixed += Double(weight) * text.mixed
    }
    return isOfSegments && sum.values > 0 ? .undefined(.noNeither) : sum.alpha
  }

  private func pooledKappa(_ codes: [[TwoByTwo]], _ weights: [Int]) -> Statistic {
    var (observed, expected, shared) = (0.0, 0.0, 0)
    for texts in codes {
      var sum = TwoByTwo()
      for (text, weight) in zip(texts, weights) where weight > 0 { sum += text * weight }
      guard let agreement = sum.agreement.value, let chance = sum.expected.value else { continue }
      observed += agreement
      expected += chance
      shared += 1
    }
    guard shared > 0 else { return .undefined(.noUnit) }
    guard !isOfSegments else { return .undefined(.noNeither) }
    let count = Double(shared)
    return .beyondChance(observed: observed / count, expected: expected / count, else: .noChance)
  }

  private func unitizingAlphas(_ weights: [Int]) -> [Statistic] {
    guard let unitizing else { return [.undefined(.overlapping), .undefined(.overlapping)] }
    var sum = UnitizingSums(codes: codes)
    for (text, weight) in zip(unitizing, weights) where weight > 0 { sum.add(text, times: weight) }
    let alpha = UnitizingAlpha(sum)
    return [alpha.u, alpha.binary]
  }
}

extension AgreementMaterial.Text {
  /// Of the coders who looked for all the codes that one of them looked for; nil where one's codes
  /// overlap.
  fileprivate var unitizing: UnitizingSums? {
    let coders = own.first?.indices ?? 0..<0
    let lookedFor = own.filter { $0.contains { $0 != nil } }
    let readers = coders.filter { coder in lookedFor.allSatisfy { $0[coder] != nil } }
    let spans = readers.map { coder in own.map { $0[coder] ?? .none } }
    return UnitizingSums(spans, codes: own.count, length: length)
  }
}
