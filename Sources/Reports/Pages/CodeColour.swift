/// Colours for codes, dark enough to be seen on white: a contrast of three to one or more (WCAG 1.4.11).
///
/// A colour never says alone which code is meant: its name stands in the margin.
enum CodeColour {
  /// A code's own colour, darkened where it must be; else one by the code's place.
  static func css(_ colour: String, index: Int) -> String {
    guard let own = components(colour) else { return palette[index % palette.count] }
    var parts = own
    while luminance(parts) > 0.3 { parts = parts.map { $0 * 9 / 10 } }
    return "#" + parts.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func components(_ colour: String) -> [Int]? {
    let digits = colour.utf8.dropFirst()
    guard colour.hasPrefix("#"), digits.count == 6,
      let value = Int(String(decoding: digits, as: UTF8.self), radix: 16), value >= 0
    else { return nil }
    return [value >> 16, value >> 8 & 0xFF, value & 0xFF]
  }

  /// Of sRGB, by a polynomial that is within a hundredth of the standard's curve.
  static func luminance(_ parts: [Int]) -> Double {
    let linear = parts.map { part in
      let value = Double(part) / 255
      return value * (value * (value * 0.305306 + 0.682171) + 0.012523)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  /// After Okabe and Ito (2008), whose colours are told apart also by the colour-blind; darkened.
  private static let palette = [
    "#0072b2", "#b35900", "#00795c", "#a3487c", "#6b5b00", "#1f6f9e", "#7a3b9c", "#9c2f2f",
  ]
}
