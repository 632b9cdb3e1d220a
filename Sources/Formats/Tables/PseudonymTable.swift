import Coding

/// A row of a list of names, as a person or a survey wrote it.
package struct PseudonymRow: Sendable, Equatable {
  package var text: String
  /// Nil where the row says none.
  package var kind: IdentifierKind?
  package var replacement: String?
  package var verdict: PseudonymProposal.Verdict
  /// The id of the key that the row is of.
  package var key: String?
  package var place: Place
}

/// Reads a list of names: `text` and, where the list has them, `kind`, `replacement`, `replace` (yes,
/// no or ?) and `key`, also under Dutch names; other columns are left alone.
///
/// The table is separated values or the first sheet of a workbook. Rows with an error are left out.
/// O(bytes).
package func readPseudonyms(
  _ bytes: [UInt8], file: String
) -> (rows: [PseudonymRow], diagnostics: [Diagnostic]) {
  do throws(Rejected) {
    let found = try TableInFile(bytes, file: file)
    var table = PseudonymTable(diagnostics: found.notes)
    table.read(found.table, file: file)
    return (table.rows, table.diagnostics.sorted { $0.place < $1.place })
  } catch {
    return ([], error.diagnostics)
  }
}

private struct PseudonymTable {
  private enum Column: CaseIterable {
    case text, kind, replacement, verdict, key

    var names: Set<String> {
      switch self {
      case .text: ["text", "tekst", "word", "words", "woord", "woorden", "name", "naam"]
      case .kind: ["kind", "soort", "type"]
      case .replacement: ["replacement", "pseudonym", "pseudoniem", "vervanging"]
      case .verdict: ["replace", "vervangen", "vervang"]
      case .key: ["key"]
      }
    }
  }

  private(set) var rows: [PseudonymRow] = []
  private(set) var diagnostics: [Diagnostic]
  private var columns: [Column: Int] = [:]

  init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  mutating func read(_ table: Delimited, file: String) {
    diagnostics += table.diagnostics
    for (index, field) in table.columns.enumerated() {
      let name = trimmed(field.value).lowercased()
      guard let column = Column.allCases.first(where: { $0.names.contains(name) }) else { continue }
      if columns[column] == nil { columns[column] = index }
    }
    guard columns[.text] != nil else {
      diagnostics.append(
        Diagnostic(
          .error, "no column holds the words to replace",
          at: table.columns.first?.place ?? Place(file: file),
          hint: "the first line names the columns: text, kind, replacement, replace"))
      return
    }
    for record in table.records { add(record) }
  }

  private mutating func add(_ record: [Delimited.Field]) {
    func field(_ column: Column) -> Delimited.Field? { columns[column].map { record[$0] } }
    guard let written = field(.text) else { return }
    let text = unguarded(trimmed(written.value))
    guard text.contains(where: { $0.isLetter || $0.isNumber }) else {
      return report(.wordless(text), at: written.place, "write the words as the texts have them")
    }
    let kind = field(.kind).map { trimmed($0.value) } ?? ""
    if !kind.isEmpty, IdentifierKind(kind) == nil, let place = field(.kind)?.place {
      return report(
        .noKind(kind), at: place, "such as person, place, organisation or a word of yours")
    }
    guard let verdict = verdict(field(.verdict)) else { return }
    let replacement = field(.replacement).map { unguarded(trimmed($0.value)) } ?? ""
    let key = field(.key).map { trimmed($0.value) } ?? ""
    rows.append(
      PseudonymRow(
        text: text, kind: IdentifierKind(kind),
        replacement: replacement.isEmpty ? nil : replacement, verdict: verdict,
        key: key.isEmpty ? nil : key, place: written.place))
  }

  /// What a list without that column has in it is to be replaced; an empty cell decides nothing.
  private mutating func verdict(_ field: Delimited.Field?) -> PseudonymProposal.Verdict? {
    guard let field else { return .yes }
    switch trimmed(field.value).lowercased() {
    case "yes", "ja", "y", "j", "x", "1", "true", "waar": return .yes
    case "no", "nee", "n", "0", "false", "onwaar": return .no
    case "?", "": return .ask
    default:
      report(.noVerdict(field.value), at: field.place, "write yes or no")
      return nil
    }
  }

  /// A cell that a spreadsheet might have computed got an apostrophe when the table was written.
  private func unguarded(_ text: String) -> String {
    guard text.hasPrefix("'"), let second = text.dropFirst().first, "=+-@＝＋－＠".contains(second)
    else { return text }
    return String(text.dropFirst())
  }

  private func trimmed(_ value: String) -> String {
    let bytes = Array(value.utf8)
    return bytes.string(bytes.trimmed(0..<bytes.count))
  }

  private mutating func report(_ message: Diagnostic.Message, at place: Place, _ hint: String) {
    diagnostics.append(Diagnostic(.error, message, at: place, hint: hint))
  }
}

extension Diagnostic.Message {
  fileprivate static func wordless(_ text: String) -> Self { "'\(text)' holds no word" }
  fileprivate static func noKind(_ kind: String) -> Self { "'\(kind)' is no kind" }
  fileprivate static func noVerdict(_ text: String) -> Self {
    "'\(text)' says neither that the words are to be replaced nor that they stay"
  }
}
