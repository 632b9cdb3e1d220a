/// What stands at a line's start and may be a speaker's label: a name with its markup, time stamps
/// and remark.
///
/// Whether it is one is decided over the whole file.
struct LabelCandidate {
  enum Form {
    /// `Ria: …`, `**Ria**: …`, `[i]: …`, `[00:01] Ria (points):`.
    case colon
    /// A name and a time without a colon, on a line of their own: `Sjors 18:50`.
    case timed
    /// `**Ria** …`, bold without a colon.
    case bold
    /// `[i] …`, `R1` alone on its line, `I⇥…`: only the known words label like this.
    case bare
  }

  /// Index of the line.
  var line: Int
  var form: Form
  /// The name as written.
  var name: Range<Int>
  /// Where the words begin, at the line's end for a label alone.
  var words: Int
  /// Index in the table of labels.
  var label = 0
}

/// Parses one line's start.
///
/// O(the label's length): it gives up after 40 characters.
struct LabelScanner {
  private let bytes: [UInt8]
  private let end: Int
  private var offset: Int
  /// `*` or `_` that opened markup.
  private var mark: UInt8?
  private var isClosed = false
  private var hasTime = false
  private var hasColon = false

  private init(_ bytes: [UInt8], _ words: Range<Int>) {
    self.bytes = bytes
    (offset, end) = (words.lowerBound, words.upperBound)
  }

  /// The candidate at the start of a line, if one stands there.
  static func candidate(line: Int, in lines: Lines) -> LabelCandidate? {
    let words = lines[line].words
    guard let first = words.first, mayStartLabel(lines.bytes[first]) else { return nil }
    var scanner = LabelScanner(lines.bytes, words)
    return scanner.scan(line: line)
  }

  /// Letters, digits (of a time) and opening brackets or markup.
  private static func mayStartLabel(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte.isASCIILetter || byte.isDigit
      || byte == 0x5B || byte == 0x28 || byte == 0x3C
      || byte == .hash || byte == .asterisk || byte == .underscore
  }

  private mutating func scan(line: Int) -> LabelCandidate? {
    skipTimes()
    let isBold = openMarkup() >= 2
    skipTimes()
    let isBracketed = take(0x5B)
    guard let name = scanName(inBrackets: isBracketed) else { return nil }
    if isBracketed, !take(0x5D) { return nil }
    let afterName = offset
    scanTail()
    guard let form = form(isBold: isBold, isBracketed: isBracketed, afterName) else { return nil }
    let words = bytes.skippingWhiteSpace(from: offset, end: end)
    return LabelCandidate(line: line, form: form, name: name, words: words)
  }

  private func form(
    isBold: Bool, isBracketed: Bool, _ afterName: Int
  ) -> LabelCandidate.Form? {
    if hasColon { return .colon }
    if mark != nil, !isClosed { return nil }
    // An answer of one letter, `A.`, is no label.
    let isAlone =
      bytes[afterName - 1] != 0x2E && bytes.skippingWhiteSpace(from: offset, end: end) == end
    if hasTime, isAlone || isBold { return .timed }
    if isBold { return .bold }
    let isTabbed = offset < end && bytes[offset] == .tab
    return isAlone || isBracketed || isTabbed ? .bare : nil
  }

  /// What may follow a name, in any order: markup's end, times, a remark, and one colon.
  private mutating func scanTail() {
    while offset < end {
      let next = bytes.skippingWhiteSpace(from: offset, end: end)
      guard next < end, let after = tailItem(at: next) else { return }
      offset = after
    }
  }

  private mutating func tailItem(at start: Int) -> Int? {
    if let mark, !isClosed, bytes[start] == mark {
      isClosed = true
      return run(of: mark, from: start)
    }
    if let after = time(at: start, bracketedOnly: hasColon) {
      hasTime = true
      return after
    }
    if hasColon { return nil }
    if bytes[start] == .colon { return colon(at: start) }
    return remark(at: start)
  }

  private mutating func colon(at start: Int) -> Int? {
    let after = start + 1
    // `https://`, `C:\` and `::` introduce no speech.
    if after < end, bytes[after] == 0x2F || bytes[after] == 0x5C || bytes[after] == .colon {
      return nil
    }
    hasColon = true
    return after
  }

  /// `(points at map)` or `[via Zoom]`, at most 60 bytes.
  private func remark(at start: Int) -> Int? {
    let closing: UInt8
    switch bytes[start] {
    case 0x28: closing = 0x29
    case 0x5B: closing = 0x5D
    default: return nil
    }
    return bytes[start..<min(end, start + 62)].firstIndex(of: closing).map { $0 + 1 }
  }

  private mutating func skipTimes() {
    while let after = time(at: offset, bracketedOnly: false) {
      hasTime = true
      offset = bytes.skippingWhiteSpace(from: after, end: end)
    }
  }

  private func time(at start: Int, bracketedOnly: Bool) -> Int? {
    TimeStamp.end(in: bytes, at: start, limit: end, bracketedOnly: bracketedOnly)
  }

  private mutating func openMarkup() -> Int {
    guard offset < end, bytes[offset] == .asterisk || bytes[offset] == .underscore else { return 0 }
    let start = offset
    mark = bytes[offset]
    offset = run(of: bytes[offset], from: offset)
    return offset - start
  }

  private func run(of byte: UInt8, from start: Int) -> Int {
    bytes[start..<end].firstIndex { $0 != byte } ?? end
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard offset < end, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }
}

/// Names: at most 40 characters and five words, a letter first, no sentence punctuation.
extension LabelScanner {
  private mutating func scanName(inBrackets: Bool) -> Range<Int>? {
    let start = offset
    guard start < end, bytes[start].isASCIILetter || isForeignLetter(at: start) else { return nil }
    var (characters, words) = (0, 1)
    while offset < end, !endsName(bytes[offset]) {
      let space = bytes.whiteSpaceLength(at: offset, end: end)
      if space > 0 {
        let next = bytes.skippingWhiteSpace(from: offset, end: end)
        if bytes[offset] == .tab || next == end || time(at: next, bracketedOnly: true) != nil
          || (bytes[next].isDigit && time(at: next, bracketedOnly: false) != nil)
        {
          break
        }
        words += endsName(bytes[next]) ? 0 : 1
        offset = next
      } else {
        guard isNameByte(at: offset, from: start) else { return nil }
        offset += 1
      }
      characters += bytes[offset - 1].startsCodePoint ? 1 : 0
      if characters > 40 || words > 5 { return nil }
    }
    return bytes.trimmed(start..<offset)
  }

  private func endsName(_ byte: UInt8) -> Bool {
    byte == .colon || byte == 0x5B || byte == 0x5D || byte == 0x28 || byte == mark
  }

  private func isNameByte(at offset: Int, from start: Int) -> Bool {
    let byte = bytes[offset]
    if byte.isASCIILetter || byte.isDigit { return true }
    if byte >= 0x80 {
      return !byte.startsCodePoint || isForeignLetter(at: offset) || isUnobtrusive(offset)
    }
    switch byte {
    case 0x27, 0x2D, 0x2F, 0x26, 0x2B, .underscore: return true  // ' - / & + _
    case 0x2E: return isAbbreviation(before: offset, from: start)
    default: return false
    }
  }

  /// A code point beyond ASCII that is no punctuation: not U+0080–00BF nor U+2000–2BFF.
  private func isForeignLetter(at offset: Int) -> Bool {
    let byte = bytes[offset]
    return byte >= 0xC3 && !(byte == 0xE2 && offset + 1 < end && bytes[offset + 1] < 0xB0)
  }

  /// `’`, as in `Ria’s buurvrouw`, and the soft hyphen.
  private func isUnobtrusive(_ offset: Int) -> Bool {
    let length = end - offset
    if length >= 2, bytes[offset] == 0xC2 { return bytes[offset + 1] == 0xAD }
    return length >= 3 && bytes[offset] == 0xE2 && bytes[offset + 1] == 0x80
      && bytes[offset + 2] == 0x99
  }

  /// Whether at most three letters stand before a stop: an initial or a title.
  private func isAbbreviation(before stop: Int, from start: Int) -> Bool {
    let letters = bytes[start..<stop].reversed().prefix { $0.isASCIILetter }.count
    return (1...3).contains(letters)
  }
}
