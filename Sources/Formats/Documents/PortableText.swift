import Coding

/// The text of a PDF, page after page as `pdftotext -layout` gives it, with a form feed after each.
///
/// Left out, and noted, are page numbers, what stands at the top or foot of most pages, and numbers of
/// lines or paragraphs in the margin.
package struct PortableText: Sendable {
  package static let reader = "pdf/1"

  private let text: [UInt8]
  /// Program and version that took it out, such as `pdftotext/22.12.0`.
  private let tool: String

  package init(text: [UInt8], tool: String) { (self.text, self.tool) = (text, tool) }

  /// O(bytes).
  func read(file: String) -> ReadResult {
    var seen = String.UnicodeScalarView()
    seen.append(
      contentsOf: String(decoding: text, as: UTF8.self).unicodeScalars.filter(Self.isSeen))
    let valid = Array(String(seen).utf8)
    var pages = valid.split(separator: 0x0C).map { PortablePage($0) }
    var notes: [Diagnostic] = []
    func note(_ message: Diagnostic.Message) {
      notes.append(Diagnostic(.note, message, at: Place(file: file)))
    }
    if RunningLines.remove(from: &pages) { note(.runningLines) }
    if MarginNumbers.remove(from: &pages) { note(.marginNumbers) }
    let lines = PortablePage.joined(pages)
    if lines.isEmpty { note(.noText) }
    let decoded = Decoded(
      text: SourceText(validUTF8: Array(lines.joined(separator: [.lineFeed])) + [.lineFeed]),
      encoding: "utf-8", notes: notes)
    return TextReader(reader: Self.reader + " " + tool, form: .plain).read(decoded, file: file)
  }

  /// Not the zero-width characters and the soft hyphens that layout leaves behind.
  private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF, 0x0D: false
    case 0x0A, 0x0C, 0x09: true
    default: scalar.value >= 0x20
    }
  }
}

/// The lines of a page, without the white space around the page's text.
struct PortablePage {
  var lines: [[UInt8]]

  init(_ text: ArraySlice<UInt8>) {
    lines = text.split(separator: .lineFeed, omittingEmptySubsequences: false).map {
      Array($0).withoutTrailingSpace()
    }
    trim()
  }

  mutating func trim() {
    while lines.last?.isEmpty == true { lines.removeLast() }
    lines = Array(lines.drop { $0.isEmpty })
  }

  /// All lines without their indents; a page goes on where a sentence of the one before does.
  static func joined(_ pages: [PortablePage]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    for page in pages where !page.lines.isEmpty {
      if let last = lines.last?.last, ".?!:…”\"])".utf8.contains(last) { lines.append([]) }
      for line in page.lines.map({ $0.trimmed() }) {
        // Three empty lines are no more than one.
        if !line.isEmpty || lines.last?.isEmpty == false { lines.append(line) }
      }
    }
    return lines
  }
}

/// Page numbers, and lines that most pages start or end with.
private enum RunningLines {
  /// Returns whether there were any but numbers alone.
  static func remove(from pages: inout [PortablePage]) -> Bool {
    var hasText = false
    for _ in 0..<3 {
      for isTop in [true, false] {
        let edges = pages.compactMap { isTop ? $0.lines.first : $0.lines.last }.map(key)
        let counts = Dictionary(edges.map { ($0, 1) }, uniquingKeysWith: +)
        for index in pages.indices {
          guard let line = isTop ? pages[index].lines.first : pages[index].lines.last else {
            continue
          }
          let isRepeated =
            counts[key(line), default: 0] * 2 > pages.count && pages.count >= 3 && !isTurn(line)
          guard isPageNumber(line) || isRepeated else { continue }
          hasText = hasText || !isPageNumber(line)
          if isTop { pages[index].lines.removeFirst() } else { pages[index].lines.removeLast() }
          pages[index].trim()
        }
      }
    }
    return hasText
  }

  /// `I: Ja?` may stand on top of many pages, and is talk.
  private static func isTurn(_ line: [UInt8]) -> Bool {
    let label = String(decoding: line.prefix { $0 != .colon }, as: UTF8.self)
    return SpeakerWords.part(of: SpeakerWords.key(label)) != nil
  }

  /// A line with its numbers made one.
  private static func key(_ line: [UInt8]) -> [UInt8] {
    let words = line.trimmed()
    return words.enumerated().filter { index, byte in
      !byte.isDigit || index == 0 || !words[index - 1].isDigit
    }.map { $0.element.isDigit ? 0x23 : $0.element }
  }

  /// `3`, `- 3 -`, `3 / 12`, `Page 3 of 12`.
  private static func isPageNumber(_ line: [UInt8]) -> Bool {
    let words = String(decoding: line, as: UTF8.self).lowercased()
      .split { !$0.isLetter && !$0.isNumber }
    guard (1...4).contains(words.count), line.trimmed().count <= 24 else { return false }
    let names: Set<Substring> = ["page", "pagina", "seite", "blz", "p", "of", "van", "von", "sur"]
    let numbers = words.count { $0.allSatisfy(\.isNumber) && $0.count <= 4 }
    return numbers >= 1 && numbers + words.count { names.contains($0) } == words.count
  }
}

/// Numbers of lines or paragraphs at the left, counting up through the text.
private enum MarginNumbers {
  static func remove(from pages: inout [PortablePage]) -> Bool {
    let numbers = pages.flatMap(\.lines).compactMap { number($0)?.value }
    let filled = pages.flatMap(\.lines).count { !$0.isEmpty }
    let steps = zip(numbers, numbers.dropFirst()).map { $1 - $0 }
    let step = steps.first ?? 0
    guard numbers.count >= 5, [1, 5, 10].contains(step), numbers.count * 12 >= filled,
      steps.count(where: { $0 == step }) * 10 >= steps.count * 9
    else { return false }
    for index in pages.indices {
      pages[index].lines = pages[index].lines.map { line in
        number(line).map { Array(line[$0.end...]) } ?? line
      }
    }
    return true
  }

  /// A number before two spaces or a tab, or alone on its line.
  private static func number(_ line: [UInt8]) -> (value: Int, end: Int)? {
    let start = line.firstIndex { $0 > .space } ?? line.count
    let digits = line[start...].prefix { $0.isDigit }
    guard (1...5).contains(digits.count), let value = Int(line.string(digits.indices)) else {
      return nil
    }
    let end = digits.endIndex
    let isApart =
      end == line.count || line[end] == .tab
      || (end + 1 < line.count && line[end] == .space && line[end + 1] == .space)
    return isApart ? (value, end) : nil
  }
}

extension [UInt8] {
  fileprivate func withoutTrailingSpace() -> [UInt8] {
    Array(prefix(trimmed(0..<count).upperBound))
  }
}

extension Diagnostic.Message {
  fileprivate static var runningLines: Self { "left out: what stands on top or foot of the pages" }
  fileprivate static var marginNumbers: Self { "left out: numbers of lines or paragraphs" }
  fileprivate static var noText: Self { "the PDF holds no text: its pages are pictures" }
}
