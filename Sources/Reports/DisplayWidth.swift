/// Columns that sanitized text takes in a terminal: two for wide East Asian letters and emoji, none
/// for combining marks.
///
/// O(length).
package func displayWidth(_ text: String) -> Int {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
  return text.reduce(0) { $0 + displayWidth($1) }
}

/// The text, cut before the character that would pass `width` columns and marked by `…`.
package func truncated(_ text: String, to width: Int) -> String {
  guard displayWidth(text) > width else { return text }
  guard width > 0 else { return "" }
  var used = 0
  let kept = text.prefix { character in
    used += displayWidth(character)
    return used < width
  }
  return kept + "…"
}

package enum Alignment: Sendable {
  case left
  case right
}

/// The text, filled up with spaces to `width` columns; wider text stays as it is.
package func padded(_ text: String, to width: Int, _ alignment: Alignment = .left) -> String {
  let space = String(repeating: " ", count: max(0, width - displayWidth(text)))
  return alignment == .left ? text + space : space + text
}

func displayWidth(_ character: Character) -> Int {
  let scalars = character.unicodeScalars
  // U+FE0F asks for the emoji's picture instead of a letter-like sign.
  if scalars.contains(where: { $0.properties.isEmojiPresentation || $0.value == 0xFE0F }) {
    return 2
  }
  return scalars.reduce(0) { $0 + displayWidth($1) }
}

private func displayWidth(_ scalar: Unicode.Scalar) -> Int {
  if scalar.isASCII { return 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: break
  }
  // Vowels and final consonants of Hangul join the consonant before them.
  if (0x1160...0x11FF).contains(scalar.value) { return 0 }
  return wide.contains { $0.contains(scalar.value) } ? 2 : 1
}

/// Blocks that Unicode's East Asian Width calls wide or full-width.
private let wide: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
  0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
  0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD,
]
