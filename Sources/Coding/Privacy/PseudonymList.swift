/// Words with their pseudonyms, no word twice; the same words get the same pseudonym every time.
package struct PseudonymList: Sendable {
  package private(set) var entries: [Pseudonym] = []
  private var byText: [String: Int] = [:]
  /// The pseudonym of each spelling's identity, by kind.
  private var byIdentity: [IdentifierKind: [String: String]] = [:]
  private var taken: Set<String> = []
  private var highest: [IdentifierKind: Int] = [:]
  private let form: PseudonymForm

  package init(form: PseudonymForm) { self.form = form }

  package var isEmpty: Bool { entries.isEmpty }
  package subscript(text: String) -> Pseudonym? { byText[text].map { entries[$0] } }

  /// Numbers of pseudonyms that stand in texts and must not be given again.
  package mutating func reserve(_ numbers: [IdentifierKind: Int]) {
    highest.merge(numbers) { max($0, $1) }
  }

  /// Adds an entry that has its pseudonym, or is to stay.
  ///
  /// - Throws: a finding where the list says otherwise already.
  package mutating func add(_ entry: Pseudonym) throws(Diagnostic) {
    if let index = byText[entry.text] {
      guard entries[index].replacement == entry.replacement else {
        throw Diagnostic(
          .error, .contradiction(entry, entries[index]), at: entry.place,
          hint: "keep one of the two")
      }
      return
    }
    insert(entry)
  }

  private mutating func insert(_ entry: Pseudonym) {
    byText[entry.text] = entries.count
    entries.append(entry)
    guard let replacement = entry.replacement else { return }
    taken.insert(replacement)
    let key = Identity.key(entry.text, entry.kind)
    if byIdentity[entry.kind]?[key] == nil {
      byIdentity[entry.kind, default: [:]][key] = replacement
    }
    if let number = form.number(of: replacement, entry.kind) {
      highest[entry.kind] = max(highest[entry.kind] ?? 0, number)
    }
  }

  /// Adds words under the pseudonym of another spelling of theirs, or under the next that is free.
  ///
  /// - Returns: the pseudonym; nil where the list has these words as such that stay.
  @discardableResult
  package mutating func give(_ text: String, _ kind: IdentifierKind, at place: Place) -> String? {
    if let known = self[text] { return known.replacement }
    let pseudonym = byIdentity[kind]?[Identity.key(text, kind)] ?? next(kind)
    insert(Pseudonym(text: text, kind: kind, replacement: pseudonym, place: place))
    return pseudonym
  }

  private mutating func next(_ kind: IdentifierKind) -> String {
    var number = (highest[kind] ?? 0) + 1
    while taken.contains(form.pseudonym(kind, number)) { number += 1 }
    highest[kind] = number
    return form.pseudonym(kind, number)
  }

  /// Whether words are the pseudonym of others.
  func isPseudonym(_ text: String) -> Bool { taken.contains(text) }

  /// Names that differ in case alone and have different pseudonyms.
  private func likeNames() -> [Diagnostic] {
    var first: [String: Pseudonym] = [:]
    return entries.compactMap { entry in
      guard let other = first[entry.text.lowercased()] else {
        first[entry.text.lowercased()] = entry
        return nil
      }
      guard other.replacement != entry.replacement else { return nil }
      return Diagnostic(
        .error, .contradiction(entry, other), at: entry.place,
        hint: "keep one of the two, or leave --ignore-case out")
    }
  }

  /// What makes the list unfit to be applied: a pseudonym that gives a name of the list away, or that
  /// is none.
  package func faults(ignoringCase: Bool = false) -> [Diagnostic] {
    let names = NameReplacer(
      entries.filter { $0.replacement != nil }, ignoringCase: ignoringCase)
    return (ignoringCase ? likeNames() : [])
      + entries.compactMap { entry in
        guard let replacement = entry.replacement else { return nil }
        guard replacement.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return Diagnostic(.error, .control(entry.text), at: entry.place) }
        guard replacement.contains(where: { $0.isLetter || $0.isNumber }) else {
          return Diagnostic(
            .error, .wordless(replacement, entry.text), at: entry.place,
            hint: "write a word, such as \(form.pseudonym(entry.kind, 1))")
        }
        guard let hit = names.hits(in: SourceText(replacement)).first else { return nil }
        return Diagnostic(
          .error, .tellTale(replacement, names.entries[hit.entry].text), at: entry.place,
          hint: "choose another pseudonym, such as \(form.pseudonym(entry.kind, 1))")
      }
  }
}

extension Diagnostic.Message {
  fileprivate static func contradiction(_ entry: Pseudonym, _ other: Pseudonym) -> Self {
    "'\(entry.text)' \(says(entry)) here, and \(says(other)) in \(other.place)"
  }
  private static func says(_ entry: Pseudonym) -> String {
    entry.replacement.map { "is '\($0)'" } ?? "stays"
  }
  fileprivate static func control(_ text: String) -> Self {
    "the pseudonym of '\(text)' holds a line end or another control character"
  }
  fileprivate static func wordless(_ pseudonym: String, _ text: String) -> Self {
    "the pseudonym '\(pseudonym)' of '\(text)' has no letter and no digit"
  }
  fileprivate static func tellTale(_ pseudonym: String, _ name: String) -> Self {
    "the pseudonym '\(pseudonym)' holds '\(name)', which is to be replaced itself"
  }
}
