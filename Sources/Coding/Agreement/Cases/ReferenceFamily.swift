/// A kind of reference case: what is given, and which statistics are asked of it.
package enum ReferenceFamily: String, Sendable, CaseIterable {
  case alphaSets = "alpha_sets"
  case benjaminiHochberg = "benjamini_hochberg"
  case brennanPrediger = "brennan_prediger"
  case chiSquare = "chi_square"
  case codeByGroup = "code_by_group"
  case cohenKappa = "cohen_kappa"
  case cooccurrence
  case effect2x2 = "effect_2x2"
  case fisherExact = "fisher_exact"
  case fleissKappa = "fleiss_kappa"
  case gamma
  case gwetAC1 = "gwet_ac1"
  case krippendorffAlpha = "krippendorff_alpha"
  case percentAgreement = "percent_agreement"
  case pooledKappa = "pooled_kappa"
  case saturation
  case scottPi = "scott_pi"
  case segmentsChar = "segments_char"
  case segmentsMultidoc = "segments_multidoc"
  case segmentsUnits = "segments_units"
  case unitizingAlpha = "unitizing_alpha"
  case wilson

  /// The family that a file's name holds, the longest where several do.
  package init?(fileName: String) {
    let name = fileName.lowercased()
    let held = Self.allCases.filter { name.contains($0.rawValue) }
    guard let family = held.max(by: { $0.rawValue.count < $1.rawValue.count }) else { return nil }
    self = family
  }

  /// The family of cases of one file, told by what is given and what is expected; nil where none or
  /// several would do.
  package init?(of items: [JSON]) {
    var fitting = Set(Self.allCases)
    for item in items { fitting.formIntersection(Self.allCases.filter { $0.fits(item) }) }
    // What asks most is meant: every text with units is a text too.
    let most = fitting.map(\.weight).max()
    let best = fitting.filter { $0.weight == most }
    guard best.count == 1, let family = best.first, !items.isEmpty else { return nil }
    self = family
  }

  private func fits(_ item: JSON) -> Bool {
    func keys(_ json: JSON?) -> Set<String> { Set(json?.members?.map(\.key) ?? []) }
    guard keys(item["input"] ?? item).isSuperset(of: inputKeys) else { return false }
    let (expected, besides) = (keys(item["expected"]), keys(item["optional"]))
    return (expected.isEmpty || expected.isSuperset(of: expectedKeys))
      && (besides.isEmpty || besides.isSuperset(of: besidesKeys))
  }

  private var weight: Int { inputKeys.count }

  /// Those that tell its cases from others.
  private var inputKeys: Set<String> {
    switch self {
    case .alphaSets: ["coders", "units", "distance"]
    case .benjaminiHochberg: ["p", "q"]
    case .brennanPrediger, .gwetAC1: ["coders", "units", "categories"]
    case .chiSquare: ["table", "rows", "cols"]
    case .codeByGroup: ["respondents", "groups"]
    case .cohenKappa, .fleissKappa, .percentAgreement, .scottPi: ["coders", "units"]
    case .cooccurrence: ["items"]
    case .effect2x2: ["k1", "n1", "k2", "n2"]
    case .fisherExact: ["table"]
    case .gamma: ["coders", "text_length", "delta_empty"]
    case .krippendorffAlpha: ["coders", "units", "level"]
    case .pooledKappa: ["coders", "codes"]
    case .saturation: ["interviews"]
    case .segmentsChar, .unitizingAlpha: ["coders", "text_length"]
    case .segmentsMultidoc: ["documents"]
    case .segmentsUnits: ["coders", "text_length", "units"]
    case .wilson: ["k", "n"]
    }
  }

  private var expectedKeys: Set<String> {
    switch self {
    case .cohenKappa, .fleissKappa: ["kappa", "n_units"]
    case .percentAgreement: ["pa"]
    case .scottPi: ["pi"]
    case .brennanPrediger: ["kappa", "q"]
    case .gwetAC1: ["ac1"]
    case .segmentsChar: ["codes", "pairs"]
    case .unitizingAlpha: ["u_alpha"]
    default: []
    }
  }

  /// Of the values that only some cases have, where they have any.
  private var besidesKeys: Set<String> {
    switch self {
    case .cohenKappa: ["se"]
    case .fleissKappa: ["kappa_gwet_missing"]
    default: []
    }
  }
}
