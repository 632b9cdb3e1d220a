import Coding

/// A transcript with codes marked in its text: `[[the passage]]{code, code | memo}`.
///
/// Passages may nest. Where two cross, a number tells them apart: `[1[ … [2[ … ]1]{a} … ]2]{b}`. A
/// backslash before `[`, `]`, `%` or a backslash takes the sign as it stands; within the braces one
/// goes before `|`, `}` and a backslash, and `\n` is a line end. Lines at the top and at the foot that
/// start with `%` are no part of the text; `% codes: a, b/c, book:*` says which codes the coder looked
/// for, `% read to the end: no` that the coder is not done, and `% as of event: 12` up to where the marks
/// hold what the project had. A plus before a code coins it. All else is the transcript's own text, to
/// the byte.
package struct AnnotatedText: Sendable, Equatable {
  /// A name as written, and where.
  package struct Name: Sendable, Equatable {
    package var text: String
    package var place: Place
    package init(_ text: String, at place: Place) { (self.text, self.place) = (text, place) }
  }

  /// Words that were marked.
  package struct Passage: Sendable, Equatable {
    /// Code points of the text without marks.
    package var range: Range<Int>
    package var codes: [Name]
    package var memo: String?
    /// Of the mark that opens it.
    package var place: Place

    package init(range: Range<Int>, codes: [Name], memo: String? = nil, place: Place) {
      (self.range, self.codes, self.memo, self.place) = (range, codes, memo, place)
    }
  }

  /// The text without marks.
  package internal(set) var words: SourceText
  /// In the order of their opening marks.
  package internal(set) var passages: [Passage] = []
  /// What the coder looked for, where the top of the file says so.
  package internal(set) var considered: [Name]?
  /// Whether the coder says to have read it to the end; nil where the file does not say.
  package internal(set) var isReadToTheEnd: Bool?
  /// The last event of the project that the marks were made from, where the file says so.
  package internal(set) var event: Int?
  /// Whether a mark or a line with `%` shows that a coder had the text in hand.
  package internal(set) var isAnnotated = false
  /// Where parts of the text stand in the file: byte of the text, byte of the file, ascending.
  var parts: [(text: Int, file: Int)] = []
  private let lines: LineIndex
  private let file: String

  init(words: SourceText, of marked: SourceText, file: String) {
    (self.words, self.file) = (words, file)
    lines = LineIndex(marked)
  }

  package static func == (a: Self, b: Self) -> Bool {
    a.words == b.words && a.passages == b.passages && a.considered == b.considered
      && a.isReadToTheEnd == b.isReadToTheEnd && a.event == b.event
  }

  /// Line and column in the file of a byte of it.
  func place(inFile offset: Int) -> Place {
    let (line, column) = lines.lineAndColumn(at: offset)
    return Place(file: file, line: line, column: column)
  }

  /// Where the words first are not the transcript's, and what stands there; nil where they are.
  ///
  /// A line end more or less at the end of the file is an editor's, not the coder's. O(bytes).
  package func departure(from source: SourceText) -> Diagnostic? {
    let (mine, its) = (withoutLastLineEnd(words.utf8), withoutLastLineEnd(source.utf8))
    var same = 0
    while same < Swift.min(mine.count, its.count), mine[same] == its[same] { same += 1 }
    if same == mine.count, same == its.count { return nil }
    while same > 0, same < its.count, !its[same].startsCodePoint { same -= 1 }
    let part = parts.last { $0.text <= same } ?? (text: 0, file: 0)
    // From the word on; where that is the same in both, from behind it.
    let starts = [wordStart(mine, same), same]
    let excerpts = starts.map { (mine: excerpt(mine, from: $0), its: excerpt(its, from: $0)) }
    let told = excerpts.first { $0.mine != $0.its } ?? excerpts[1]
    return Diagnostic(
      .error, .departs(told.mine, told.its),
      at: place(inFile: part.file + same - part.text),
      hint: "marks may be added, but the words must stay the transcript's own")
  }

  private func withoutLastLineEnd(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes.last == .lineFeed ? bytes.dropLast() : bytes[...]
  }

  /// Where the word starts that holds a byte, not more than twenty before it.
  private func wordStart(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> Int {
    let limit = Swift.max(0, offset - 20)
    var start = offset
    while start > limit, bytes[start - 1] > .space { start -= 1 }
    return start
  }

  /// As much of the line as tells it apart.
  private func excerpt(_ bytes: ArraySlice<UInt8>, from offset: Int) -> String {
    var start = offset
    while start < bytes.count, !bytes[start].startsCodePoint { start += 1 }
    guard start < bytes.count else { return "the end" }
    let line = bytes[start...].prefix(120).prefix { $0 != .lineFeed }
    return line.isEmpty ? "a line end" : shown(String(decoding: line, as: UTF8.self))
  }
}

extension Diagnostic.Message {
  fileprivate static func departs(_ mine: String, _ its: String) -> Self {
    "the words are not the transcript's: here stands \(mine), there \(its)"
  }
}
