/// Cases of frequencies: of respondents, groups and interviews.
extension ReferenceFamily {
  static func wilson(_ input: JSON) throws(CaseFault) -> JSON {
    let proportion = try proportion(input, "k", "n")
    return share(proportion, try confidence(input))
  }

  private static func share(_ proportion: Proportion, _ confidence: Double) -> JSON {
    let interval = proportion.interval(confidence: confidence)
    return [
      "share": .optional(proportion.share), "low": .optional(interval?.lowerBound),
      "high": .optional(interval?.upperBound),
    ]
  }

  private static func proportion(
    _ input: JSON, _ count: String, _ whole: String
  ) throws(CaseFault) -> Proportion {
    let part = try input.required(count)
    let proportion = Proportion(try part.count(), of: try input.required(whole).count())
    guard proportion.count <= proportion.whole else {
      throw CaseFault("more than there are", at: part)
    }
    return proportion
  }

  private static func confidence(_ input: JSON) throws(CaseFault) -> Double {
    guard let json = input["confidence"] else { return 0.95 }
    let value = try json.real()
    guard value > 0, value < 1 else { throw CaseFault("no confidence between 0 and 1", at: json) }
    return value
  }

  static func effect(_ input: JSON) throws(CaseFault) -> JSON {
    let difference = ProportionDifference(
      try proportion(input, "k1", "n1"), try proportion(input, "k2", "n2"),
      confidence: try confidence(input))
    let odds = difference.odds
    return [
      "p1": .optional(difference.first.share), "p2": .optional(difference.second.share),
      "cohens_h": .optional(difference.h), "risk_difference": .optional(difference.difference),
      "rd_low": .optional(difference.interval?.lowerBound),
      "rd_high": .optional(difference.interval?.upperBound),
      "odds_ratio": .optional(odds?.ratio), "or_low": .optional(odds?.interval.lowerBound),
      "or_high": .optional(odds?.interval.upperBound),
      "haldane": odds.map { .bool($0.isCorrected) } ?? .null,
    ]
  }

  static func discoveries(_ input: JSON) throws(CaseFault) -> JSON {
    var probabilities: [Double?] = []
    for p in try input.required("p").list() {
      probabilities.append(p.isNull ? nil : try p.real())
    }
    let q = try input.required("q").real()
    let adjusted = falseDiscoveryAdjusted(probabilities)
    return [
      "adjusted": .array(adjusted.map(JSON.optional)),
      "rejected": .array(adjusted.map { $0.map { .bool($0 <= q) } ?? .null }),
      "m": .integer(probabilities.count { $0 != nil }),
    ]
  }

  private static func table(_ input: JSON) throws(CaseFault) -> [[Int]] {
    let json = try input.required("table")
    var rows: [[Int]] = []
    for row in try json.list() {
      var counts: [Int] = []
      for cell in try row.list() { counts.append(try cell.count()) }
      guard counts.count == rows.first?.count ?? counts.count else {
        throw CaseFault("rows of different lengths", at: row)
      }
      rows.append(counts)
    }
    return rows
  }

  static func chiSquare(_ input: JSON) throws(CaseFault) -> JSON {
    let table = ContingencyTable(try table(input))
    let expected = table.expectedCounts
    func cells(_ value: (Int, Int) -> Double?) -> JSON {
      .array(
        table.rows.indices.map { row in
          .array(table.columns.indices.map { .optional(value(row, $0)) })
        })
    }
    return test(table).adding([
      ("n", .integer(table.total)), ("rows_used", .integer(table.rowsUsed)),
      ("cols_used", .integer(table.columnsUsed)), ("p", .optional(table.chiSquareP)),
      ("expected", cells(table.expected)), ("adjusted_residuals", cells(table.adjustedResidual)),
      (
        "share_expected_below_5",
        expected.isEmpty
          ? .null : .real(Double(expected.count { $0 < 5 }) / Double(expected.count))
      ),
    ])
  }

  private static func test(_ table: ContingencyTable) -> JSON {
    [
      "chi2": .optional(table.chiSquare), "df": table.degrees.map { .integer($0) } ?? .null,
      "cramers_v": .optional(table.cramersV),
      "min_expected": .optional(table.expectedCounts.min()),
    ]
  }

  static func fisher(_ input: JSON) throws(CaseFault) -> JSON {
    let table = try table(input)
    guard table.count == 2, table[0].count == 2, table.joined().reduce(0, +) <= 10_000_000 else {
      throw CaseFault("Fisher's test takes two by two counts", at: input)
    }
    let fisher = FisherTest(table[0][0], table[0][1], table[1][0], table[1][1])
    return [
      "p_two_sided": .real(fisher.twoSided), "p_less": .real(fisher.less),
      "p_greater": .real(fisher.greater),
      "odds_ratio": fisher.oddsRatio.map { $0.isFinite ? .real($0) : "inf" } ?? .null,
    ]
  }

  private static func codeSets(_ json: JSON) throws(CaseFault) -> [Set<String>] {
    var sets: [Set<String>] = []
    for item in try json.list() { sets.append(Set(try item.texts())) }
    return sets
  }

  static func cooccurrence(_ input: JSON) throws(CaseFault) -> JSON {
    let items = try codeSets(try input.required("items"))
    let codes = items.reduce(try CaseText.codes(input)) { $0.union($1) }.sorted()
    let counts = codes.map { code in items.count { $0.contains(code) } }
    let pairs = CoderPair.all(of: codes.count).map { pair -> (String, JSON) in
      let (a, b) = (codes[pair.first], codes[pair.second])
      let together = Cooccurrence(
        first: counts[pair.first], second: counts[pair.second],
        both: items.count { $0.contains(a) && $0.contains(b) }, items: items.count)
      return (
        "\(a)|\(b)",
        [
          "n_both": .integer(together.both), "jaccard": .optional(together.jaccard),
          "pmi": .optional(together.mutualInformation),
          "npmi": .optional(together.normalizedInformation), "lift": .optional(together.lift),
        ]
      )
    }
    return [
      "n_items": .integer(items.count),
      "codes": .object(zip(codes, counts).map { ($0, .integer($1)) }), "pairs": .object(pairs),
    ]
  }

  static func saturation(_ input: JSON) throws(CaseFault) -> JSON {
    let saturation = Saturation(
      try codeSets(try input.required("interviews")), base: try input.required("base").count(),
      run: try input.required("run").count(), threshold: try input.required("threshold").real())
    func integer(_ number: Int?) -> JSON { number.map { .integer($0) } ?? .null }
    return [
      "new_codes": .array(saturation.new.map { .integer($0) }),
      "cumulative": .array(saturation.cumulative.map { .integer($0) }),
      "base_count": integer(saturation.base),
      "runs": .array(
        saturation.runs.map { run in
          [
            "first": .integer(run.first), "last": .integer(run.last), "new": .integer(run.new),
            "ratio": .optional(run.ratio),
          ]
        }), "saturated_after": integer(saturation.end?.last),
      "reached_at": integer(saturation.end.map { $0.first - 1 }),
    ]
  }

  static func groups(_ input: JSON) throws(CaseFault) -> JSON {
    let groups = try input.required("groups").texts()
    let codes = try input.required("codes").texts()
    let confidence = try confidence(input)
    let q = try input.required("q").real()
    var (members, missing) = ([String: [Set<String>]](), 0)
    for respondent in try input.required("respondents").list() {
      let group = try respondent.required("group")
      let mentioned = Set(try respondent.required("codes").texts())
      if group.isNull {
        missing += 1
      } else {
        members[try group.asText(), default: []].append(mentioned)
      }
    }
    let sizes = groups.map { members[$0]?.count ?? 0 }
    let tables = codes.map { code in
      let counts = groups.map { group in members[group]?.count { $0.contains(code) } ?? 0 }
      return ContingencyTable([counts, zip(sizes, counts).map { $0 - $1 }])
    }
    let tested = tables.map { probability($0) }
    let adjusted = falseDiscoveryAdjusted(tested.map { $0?.p })
    let results = codes.indices.map { index -> (String, JSON) in
      let table = tables[index]
      let shares = zip(table.counts[0], sizes).map {
        share(Proportion($0, of: $1), confidence)
      }
      return (
        codes[index],
        test(table).adding([
          ("counts", .array(table.counts[0].map { .integer($0) })), ("shares", .array(shares)),
          ("overall", share(Proportion(table.rows[0], of: table.total), confidence)),
          ("test", tested[index].map { .string($0.test) } ?? .null),
          ("p", .optional(tested[index]?.p)),
          (
            "adjusted_residuals",
            .array(groups.indices.map { .optional(table.adjustedResidual(0, $0)) })
          ), ("q", .optional(adjusted[index])),
          ("significant", adjusted[index].map { .bool($0 <= q) } ?? .null),
        ])
      )
    }
    return [
      "group_n": .object(zip(groups, sizes).map { ($0, .integer($1)) }),
      "n_missing_group": .integer(missing), "codes": .object(results),
    ]
  }

  /// Of two groups with somebody in them Fisher's test, of more χ².
  private static func probability(_ table: ContingencyTable) -> (test: String, p: Double)? {
    guard table.canBeTested, let p = table.chiSquareP else { return nil }
    let used = table.columns.indices.filter { table.columns[$0] > 0 }
    guard used.count == 2 else { return ("chi2", p) }
    let fisher = FisherTest(
      table.counts[0][used[0]], table.counts[0][used[1]], table.counts[1][used[0]],
      table.counts[1][used[1]])
    return ("fisher", fisher.twoSided)
  }
}
