import Coding
import Formats
import Project

/// Writes what a coder coded in a transcript as marks in its text, for `code import` to read.
struct LayerText {
  private let project: Project
  private let coder: String
  /// How each code in force is named: by its path, with the codebook where another has the same.
  private let names: [Int: String]
  private let books: [(name: String, codes: Set<Int>)]

  init(_ project: Project, coder: String) throws {
    (self.project, self.coder) = (project, coder)
    let codes = try project.codes(includingRetired: true)
    names = Dictionary(
      uniqueKeysWithValues: codes.map { code in
        let isShared = codes.contains { $0.path == code.path && $0.id != code.id }
        return (code.id, isShared ? "\(code.codebook):\(code.path)" : code.path)
      })
    let inForce = Dictionary(grouping: codes.filter { !$0.isRetired }, by: \.codebook)
    books = inForce.sorted { $0.key < $1.key }.map { ($0.key, Set($0.value.map(\.id))) }
  }

  func text(of version: Int) throws -> String {
    var passages: [(range: Range<Int>, codes: [String], memo: String?)] = []
    let codings = try project.handCodings(of: version, by: coder)
    for (_, coding) in codings {
      let name = names[coding.code] ?? ""
      // Codings alike but for the code are one passage with several codes.
      let known = passages.lastIndex { $0.range == coding.range && $0.memo == coding.memo }
      if let known {
        passages[known].codes.append(name)
      } else {
        passages.append((coding.range, [name], coding.memo))
      }
    }
    return AnnotatedText.write(
      SourceText(validUTF8: try project.text(ofVersion: version)), passages,
      considered: try considered(version, Set(codings.map(\.coding.code))))
  }

  /// The codes that the coder looked for, whole codebooks by their names; nil where that is unknown.
  private func considered(_ version: Int, _ used: Set<Int>) throws -> [String]? {
    let read = try project.codesRead(by: coder, in: version)
    guard !read.isEmpty else { return nil }
    let codes = read.union(used)
    return books.flatMap { book, all -> [String] in
      all.isSubset(of: codes)
        ? ["\(book):*"] : all.intersection(codes).sorted().compactMap { names[$0] }
    }
  }
}
