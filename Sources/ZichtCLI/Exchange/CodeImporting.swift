import Coding
import Exchange
import Project

/// Fits the codes of another program's file into the project's codebooks.
///
/// A code is known by its GUID: one that an earlier import brought, or the one under which Zicht
/// exports it. The others become codes of a codebook, below the codes they stand under.
struct CodeImporting {
  private let project: Project
  /// The codebook that codes at the top go to.
  private let target: String
  private var known: [String: (codebook: String, path: String)] = [:]
  private var books: [String: Codebook] = [:]
  private var changed: Set<String> = []
  /// By GUID, of the file's codes: codebook and path.
  private(set) var places: [String: (codebook: String, path: String)] = [:]
  private(set) var count = ImportReport.Count()

  init(_ project: Project, target: String, label: String) throws {
    (self.project, self.target) = (project, target)
    let foreign = try project.foreignIDs("code")
    let names = ExchangeNames(code: foreign, coder: [:], variable: [:])
    for code in try project.codes(includingRetired: true) {
      let name = "\(code.codebook):\(code.path)"
      known[names.guid(ofCode: name)] = (code.codebook, code.path)
    }
    for book in try project.codebooks() {
      books[book.name] = try project.codebook(book.name).codebook
      known[ExchangeNames.guid(ofCodebook: book.name)] = (book.name, "")
    }
    if books[target] == nil {
      books[target] = Codebook(id: target, label: Label(nl: label, en: label), codes: [])
    }
  }

  mutating func take(_ codes: [ExchangeProject.Code]) {
    for code in codes { take(code, under: (target, "")) }
  }

  private mutating func take(
    _ code: ExchangeProject.Code, under parent: (codebook: String, path: String)
  ) {
    var place = parent
    if let known = known[code.guid] {
      place = known
      if !known.path.isEmpty { count.known += 1 }
    } else if GUID.derived(from: "zicht", "retired") != code.guid {
      place = add(code, under: parent)
      count.added += 1
    }
    if !place.path.isEmpty { places[code.guid] = place }
    for child in code.codes { take(child, under: place) }
  }

  private mutating func add(
    _ code: ExchangeProject.Code, under parent: (codebook: String, path: String)
  ) -> (codebook: String, path: String) {
    var book =
      books[parent.codebook] ?? Codebook(id: target, label: Label(nl: "", en: ""), codes: [])
    let name = code.name.isEmpty ? "code" : code.name
    var path = ""
    book.codes.insert(under: parent.path.split(separator: "/").map(String.init)) { siblings in
      let id = name.slug(otherThan: Set(siblings.map(\.id)))
      siblings.append(
        Code(
          id: id, label: Label(nl: name, en: name), definition: code.description,
          colour: code.colour))
      path = parent.path.isEmpty ? id : "\(parent.path)/\(id)"
    }
    guard !path.isEmpty else {
      // The parent is in its codebook no more: the code goes to the top.
      return add(code, under: (parent.codebook, ""))
    }
    books[book.id] = book
    changed.insert(book.id)
    return (book.id, path)
  }

  /// Records the codebooks that have new codes.
  func record() throws {
    for id in changed.sorted() {
      if let book = books[id] { _ = try project.record(book) }
    }
  }
}

extension [Code] {
  /// Changes the codes below a path; does nothing where there is no such path.
  fileprivate mutating func insert(under path: [String], _ change: (inout [Code]) -> Void) {
    guard let first = path.first else { return change(&self) }
    guard let index = firstIndex(where: { $0.id == first }) else { return }
    self[index].codes.insert(under: [String](path.dropFirst()), change)
  }
}

extension String {
  /// Lower-case letters, digits and hyphens, as a code's id wants them.
  func slug(otherThan taken: Set<String>) -> String {
    var slug = ""
    for byte in Folding.fold(self) {
      let scalar = Unicode.Scalar(byte)
      let isPlain = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
      if isPlain { slug.unicodeScalars.append(scalar) } else if slug.last != "-" { slug += "-" }
    }
    while slug.first == "-" { slug.removeFirst() }
    while slug.last == "-" { slug.removeLast() }
    let base = slug.isEmpty ? "code" : slug
    guard taken.contains(base) else { return base }
    return (2...).lazy.map { "\(base)-\($0)" }.first { !taken.contains($0) } ?? base
  }
}
