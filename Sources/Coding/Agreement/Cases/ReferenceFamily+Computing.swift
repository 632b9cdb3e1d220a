extension ReferenceFamily {
  /// Whether this program has the statistics of the family.
  package var isComputed: Bool { computation != nil }

  /// The values of a case, in the shape in which cases expect them; nil where the family is not
  /// computed here.
  package func values(of input: JSON) throws(CaseFault) -> JSON? { try computation?(input) }

  private typealias Computation = (JSON) throws(CaseFault) -> JSON

  private var computation: Computation? {
    switch self {
    case .alphaSets: Self.sets
    case .brennanPrediger: Self.brennanPrediger
    case .cohenKappa: Self.cohen
    case .fleissKappa: Self.fleiss
    case .gwetAC1: Self.gwet
    case .krippendorffAlpha: Self.krippendorff
    case .percentAgreement: Self.percent
    case .pooledKappa: Self.pooled
    case .scottPi: Self.scott
    case .segmentsChar: Self.characters
    case .segmentsMultidoc: Self.documents
    case .segmentsUnits: Self.stretches
    case .unitizingAlpha: Self.unitizing
    case .benjaminiHochberg: Self.discoveries
    case .chiSquare: Self.chiSquare
    case .codeByGroup: Self.groups
    case .cooccurrence: Self.cooccurrence
    case .effect2x2: Self.effect
    case .fisherExact: Self.fisher
    case .saturation: Self.saturation
    case .wilson: Self.wilson
    case .gamma: Self.gamma
    }
  }
}
