/// What one pass over bytes finds: whether they are UTF-8, and whether they need any repair.
///
/// Runs of printable ASCII go by eight bytes at a time. O(count).
struct ByteSurvey {
  private(set) var firstNonASCII: Int?
  /// Where the bytes stop being valid UTF-8.
  private(set) var firstInvalid: Int?
  private(set) var firstNUL: Int?
  private(set) var hasCarriageReturn = false
  /// Control characters other than TAB, LF, CR and NUL.
  private(set) var firstControl: Int?
  private(set) var controls = 0

  init(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { scan($0) } }

  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
    var offset = 0
    while offset < bytes.count {
      let (next, isExact) = Self.skippingPrintable(bytes, from: offset)
      offset = next
      if !isExact, offset < bytes.count, bytes[offset] &- 0x20 < 0x60 {
        offset += 1
      } else if offset < bytes.count {
        offset +=
          bytes[offset] < 0x80 ? control(bytes[offset], at: offset) : sequence(bytes, offset)
      }
    }
  }

  /// The first offset whose byte is a control character or not ASCII; not exact in the last seven.
  @inline(__always)
  private static func skippingPrintable(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (Int, isExact: Bool) {
    let raw = UnsafeRawBufferPointer(bytes)
    var offset = start
    while offset &+ 8 <= bytes.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      // A byte below 0x20 borrows, so its high bit is set; the lowest bit set is always a true one.
      let special = ((word &- 0x2020_2020_2020_2020) | word) & 0x8080_8080_8080_8080
      if special != 0 { return (offset + special.trailingZeroBitCount / 8, true) }
      offset &+= 8
    }
    return (offset, false)
  }

  private mutating func control(_ byte: UInt8, at offset: Int) -> Int {
    switch byte {
    case .lineFeed, .tab: break
    case .carriageReturn: hasCarriageReturn = true
    case 0: firstNUL = firstNUL ?? offset
    default:
      firstControl = firstControl ?? offset
      controls += 1
    }
    return 1
  }

  private mutating func sequence(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Int {
    if firstNonASCII == nil { firstNonASCII = offset }
    let length = Self.sequenceLength(bytes, offset)
    if length == 0, firstInvalid == nil { firstInvalid = offset }
    return max(length, 1)
  }

  /// Bytes of the well-formed sequence at an offset (Unicode's table 3-7), or 0.
  private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Int {
    let lead = bytes[offset]
    let length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
    guard length > 0, offset + length <= bytes.count else { return 0 }
    let lowest: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
    let highest: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
    guard bytes[offset + 1] >= lowest, bytes[offset + 1] <= highest else { return 0 }
    for index in offset + 2..<max(offset + 2, offset + length)
    where bytes[index].startsCodePoint {
      return 0
    }
    return length
  }
}
