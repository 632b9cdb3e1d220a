/// Several versions of one codebook that were made apart, as one.
///
/// The first of them is the base: its codes stay in their order, and where a code is in several its
/// words and rules stand. What only others have is added under its parent, after what is there,
/// ordered by id: so the outcome depends on the versions and on which comes first, and on nothing
/// else.
package struct CodebookUnion {
  package private(set) var codebook: Codebook
  /// Codes (paths) and lists (`list NAME`) that the base has otherwise than another version.
  package private(set) var differing: [String] = []
  /// Codes that the base lacked.
  package private(set) var added: [String] = []

  /// O(codes × versions).
  package init(of base: Codebook, with others: [Codebook]) {
    codebook = base
    var (codes, lists) = (base.codes, base.lists)
    for other in others {
      for list in other.lists {
        guard let known = lists.first(where: { $0.name == list.name }) else {
          lists.append(list)
          continue
        }
        if known.entries != list.entries { differing.append("list \(list.name)") }
      }
      unite(&codes, with: other.codes, under: "")
    }
    lists[base.lists.count...].sort { $0.name < $1.name }
    Self.order(&codes, as: base.codes)
    (codebook.codes, codebook.lists) = (codes, lists)
    differing = Set(differing).sorted()
  }

  private mutating func unite(_ codes: inout [Code], with others: [Code], under parent: String) {
    for other in others {
      guard let index = codes.firstIndex(where: { $0.id == other.id }) else {
        codes.append(other)
        added += paths(of: other, under: parent)
        continue
      }
      if !codes[index].says(what: other) { differing.append(parent + other.id) }
      unite(&codes[index].codes, with: other.codes, under: parent + other.id + "/")
    }
  }

  private func paths(of code: Code, under parent: String) -> [String] {
    [parent + code.id] + code.codes.flatMap { paths(of: $0, under: parent + code.id + "/") }
  }

  /// The base's codes first, as they were; the others after them by id, all the way down.
  private static func order(_ codes: inout [Code], as base: [Code]) {
    let known = Set(base.map(\.id))
    codes =
      codes.filter { known.contains($0.id) }
      + codes.filter { !known.contains($0.id) }.sorted { $0.id < $1.id }
    for index in codes.indices {
      order(&codes[index].codes, as: base.first { $0.id == codes[index].id }?.codes ?? [])
    }
  }
}

extension Code {
  /// Whether it is the same but for its children, and for where it stands in its file.
  fileprivate func says(what other: Code) -> Bool {
    let (mine, its) = (withoutCodes, other.withoutCodes)
    return Codebook(id: "", label: mine.label, codes: [mine]).json
      == Codebook(id: "", label: mine.label, codes: [its]).json
  }

  private var withoutCodes: Code {
    var code = self
    code.codes = []
    return code
  }
}
