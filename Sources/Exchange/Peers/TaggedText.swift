import Coding
import Formats

/// The text of Taguette's HTML, and where the positions in it stand.
///
/// Taguette counts the UTF-8 bytes of all text between tags: line ends of the HTML too, and none for a
/// paragraph's end. The text here reads as the page does: an empty line between paragraphs, runs of
/// white space as one space.
struct TaggedText {
  /// Bytes taken over as they are: from where they are counted to where they stand.
  private struct Run {
    var counted: Int
    var written: Int
    var count: Int
  }

  private(set) var text: [UInt8] = []
  private(set) var images = 0
  private var runs: [Run] = []
  private var counted = 0
  /// The line ends that are due before the next words.
  private var lineEnds = 0
  /// Where white space was counted that is due before the next words of the paragraph.
  private var space: Int?
  private var endsCell = false
  private var preformatted = 0

  /// O(bytes).
  init(html: [UInt8]) {
    var lexer = HTMLLexer(html)
    var opensPreformatted = false
    while let token = lexer.next() {
      switch token {
      case .start(let name, _): start(name)
      case .end(let name): end(name)
      case .text(let range):
        // A browser passes over a line end right after <pre>.
        add(html[range], skipsLineEnd: opensPreformatted)
      case .character(let scalar): add(Array(Character(scalar).utf8)[...])
      }
      if case .start("pre", _) = token {
        opensPreformatted = true
      } else {
        opensPreformatted = false
      }
    }
  }

  private mutating func start(_ name: String) {
    switch name {
    case "br":
      (lineEnds, space, endsCell) = (lineEnds + 1, nil, false)
    case "img": images += 1
    case "pre":
      preformatted += 1
      part(2)
    default: part(Self.lineEnds[name] ?? 0)
    }
  }

  private mutating func end(_ name: String) {
    if name == "pre" { preformatted = max(0, preformatted - 1) }
    if name == "td" || name == "th" {
      endsCell = true
    } else {
      part(Self.lineEnds[name] ?? 0)
    }
  }

  /// Line ends around what stands on lines of its own.
  private static let lineEnds: [String: Int] = [
    "p": 2, "h1": 2, "h2": 2, "h3": 2, "h4": 2, "h5": 2, "h6": 2, "blockquote": 2, "pre": 2,
    "table": 2, "ul": 2, "ol": 2, "dl": 2, "div": 2, "caption": 1, "tr": 1, "li": 1, "dt": 1,
    "dd": 1,
  ]

  private mutating func part(_ count: Int) {
    guard count > 0 else { return }
    (lineEnds, space, endsCell) = (max(lineEnds, count), nil, false)
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>, skipsLineEnd: Bool = false) {
    var bytes = bytes
    if skipsLineEnd {
      if bytes.first == UInt8(ascii: "\r") { bytes = bytes.dropFirst() }
      if bytes.first == UInt8(ascii: "\n") { bytes = bytes.dropFirst() }
    }
    var previous: UInt8 = 0
    for byte in bytes {
      defer { previous = byte }
      // HTML knows one line end, however it is written.
      if byte == UInt8(ascii: "\n"), previous == UInt8(ascii: "\r") { continue }
      add(byte == UInt8(ascii: "\r") ? UInt8(ascii: "\n") : byte)
    }
  }

  private mutating func add(_ byte: UInt8) {
    defer { counted += 1 }
    if byte == UInt8(ascii: "\n"), preformatted > 0 {
      lineEnds += 1
    } else if byte <= 0x20, preformatted == 0 || byte != 0x20 && byte != 0x09 {
      space = space ?? counted
    } else {
      separate()
      write(byte, at: counted)
    }
  }

  private mutating func separate() {
    if lineEnds > 0, !text.isEmpty {
      text.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: min(lineEnds, 2)))
    } else if let space, !text.isEmpty {
      write(0x20, at: space)
    } else if endsCell, !text.isEmpty {
      // Nothing in Taguette's count stands for it.
      text.append(0x20)
    }
    (lineEnds, space, endsCell) = (0, nil, false)
  }

  private mutating func write(_ byte: UInt8, at counted: Int) {
    if let last = runs.last, last.counted + last.count == counted,
      last.written + last.count == text.count
    {
      runs[runs.count - 1].count += 1
    } else {
      runs.append(Run(counted: counted, written: text.count, count: 1))
    }
    text.append(byte)
  }

  /// The bytes of the text that a range of Taguette's covers; nil where it covers no words.
  ///
  /// O(log length).
  func range(_ start: Int, _ end: Int) -> Range<Int>? {
    guard start >= 0, end > start, end <= counted else { return nil }
    // The first run that ends behind the start, and the last that starts before the end.
    let first = runs.partitioningIndex { $0.counted + $0.count > start }
    let last = runs.partitioningIndex { $0.counted >= end } - 1
    guard first < runs.count, last >= first else { return nil }
    let lower = runs[first].written + max(0, start - runs[first].counted)
    let upper = runs[last].written + min(runs[last].count, end - runs[last].counted)
    let range = wholeCodePoint(lower)..<max(wholeCodePoint(lower), wholeCodePoint(upper))
    return range.isEmpty ? nil : range
  }

  /// A position within a code point stands for the one behind it, as Taguette has it.
  private func wholeCodePoint(_ offset: Int) -> Int {
    var offset = offset
    while offset < text.count, text[offset] & 0xC0 == 0x80 { offset += 1 }
    return offset
  }
}

extension Array {
  /// The index of the first element that passes, when none before it does and all behind it do.
  func partitioningIndex(_ passes: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if passes(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
