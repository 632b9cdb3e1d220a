/// Ends of words, in valid UTF-8.
extension [UInt8] {
  /// Whether something that isn't the middle of a word starts at an offset.
  func startsWord(at offset: Int) -> Bool {
    guard let next = scalar(at: offset) else { return false }
    return !next.properties.isWhitespace && isBetweenWords(offset)
  }

  /// Whether something that isn't the middle of a word ends at an offset.
  func endsWord(at offset: Int) -> Bool {
    guard let last = scalar(before: offset) else { return false }
    return !last.properties.isWhitespace && isBetweenWords(offset)
  }

  private func isBetweenWords(_ offset: Int) -> Bool {
    guard let last = scalar(before: offset), let next = scalar(at: offset) else { return true }
    if next.properties.isGraphemeExtend || next.value == 0x200D || last.value == 0x200D {
      return false
    }
    return !(last.isOfWords && next.isOfWords)
  }

  private func scalar(at offset: Int) -> Unicode.Scalar? {
    guard offset < count else { return nil }
    if self[offset] < 0x80 { return Unicode.Scalar(self[offset]) }
    return String(decoding: self[offset..<Swift.min(offset + 4, count)], as: UTF8.self)
      .unicodeScalars.first
  }

  private func scalar(before offset: Int) -> Unicode.Scalar? {
    var start = offset - 1
    while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
    return start < 0 ? nil : scalar(at: start)
  }
}

extension Unicode.Scalar {
  fileprivate var isOfWords: Bool {
    value < 0x80
      ? ("0"..."9").contains(self) || ("a"..."z").contains(self) || ("A"..."Z").contains(self)
      : properties.isAlphabetic || properties.numericType != nil || properties.isGraphemeExtend
  }
}
