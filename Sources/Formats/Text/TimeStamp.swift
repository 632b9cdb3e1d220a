/// Time stamps as transcription programs write them, recognised and left out of the words:
/// `[00:01:23]`, `(1:23)`, `[00:01:23 - 00:01:30]`, `#00:03:57-2#`, and bare `0:34`, `00:01:23.5`.
enum TimeStamp {
  /// Where the stamp that starts at an offset ends; nil where none starts.
  static func end(in bytes: [UInt8], at start: Int, limit: Int, bracketedOnly: Bool) -> Int? {
    guard start < limit else { return nil }
    if let closing = closing(for: bytes[start]) {
      return bracketed(bytes, from: start + 1, limit: limit, closing: closing)
    }
    guard !bracketedOnly, let end = clock(bytes, at: start, limit: limit) else { return nil }
    return end == limit || isBoundary(bytes[end]) ? end : nil
  }

  /// A range without the bracketed stamps at its end.
  static func trimmingEnd(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    var range = bytes.trimmed(range)
    while let start = startOfLast(in: range, bytes) {
      range = bytes.trimmed(range.lowerBound..<start)
    }
    return range
  }

  /// Whether a range holds a stamp and nothing else.
  static func fills(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    let limit = range.upperBound
    return end(in: bytes, at: range.lowerBound, limit: limit, bracketedOnly: false) == limit
  }

  private static func startOfLast(in range: Range<Int>, _ bytes: [UInt8]) -> Int? {
    guard let last = range.last, isClosing(bytes[last]) else { return nil }
    let earliest = max(range.lowerBound, last - 40)
    return (earliest..<last).last { start in
      closing(for: bytes[start]) == bytes[last]
        && end(in: bytes, at: start, limit: last + 1, bracketedOnly: true) == last + 1
    }
  }

  private static func isClosing(_ byte: UInt8) -> Bool {
    byte == .hash || byte == 0x5D || byte == 0x29 || byte == 0x3E
  }

  private static func closing(for opening: UInt8) -> UInt8? {
    switch opening {
    case 0x5B: 0x5D  // [ ]
    case 0x28: 0x29  // ( )
    case 0x3C: 0x3E  // < >
    case .hash: .hash
    default: nil
    }
  }

  private static func bracketed(
    _ bytes: [UInt8], from start: Int, limit: Int, closing: UInt8
  ) -> Int? {
    guard var end = clock(bytes, at: bytes.skippingSpaces(start, limit), limit: limit) else {
      return nil
    }
    // A second time after a dash or an arrow.
    var next = end
    while next < limit, bytes[next] == .space || bytes[next] == 0x2D || bytes[next] == 0x3E {
      next += 1
    }
    if next > end, let second = clock(bytes, at: next, limit: limit) { end = second }
    end = bytes.skippingSpaces(end, limit)
    return end < limit && bytes[end] == closing ? end + 1 : nil
  }

  /// `m:ss` or `h:mm:ss`, with a fraction after `.`, `,` or `-`.
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
    for byte in clock {
      if byte == .colon {
        (seconds, part) = ((seconds + part) * 60, 0)
      } else if !byte.isDigit {
        scale = 100
      } else if scale > 0 {
        (fraction, scale) = (fraction + scale * Int(byte - 0x30), max(1, scale / 10))
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

  private static func isBoundary(_ byte: UInt8) -> Bool {
    byte < 0x80 && !byte.isDigit && !byte.isASCIILetter && byte != .colon
  }
}

extension [UInt8] {
  fileprivate func skippingSpaces(_ start: Int, _ limit: Int) -> Int {
    var offset = start
    while offset < limit, self[offset] == .space { offset += 1 }
    return offset
  }
}
