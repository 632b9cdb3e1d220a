import Coding

extension AnnotatedText {
  /// Takes the marks off again.
  ///
  /// O(bytes). Byte order marks and line ends are no matter.
  /// - Throws: all faults of the marks, each with its place.
  package static func read(_ bytes: [UInt8], file: String) throws(Rejected) -> AnnotatedText {
    var reader = AnnotationReader(try decode(bytes, file: file).text, file: file)
    reader.read()
    guard reader.faults.isEmpty else {
      throw Rejected(reader.faults.sorted { $0.place < $1.place })
    }
    return reader.result
  }
}

private struct AnnotationReader {
  /// A passage whose closing mark is still to come.
  private struct Opening {
    var number: Int?
    /// Code points of the text before it.
    var start: Int
    /// Its byte in the file.
    var offset: Int
    /// Among all passages, in the order of opening.
    var order: Int

    var numeral: String { number.map { "\($0)" } ?? "" }
  }

  private let bytes: [UInt8]
  private let lines: AnnotatedText
  private var position = 0
  private var end: Int
  private var words: [UInt8] = []
  /// Code points of `words`.
  private var length = 0
  private var parts: [(text: Int, file: Int)] = []
  private var open: [Opening] = []
  private var passages: [(order: Int, passage: AnnotatedText.Passage)] = []
  private var opened = 0
  private var considered: [AnnotatedText.Name]?
  private var isReadToTheEnd: Bool?
  private var event: Int?
  private var hasRemarks = false
  private(set) var faults: [Diagnostic] = []

  init(_ text: SourceText, file: String) {
    bytes = text.utf8
    end = bytes.count
    lines = AnnotatedText(words: text, of: text, file: file)
    words.reserveCapacity(bytes.count)
  }

  var result: AnnotatedText {
    var text = lines
    text.words = SourceText(validUTF8: words)
    text.passages = passages.sorted { $0.order < $1.order }.map(\.passage)
    (text.considered, text.parts) = (considered, parts)
    (text.isReadToTheEnd, text.event) = (isReadToTheEnd, event)
    text.isAnnotated = hasRemarks || !passages.isEmpty
    return text
  }

  mutating func read() {
    readHead()
    dropFoot()
    parts.append((0, position))
    while position < end {
      switch bytes[position] {
      case .backslash: readEscape()
      case .openBracket: readOpening()
      case .closeBracket: readClosing()
      default: take()
      }
    }
    for opening in open {
      report(.unclosed, at: opening.offset, hint: "close it with ]\(opening.numeral)]{code}")
    }
  }

  private mutating func report(_ message: Diagnostic.Message, at offset: Int, hint: String) {
    faults.append(Diagnostic(.error, message, at: lines.place(inFile: offset), hint: hint))
  }

  // MARK: Lines that are not text

  private mutating func readHead() {
    while position < end, bytes[position] == .percent {
      let line = position..<lineEnd(position)
      hasRemarks = true
      readRemark(line)
      position = min(line.upperBound + 1, end)
    }
  }

  private mutating func readRemark(_ line: Range<Int>) {
    let content = bytes.trimmed(line.lowerBound + 1..<line.upperBound)
    if let list = value("codes:", content) {
      considered = (considered ?? []) + names(list)
    } else if let answer = value("read to the end:", content) {
      readAnswer(answer)
    } else if let number = value("as of event:", content) {
      event = Int(bytes.string(number))
      if event == nil {
        report(.noNumber, at: number.lowerBound, hint: "leave this line as zicht wrote it")
      }
    }
  }

  /// What stands behind a key.
  private func value(_ key: String, _ line: Range<Int>) -> Range<Int>? {
    let key = Array(key.utf8)
    guard bytes[line].starts(with: key) else { return nil }
    return bytes.trimmed(line.lowerBound + key.count..<line.upperBound)
  }

  private mutating func readAnswer(_ range: Range<Int>) {
    switch bytes.string(range).lowercased() {
    case "yes", "ja": isReadToTheEnd = true
    case "no", "nee": isReadToTheEnd = false
    default: report(.noAnswer, at: range.lowerBound, hint: "write yes or no")
    }
  }

  private mutating func dropFoot() {
    while end > position {
      let last = bytes[end - 1] == .lineFeed ? end - 1 : end
      let start = (bytes[position..<last].lastIndex(of: .lineFeed) ?? position - 1) + 1
      guard start < last, bytes[start] == .percent else { return }
      (end, hasRemarks) = (start, true)
    }
  }

  private func lineEnd(_ start: Int) -> Int { bytes[start..<end].firstIndex(of: .lineFeed) ?? end }

  // MARK: Text and marks

  private mutating func take() {
    words.append(bytes[position])
    if bytes[position].startsCodePoint { length += 1 }
    position += 1
  }

  /// Goes on behind something that is no text.
  private mutating func skip(to offset: Int) {
    position = offset
    parts.append((words.count, offset))
  }

  private mutating func readEscape() {
    let next = position + 1
    if next < end, [.openBracket, .closeBracket, .percent, .backslash].contains(bytes[next]) {
      skip(to: next)
    }
    take()
  }

  /// The number between two brackets, and the byte behind them; nil where no mark stands here.
  private func mark(_ bracket: UInt8) -> (number: Int?, end: Int)? {
    var next = position + 1
    while next < end, bytes[next].isDigit, next - position <= 9 { next += 1 }
    guard next < end, bytes[next] == bracket else { return nil }
    return (Int(bytes.string(position + 1..<next)), next + 1)
  }

  private mutating func readOpening() {
    guard let mark = mark(.openBracket) else { return take() }
    if let number = mark.number, open.contains(where: { $0.number == number }) {
      report(.openAlready(number), at: position, hint: "give each of them a number of its own")
    }
    open.append(Opening(number: mark.number, start: length, offset: position, order: opened))
    opened += 1
    skip(to: mark.end)
  }

  private mutating func readClosing() {
    guard let mark = mark(.closeBracket), mark.end < end, bytes[mark.end] == .openBrace else {
      return take()
    }
    let closing = position
    guard let label = readLabel(from: mark.end + 1) else {
      return report(.unclosedCodes, at: mark.end, hint: "close them with } on the same line")
    }
    guard let index = open.lastIndex(where: { $0.number == mark.number }) else {
      let numeral = mark.number.map { "\($0)" } ?? ""
      return report(
        .unopened, at: closing,
        hint: "open it with [\(numeral)[, or write \\] where the text has a bracket of its own")
    }
    add(open.remove(at: index), label, closing: closing)
  }

  private mutating func add(_ opening: Opening, _ label: Label, closing: Int) {
    guard opening.start < length else {
      return report(.empty, at: opening.offset, hint: "mark the words that carry the code")
    }
    guard !label.codes.isEmpty else {
      return report(.noCode, at: closing, hint: "write for example ]]{small-wins}")
    }
    let passage = AnnotatedText.Passage(
      range: opening.start..<length, codes: label.codes, memo: label.memo,
      place: lines.place(inFile: opening.offset))
    passages.append((opening.order, passage))
  }

  // MARK: What stands between braces

  private struct Label {
    var codes: [AnnotatedText.Name]
    var memo: String?
  }

  /// Nil when the line ends before the brace; goes on behind it, or behind the line.
  private mutating func readLabel(from start: Int) -> Label? {
    let lineEnd = lineEnd(start)
    var (next, bar) = (start, Int?.none)
    while next < lineEnd, bytes[next] != .closeBrace {
      if bytes[next] == .backslash { next += 1 } else if bytes[next] == .bar { bar = bar ?? next }
      next += 1
    }
    guard next < lineEnd else {
      skip(to: lineEnd)
      return nil
    }
    skip(to: next + 1)
    let memo = bar.map { unescaped(bytes.trimmed($0 + 1..<next)) }
    return Label(codes: names(start..<(bar ?? next)), memo: memo?.isEmpty == true ? nil : memo)
  }

  private func names(_ range: Range<Int>) -> [AnnotatedText.Name] {
    bytes[range].split(separator: .comma).compactMap { part in
      let name = bytes.trimmed(part.startIndex..<part.endIndex)
      guard !name.isEmpty else { return nil }
      return .init(bytes.string(name), at: lines.place(inFile: name.lowerBound))
    }
  }

  private func unescaped(_ range: Range<Int>) -> String {
    var text: [UInt8] = []
    var next = range.lowerBound
    while next < range.upperBound {
      let isEscape = bytes[next] == .backslash && next + 1 < range.upperBound
      if isEscape { next += 1 }
      text.append(isEscape && bytes[next] == UInt8(ascii: "n") ? .lineFeed : bytes[next])
      next += 1
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate static var percent: UInt8 { 0x25 }
  fileprivate static var openBracket: UInt8 { 0x5B }
  fileprivate static var closeBracket: UInt8 { 0x5D }
  fileprivate static var openBrace: UInt8 { 0x7B }
  fileprivate static var bar: UInt8 { 0x7C }
  fileprivate static var closeBrace: UInt8 { 0x7D }
}

extension Diagnostic.Message {
  fileprivate static let noAnswer: Self = "whether the text was read to the end is not said"
  fileprivate static let noNumber: Self = "this is no number of an event"
  fileprivate static let unclosed: Self = "the passage opened here is never closed"
  fileprivate static let unclosedCodes: Self = "the codes opened here are never closed"
  fileprivate static let unopened: Self = "no passage is open that this could close"
  fileprivate static let empty: Self = "no words stand between these marks"
  fileprivate static let noCode: Self = "this passage has no code"
  fileprivate static func openAlready(_ number: Int) -> Self {
    "the passage \(number) is open already"
  }
}
