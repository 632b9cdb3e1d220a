import Coding
import Project
import Reports

/// The agreement of coders as a table: a row a code, of several coders also of each pair, and below
/// them what is of all codes.
struct AgreementTable {
  let agreement: Agreement
  let compared: ComparedCodings
  let query: AgreementQuery
  let bootstrap: ClusterBootstrap?
  /// For eyes: the few columns that say most; otherwise every number in its own.
  private let isForReading: Bool
  /// Codes by their last part, indented.
  private let hasNames: Bool

  init(
    _ agreement: Agreement, _ compared: ComparedCodings, _ query: AgreementQuery,
    bootstrap: ClusterBootstrap?, isForReading: Bool, hasNames: Bool
  ) {
    (self.agreement, self.compared, self.query) = (agreement, compared, query)
    (self.bootstrap, self.isForReading, self.hasNames) = (bootstrap, isForReading, hasNames)
  }

  var coders: [String] { query.coders }
  var hasTwo: Bool { coders.count == 2 }

  private var names: String {
    coders.dropLast().joined(separator: ", ") + " and " + (coders.last ?? "")
  }

  /// Units of all texts; nil of segments, of which each code has its own.
  var total: Int? {
    guard query.unit != .segment else { return nil }
    return compared.material.texts.reduce(0) { sum, text in
      if case .stretches(let stretches) = text.scale {
        sum + stretches.count
      } else {
        sum + text.length
      }
    }
  }

  /// Whether codes differ in how many units they were looked for in.
  var hasUnits: Bool { agreement.codes.contains { $0.tally.units != total } }

  var table: Table {
    let columns = isForReading ? briefColumns : AgreementRow.columns(withNames: hasCoders)
    var table = Table(
      title: "Agreement of \(names) by \(query.unit.rawValue)",
      columns: columns)
    for (number, code) in compared.material.codes.enumerated() {
      for row in rows(agreement.codes[number], code) { add(row, depth: code.depth, to: &table) }
    }
    for row in overall {
      table.totals.insert(table.rows.count)
      add(row, depth: 0, to: &table)
    }
    table.notes = AgreementNotes(self).lines
    return table
  }

  private func add(_ row: AgreementRow, depth: Int, to table: inout Table) {
    table.rows.append(
      isForReading
        ? brief(row) : row.cells(withNames: hasCoders, decimals: hasNames ? 3 : 6))
    table.depths.append(depth)
  }

  /// Whether rows name their coders: for programs, and where there are several pairs.
  private var hasCoders: Bool { !hasNames || !hasTwo }

  // MARK: Rows

  private func rows(_ code: Agreement.Code, _ named: AgreementMaterial.Code) -> [AgreementRow] {
    let name =
      hasNames ? named.path.split(separator: "/").last.map(String.init) ?? "" : named.path
    let pairs = agreement.pairs.enumerated().map { number, pair -> AgreementRow in
      var row = AgreementRow(name, code.tally.pairs[number])
      (row.first, row.second) = (coders[pair.coders.first], coders[pair.coders.second])
      row.codebook = named.codebook
      if hasTwo { row.add(code) }
      return row
    }
    guard !hasTwo else { return pairs }
    var all = AgreementRow(name, code)
    all.codebook = named.codebook
    all.share = code.tally.pairs.isEmpty ? nil : range(of: code.tally)
    all.kappaRange = range(of: code.tally.pairs.compactMap(\.kappa.value))
    return isForReading ? [all] : [all] + pairs
  }

  /// What is of all codes: means, sums, and what is only of all together.
  private var overall: [AgreementRow] {
    var mean = AgreementRow("(mean)")
    mean.alpha = agreement.meanAlpha
    if hasTwo, let pair = agreement.pairs.first { mean.add(meansOf: pair) }
    mean.kappaRange = range(of: agreement.pairs.compactMap(\.together.kappa.mean.value))
    var rows = [mean]
    for pair in agreement.pairs {
      var row = AgreementRow("(pooled)")
      (row.first, row.second) = (coders[pair.coders.first], coders[pair.coders.second])
      row.add(sumsOf: pair)
      if isForReading, !hasTwo { row.name += " \(row.first), \(row.second)" }
      rows.append(row)
      if !hasTwo, !isForReading {
        row = AgreementRow("(mean)")
        (row.first, row.second) = (coders[pair.coders.first], coders[pair.coders.second])
        row.add(meansOf: pair)
        rows.append(row)
      }
    }
    let unitizing = hasNames ? ["(uα)", "(|uα)"] : ["(u_alpha)", "(u_alpha_binary)"]
    for (name, estimate) in zip(unitizing, [agreement.u, agreement.binaryU]) {
      var row = AgreementRow(name)
      row.alpha = estimate
      rows.append(row)
    }
    return rows + agreement.pairs.map(sameCodes)
  }

  private func sameCodes(_ pair: Agreement.Pair) -> AgreementRow {
    var row = AgreementRow(hasNames ? "(same codes)" : "(same_codes)")
    (row.first, row.second) = (coders[pair.coders.first], coders[pair.coders.second])
    if isForReading, !hasTwo { row.name += " \(row.first), \(row.second)" }
    row.units = pair.same.units
    row.agreement = pair.same.share
    return row
  }

  private func range(of values: [Double]) -> String? {
    guard let low = values.min(), let high = values.max() else { return nil }
    return AgreementRow.brief(low...high)
  }

  /// The least and the most that one of the coders coded, as shares.
  private func range(of tally: CodeTally) -> String? {
    let shares = tally.pairs.filter { $0.table.units > 0 }.flatMap { pair in
      [pair.table.first, pair.table.second].map { Double($0) / Double(pair.table.units) }
    }
    guard let low = shares.min(), let high = shares.max() else { return nil }
    return "\(AgreementRow.percent(low))–\(AgreementRow.percent(high))"
  }

  // MARK: For eyes

  private var briefColumns: [Table.Column] {
    let shares: [Table.Column] =
      hasTwo ? coders.map { .init($0, .real) } : [.init("coded", .real)]
    return [.init("code")] + (hasUnits ? [.init("units", .integer)] : []) + shares + [
      .init("agree", .real), .init("α", .real), .init("95%", .real), .init("κ", .real),
    ] + (hasTwo ? [.init("Jaccard", .real)] : [])
  }

  private func brief(_ row: AgreementRow) -> [Table.Cell] {
    let shares: [Table.Cell] =
      hasTwo
      ? [row.table?.first, row.table?.second].map { .text(share($0, of: row.table?.units)) }
      : [.text(row.share ?? "")]
    let units: [Table.Cell] =
      hasUnits ? [row.units.map { .text(grouped($0)) } ?? .empty] : []
    return [.text(row.name)] + units + shares + [
      .text(row.agreement.map { $0.value.map(AgreementRow.percent) ?? "–" } ?? ""),
      .text(AgreementRow.brief(row.alpha?.statistic)),
      .text(row.alpha?.interval.map(AgreementRow.brief) ?? (row.alpha == nil ? "" : "–")),
      .text(
        hasTwo ? AgreementRow.brief(row.kappa) : row.kappaRange ?? AgreementRow.brief(row.kappa)),
    ] + (hasTwo ? [.text(AgreementRow.brief(row.jaccard))] : [])
  }

  private func share(_ part: Int?, of whole: Int?) -> String {
    guard let part, let whole else { return "" }
    return whole == 0 ? "–" : AgreementRow.percent(Double(part) / Double(whole))
  }
}
