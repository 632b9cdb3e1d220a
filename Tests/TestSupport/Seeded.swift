/// SplitMix64 (Steele, Lea & Flood, OOPSLA 2014): the same seed gives the same run everywhere.
package struct Seeded: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(_ seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension Seeded {
  /// - Precondition: `choices` is not empty.
  package mutating func pick<Choices: Collection>(_ choices: Choices) -> Choices.Element {
    let step = Int.random(in: 0..<choices.count, using: &self)
    return choices[choices.index(choices.startIndex, offsetBy: step)]
  }

  /// True once in so many times.
  package mutating func once(in times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }

  package mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
  }

  /// Something like Dutch speech written down, with all that makes offsets hard: accents composed
  /// and not, emoji, quotes, abbreviations, decimals, line ends.
  package mutating func dutch(pieces: Int) -> String {
    (0..<pieces).map { _ in pick(Self.words) + pick(Self.gaps) }.joined()
  }

  private static let words = [
    "ik", "Wij", "wonen", "hier", "één", "e\u{301}e\u{301}n", "reünie", "zo'n", "zo’n", "'s", "'98",
    "sociaal-economisch", "bijv", "o.a", "dhr", "3.5", "12", "A", "🙂", "👩‍👩‍👧", "ĳs", "ij\u{AD}s",
    "Straße", "naïef", "𝔸𝕓", "日本", "_", "²", "❤️",
  ]
  private static let gaps = [
    " ", " ", " ", " ", ", ", ". ", "? ", "! ", "… ", "... ", ".\" ", "\n", "\n\n", "\n- ", " – ",
    "; ", " (", ") ", "", ".", "\t", "\u{A0}",
  ]
}
