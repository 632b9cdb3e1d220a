import Coding
import Formats

/// A text as a file has it, and the ways that positions in it may have been counted.
struct RawText {
  typealias Unit = ExchangeProject.Convention.Unit

  /// A position in the text with LF line ends.
  struct Point: Equatable {
    var codePoint: Int
    var byte: Int
  }

  /// What a position counts.
  struct Measure: Equatable {
    var unit: Unit
    /// Whether CR LF counts as two.
    var countsCarriageReturns: Bool
  }

  /// Valid UTF-8 without a byte order mark, line ends as they are.
  let raw: [UInt8]
  /// The same with LF line ends.
  let text: [UInt8]
  /// Whether a line feed stands for the CR LF that it was: in XML no other line end survives.
  private let hidesPairs: Bool

  /// - Precondition: `raw` is valid UTF-8.
  init(_ raw: [UInt8], isInline: Bool) {
    self.raw = raw
    let hasCarriageReturns = raw.contains(UInt8(ascii: "\r"))
    text = hasCarriageReturns ? withLineFeeds(raw) : raw
    hidesPairs = isInline && !hasCarriageReturns
  }

  /// Measures that differ on this text, the likeliest for the program that wrote the file first.
  ///
  /// NVivo for Windows counts what its memory has. ATLAS.ti and MAXQDA count a line end as one. The
  /// standard, and so Zicht, counts code points of the text as it is.
  func measures(origin: String) -> [Measure] {
    if QDPX.isOwn(origin) { return [Measure(unit: .codePoints, countsCarriageReturns: true)] }
    let origin = origin.lowercased()
    let isNVivo = origin.contains("nvivo")
    let countsLines = origin.contains("atlas") || origin.contains("maxqda") || hidesPairs
    let units: [Unit] =
      !raw.contains { $0 >= 0xF0 }
      ? [.codePoints] : isNVivo ? [.utf16, .codePoints] : [.codePoints, .utf16]
    let pairs = !hasPairs ? [false] : countsLines ? [false, true] : [true, false]
    return units.flatMap { unit in
      pairs.map { Measure(unit: unit, countsCarriageReturns: $0) }
    }
  }

  /// Whether it matters how CR LF is counted.
  private var hasPairs: Bool {
    hidesPairs ? raw.contains(UInt8(ascii: "\n")) : text.count != raw.count
  }

  /// Where positions are, in the order given; nil beyond the text or within a character.
  ///
  /// O(text + positions log positions).
  func points(at positions: [Int], by measure: Measure) -> [Point?] {
    let order = positions.indices.sorted { positions[$0] < positions[$1] }
    var points = [Point?](repeating: nil, count: positions.count)
    var next = order.drop { positions[$0] < 0 }
    var walk = Walk(self, measure)
    while let first = next.first {
      while walk.position < positions[first], walk.step() {}
      if walk.position < positions[first] { break }
      if let point = walk.point(at: positions[first]) { points[first] = point }
      next.removeFirst()
    }
    return points
  }

  /// The length of the text.
  func length(by measure: Measure) -> Int {
    var walk = Walk(self, measure)
    while walk.step() {}
    return walk.position
  }

  /// The words between two points.
  func words(_ start: Point, _ end: Point) -> ArraySlice<UInt8> { text[start.byte..<end.byte] }

  /// Goes through a text, counting in a file's way and in ours.
  private struct Walk {
    private let raw: [UInt8]
    private let unit: Unit
    private let pairWidth: Int
    private let lineFeedWidth: Int
    private var offset = 0
    private var here = Point(codePoint: 0, byte: 0)
    private(set) var position = 0
    /// The last step was over CR LF, which counted as two.
    private var isAfterPair = false

    init(_ text: RawText, _ measure: Measure) {
      (raw, unit) = (text.raw, measure.unit)
      pairWidth = measure.countsCarriageReturns ? 2 : 1
      lineFeedWidth = text.hidesPairs ? pairWidth : 1
    }

    /// Goes over a character; false at the end.
    mutating func step() -> Bool {
      guard offset < raw.count else { return false }
      let byte = raw[offset]
      let isPair =
        byte == UInt8(ascii: "\r") && offset + 1 < raw.count
        && raw[offset + 1] == UInt8(ascii: "\n")
      let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      offset += isPair ? 2 : length
      let width =
        isPair
        ? pairWidth
        : byte == UInt8(ascii: "\n") ? lineFeedWidth : unit == .utf16 && length == 4 ? 2 : 1
      position += width
      here = Point(codePoint: here.codePoint + 1, byte: here.byte + length)
      isAfterPair = length == 1 && width == 2
      return true
    }

    /// The point at a position that the last step reached or went over.
    ///
    /// A position between CR and LF is one before the line end.
    func point(at target: Int) -> Point? {
      if target == position { return here }
      guard isAfterPair else { return nil }
      return Point(codePoint: here.codePoint - 1, byte: here.byte - 1)
    }
  }
}
