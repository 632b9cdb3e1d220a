import Coding
import Project

/// What the codebooks say of codes, looked up when a code is first met.
final class CodeGuide {
  struct Entry {
    var path: String
    var label: String
    var definition: String
    var example: String?
    var counterexample: String?
  }

  /// Those in force, in the order of the codebooks.
  let codes: [CodeRow]
  private let project: Project
  private let reader: PassageReader
  private let rows: [Int: CodeRow]
  private var entries: [Int: Entry] = [:]
  private var codebooks: [String: [String: Code]] = [:]

  init(_ project: Project, _ reader: PassageReader) throws {
    (self.project, self.reader) = (project, reader)
    let all = try project.codes(includingRetired: true)
    codes = all.filter { !$0.isRetired }
    rows = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
  }

  subscript(id: Int) -> Entry? {
    if let entry = entries[id] { return entry }
    guard let row = rows[id] else { return nil }
    let code = code(row)
    let label = row.label.nl == row.label.en ? row.label.nl : "\(row.label.nl) / \(row.label.en)"
    let entry = Entry(
      path: row.path, label: row.isRetired ? label + " (no longer in its codebook)" : label,
      definition: code?.definition ?? "", example: code?.matching.first?.text,
      counterexample: code?.nonMatching.first?.text)
    entries[id] = entry
    return entry
  }

  func path(_ id: Int) -> String { rows[id]?.path ?? "" }

  /// The words at a place; none where the text can't be read.
  func quote(_ range: Range<Int>, _ version: Int) -> String {
    (try? reader.quote(range, of: version)) ?? ""
  }

  private func code(_ row: CodeRow) -> Code? {
    if let known = codebooks[row.codebook] { return known[row.path] }
    let codebook = try? project.codebook(row.codebook).codebook
    let pairs = codebook?.allCodes.map { ($0.path, $0.code) } ?? []
    let byPath = Dictionary(pairs) { first, _ in first }
    codebooks[row.codebook] = byPath
    return byPath[row.path]
  }
}
