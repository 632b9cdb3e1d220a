/// E-mail addresses, links and handles.
enum WebForms {
  /// The address around an `@`.
  static func email(in text: ArraySlice<UInt8>, at sign: Int) -> Range<Int>? {
    var start = sign
    while start > text.startIndex, isLocal(text[start - 1]) { start -= 1 }
    while start < sign, !Ascii.isAlphanumeric(text[start]) { start += 1 }
    guard start < sign, let end = host(in: text, from: sign + 1) else { return nil }
    return start..<end
  }

  /// `@jan_de_vries`, where no address is.
  static func handle(in text: ArraySlice<UInt8>, at sign: Int) -> Range<Int>? {
    guard sign == text.startIndex || !IdentifierPatterns.isInWord(text[sign - 1]) else {
      return nil
    }
    var end = sign + 1
    while end < text.endIndex, isHandle(text[end]) { end += 1 }
    while end > sign + 1, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
    let name = text[(sign + 1)..<end]
    guard name.count > 2, name.contains(where: Ascii.isLetter),
      IdentifierPatterns.endsWord(text, end)
    else { return nil }
    return sign..<end
  }

  /// A link by its scheme, by `www.`, or by a common top-level domain: `example.nl/jan`.
  static func link(in text: ArraySlice<UInt8>, at start: Int) -> Range<Int>? {
    let rest = text[start...]
    for opening in ["https://", "http://", "www."] where begins(rest, opening) {
      let end = endOfLink(in: text, from: start)
      return end > start + opening.utf8.count ? start..<end : nil
    }
    guard let end = host(in: text, from: start) else { return nil }
    let top = text[start..<end].split(separator: UInt8(ascii: ".")).last.map {
      String(decoding: $0, as: UTF8.self)
    }
    guard let top, commonDomains.contains(top),
      end == text.endIndex || text[end] != UInt8(ascii: "@")
    else { return nil }
    return start..<endOfLink(in: text, from: start)
  }

  /// In lower case: `weg.Nu` is a full stop that lacks its space.
  private static let commonDomains: Set<String> = ["nl", "com", "org", "net", "eu", "info"]

  private static func begins(_ text: ArraySlice<UInt8>, _ opening: String) -> Bool {
    text.prefix(opening.utf8.count).elementsEqual(opening.utf8) { byte, expected in
      byte == expected || Ascii.isUpper(byte) && byte + 32 == expected
    }
  }

  /// The end of labels parted by single stops, the last of two letters or more.
  private static func host(in text: ArraySlice<UInt8>, from start: Int) -> Int? {
    var end = start
    while end < text.endIndex,
      Ascii.isAlphanumeric(text[end]) || text[end] == UInt8(ascii: "-")
        || text[end] == UInt8(ascii: ".") && end + 1 < text.endIndex
          && Ascii.isAlphanumeric(text[end + 1])
    { end += 1 }
    while end > start, text[end - 1] == UInt8(ascii: "-") { end -= 1 }
    let labels = text[start..<end].split(separator: UInt8(ascii: "."))
    guard labels.count > 1, let top = labels.last, top.count > 1, top.allSatisfy(Ascii.isLetter),
      labels[0].count > 1 || labels.count > 2, IdentifierPatterns.endsWord(text, end)
    else { return nil }
    return end
  }

  private static func endOfLink(in text: ArraySlice<UInt8>, from start: Int) -> Int {
    var end = start
    while end < text.endIndex, text[end] > 0x20, !"<>\"'[]{}".utf8.contains(text[end]) { end += 1 }
    // What ends a sentence, or a bracket around the link, is no part of it.
    while end > start, ".,;:!?)".utf8.contains(text[end - 1]) { end -= 1 }
    return end
  }

  private static func isLocal(_ byte: UInt8) -> Bool {
    Ascii.isAlphanumeric(byte) || ".!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }

  private static func isHandle(_ byte: UInt8) -> Bool {
    Ascii.isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }
}
