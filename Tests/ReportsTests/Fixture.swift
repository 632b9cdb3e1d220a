import Coding

/// Codes below codes, a share without a whole, and a total.
let frequencies = Table(
  title: "Codes by transcript",
  columns: [
    .init("code"), .init("segments", .integer), .init("transcripts", .share), .init("mean", .real),
  ],
  rows: [
    [.text("trust"), .integer(12), .share(7, of: 22), .real(1.5, decimals: 2)],
    [.text("in café 😀"), .integer(3), .share(2, of: 22), .real(-0.001, decimals: 2)],
    [.text("漢字"), .integer(105), .share(0, of: 0), .empty],
    [.text("total"), .integer(120), .share(9, of: 22), .real(.nan, decimals: 2)],
  ],
  notes: ["Unit: segment."], totals: [3], depths: [0, 1, 1, 0])

let hostile = Table(
  title: "h\u{1B}[31m", columns: [.init("a|b"), .init("=n")],
  rows: [
    [.text("=1+1"), .text("\u{1B}]0;x\u{7}")],
    [.text("a,\"b\";\nc"), .text("<b>|*x*</b>")],
    [.text(" \u{A0}@x"), .text("\u{202E}evil\u{2028}")],
  ], notes: ["n\u{9B}"])

/// SplitMix64: the same numbers on every machine.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Text of the letters that break formats.
  mutating func text() -> String {
    let letters: [String] = [
      "a", "b ", " ", ",", ";", "\"", "\n", "\r", "\t", "=", "|", "\\", "é", "e\u{301}", "😀", "漢",
      "\u{1B}", "\u{202E}", "\u{2028}", "\u{0}", "<", "&",
    ]
    return (0..<Int.random(in: 0...12, using: &self)).map { _ in
      letters[Int.random(in: 0..<letters.count, using: &self)]
    }.joined()
  }
}
