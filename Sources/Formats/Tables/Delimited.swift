import Coding

/// Comma-, semicolon- or tab-separated values after RFC 4180: quoted fields, doubled quotes, line
/// ends within quotes.
///
/// The separator is the one that the header line has most of.
package struct Delimited: Sendable, Equatable {
  package struct Field: Sendable, Equatable {
    package var value: String
    package var place: Place
  }

  /// The first line that isn't blank; empty for an empty file.
  package internal(set) var columns: [Field] = []
  /// Each with as many fields as there are columns.
  package internal(set) var records: [[Field]] = []
  /// An error for each record that could not be read, and is left out.
  package internal(set) var diagnostics: [Diagnostic] = []

  /// An empty table.
  init() {}

  /// O(bytes).
  package init(_ text: SourceText, file: String) {
    var parser = DelimitedParser(text.utf8, file: file)
    while let record = parser.next() {
      switch record {
      case .failure(let diagnostic): diagnostics.append(diagnostic)
      case .success(let fields) where columns.isEmpty: columns = fields
      case .success(let fields): add(fields)
      }
      // Without the first line nothing says what the others are.
      if columns.isEmpty, !diagnostics.isEmpty { return }
    }
  }

  private mutating func add(_ fields: [Field]) {
    if fields.count == columns.count {
      records.append(fields)
    } else if let place = fields.dropFirst(columns.count).first?.place ?? fields.last?.place {
      diagnostics.append(
        Diagnostic(
          .error, .fieldCount(fields.count, columns.count), at: place, hint: fieldCountHint))
    }
  }
}

/// Reads one record at a time.
private struct DelimitedParser {
  private let bytes: [UInt8]
  private let file: String
  private let separator: UInt8
  private var offset = 0
  private var line = 1
  private var lineStart = 0
  /// The last place asked for; columns are counted on from there, or a long line costs its square.
  private var counted = (offset: 0, column: 1)

  init(_ bytes: [UInt8], file: String) {
    (self.bytes, self.file) = (bytes, file)
    separator = Self.sniff(bytes)
  }

  /// The commonest of tab, semicolon and comma outside quotes in the first line with words.
  private static func sniff(_ bytes: [UInt8]) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in bytes.drop(while: { $0 == .lineFeed }) {
      if byte == .lineFeed, !isQuoted { break }
      if byte == .quote { isQuoted.toggle() }
      if !isQuoted { counts[byte, default: 0] += 1 }
    }
    let known: [UInt8] = [.comma, .tab, .semicolon]
    return known.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? .comma
  }

  /// The next record that isn't blank; nil at the end.
  ///
  /// A failure moves on to the line after.
  mutating func next() -> Result<[Delimited.Field], Diagnostic>? {
    while offset < bytes.count, bytes[offset] == .lineFeed { endLine() }
    guard offset < bytes.count else { return nil }
    do throws(Diagnostic) {
      return .success(try record())
    } catch {
      return .failure(error)
    }
  }

  private mutating func record() throws(Diagnostic) -> [Delimited.Field] {
    var fields: [Delimited.Field] = []
    while true {
      let start = place(offset)
      let isQuoted = offset < bytes.count && bytes[offset] == .quote
      fields.append(.init(value: isQuoted ? try quoted() : plain(), place: start))
      guard offset < bytes.count else { return fields }
      if bytes[offset] == .lineFeed {
        endLine()
        return fields
      }
      offset += 1
    }
  }

  private mutating func plain() -> String {
    let start = offset
    while offset < bytes.count, !endsField(bytes[offset]) { offset += 1 }
    return bytes.string(start..<offset)
  }

  /// A quoted field; stops at the separator, line end or text's end after it.
  private mutating func quoted() throws(Diagnostic) -> String {
    let opening = (offset: offset, line: line, lineStart: lineStart)
    var value: [UInt8] = []
    offset += 1
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == .lineFeed {
        endLine()
      } else {
        offset += 1
      }
      guard byte == .quote else {
        value.append(byte)
        continue
      }
      if offset == bytes.count || endsField(bytes[offset]) {
        return String(decoding: value, as: UTF8.self)
      }
      guard bytes[offset] == .quote else { break }
      value.append(.quote)
      offset += 1
    }
    let isUnclosed = offset == bytes.count || line > opening.line
    let fault = isUnclosed ? opening.offset : offset
    (line, lineStart) = (opening.line, opening.lineStart)
    let place = place(fault)
    skipLine(from: opening.offset)
    throw Diagnostic(
      .error, isUnclosed ? .unclosedQuote : .textAfterQuote, at: place, hint: quoteHint)
  }

  private func endsField(_ byte: UInt8) -> Bool { byte == separator || byte == .lineFeed }

  private mutating func endLine() {
    offset += 1
    (line, lineStart) = (line + 1, offset)
  }

  private mutating func skipLine(from start: Int) {
    offset = bytes[start...].firstIndex(of: .lineFeed) ?? bytes.count
    if offset < bytes.count { endLine() }
  }

  private mutating func place(_ offset: Int) -> Place {
    let isBehind = counted.offset < lineStart || counted.offset > offset
    let from = isBehind ? (offset: lineStart, column: 1) : counted
    let column = from.column + bytes.codePoints(in: from.offset..<offset)
    counted = (offset, column)
    return Place(file: file, line: line, column: column)
  }
}

private let quoteHint = "a field in quotes ends with a quote and a separator; double a quote within"
private let fieldCountHint = "put quotes around a field that holds the separator"

extension Diagnostic.Message {
  fileprivate static var unclosedQuote: Self { "the quote opened here is never closed" }
  fileprivate static var textAfterQuote: Self { "text after the closing quote of a field" }
  fileprivate static func fieldCount(_ count: Int, _ expected: Int) -> Self {
    "\(count) \(count == 1 ? "field" : "fields") where the header has \(expected)"
  }
}
