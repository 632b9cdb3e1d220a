import Coding

/// A table of codes, a row each: CSV or TSV, with its columns in any order.
///
/// They are named in Dutch, English, German or French. So are the exports of Taguette, of many others,
/// and LIWC's newest dictionaries.
struct CodeTable {
  private enum Role: CaseIterable {
    case path, code, parent, definition, colour, words
    /// LIWC-22: the word; each other column is a category, with an X where the word is in it.
    case liwcTerm

    var names: Set<String> {
      switch self {
      case .path: ["path", "code_path", "pad", "pfad", "chemin"]
      case .code:
        [
          "code", "codes", "name", "naam", "nom", "tag", "label", "kode", "codename", "code_name",
          "codenaam",
        ]
      case .parent:
        [
          "parent", "parent_code", "parent_name", "ouder", "hoofdcode", "bovenliggende_code",
          "category", "categorie", "catégorie", "kategorie", "obercode", "eltern", "parent_id",
          "group", "groep", "code_group",
        ]
      case .definition:
        [
          "definition", "definitie", "définition", "description", "beschrijving", "omschrijving",
          "beschreibung", "memo", "comment", "toelichting", "code_memo", "code_description",
        ]
      case .colour: ["colour", "color", "kleur", "farbe", "couleur"]
      case .words:
        ["words", "woorden", "terms", "termen", "keywords", "trefwoorden", "wörter", "mots"]
      case .liwcTerm: ["dicterm"]
      }
    }
  }

  static let hint =
    "a table's first line names its columns, one of them 'code' or 'path'; of dictionaries "
    + "those of WordStat, LIWC, Yoshikoder, Lexicoder and quanteda's YAML are known"

  private let table: Delimited
  private let file: String
  private var columns: [Role: Int] = [:]
  private var diagnostics: [Diagnostic]
  private var tree = CodeTree()

  static func fits(_ text: ForeignText) -> Bool {
    guard let header = text.lines.first else { return false }
    let columns = Delimited(SourceText(header.text), file: text.file).columns.map(\.value)
    let roles = columns.compactMap(role)
    return roles.contains(.code) || roles.contains(.path)
      || roles.contains(.liwcTerm) && columns.count > 1
  }

  static func read(_ text: ForeignText) throws(Rejected) -> ForeignBook {
    var reader = CodeTable(text)
    if reader.columns[.liwcTerm] != nil { return reader.terms() }
    try reader.readCodes()
    return ForeignBook(codes: reader.tree.trees, diagnostics: reader.diagnostics)
  }

  private init(_ text: ForeignText) {
    (table, file) = (Delimited(text.source, file: text.file), text.file)
    diagnostics = table.diagnostics
    for (index, column) in table.columns.enumerated() {
      guard let role = Self.role(column.value), columns[role] == nil else { continue }
      columns[role] = index
    }
  }

  private static func role(_ name: String) -> Role? {
    let name = String(trimmed(name).lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
    return Role.allCases.first { $0.names.contains(name) }
  }

  private func value(_ role: Role, _ record: [Delimited.Field]) -> String {
    columns[role].map { trimmed(record[$0].value) } ?? ""
  }

  // MARK: Codes

  private mutating func readCodes() throws(Rejected) {
    tellUnknown()
    let parents = parents
    for record in table.records {
      let place = record[columns[.path] ?? columns[.code] ?? 0].place
      guard let path = path(record, parents) else {
        diagnostics.append(Diagnostic(.error, .loop, at: place, hint: "look at its parents"))
        continue
      }
      guard let index = tree.index(path, at: place) else {
        diagnostics.append(Diagnostic(.warning, .noName, at: place))
        continue
      }
      tree[index].definition = value(.definition, record)
      tree[index].colour = value(.colour, record)
      let words = value(.words, record).split { ",;|\n".contains($0) }
      tree[index].entries += words.map { ForeignEntry(text: trimmed($0), place: place) }
    }
  }

  private mutating func tellUnknown() {
    let known = Set(columns.values)
    let others = table.columns.enumerated().filter { !known.contains($0.offset) }
    let names = others.map { shown($0.element.value) }.joined(separator: ", ")
    guard !names.isEmpty else { return }
    diagnostics.append(Diagnostic(.note, .leftOut(names), at: Place(file: file, line: 1)))
  }

  /// The parent of each code, by name, where the table tells so.
  private var parents: [String: String] {
    guard columns[.path] == nil, columns[.code] != nil, columns[.parent] != nil else { return [:] }
    let pairs = table.records.map { (value(.code, $0), value(.parent, $0)) }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// The names from the top down to a row's code; nil where they never end.
  private func path(_ record: [Delimited.Field], _ parents: [String: String]) -> [String]? {
    if columns[.path] != nil { return parts(value(.path, record)) }
    let name = value(.code, record)
    guard !name.isEmpty else { return [] }
    guard columns[.parent] != nil else { return isTags ? dotted(name) : CodePaths.parts(name) }
    var path = [name]
    var parent = value(.parent, record)
    while !parent.isEmpty {
      guard path.count <= CodebookBuilder.deepest else { return nil }
      path.append(parent)
      parent = parents[parent] ?? ""
    }
    return path.reversed()
  }

  /// Taguette parts the names of tags with dots.
  private var isTags: Bool {
    columns[.code].map { trimmed(table.columns[$0].value).lowercased() == "tag" } ?? false
  }

  private func dotted(_ name: String) -> [String] {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { trimmed($0) }
    return parts.contains("") ? [name] : parts
  }

  private func parts(_ path: String) -> [String] {
    for sign in [">>", ">", "\\", "/", "::"] where path.contains(sign) {
      return path.split(separator: sign).map { trimmed($0) }.filter { !$0.isEmpty }
    }
    return path.isEmpty ? [] : dotted(path)
  }

  // MARK: LIWC-22

  private func terms() -> ForeignBook {
    var codes: [Int: ForeignCode] = [:]
    let term = columns[.liwcTerm] ?? 0
    for (index, column) in table.columns.enumerated() where index != term {
      codes[index] = ForeignCode(trimmed(column.value), at: column.place)
    }
    var diagnostics = diagnostics
    for record in table.records {
      let word = trimmed(record[term].value)
      for (index, field) in record.enumerated() where index != term {
        let mark = trimmed(field.value)
        if mark.isEmpty || mark == "0" { continue }
        codes[index]?.entries.append(ForeignEntry(text: word, place: record[term].place))
        if mark.lowercased() != "x", mark != "1" {
          diagnostics.append(Diagnostic(.warning, .weight(word, mark), at: field.place))
        }
      }
    }
    let ordered = codes.sorted { $0.key < $1.key }.map(\.value)
    return ForeignBook(codes: ordered, diagnostics: diagnostics)
  }
}

extension Diagnostic.Message {
  fileprivate static var loop: Self { "a code that is below itself, or more than 50 deep" }
  fileprivate static var noName: Self { "a row without a code is left out" }
  fileprivate static func leftOut(_ columns: String) -> Self { "columns left out: \(columns)" }
  fileprivate static func weight(_ word: String, _ weight: String) -> Self {
    "the weight \(shown(weight)) of \(shown(word)) is not carried over: it counts once"
  }
}
