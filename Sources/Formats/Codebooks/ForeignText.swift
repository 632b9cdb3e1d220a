import Coding

/// The text of another program's codebook, by lines.
struct ForeignText {
  static let largest = 16 << 20

  struct Line {
    /// From 1.
    var number: Int
    var text: String
  }

  let source: SourceText
  let file: String
  /// Those with anything on them.
  let lines: [Line]

  init(_ source: SourceText, file: String) {
    (self.source, self.file) = (source, file)
    let all = source.utf8.split(separator: UInt8.lineFeed, omittingEmptySubsequences: false)
    lines = all.enumerated().compactMap { index, bytes in
      let line = Line(number: index + 1, text: String(decoding: bytes, as: UTF8.self))
      return line.text.allSatisfy(\.isWhitespace) ? nil : line
    }
  }

  func place(_ line: Line, column: Int = 0) -> Place {
    Place(file: file, line: line.number, column: column)
  }

  /// Whose file it is.
  ///
  /// - Throws: what it is instead.
  func kind() throws(Rejected) -> ForeignCodebookKind {
    guard let first = lines.first else { throw refused(.empty, nil) }
    let start = trimmed(first.text)
    switch start.first {
    case "<": return try markup()
    case "{", "[": throw refused(.json, "zicht codebook add takes codebooks of its own as they are")
    case "%" where start == "%": return .liwc
    case "+": return .lexicoder
    default: break
    }
    if CodePaths.fits(self) { return .paths }
    if WordStat.fits(self) { return .wordStat }
    if CodeTable.fits(self) { return .table }
    if DictionaryYAML.fits(self) { return .yaml }
    throw refused(.unknown, CodeTable.hint)
  }

  private func markup() throws(Rejected) -> ForeignCodebookKind {
    let start = String(decoding: source.utf8.prefix(4096), as: UTF8.self)
    if start.contains("<dictionary") { return .yoshikoder }
    if start.contains("CodeBook") { throw refused(.exchange, "import it with its project") }
    throw refused(.unknownMarkup, "known is the XML of Yoshikoder (.ykd)")
  }

  private func refused(_ message: Diagnostic.Message, _ hint: String?) -> Rejected {
    Rejected([Diagnostic(.error, message, at: Place(file: file), hint: hint)])
  }
}

/// Without the white space at its ends.
func trimmed(_ text: some StringProtocol) -> String {
  let bytes = Array(text.utf8)
  return bytes.string(bytes.trimmed(0..<bytes.count))
}

extension Diagnostic.Message {
  fileprivate static var empty: Self { "the file is empty" }
  fileprivate static var json: Self { "this is JSON, which no other program's codebook is" }
  fileprivate static var exchange: Self { "this is a codebook of REFI-QDA (QDC)" }
  fileprivate static var unknownMarkup: Self {
    "this is XML or HTML, but no dictionary that we know"
  }
  fileprivate static var unknown: Self { "this is no codebook or dictionary that we know" }
}
