/// How far coders agree, code by code and on all codes together, with intervals.
package struct Agreement: Sendable {
  /// A statistic and its 95 % interval; without one where it has no value, or samples have none.
  package struct Estimate: Sendable, Equatable {
    package var statistic: Statistic
    package var interval: ClosedRange<Double>?

    package init(statistic: Statistic, interval: ClosedRange<Double>? = nil) {
      (self.statistic, self.interval) = (statistic, interval)
    }
  }

  package struct Code: Sendable {
    package var tally: CodeTally
    /// Of all coders.
    package var alpha: Estimate
  }

  package struct Pair: Sendable {
    package var coders: CoderPair
    package var together: CodesTogether
    package var pooledKappa: Estimate
    package var same: SameCodes
  }

  package let codes: [Code]
  package let pairs: [Pair]
  /// Of all coders, over the codes whose α has a value.
  package let meanAlpha: Estimate
  package let definedAlphas: Int
  package let u: Estimate
  package let binaryU: Estimate

  /// Texts are sampled whole, since passages of one interview resemble each other.
  ///
  /// O(passages × log + samples × texts × codes × pairs).
  package init(_ material: AgreementMaterial, bootstrap: ClusterBootstrap?) {
    let tallies = material.texts.map { text in
      text.whole.map { CodeTally($0, length: text.length, scale: text.scale) }
    }
    let sample = AgreementSample(material, tallies)
    let whole = sample.statistics(Array(repeating: 1, count: material.texts.count))
    let intervals = bootstrap?.intervals(clusters: material.texts.count) {
      sample.statistics($0).map(\.value)
    }
    let estimates = whole.enumerated().map { number, statistic in
      Estimate(
        statistic: statistic, interval: statistic.value == nil ? nil : intervals?[number])
    }
    codes = material.codes.indices.map { code in
      let sum = tallies.reduce(into: CodeTally(coders: material.coders.count)) { $0 += $1[code] }
      return Code(tally: sum, alpha: estimates[code])
    }
    definedAlphas = codes.count { $0.alpha.statistic.value != nil }
    let rest = Array(estimates.dropFirst(material.codes.count))
    (meanAlpha, u, binaryU) = (rest[0], rest[1], rest[2])
    let tallied = codes.map(\.tally)
    pairs = CoderPair.all(of: material.coders.count).enumerated().map { number, pair in
      Pair(
        coders: pair, together: CodesTogether(tallied.map { $0.pairs[number] }),
        pooledKappa: rest[3 + number], same: material.same(pair))
    }
  }
}

extension AgreementMaterial {
  /// Units with the same set of codes, of those that both coders looked for.
  fileprivate func same(_ pair: CoderPair) -> SameCodes {
    texts.reduce(into: SameCodes()) { sum, text in
      let shared = text.own.compactMap { code -> (Spans, Spans)? in
        guard let first = code[pair.first], let second = code[pair.second] else { return nil }
        return (first, second)
      }
      guard !shared.isEmpty else { return }
      sum += SameCodes(
        shared.map(\.0), shared.map(\.1), length: text.length, scale: text.scale)
    }
  }
}
