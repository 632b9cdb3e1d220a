/// Cases of passages of texts.
extension ReferenceFamily {
  static func characters(_ input: JSON) throws(CaseFault) -> JSON {
    let text = try CaseText(input)
    let coders = text.readers
    let pairs = NamedPairs(coders)
    let codes = text.codes.sorted()
    let tallies = codes.map { text.tally($0, coders) }
    return [
      "codes": .object(
        zip(codes, tallies).map { code, tally in
          let lengths = coders.map { ($0, JSON.integer(text.spans($0, code)?.length ?? 0)) }
          return (
            code,
            [
              "coded_chars": .object(lengths), "alpha": .statistic(tally.alpha),
              "percent_agreement": .statistic(tally.agreement),
              "pairs": pairs.object { index, _, _ in pair(tally.pairs[index]) },
            ]
          )
        }),
      "pairs": pairs.object { index, first, second in
        let all = CodesTogether(tallies.map { $0.pairs[index] })
        func spans(_ coder: String) -> [Spans] { codes.map { text.spans(coder, $0) ?? .none } }
        let same = SameCodes(
          spans(first), spans(second), length: text.length, scale: .characters)
        return together(all, same)
      },
    ]
  }

  private static func pair(_ pair: PairTally) -> JSON {
    table(pair.table).adding([
      ("percent_agreement", .statistic(pair.agreement)), ("kappa", .statistic(pair.kappa)),
      ("ac1", .statistic(pair.ac1)), ("jaccard", .statistic(pair.table.jaccard)),
      ("dice", .statistic(pair.table.dice)), ("spans_first", .integer(pair.matches.first)),
      ("spans_second", .integer(pair.matches.second)),
      ("exact_matches", .integer(pair.matches.exact)),
      ("f1_exact", .statistic(pair.matches.exactF1)),
      ("overlap50_matches", .integer(pair.matches.overlapping)),
      ("f1_overlap50", .statistic(pair.matches.overlapF1)),
    ])
  }

  private static func table(_ table: TwoByTwo) -> JSON {
    [
      "both": .integer(table.both), "only_first": .integer(table.onlyFirst),
      "only_second": .integer(table.onlySecond), "neither": .integer(table.neither),
    ]
  }

  private static func together(_ all: CodesTogether, _ same: SameCodes) -> JSON {
    [
      "mean_kappa": .statistic(all.kappa.mean), "n_kappa_undefined": .integer(all.undefined),
      "pooled_kappa": .statistic(all.kappa.pooled),
      "jaccard_micro": .statistic(all.table.jaccard),
      "f1_exact_micro": .statistic(all.matches.exactF1),
      "f1_overlap50_micro": .statistic(all.matches.overlapF1),
      "identical_code_set": .statistic(same.share),
    ]
  }

  static func documents(_ input: JSON) throws(CaseFault) -> JSON {
    var texts: [CaseText] = []
    for document in try input.required("documents").list() { texts.append(try CaseText(document)) }
    let coders = Set(texts.flatMap(\.coders.keys)).sorted()
    let codes = texts.reduce(try CaseText.codes(input)) { $0.union($1.codes) }.sorted()
    let pairs = NamedPairs(coders)
    return [
      "codes": .object(
        codes.map { code in
          let tally = texts.reduce(into: CodeTally(coders: coders.count)) {
            $0 += $1.tally(code, coders)
          }
          return (
            code,
            [
              "alpha": .statistic(tally.alpha),
              "pairs": pairs.object { index, _, _ in
                let pair = tally.pairs[index]
                return table(pair.table).adding([
                  ("n_documents", .integer(pair.texts)),
                  ("percent_agreement", .statistic(pair.agreement)),
                  ("kappa", .statistic(pair.kappa)),
                  ("mean_document_kappa", .statistic(pair.meanTextKappa)),
                  (
                    "n_document_kappa_undefined",
                    .integer(pair.textKappas.count { $0.value == nil })
                  ),
                ])
              },
            ]
          )
        })
    ]
  }

  static func stretches(_ input: JSON) throws(CaseFault) -> JSON {
    let text = try CaseText(input)
    let scale = UnitScale.stretches(try units(input, text.length))
    let coders = text.readers
    let pairs = NamedPairs(coders)
    return [
      "codes": .object(
        text.codes.sorted().map { code in
          let tally = text.tally(code, coders, scale: scale)
          let spans = scale.placed(
            coders.map { text.spans($0, code) ?? .none }, length: text.length)
          let counts = zip(coders, spans.coders).map { ($0, JSON.integer($1.length)) }
          return (
            code,
            [
              "alpha": .statistic(tally.alpha), "coded_units": .object(counts),
              "pairs": pairs.object { index, _, _ in
                [
                  "kappa": .statistic(tally.pairs[index].kappa),
                  "percent_agreement": .statistic(tally.pairs[index].agreement),
                ]
              },
            ]
          )
        })
    ]
  }

  private static func units(_ input: JSON, _ length: Int) throws(CaseFault) -> [Range<Int>] {
    let list = try input.required("units")
    var units: [Range<Int>] = []
    for unit in try list.list() {
      let ends = try unit.list()
      guard ends.count == 2, let start = ends[0].integer, let end = ends[1].integer, start >= 0,
        start <= end, end <= length
      else { throw CaseFault("a unit is [start, end) of a text of \(length)", at: unit) }
      units.append(start..<end)
    }
    units.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    guard zip(units, units.dropFirst()).allSatisfy({ $0.upperBound <= $1.lowerBound }) else {
      throw CaseFault("two of these units overlap", at: list)
    }
    return units
  }

  static func unitizing(_ input: JSON) throws(CaseFault) -> JSON {
    let text = try CaseText(input)
    let (coders, codes) = (text.readers, text.codes.sorted())
    let spans = coders.map { coder in codes.map { text.spans(coder, $0) ?? .none } }
    let sums = UnitizingSums(spans, codes: codes.count, length: text.length)
    let alpha = sums.map { UnitizingAlpha($0) }
    func value(_ statistic: (UnitizingAlpha) -> Statistic) -> JSON {
      alpha.map { .statistic(statistic($0)) } ?? .null
    }
    let own = codes.map { code in
      (code, JSON.statistic(text.tally(code, coders).unitizingAlpha))
    }
    let members: [(String, JSON)] = [
      ("mutually_exclusive", .bool(alpha != nil)), ("u_alpha", value(\.u)),
      ("u_alpha_binary", value(\.binary)), ("cu_coverage", value(\.coverage)),
      ("per_code_u_alpha", .object(own)),
    ]
    // Of more coders the sources differ in what is expected where passages meet.
    guard coders.count < 3 else { return .object(members) }
    return .object(
      members + [
        ("cu_alpha", value(\.cu)),
        (
          "ku_alpha",
          .object(
            codes.enumerated().map { number, code in
              (
                code,
                ["alpha": value { $0.ku(number) }, "coverage": value { $0.coverage(of: number) }]
              )
            })
        ),
      ])
  }
}
