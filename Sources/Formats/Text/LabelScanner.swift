import Coding

/// What stands at a line's start and may be a speaker's label: a name with its markup, time stamps
/// and remark.
///
/// Whether it is one is decided over the whole file.
struct LabelCandidate {
  enum Form {
    /// `Ria: …`, `**Ria**: …`, `[i]: …`, `[00:01] Ria (points):`.
    case colon
    /// A name and a time without a colon: `Sjors 18:50` alone on its line, `Ria [00:01] …`.
    case timed
    /// `**Ria** …`, bold without a colon.
    case bold
    /// `Ria⇥…`.
    case tabbed
    /// A name alone on its line, under or above a time alone on its.
    case besideTime
    /// `[i] …`, `R1` alone on its line, `R1 …`: only the known words label like this.
    case bare
  }

  /// Index of the line.
  var line: Int
  var form: Form
  /// The name as written.
  var name: Range<Int>
  /// Where the words begin, at the line's end for a label alone.
  var words: Int
  /// What the stamp beside the name says.
  var time: TimeSpan?
  /// Whether a number or a bullet stands before it, as in a list.
  var isListed = false
  /// Index in the table of labels.
  var label = 0

  /// Whether the form says by itself that somebody speaks here.
  var isExplicit: Bool { form == .colon || form == .timed || form == .besideTime }
}

/// Parses one line's start.
///
/// O(the label's length): it gives up after 40 characters.
struct LabelScanner {
  let bytes: [UInt8]
  let end: Int
  var offset: Int
  /// What opened markup: `*`, `_`, or `<` of a tag.
  var mark: UInt8?
  private var isClosed = false
  private var isListed = false
  private var time: TimeSpan?
  private var hasBracketedTime = false
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

  /// Letters, digits (of a time), opening brackets or markup, bullets.
  private static func mayStartLabel(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x5B, 0x28, .less, .greater, .hash, .asterisk, .underscore, .backslash, .ampersand: true
    case 0x2D, 0x2B: true
    default: byte >= 0x80 || byte.isASCIILetter || byte.isDigit
    }
  }

  private mutating func scan(line: Int) -> LabelCandidate? {
    skipTimes()
    skipBullet()
    skipTimes()
    let isBold = openMarkup()
    skipTimes()
    let isBracketed = takeBracket()
    guard let name = scanName() else { return nil }
    if isBracketed, !takeClosingBracket() { return nil }
    let afterName = offset
    scanTail()
    guard let form = form(isBold: isBold, isBracketed: isBracketed, afterName) else { return nil }
    let words = bytes.skippingWhiteSpace(from: offset, end: end)
    return LabelCandidate(
      line: line, form: form, name: name, words: words, time: time, isListed: isListed)
  }

  private func form(
    isBold: Bool, isBracketed: Bool, _ afterName: Int
  ) -> LabelCandidate.Form? {
    if hasColon { return .colon }
    if mark != nil, !isClosed { return nil }
    // An answer of one letter, `A.`, is no label.
    let isAlone =
      bytes[afterName - 1] != 0x2E && bytes.skippingWhiteSpace(from: offset, end: end) == end
    let isTabbed = offset < end && bytes[offset] == .tab
    if time != nil, isAlone || isBold || isTabbed || hasBracketedTime { return .timed }
    if isBold { return .bold }
    if isAlone || isBracketed { return .bare }
    return isTabbed ? .tabbed : nil
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
      return mark == .less ? tag(at: start) : run(of: mark, from: start)
    }
    if let stamp = stamp(at: start, bracketedOnly: hasColon) {
      hasBracketedTime = hasBracketedTime || !bytes[start].isDigit
      return stamp
    }
    if hasColon { return nil }
    switch bytes[start] {
    case .colon: return colon(at: start)
    case 0x7C, 0x2D: return separator(at: start)
    default: return remark(at: start)
    }
  }

  private mutating func colon(at start: Int) -> Int? {
    let after = start + 1
    // `https://`, `C:\` and `::` introduce no speech.
    if after < end, bytes[after] == .slash || bytes[after] == .colon { return nil }
    if after + 1 < end, bytes[after] == .backslash, bytes[after + 1].isASCIILetter { return nil }
    hasColon = true
    return after
  }

  /// A bar or hyphen between a name and its time: `Ria | 00:01`.
  private mutating func separator(at start: Int) -> Int? {
    stamp(at: bytes.skippingWhiteSpace(from: start + 1, end: end), bracketedOnly: false)
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
    while let after = stamp(at: offset, bracketedOnly: false) {
      offset = bytes.skippingWhiteSpace(from: after, end: end)
      // `00:01:23 - Ria: …`
      if offset + 1 < end, bytes[offset] == 0x2D || bytes[offset] == 0x7C,
        bytes[offset + 1] == .space
      {
        offset = bytes.skippingWhiteSpace(from: offset + 1, end: end)
      }
    }
  }

  /// Keeps the first time; returns where the stamp ends.
  private mutating func stamp(at start: Int, bracketedOnly: Bool) -> Int? {
    let stamp = TimeStamp.read(in: bytes, at: start, limit: end, bracketedOnly: bracketedOnly)
    time = time ?? stamp?.time
    return stamp?.end
  }
}

/// What stands before a name.
extension LabelScanner {
  /// `- `, `• `, `> `, `12. `, `12  `.
  private mutating func skipBullet() {
    var after = offset
    while after < end, after < offset + 4, bytes[after].isDigit { after += 1 }
    if after > offset {
      if after < end, bytes[after] == 0x2E || bytes[after] == 0x29 { after += 1 }
    } else if after < end, bytes[after] < 0x80 {
      after += "-+*>".utf8.contains(bytes[after]) ? 1 : 0
    } else if after + 2 < end, bytes[after] == 0xE2, bytes[after + 1] == 0x80 {
      // An en dash, an em dash, a bullet.
      after += [0x93, 0x94, 0xA2].contains(bytes[after + 2]) ? 3 : 0
    }
    guard after > offset, after < end, bytes.whiteSpaceLength(at: after, end: end) > 0 else {
      return
    }
    isListed = true
    offset = bytes.skippingWhiteSpace(from: after, end: end)
  }

  /// Passes over what makes a name bold or slanted; returns whether it is more than slanted.
  private mutating func openMarkup() -> Bool {
    guard offset < end else { return false }
    switch bytes[offset] {
    case .asterisk, .underscore:
      let start = offset
      mark = bytes[offset]
      offset = run(of: bytes[offset], from: offset)
      return offset - start >= 2
    case .less:
      guard var after = tag(at: offset) else { return false }
      while let next = tag(at: after) { after = next }
      (mark, offset) = (.less, after)
      return true
    default: return false
    }
  }

  /// Where the tags `<b>`, `</strong>` end.
  private func tag(at start: Int) -> Int? {
    guard start < end, bytes[start] == .less,
      let close = bytes[start..<min(end, start + 60)].firstIndex(of: .greater)
    else { return nil }
    let name = bytes[start + 1..<close].drop { $0 == .slash }.prefix { $0.isASCIILetter }
    guard Self.tags.contains(String(decoding: name, as: UTF8.self).lowercased()) else {
      return nil
    }
    return bytes[start + 1] == .slash ? tag(at: close + 1) ?? close + 1 : close + 1
  }

  private static let tags: Set<String> = [
    "b", "strong", "i", "em", "u", "p", "span", "font", "div",
  ]

  private func run(of byte: UInt8, from start: Int) -> Int {
    bytes[start..<end].firstIndex { $0 != byte } ?? end
  }

  /// `[` or, in Markdown, `\[`.
  private mutating func takeBracket() -> Bool { take(escaped: 0x5B) }
  private mutating func takeClosingBracket() -> Bool { take(escaped: 0x5D) }

  private mutating func take(escaped byte: UInt8) -> Bool {
    let start = offset < end && bytes[offset] == .backslash ? offset + 1 : offset
    guard start < end, bytes[start] == byte else { return false }
    offset = start + 1
    return true
  }
}
