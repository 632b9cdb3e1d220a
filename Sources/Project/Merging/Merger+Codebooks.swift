import Coding
import SQLite

extension Merger {
  /// Codebooks: the newest version, and where two were made apart, both in one.
  ///
  /// `codes`: `codebook:path` of all that are referred to; a code that left its codebook comes with
  /// the last version that had it.
  func mergeCodebooks(needing codes: Set<String>) throws {
    for (name, lineage) in theirs.codebooks.sorted(by: { $0.key < $1.key }) {
      try merge(codebook: name, lineage, needing: codes.filter { $0.hasPrefix(name + ":") })
    }
    try mine.refresh()
  }

  private func merge(codebook name: String, _ lineage: Lineage, needing codes: Set<String>) throws {
    let own = mine.codebooks[name] ?? Lineage()
    let joined = own.joined(with: lineage)
    let isSame = Set(joined.heads.keys) == Set(own.heads.keys)
    let heads = try joined.inOrder.compactMap { hash in
      try (mine.codebook(name, hash: hash) ?? theirs.codebook(name, hash: hash)).map { (hash, $0) }
    }
    guard var base = heads.first else { return }
    var others = heads.dropFirst().map(\.1)
    if let chosen = preferred(heads, own: own) {
      others = heads.filter { $0.0 != chosen.0 }.map(\.1)
      base = chosen
    }
    let union = CodebookUnion(of: base.1, with: others)
    let older = try versions(
      of: name,
      with: codes.subtracting(mine.codeRows.keys)
        .subtracting(union.codebook.allCodes.map { "\(name):\($0.path)" }))
    guard !isSame || !older.isEmpty else { return }
    try announce()
    for hash in older + joined.inOrder.reversed()
    where try mine.codebook(name, hash: hash) == nil {
      try record(name, hash, joined)
    }
    try conclude(union, joined, isChoice: base.0 != heads.first?.0, before: own)
    if others.isEmpty == false && !isSame { tell(union, of: name, base.0, own: own) }
  }

  /// The head that `--prefer` makes the base, where it is not the one recorded last.
  private func preferred(_ heads: [(String, Codebook)], own: Lineage) -> (String, Codebook)? {
    guard heads.count > 1 else { return nil }
    return switch preference {
    case .later: nil
    case .mine: heads.first { own.heads[$0.0] != nil }
    case .theirs: heads.first { own.heads[$0.0] == nil }
    }
  }

  /// Earlier versions of the other's that have codes, the last one that has each.
  private func versions(of name: String, with codes: Set<String>) throws -> [String] {
    var missing = codes
    var found: [String] = []
    let rows = try other.connection.all(
      "SELECT hash FROM codebook WHERE name = \(name) ORDER BY number DESC"
    ) { $0.text(0) }
    for hash in rows where !missing.isEmpty {
      guard let codebook = try theirs.codebook(name, hash: hash) else { continue }
      let paths = Set(codebook.allCodes.map { "\(name):\($0.path)" })
      guard !paths.isDisjoint(with: missing) else { continue }
      missing.subtract(paths)
      found.append(hash)
    }
    return found.reversed()
  }

  /// Records a version of the other's as it is.
  private func record(_ name: String, _ hash: String, _ lineage: Lineage) throws {
    guard let codebook = try theirs.codebook(name, hash: hash) else { return }
    let event = try other.connection.integer(
      "SELECT max(event) FROM codebook WHERE name = \(name) AND hash = \(hash)")
    try project.recordAnew(codebook, fields: lineage.fields + origin(event))
    report.count(.codebooks)
  }

  /// Sees that what is in force is the outcome, and that its event says of what it was made.
  private func conclude(
    _ union: CodebookUnion, _ lineage: Lineage, isChoice: Bool, before: Lineage
  ) throws {
    let name = union.codebook.id
    let inForce = try project.codebooks().first { $0.name == name }?.hash
    let hash = union.codebook.version.hex
    let codes = Set(union.codebook.allCodes.map { "\(name):\($0.path)" })
    report.count(.codes, codes.subtracting(mine.codeRows.keys).count)
    // A choice against the clock is a new version, by whoever merges.
    if isChoice {
      try project.recordAnew(union.codebook)
    } else if inForce != hash || lineage.heads.count > 1 {
      try project.recordAnew(union.codebook, fields: lineage.fields + [("merged", true)])
    }
  }

  private func tell(_ union: CodebookUnion, of name: String, _ base: String, own: Lineage) {
    let taken: MergeReport.Side = own.heads[base] != nil ? .mine : .theirs
    for path in union.differing {
      let what = path.hasPrefix("list ") ? "word list" : "code"
      report.conflicts.append(
        MergeReport.Conflict(
          kind: what, name: "\(name):\(path.replacing("list ", with: ""))",
          mine: "as here", theirs: "as there", taken: taken))
    }
  }
}
