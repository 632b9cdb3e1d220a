import Coding

/// What a file's name and folders say: `{neighbourhood}/{respondent}-{date}.*`.
///
/// `{field}` takes one character or more, `*` any, neither a slash, as few as will do; the rest stands
/// for itself. The pattern is laid on the end of the path, folder by folder.
package struct NamePattern: Sendable, Equatable {
  private enum Piece: Sendable, Equatable {
    case literal(Character)
    case field(String)
    case any
  }

  /// As written.
  package let text: String
  private var pieces: [Piece] = []

  /// - Throws: what is wrong with it, with the column.
  package init(_ text: String) throws(Diagnostic) {
    self.text = text
    if text.count > 500 { throw Self.fault(.tooLong, column: 501) }
    var field: (name: String, column: Int)?
    var isAfterField = false
    for (index, character) in text.enumerated() {
      if let open = field, character != "}" {
        guard character.isLetter || character.isNumber || character == "_" || character == "-"
        else { throw Self.fault(.badField(character), column: index + 1) }
        field = (open.name + character.lowercased(), open.column)
      } else if let open = field {
        try add(open.name, column: open.column)
        (field, isAfterField) = (nil, true)
      } else if character == "{" {
        if isAfterField { throw Self.fault(.adjacent, column: index + 1) }
        field = ("", index + 1)
      } else if character == "}" {
        throw Self.fault(.unopened, column: index + 1)
      } else {
        if isAfterField, character == "*" { throw Self.fault(.adjacent, column: index + 1) }
        pieces.append(character == "*" ? .any : .literal(character))
        isAfterField = character == "*"
      }
    }
    if let field { throw Self.fault(.unclosed, column: field.column) }
    if fields.isEmpty { throw Self.fault(.noFields, column: 1) }
  }

  private mutating func add(_ name: String, column: Int) throws(Diagnostic) {
    if name.isEmpty { throw Self.fault(.emptyField, column: column) }
    if fields.contains(name) { throw Self.fault(.repeated(name), column: column) }
    pieces.append(.field(name))
  }

  private static func fault(_ message: Diagnostic.Message, column: Int) -> Diagnostic {
    Diagnostic(
      .error, message, at: Place(file: "--name-pattern", line: 1, column: column),
      hint: "such as '{neighbourhood}/{respondent}-{date}.*'")
  }

  package var fields: [String] {
    pieces.compactMap { if case .field(let name) = $0 { name } else { nil } }
  }

  /// The fields of a path, in the pattern's order; nil where the path is built otherwise.
  ///
  /// O(path × pattern).
  package func fields(of path: String) -> [(name: String, value: String)]? {
    let folders = pieces.count { $0 == .literal("/") }
    let parts = path.split(separator: "/").suffix(folders + 1)
    guard parts.count == folders + 1 else { return nil }
    let name = Array(parts.joined(separator: "/"))
    var search = Search(name: name, pieces: pieces)
    guard let ranges = search.match() else { return nil }
    return zip(fields, ranges).map { (name: $0, value: String(name[$1])) }
  }

  /// Tries each field short before long, and no state twice.
  private struct Search {
    let name: [Character]
    let pieces: [Piece]
    private var failed: [Bool]

    init(name: [Character], pieces: [Piece]) {
      (self.name, self.pieces) = (name, pieces)
      failed = Array(repeating: false, count: (pieces.count + 1) * (name.count + 1))
    }

    private func state(_ piece: Int, _ start: Int) -> Int { piece * (name.count + 1) + start }

    mutating func match() -> [Range<Int>]? { match(0, 0).map { $0.reversed() } }

    /// The ranges of the fields from a piece on, the last first.
    private mutating func match(_ piece: Int, _ start: Int) -> [Range<Int>]? {
      if piece == pieces.count { return start == name.count ? [] : nil }
      if failed[state(piece, start)] { return nil }
      if let found = rest(piece, start) { return found }
      failed[state(piece, start)] = true
      return nil
    }

    private mutating func rest(_ piece: Int, _ start: Int) -> [Range<Int>]? {
      switch pieces[piece] {
      case .literal(let character):
        guard start < name.count, name[start] == character else { return nil }
        return match(piece + 1, start + 1)
      case .any: return stretch(piece, start, from: start) { _ in [] }
      case .field: return stretch(piece, start, from: start + 1) { [start..<$0] }
      }
    }

    private mutating func stretch(
      _ piece: Int, _ start: Int, from first: Int, _ taken: (Int) -> [Range<Int>]
    ) -> [Range<Int>]? {
      var end = start
      while end <= name.count {
        if end >= first, let found = match(piece + 1, end) { return found + taken(end) }
        // What begins later has no other ends to try.
        failed[state(piece, end)] = true
        if end < name.count, name[end] == "/" { return nil }
        end += 1
      }
      return nil
    }
  }
}

extension NamePattern {
  /// A transcript with the fields that its name has and its header lacks.
  ///
  /// A name that does not fit is told.
  package func applied(
    to transcript: Transcript, named name: String, at path: String
  ) -> ReadResult {
    guard let found = fields(of: name) else {
      let finding = Diagnostic(
        .warning, .noFit(text), at: Place(file: path),
        hint: "rename the file, or read it apart from the others")
      return ReadResult(transcript: transcript, diagnostics: [finding])
    }
    var named = transcript
    for (key, value) in found where named.field(key)?.value.isEmpty ?? true {
      named.header.removeAll { $0.key == key }
      named.header.append(HeaderField(key: key, value: value, place: Place(file: path)))
      named.namePattern = text
    }
    return ReadResult(transcript: named, diagnostics: [])
  }
}

extension Diagnostic.Message {
  fileprivate static func badField(_ character: Character) -> Self {
    "\(shown(String(character))) can't stand in the name of a field"
  }
  fileprivate static var tooLong: Self { "no pattern is longer than 500 characters" }
  fileprivate static var adjacent: Self {
    "nothing stands between this and the field before, so nothing tells where that ends"
  }
  fileprivate static var unopened: Self { "this '}' closes nothing" }
  fileprivate static var unclosed: Self { "this '{' is never closed" }
  fileprivate static var emptyField: Self { "this field has no name" }
  fileprivate static var noFields: Self { "the pattern names no field" }
  fileprivate static func repeated(_ name: String) -> Self {
    "the field \(shown(name)) stands here for the second time"
  }
  fileprivate static func noFit(_ pattern: String) -> Self {
    "the file's name does not fit the pattern \(shown(pattern))"
  }
}
