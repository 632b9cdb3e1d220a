/// A statistic's value, or the reason why it has none: 0 of 0 is neither 0 nor 1.
package enum Statistic: Sendable, Equatable {
  case value(Double)
  case undefined(Reason)

  package enum Reason: String, Sendable, CaseIterable {
    case noUnit = "no unit that two coders coded"
    case noVariation = "no variation: every unit has the same value"
    case nobody = "nobody coded it"
    case everything = "everything is coded by all"
    case oneCategory = "a list of fewer than two categories"
    case noCode = "no code has a value"
    case noChance = "no code can vary"
    case noNeither = "segments are units that somebody coded: agreement on neither is unknown"
    case noText = "no text that two coders read"
    case overlapping = "one coder's codes overlap: a passage has several values"
    case noGap = "no gap: all of the text is coded"
    case noMeeting = "no passages of two coders meet"
    case severalCoders = "defined for two coders"
    case entangled = "too many passages overlap to be aligned"
  }

  package var value: Double? { if case .value(let value) = self { value } else { nil } }

  package var reason: Reason? { if case .undefined(let reason) = self { reason } else { nil } }

  /// `part` of `whole`; undefined where there is no whole.
  package static func ratio(_ part: Double, _ whole: Double, else reason: Reason) -> Self {
    whole == 0 ? .undefined(reason) : .value(part / whole)
  }

  package static func ratio(_ part: Int, _ whole: Int, else reason: Reason) -> Self {
    ratio(Double(part), Double(whole), else: reason)
  }

  /// (observed − expected) / (1 − expected): what agreement passes chance by, of what it could.
  package static func beyondChance(
    observed: Double, expected: Double, else reason: Reason = .noVariation
  ) -> Self {
    ratio(observed - expected, 1 - expected, else: reason)
  }

  /// The mean of those that have a value.
  package static func mean(_ statistics: [Statistic], else reason: Reason = .noCode) -> Self {
    let values = statistics.compactMap(\.value)
    return ratio(values.reduce(0, +), Double(values.count), else: reason)
  }
}
