import Coding

/// What another program keeps codes or a dictionary in.
package enum ForeignCodebookKind: String, Sendable, CaseIterable {
  case table = "table of codes"
  case paths = "codebook of QualCoder"
  case wordStat = "dictionary of WordStat"
  case liwc = "dictionary of LIWC"
  case yoshikoder = "dictionary of Yoshikoder"
  case lexicoder = "dictionary of Lexicoder"
  case yaml = "dictionary in YAML"
}

/// Reads another program's codebook or dictionary; which program's it is, its content tells.
///
/// The words of a dictionary become lists, and each list the rule of its code. What can't be carried
/// over is among the diagnostics, by line. Without an `id` the codebook is named after its file. O(bytes).
package func readForeignCodebook(
  _ bytes: [UInt8], file: String, id: String? = nil
) -> (codebook: Codebook?, kind: ForeignCodebookKind?, diagnostics: [Diagnostic]) {
  do throws(Rejected) {
    guard bytes.count <= ForeignText.largest else {
      throw Rejected([Diagnostic(.error, .tooLarge, at: Place(file: file))])
    }
    let decoded = try decode(bytes, file: file)
    let text = ForeignText(decoded.text, file: file)
    let kind = try text.kind()
    var book = try read(text, kind)
    book.diagnostics = decoded.notes + book.diagnostics
    var builder = CodebookBuilder(file: file, kind: kind, id: id)
    let codebook = builder.build(book)
    let diagnostics = (book.diagnostics + builder.diagnostics).sorted { $0.place < $1.place }
    let isWhole = !diagnostics.contains { $0.severity == .error }
    return (isWhole ? codebook : nil, kind, diagnostics)
  } catch {
    return (nil, nil, error.diagnostics)
  }
}

private func read(
  _ text: ForeignText, _ kind: ForeignCodebookKind
) throws(Rejected) -> ForeignBook {
  switch kind {
  case .table: try CodeTable.read(text)
  case .paths: CodePaths.read(text)
  case .wordStat: WordStat.read(text)
  case .liwc: try LIWC.read(text)
  case .yoshikoder: try Yoshikoder.read(text)
  case .lexicoder: Lexicoder.read(text)
  case .yaml: try DictionaryYAML.read(text)
  }
}

/// What a reader found: codes with words, and what it left out.
struct ForeignBook {
  /// Empty where the file doesn't say.
  var name = ""
  var codes: [ForeignCode] = []
  var diagnostics: [Diagnostic] = []
}

/// A code, category or tag of another program.
struct ForeignCode {
  var name: String
  /// What to make the id of, where that isn't the whole name.
  var shortName: String?
  var definition = ""
  /// As written.
  var colour = ""
  var entries: [ForeignEntry] = []
  var codes: [ForeignCode] = []
  var place: Place

  init(_ name: String, at place: Place) { (self.name, self.place) = (name, place) }
}

/// A word or phrase of a dictionary, with `*` for any letters and `?` for one.
struct ForeignEntry {
  var text: String
  var place: Place
}

extension Diagnostic.Message {
  fileprivate static var tooLarge: Self { "larger than 16 MiB, which no codebook is" }
}
