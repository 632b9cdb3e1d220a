import Coding

/// A time as transcription programs write it, recognised and left out of the words.
///
/// `[00:01:23]`, `(1:23)`, `[00:01:23 - 00:01:30]`, `\[00:01:23\]`, `#00:03:57-2#`, and bare `0:34`,
/// `00:01:23.5`, `00:01:23:14` (frames), `0:0:1.5 --> 0:0:4.2`.
struct TimeStamp {
  /// Where it ends.
  var end: Int
  var time: TimeSpan

  /// The stamp that starts at an offset; nil where none does.
  static func read(
    in bytes: [UInt8], at start: Int, limit: Int, bracketedOnly: Bool
  ) -> TimeStamp? {
    guard start < limit else { return nil }
    let opening = bytes[start] == .backslash && start + 1 < limit ? start + 1 : start
    if let closing = closing(for: bytes[opening]) {
      return bracketed(bytes, from: opening + 1, limit: limit, closing: closing)
    }
    guard !bracketedOnly, let stamp = span(bytes, at: start, limit: limit) else { return nil }
    return stamp.end == limit || isBoundary(bytes[stamp.end]) ? stamp : nil
  }

  /// The stamp that fills a range, a colon after it or not: `(00:02:06):`.
  static func filling(_ range: Range<Int>, in bytes: [UInt8]) -> TimeStamp? {
    let limit = range.upperBound
    guard
      let stamp = read(in: bytes, at: range.lowerBound, limit: limit, bracketedOnly: false),
      stamp.end == limit || (stamp.end == limit - 1 && bytes[stamp.end] == .colon)
    else { return nil }
    return stamp
  }

  /// Whether a range holds a stamp and nothing else.
  static func fills(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    filling(range, in: bytes) != nil
  }

  /// A range without the bracketed stamps at its end, and the last of those.
  static func trimmingEnd(
    _ range: Range<Int>, in bytes: [UInt8]
  ) -> (words: Range<Int>, stamp: TimeStamp?) {
    var words = bytes.trimmed(range)
    var last: TimeStamp?
    while let (start, stamp) = lastStamp(in: words, bytes) {
      words = bytes.trimmed(words.lowerBound..<start)
      last = last ?? stamp
    }
    return (words, last)
  }

  private static func lastStamp(
    in range: Range<Int>, _ bytes: [UInt8]
  ) -> (start: Int, stamp: TimeStamp)? {
    guard let last = range.last, isClosing(bytes[last]) else { return nil }
    for start in (max(range.lowerBound, last - 40)..<last).reversed()
    where closing(for: bytes[start]) == bytes[last] {
      let isEscaped = start > range.lowerBound && bytes[start - 1] == .backslash
      let stamp = read(in: bytes, at: start, limit: last + 1, bracketedOnly: true)
      if let stamp, stamp.end == last + 1 { return (isEscaped ? start - 1 : start, stamp) }
    }
    return nil
  }

  private static func isClosing(_ byte: UInt8) -> Bool {
    byte == .hash || byte == 0x5D || byte == 0x29 || byte == .greater
  }

  private static func closing(for opening: UInt8) -> UInt8? {
    switch opening {
    case 0x5B: 0x5D  // [ ]
    case 0x28: 0x29  // ( )
    case .less: .greater
    case .hash: .hash
    default: nil
    }
  }

  private static func bracketed(
    _ bytes: [UInt8], from start: Int, limit: Int, closing: UInt8
  ) -> TimeStamp? {
    let first = bytes.skippingSpaces(start, limit)
    guard var stamp = span(bytes, at: first, limit: limit) else { return nil }
    stamp.end = bytes.skippingSpaces(stamp.end, limit)
    if stamp.end < limit, bytes[stamp.end] == .backslash { stamp.end += 1 }
    guard stamp.end < limit, bytes[stamp.end] == closing else { return nil }
    stamp.end += 1
    return stamp
  }

  private static func isBoundary(_ byte: UInt8) -> Bool {
    byte < 0x80 && !byte.isDigit && !byte.isASCIILetter
  }
}

/// Clocks.
extension TimeStamp {
  /// One time, or two around a dash or an arrow.
  private static func span(_ bytes: [UInt8], at start: Int, limit: Int) -> TimeStamp? {
    guard let first = frameClock(bytes, at: start, limit: limit) else {
      return looseSpan(bytes, at: start, limit: limit)
    }
    let time = TimeSpan(start: first.milliseconds)
    var next = first.end
    while next < limit, isDash(bytes, at: next) { next += 1 }
    guard next > first.end, let second = frameClock(bytes, at: next, limit: limit) else {
      return TimeStamp(end: first.end, time: time)
    }
    return TimeStamp(end: second.end, time: time.until(second.milliseconds))
  }

  /// A space, a hyphen, the head of an arrow, or a byte of an en dash.
  private static func isDash(_ bytes: [UInt8], at offset: Int) -> Bool {
    switch bytes[offset] {
    case .space, 0x2D, .greater, 0xE2, 0x80, 0x93, 0x94: true
    default: false
    }
  }

  /// `0:0:1.5 --> 0:0:4.2`: only such an arrow tells that these are times.
  private static func looseSpan(_ bytes: [UInt8], at start: Int, limit: Int) -> TimeStamp? {
    guard let first = looseClock(bytes, at: start, limit: limit) else { return nil }
    let arrow = bytes.skippingSpaces(first, limit)
    guard arrow + 3 < limit, bytes[arrow..<arrow + 3].elementsEqual("-->".utf8) else { return nil }
    let next = bytes.skippingSpaces(arrow + 3, limit)
    guard let second = looseClock(bytes, at: next, limit: limit) else { return nil }
    let time = TimeSpan(start: milliseconds(bytes[start..<first]))
    return TimeStamp(end: second, time: time.until(milliseconds(bytes[next..<second])))
  }

  private static func looseClock(_ bytes: [UInt8], at start: Int, limit: Int) -> Int? {
    var end = start
    for part in 0..<3 {
      if part > 0 {
        guard end < limit, bytes[end] == .colon else { return nil }
        end += 1
      }
      let digits = digits(bytes, end, limit, atMost: 2)
      guard digits > end else { return nil }
      end = digits
    }
    guard end < limit, bytes[end] == 0x2E else { return end }
    return digits(bytes, end + 1, limit, atMost: 9)
  }

  /// A clock, of which the frames after hours, minutes and seconds count for nothing.
  private static func frameClock(
    _ bytes: [UInt8], at start: Int, limit: Int
  ) -> (end: Int, milliseconds: Int)? {
    guard let end = clock(bytes, at: start, limit: limit) else { return nil }
    let milliseconds = milliseconds(bytes[start..<end])
    let hasHours = bytes[start..<end].count { $0 == .colon } == 2
    guard hasHours, end + 2 < limit, bytes[end] == .colon || bytes[end] == .semicolon,
      digits(bytes, end + 1, limit, atMost: 2) == end + 3
    else { return (end, milliseconds) }
    return (end + 3, milliseconds)
  }

  /// Where `m:ss` or `h:mm:ss` ends, with a fraction after `.`, `,` or `-`.
  static func clock(_ bytes: [UInt8], at start: Int, limit: Int) -> Int? {
    let first = digits(bytes, start, limit, atMost: 3)
    guard first > start, var end = sixties(bytes, first, limit) else { return nil }
    end = sixties(bytes, end, limit) ?? end
    if end < limit, bytes[end] == 0x2E || bytes[end] == .comma || bytes[end] == 0x2D {
      let fraction = digits(bytes, end + 1, limit, atMost: 3)
      if fraction > end + 1 { return fraction }
    }
    return end
  }

  /// What a clock says, in milliseconds: `1:02:03.5`, `02:03,500`, `0:34`.
  static func milliseconds(_ clock: ArraySlice<UInt8>) -> Int {
    var (seconds, part, fraction, scale) = (0, 0, 0, 0)
    var isFraction = false
    for byte in clock {
      if byte == .colon {
        (seconds, part) = ((seconds + part) * 60, 0)
      } else if !byte.isDigit {
        (scale, isFraction) = (100, true)
      } else if isFraction {
        (fraction, scale) = (fraction + scale * Int(byte - 0x30), scale / 10)
      } else {
        part = part * 10 + Int(byte - 0x30)
      }
    }
    return (seconds + part) * 1000 + fraction
  }

  /// A colon and two digits below 60.
  private static func sixties(_ bytes: [UInt8], _ start: Int, _ limit: Int) -> Int? {
    guard start + 2 < limit, bytes[start] == .colon else { return nil }
    return bytes[start + 1] &- 0x30 < 6 && bytes[start + 2].isDigit ? start + 3 : nil
  }

  private static func digits(_ bytes: [UInt8], _ start: Int, _ limit: Int, atMost count: Int) -> Int
  {
    var end = start
    while end < limit, end - start < count, bytes[end].isDigit { end += 1 }
    return end
  }
}

extension TimeSpan {
  /// The same with an end, unless that lies before the start.
  func until(_ end: Int) -> TimeSpan { TimeSpan(start: start, end: end >= start ? end : nil) }
}

extension [UInt8] {
  fileprivate func skippingSpaces(_ start: Int, _ limit: Int) -> Int {
    var offset = start
    while offset < limit, self[offset] == .space { offset += 1 }
    return offset
  }
}
