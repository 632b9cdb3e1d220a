/// Names: at most 40 characters and five words, a letter first, no sentence punctuation.
extension LabelScanner {
  mutating func scanName() -> Range<Int>? {
    let start = offset
    guard start < end, bytes[start].isASCIILetter || isForeignLetter(at: start) || isReference()
    else { return nil }
    var (characters, words) = (0, 1)
    while offset < end, !endsName(offset) {
      let space = bytes.whiteSpaceLength(at: offset, end: end)
      if space > 0 {
        let next = bytes.skippingWhiteSpace(from: offset, end: end)
        if bytes[offset] == .tab || next == end || startsTime(next) { break }
        words += endsName(next) ? 0 : 1
        offset = next
      } else if bytes[offset] == .ampersand, let after = reference(at: offset) {
        offset = after
      } else {
        guard isNameByte(at: offset, from: start) else { return nil }
        offset += 1
      }
      characters += bytes[offset - 1].startsCodePoint ? 1 : 0
      if characters > 40 || words > 5 { return nil }
    }
    return bytes.trimmed(start..<offset)
  }

  /// A time, with a bar or a hyphen before it or not, ends a name.
  private func startsTime(_ start: Int) -> Bool {
    var start = start
    if bytes[start] == 0x7C || bytes[start] == 0x2D {
      start = bytes.skippingWhiteSpace(from: start + 1, end: end)
    }
    return TimeStamp.read(in: bytes, at: start, limit: end, bracketedOnly: false) != nil
  }

  private func endsName(_ offset: Int) -> Bool {
    switch bytes[offset] {
    case .colon, 0x5B, 0x5D, 0x28, .less, 0x7C: true
    case .backslash: offset + 1 < end && (bytes[offset + 1] == 0x5B || bytes[offset + 1] == 0x5D)
    default: bytes[offset] == mark
    }
  }

  private func isNameByte(at offset: Int, from start: Int) -> Bool {
    let byte = bytes[offset]
    if byte.isASCIILetter || byte.isDigit { return true }
    if byte >= 0x80 {
      return !byte.startsCodePoint || isForeignLetter(at: offset) || isUnobtrusive(offset)
    }
    switch byte {
    case .apostrophe, 0x2D, .slash, .ampersand, 0x2B, .underscore: return true
    case .hash: return offset + 1 < end && bytes[offset + 1].isDigit
    case 0x2E: return isAbbreviation(before: offset, from: start)
    default: return false
    }
  }

  /// A code point beyond ASCII that is no punctuation: not U+0080–00BF nor U+2000–2BFF.
  private func isForeignLetter(at offset: Int) -> Bool {
    let byte = bytes[offset]
    return byte >= 0xC3 && !(byte == 0xE2 && offset + 1 < end && bytes[offset + 1] < 0xB0)
  }

  /// `’`, as in `Ria’s buurvrouw`, the middle dot of `Enquêté·e`, and the soft hyphen.
  private func isUnobtrusive(_ offset: Int) -> Bool {
    let length = end - offset
    if length >= 2, bytes[offset] == 0xC2 {
      return bytes[offset + 1] == 0xAD || bytes[offset + 1] == 0xB7
    }
    return length >= 3 && bytes[offset] == 0xE2 && bytes[offset + 1] == 0x80
      && bytes[offset + 2] == 0x99
  }

  /// Whether at most four letters stand before a stop: an initial, a title, `Resp`.
  private func isAbbreviation(before stop: Int, from start: Int) -> Bool {
    let letters = bytes[start..<stop].reversed().prefix { $0.isASCIILetter }.count
    return (1...4).contains(letters)
  }

  /// A letter written by name, as in `R&eacute;mi`.
  private func isReference() -> Bool { bytes[offset] == .ampersand && reference(at: offset) != nil }

  private func reference(at start: Int) -> Int? {
    let (scalar, after) = Characters.reference(in: bytes, at: start)
    guard after > start + 1, after <= end else { return nil }
    return scalar.properties.isAlphabetic || scalar == "\u{A0}" || scalar == "\u{AD}"
      ? after : nil
  }
}
