/// Steele, Lea & Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
struct SplitMix64: Sendable {
  var state: UInt64

  /// The standard library's draw may differ between its versions; this one never does.
  mutating func draw(below limit: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(limit)).high)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
