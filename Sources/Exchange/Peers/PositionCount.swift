import Coding

/// One way to count positions in a text, and where those of interest stand.
///
/// QualCoder counts code points where it codes by itself, with both characters of a CR LF; and units
/// of UTF-16 where a person marks words in its window, with a line end as one.
struct PositionCount {
  struct Convention: Hashable {
    var unit: ExchangeProject.Convention.Unit
    var countsCarriageReturns: Bool
  }

  static let conventions: [Convention] = [
    Convention(unit: .codePoints, countsCarriageReturns: true),
    Convention(unit: .utf16, countsCarriageReturns: false),
    Convention(unit: .codePoints, countsCarriageReturns: false),
    Convention(unit: .utf16, countsCarriageReturns: true),
  ]

  /// Byte offsets in the text with LF line ends and no mark, by position.
  private var bytes: [Int: Int] = [:]
  /// Positions between a CR and its LF, which are one line end here.
  private var halves: Set<Int> = []

  /// Walks a text as it is kept, with whatever line ends it has, past all positions.
  ///
  /// O(text + n log n) for n positions.
  init(_ positions: [Int], in raw: [UInt8], _ convention: Convention) {
    let sorted = positions.sorted()
    var next = sorted.firstIndex { $0 >= 0 } ?? sorted.count
    var (position, byte, offset) = (0, 0, 0)
    var lineEnd: Int?
    while next < sorted.count {
      while next < sorted.count, sorted[next] <= position {
        // A position within a surrogate pair is none.
        if sorted[next] == position {
          bytes[position] = byte
        } else if let lineEnd {
          bytes[sorted[next]] = lineEnd
          halves.insert(sorted[next])
        }
        next += 1
      }
      guard offset < raw.count else { return }
      let step = Self.step(raw, at: offset, convention)
      lineEnd = raw[offset] == 0x0D ? byte : nil
      offset += step.length
      position += step.units
      byte += step.written
    }
  }

  /// The bytes between two positions; half a line end is taken for a whole one.
  func range(_ start: Int, _ end: Int) -> Range<Int>? {
    guard let lower = bytes[start], let last = bytes[end] else { return nil }
    let upper = halves.contains(end) ? last + 1 : last
    return lower < upper ? lower..<upper : nil
  }

  /// The bytes, units and kept bytes of the character at an offset.
  private static func step(
    _ raw: [UInt8], at offset: Int, _ convention: Convention
  ) -> (length: Int, units: Int, written: Int) {
    let lead = raw[offset]
    if lead == 0x0D {
      let isPair = offset + 1 < raw.count && raw[offset + 1] == 0x0A
      return isPair ? (2, convention.countsCarriageReturns ? 2 : 1, 1) : (1, 1, 1)
    }
    if offset == 0, raw.starts(with: [0xEF, 0xBB, 0xBF]) { return (3, 1, 0) }
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    return (length, length == 4 && convention.unit == .utf16 ? 2 : 1, length)
  }

  /// The text that the byte offsets count in.
  static func kept(_ raw: [UInt8]) -> [UInt8] {
    let hasMark = raw.starts(with: [0xEF, 0xBB, 0xBF])
    let text = String(decoding: hasMark ? raw[3...] : raw[...], as: UTF8.self)
    return SourceText(text).utf8
  }
}
