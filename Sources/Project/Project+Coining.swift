import Coding
import SQLite

extension Project {
  /// Where codes go that are coined while coding, and for which no codebook is named.
  package static let inVivo = "in-vivo"

  /// Whether a name can be coined, and as what: `name`, `parent/name` or `codebook:parent/name`.
  ///
  /// - Throws: where the parts are no ids, or nothing stands where it would go.
  package func coinable(_ name: String) throws -> (codebook: String, path: String) {
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts.last.map(String.init) ?? ""
    let ids = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let id = ids.last, ids.allSatisfy(\.isSlug), parts.count == 1 || !parts[0].isEmpty else {
      throw ProjectError.unknown(
        "'\(name)' is no name for a code", hint: "use lower-case letters, digits and hyphens")
    }
    guard ids.count > 1 else {
      return (parts.count > 1 ? try codebookToCoinIn(String(parts[0])) : Self.inVivo, id)
    }
    let above = try code(named: String(name.dropLast(id.count + 1)))
    guard !above.isRetired else {
      throw ProjectError.unknown(
        "the code '\(above.path)' is in no codebook any more", hint: "zicht codebook list")
    }
    return (above.codebook, above.path + "/" + id)
  }

  private func codebookToCoinIn(_ name: String) throws -> String {
    if name != Self.inVivo { _ = try codebook(name) }
    return name
  }

  /// Adds a code that was coined while coding to its codebook, as a proposal, in a new version.
  ///
  /// A code that is there already is left as it is.
  ///
  /// - Precondition: inside `change`.
  /// - Returns: the code's row.
  @discardableResult
  package func coin(_ name: String, label: Label? = nil, definition: String = "") throws -> Int {
    let (book, path) = try coinable(name)
    if let known = try codes(of: book).first(where: { $0.path == path }) { return known.id }
    let ids = path.split(separator: "/").map(String.init)
    let words = (ids.last ?? "").replacing("-", with: " ")
    var code = Code(
      id: ids.last ?? "", label: label ?? Label(nl: words, en: words), definition: definition)
    code.isProposed = true
    var codebook =
      try codebooks().contains { $0.name == book }
      ? try self.codebook(book).codebook
      : Codebook(id: book, label: Label(nl: "In vivo", en: "In vivo"), codes: [])
    codebook.codes.insert(code, under: ids.dropLast())
    _ = try record(codebook)
    guard let row = try codes(of: book).first(where: { $0.path == path }) else {
      throw ProjectError.damaged(self.path, "a code that was coined is missing")
    }
    return row.id
  }
}

extension [Code] {
  /// Adds a code below the one that a path of ids leads to.
  fileprivate mutating func insert(_ code: Code, under path: ArraySlice<String>) {
    guard let first = path.first, let index = firstIndex(where: { $0.id == first }) else {
      return append(code)
    }
    self[index].codes.insert(code, under: path.dropFirst())
  }
}
