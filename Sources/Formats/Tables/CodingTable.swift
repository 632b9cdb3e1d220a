import Coding

/// Codings as a table or as JSON Lines, a row each: what scripts and other programs make.
///
/// Columns, in any order: `file` (or `transcript`), `code`, and the place: `start` and `end`, or `quote`,
/// or `turn`, or `quote` within `turn`. `coder` and `memo` may be there; other columns are told and
/// left out. `code_path` is taken before `code`, as zicht's own lists have both.
package struct CodingTable: Sendable, Equatable {
  package struct Row: Sendable, Equatable {
    package var file: String
    package var code: String
    package var start: Int?
    package var end: Int?
    package var quote: String?
    package var turn: Int?
    package var coder: String?
    package var memo: String?
    package var place: Place
  }

  package private(set) var rows: [Row] = []
  package private(set) var diagnostics: [Diagnostic] = []

  private static let names = [
    "file": "file", "transcript": "file", "code": "code", "code_path": "code_path",
    "start": "start", "end": "end", "quote": "quote", "turn": "turn", "coder": "coder",
    "memo": "memo",
  ]

  /// Whether a file's name says that it holds such a table.
  package static func isNamed(_ path: String) -> Bool {
    [".csv", ".tsv", ".jsonl", ".ndjson"].contains { path.lowercased().hasSuffix($0) }
  }

  /// O(bytes).
  ///
  /// - Throws: `Rejected` where the file can't be read as text.
  package init(_ bytes: [UInt8], file: String) throws(Rejected) {
    let text = try decode(bytes, file: file).text
    if text.string.drop(while: \.isWhitespace).hasPrefix("{") {
      readLines(text, file: file)
    } else {
      readTable(Delimited(text, file: file), file: file)
    }
    if rows.isEmpty, diagnostics.isEmpty {
      report(.noCodings, at: Place(file: file), hint: "a row holds one coding")
    }
  }

  private mutating func report(
    _ message: Diagnostic.Message, at place: Place, hint: String,
    _ severity: Diagnostic.Severity = .error
  ) {
    diagnostics.append(Diagnostic(severity, message, at: place, hint: hint))
  }

  // MARK: Forms

  private mutating func readTable(_ table: Delimited, file: String) {
    diagnostics = table.diagnostics
    for column in table.columns where Self.names[column.value.lowercased()] == nil {
      report(
        .unknownColumn(column.value), at: column.place,
        hint: "known: file, code, start, end, quote, turn, coder, memo", .note)
    }
    for fields in table.records {
      var values: [String: String] = [:]
      for (column, field) in zip(table.columns, fields) where !field.value.isEmpty {
        if let name = Self.names[column.value.lowercased()] { values[name] = field.value }
      }
      add(values, at: fields.first?.place ?? Place(file: file))
    }
  }

  private mutating func readLines(_ text: SourceText, file: String) {
    let lines = text.string.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() where line.contains(where: { !$0.isWhitespace }) {
      let place = Place(file: file, line: number + 1, column: 1)
      do throws(Diagnostic) {
        let json = try JSONReader.read(SourceText(String(line)), file: file)
        add(try Self.values(of: json, at: place), at: place)
      } catch {
        var fault = error
        fault.place = Place(file: file, line: number + 1, column: error.place.column)
        diagnostics.append(fault)
      }
    }
  }

  private static func values(
    of json: JSON, at place: Place
  ) throws(Diagnostic) -> [String: String] {
    guard let members = json.members else {
      throw Diagnostic(
        .error, "this line is no object", at: place, hint: #"write {"file": …, "code": …, …}"#)
    }
    var values: [String: String] = [:]
    for member in members {
      guard let name = names[member.key.lowercased()] else { continue }
      if let text = member.value.string, !text.isEmpty { values[name] = text }
      if let number = member.value.integer { values[name] = "\(number)" }
    }
    return values
  }

  // MARK: Rows

  private mutating func add(_ values: [String: String], at place: Place) {
    guard let file = values["file"], let code = values["code_path"] ?? values["code"] else {
      return report(
        .lacks(values["file"] == nil ? "file" : "code"), at: place,
        hint: "a coding needs a transcript and a code")
    }
    var row = Row(file: file, code: code, place: place)
    (row.quote, row.coder, row.memo) = (values["quote"], values["coder"], values["memo"])
    for (key, path) in [("start", \Row.start), ("end", \Row.end), ("turn", \Row.turn)] {
      guard let text = values[key] else { continue }
      guard let number = Int(text), number >= 0 else {
        return report(
          .noNumber(text, key), at: place, hint: "count code points, from 0; turns from 1")
      }
      row[keyPath: path] = number
    }
    let hasPlace = row.start != nil && row.end != nil
    guard hasPlace || row.quote != nil || row.turn != nil else {
      return report(
        .lacks("start and end, quote or turn"), at: place, hint: "say which words are coded")
    }
    guard (row.start == nil) == (row.end == nil), row.start ?? 0 < row.end ?? 1 else {
      return report(
        .noRange, at: place, hint: "end is the offset behind the last character")
    }
    rows.append(row)
  }
}

extension Diagnostic.Message {
  fileprivate static let noCodings: Self = "there is no coding in this file"
  fileprivate static let noRange: Self = "start and end are no range of characters"
  fileprivate static func unknownColumn(_ name: String) -> Self {
    "the column '\(name)' is left out"
  }
  fileprivate static func lacks(_ name: String) -> Self { "this coding has no \(name)" }
  fileprivate static func noNumber(_ text: String, _ column: String) -> Self {
    "'\(text)' is no \(column)"
  }
}
