import Coding
import Formats
import Project

/// Writes what a coder coded in a transcript as marks in its text, for `code import` to read.
struct LayerText {
  private let project: Project
  private let coder: String
  /// How each code in force is named: by its path, with the codebook where another has the same.
  private let names: [Int: String]
  /// In force.
  private let codes: [CodeRow]
  private let books: [(name: String, codes: Set<Int>)]

  init(_ project: Project, coder: String) throws {
    (self.project, self.coder) = (project, coder)
    let codes = try project.codes(includingRetired: true)
    names = Dictionary(
      uniqueKeysWithValues: codes.map { code in
        let isShared = codes.contains { $0.path == code.path && $0.id != code.id }
        return (code.id, isShared ? "\(code.codebook):\(code.path)" : code.path)
      })
    self.codes = codes.filter { !$0.isRetired }
    let inForce = Dictionary(grouping: codes.filter { !$0.isRetired }, by: \.codebook)
    books = inForce.sorted { $0.key < $1.key }.map { ($0.key, Set($0.value.map(\.id))) }
  }

  /// `forEditing` adds what somebody who codes on in it needs: how marks are written, up to which event
  /// the marks are known, and at the foot the codes, for editors that complete words.
  func text(of version: Int, forEditing: Bool = false) throws -> String {
    var passages: [(range: Range<Int>, codes: [String], memo: String?)] = []
    let codings = try project.handCodings(of: version, by: coder)
    for (_, coding, _) in codings {
      let name = names[coding.code] ?? ""
      // Codings alike but for the code are one passage with several codes.
      let known = passages.lastIndex { $0.range == coding.range && $0.memo == coding.memo }
      if let known {
        if !passages[known].codes.contains(name) { passages[known].codes.append(name) }
      } else {
        passages.append((coding.range, [name], coding.memo))
      }
    }
    let considered = try considered(version, Set(codings.map(\.coding.code)))
    return AnnotatedText.write(
      SourceText(validUTF8: try project.text(ofVersion: version)), passages,
      considered: considered,
      head: forEditing ? try head(version, isRead: considered != nil) : [],
      foot: forEditing ? foot : [])
  }

  private func head(_ version: Int, isRead: Bool) throws -> [String] {
    [
      "\(try project.name(ofVersion: version)), coded by \(coder)",
      "Mark words so: [[the words]]{code} or {code, code | a memo}. Where two cross: [1[ … [2[ … ]1]{a} … ]2]{b}",
      "A new code: {+name} or {+parent/name}. The codes stand at the foot. Lines with % are no text.",
      "read to the end: \(isRead ? "yes" : "no")",
      "as of event: \(try project.head().number)",
    ]
  }

  /// All codes in force with their labels.
  private var foot: [String] {
    let width = codes.map { (names[$0.id] ?? "").count }.max() ?? 0
    return ["to choose from:"]
      + codes.map { code in
        let name = names[code.id] ?? ""
        let label =
          code.label.en == code.label.nl ? code.label.nl : "\(code.label.nl) / \(code.label.en)"
        return "  \(name)" + String(repeating: " ", count: width - name.count + 2) + label
      }
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
